"""The published test vectors, read from `gcj02_vectors.json` (sources named there)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tourmap.geo import Datum, LatLng, convert

SETS: dict[str, dict[str, Any]] = {
    each["id"]: each
    for each in json.loads(Path(__file__).with_name("gcj02_vectors.json").read_text())["sets"]
}
REGION = [(case["name"], case["wgs84"], case["gcj02_area"]) for case in SETS["region"]["cases"]]


def converted(pair: list[float], source: str, target: str) -> LatLng:
    return convert(LatLng.of(*pair), Datum.of(source), Datum.of(target))


def apart_deg(a: LatLng, pair: list[float]) -> float:
    """The larger of the two differences, in degrees."""
    return max(abs(a.lat - pair[0]), abs(a.lng - pair[1]))
