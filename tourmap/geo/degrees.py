"""Reading numbers of degrees: what counts as a number, and what is refused."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from tourmap.geo.errors import GeoError

MAX_LAT = 90.0
MAX_LNG = 180.0

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


def number(value: object, name: str, error: type[GeoError]) -> float:
    """Return an int, float or Decimal as a finite float; -0.0 becomes 0.0.

    Raises `error` with the code `not_a_number` (None, bool, text, anything else) or
    `not_finite` (NaN, infinities, integers too large for a float).
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise error("not_a_number", expected=f"{name} as a number of degrees", got=value)
    try:
        degrees = float(value)
    except (OverflowError, ValueError):  # 10**400, Decimal("sNaN")
        degrees = math.nan
    if not math.isfinite(degrees):
        raise error("not_finite", expected=f"{name} as a finite number of degrees", got=value)
    return degrees + 0.0


def decimals(text: object, names: tuple[str, ...], error: type[GeoError]) -> list[float]:
    """Read decimal numbers separated by single commas, one for each of `names`.

    Spaces may stand around a number; exponents, NaN, digits of other scripts and further
    commas are refused. Raises `error` with `wrong_shape`, `not_a_number` or `not_finite`.
    """
    form = ",".join(names)
    if not isinstance(text, str):
        raise error("wrong_shape", expected=f'text of the form "{form}"', got=text)
    parts = [part.strip(" ") for part in text.split(",")]
    if len(parts) != len(names):
        raise error("wrong_shape", expected=f'{len(names)} numbers, "{form}"', got=text)
    if not all(_DECIMAL.fullmatch(part) for part in parts):
        raise error("not_a_number", expected=f'decimal numbers, "{form}"', got=text)
    return [number(float(part), name, error) for part, name in zip(parts, names, strict=True)]
