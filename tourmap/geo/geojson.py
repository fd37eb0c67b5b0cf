"""GeoJSON (RFC 7946): plain dicts, longitude first, seven decimals (1 cm).

The RFC knows WGS-84 alone. An answer in another datum is a prior arrangement (RFC 7946, section
4) and must say so: `feature_collection(..., datum="gcj02")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from tourmap.geo.point import LatLng

DIGITS = 7
# A foreign member may not bear a name that GeoJSON gives a meaning (RFC 7946, section 7.1).
RESERVED = frozenset({"type", "features", "geometry", "properties", "coordinates", "geometries"})


def position(at: LatLng) -> list[float]:
    """Return [longitude, latitude]."""
    return [round(at.lng, DIGITS) + 0.0, round(at.lat, DIGITS) + 0.0]


def point(at: LatLng) -> dict[str, Any]:
    """Return a Point geometry."""
    return {"type": "Point", "coordinates": position(at)}


def line(points: Sequence[LatLng]) -> dict[str, Any]:
    """Return a LineString through two points or more, in their order.

    A line over the antimeridian is cut there into a MultiLineString (RFC 7946, section 3.1.9).
    Raises ValueError for fewer than two points.
    """
    if len(points) < 2:
        raise ValueError(f"expected a line of 2 points or more; got {len(points)}")
    parts = [[position(points[0])]]
    for start, end in pairwise(points):
        if abs(end.lng - start.lng) > 180.0:
            lat, side = _crossing(start, end)
            parts[-1].append([side, lat])
            parts.append([[-side, lat]])
        parts[-1].append(position(end))
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def feature(
    geometry: Mapping[str, Any] | None,
    properties: Mapping[str, Any] | None,
    id: str | int | None = None,
) -> dict[str, Any]:
    """Return a Feature; a geometry of None is a thing whose place is not known."""
    made: dict[str, Any] = {"type": "Feature"}
    if id is not None:
        made["id"] = id
    made["geometry"] = None if geometry is None else dict(geometry)
    made["properties"] = None if properties is None else dict(properties)
    return made


def feature_collection(features: Iterable[Mapping[str, Any]], **foreign: Any) -> dict[str, Any]:
    """Return a FeatureCollection with further members (`datum`, `next`, …) beside its features.

    Raises ValueError for a foreign member that bears one of GeoJSON's own names.
    """
    taken = sorted(RESERVED & foreign.keys())
    if taken:
        raise ValueError(f"expected foreign members with names of their own; got {taken}")
    return {"type": "FeatureCollection", **foreign, "features": [dict(each) for each in features]}


def _crossing(start: LatLng, end: LatLng) -> tuple[float, float]:
    """Return the latitude at which the short way meets the antimeridian, and ±180 before it."""
    side = 180.0 if start.lng > 0 else -180.0
    whole = 360.0 - abs(end.lng - start.lng)
    share = (180.0 - abs(start.lng)) / whole if whole else 0.0
    return round(start.lat + (end.lat - start.lat) * share, DIGITS) + 0.0, side
