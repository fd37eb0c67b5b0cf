"""`LatLng`, the one maker of points. Latitude comes first, everywhere."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tourmap.geo import geodesic
from tourmap.geo.degrees import MAX_LAT, MAX_LNG, decimals, number
from tourmap.geo.errors import InvalidPoint

CELLS_PER_DEGREE = 100


@dataclass(frozen=True, slots=True)
class LatLng:
    """A position in decimal degrees, latitude first. It does not know its datum.

    Make it with `LatLng.of` or `LatLng.parse`. The bare constructor refuses impossible values
    too, but takes the floats as they are: it is for values this package has computed.

    Longitudes from -180 to 180 are kept as they came, both ends included. 180 and -180 are the
    same meridian: `cell()`, `Box.contains` and the distances treat them alike, `==` does not.
    """

    lat: float
    lng: float

    def __post_init__(self) -> None:
        if not (-MAX_LAT <= self.lat <= MAX_LAT and -MAX_LNG <= self.lng <= MAX_LNG):
            raise _refusal(self.lat, self.lng)

    @classmethod
    def of(cls, lat: object, lng: object) -> LatLng:
        """Make a point of two numbers (int, float or Decimal) of degrees.

        Raises `InvalidPoint` with one of the codes `not_a_number` (None, booleans, text),
        `not_finite`, `swapped`, `lat_out_of_range`, `lng_out_of_range`.
        """
        return cls(number(lat, "lat", InvalidPoint), number(lng, "lng", InvalidPoint))

    @classmethod
    def parse(cls, text: str) -> LatLng:
        """Read "lat,lng", two decimal numbers, as in the query `?near=30.31,103.86`.

        Raises `InvalidPoint`: the codes of `of`, and `wrong_shape` for anything but two parts.
        """
        lat, lng = decimals(text, ("lat", "lng"), InvalidPoint)
        return cls.of(lat, lng)

    def distance_m(self, other: LatLng) -> float:
        """Metres to `other` over the ellipsoid; both points in the same datum."""
        return geodesic.length_m(self.lat, self.lng, other.lat, other.lng)

    def rounded(self, digits: int) -> LatLng:
        """Return the point with `digits` decimals (5 are 1 m, 7 are 1 cm)."""
        return LatLng(round(self.lat, digits) + 0.0, round(self.lng, digits) + 0.0)

    def cell(self) -> str:
        """Name the cell of 0.01° × 0.01° (about 1 km) that holds the point, by its SW corner."""
        lng = -MAX_LNG if self.lng == MAX_LNG else self.lng
        return f"{_floor_cell(self.lat)},{_floor_cell(lng)}"


def _floor_cell(degrees: float) -> str:
    # 0.29 * 100 is 28.999…96: rounding to a micro-cell first keeps 0.29 in its own cell.
    steps = math.floor(round(degrees * CELLS_PER_DEGREE, 6))
    return f"{steps / CELLS_PER_DEGREE:.2f}"


def _refusal(lat: float, lng: float) -> InvalidPoint:
    got = f"lat {lat}, lng {lng}"
    if math.isnan(lat) or math.isnan(lng):
        return InvalidPoint("not_finite", expected="finite numbers of degrees", got=got)
    if MAX_LAT < abs(lat) <= MAX_LNG and abs(lng) <= MAX_LAT:
        hint = "lat from -90 to 90 (latitude comes first; did you swap?)"
        return InvalidPoint("swapped", expected=hint, got=got)
    if abs(lat) > MAX_LAT:
        return InvalidPoint("lat_out_of_range", expected="lat from -90 to 90", got=got)
    return InvalidPoint("lng_out_of_range", expected="lng from -180 to 180", got=got)
