"""`Box`: a range of longitudes and latitudes, as a map view asks for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tourmap.geo.degrees import MAX_LAT, MAX_LNG, decimals, number
from tourmap.geo.errors import InvalidBox
from tourmap.geo.point import LatLng

# Smallest radius of curvature of the WGS-84 ellipsoid: a (1 - e²), along the equator's meridians.
MIN_CURVATURE_M = 6_335_439.0
ROUNDING_DEG = 1e-9  # 0.1 mm, for the arithmetic

_NAMES = ("west", "south", "east", "north")


@dataclass(frozen=True, slots=True)
class Box:
    """A box in degrees: from `west` eastwards to `east`, from `south` up to `north`.

    West may be greater than east: such a box crosses the antimeridian. -180 to 180 is the whole
    round. Make it with `of`, `parse` or `around`.
    """

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, west: object, south: object, east: object, north: object) -> Box:
        """Make a box of four numbers of degrees.

        Raises `InvalidBox` with one of the codes `not_a_number`, `not_finite`, `swapped`,
        `lat_out_of_range`, `lng_out_of_range`, `south_above_north`.
        """
        given = zip((west, south, east, north), _NAMES, strict=True)
        w, s, e, n = (number(value, name, InvalidBox) for value, name in given)
        got = f"{w},{s},{e},{n}"
        if max(abs(s), abs(n)) > MAX_LAT:
            if max(abs(s), abs(n)) <= MAX_LNG and max(abs(w), abs(e)) <= MAX_LAT:
                hint = "west,south,east,north (longitude comes first in a box; did you swap?)"
                raise InvalidBox("swapped", expected=hint, got=got)
            raise InvalidBox("lat_out_of_range", expected="south, north in -90..90", got=got)
        if max(abs(w), abs(e)) > MAX_LNG:
            raise InvalidBox("lng_out_of_range", expected="west, east in -180..180", got=got)
        if s > n:
            raise InvalidBox("south_above_north", expected="south at or below north", got=got)
        return cls(w, s, e, n)

    @classmethod
    def parse(cls, text: str) -> Box:
        """Read "west,south,east,north", as in the query `?bbox=103.8,30.2,104.0,30.4`.

        Raises `InvalidBox`: the codes of `of`, and `wrong_shape` for anything but four parts.
        """
        return cls.of(*decimals(text, _NAMES, InvalidBox))

    @classmethod
    def around(cls, point: LatLng, radius_m: float) -> Box:
        """Return a box that holds every point within `radius_m` of `point`.

        Never too small, and too large by 1.5 % at most away from the poles. A circle that
        reaches a pole gets the whole round of longitudes. Proof of the bounds: a degree of
        latitude is nowhere shorter than on a sphere of `MIN_CURVATURE_M`, and on an oblate
        ellipsoid the longitude gained along a geodesic is less than on that sphere.
        Raises `InvalidBox` with `invalid_radius` for negative or non-finite radii.
        """
        if not (math.isfinite(radius_m) and radius_m >= 0):
            raise InvalidBox("invalid_radius", expected="a radius of 0 m or more", got=radius_m)
        angle = radius_m / MIN_CURVATURE_M
        reach = math.degrees(angle) + ROUNDING_DEG
        south, north = max(-MAX_LAT, point.lat - reach), min(MAX_LAT, point.lat + reach)
        if abs(point.lat) + reach >= MAX_LAT:
            return cls(-MAX_LNG, south, MAX_LNG, north)
        ratio = math.sin(angle) / math.cos(math.radians(point.lat))
        half = math.degrees(math.asin(min(1.0, ratio))) + ROUNDING_DEG
        return cls.spanning(point.lng - half, south, point.lng + half, north)

    @classmethod
    def spanning(cls, west: float, south: float, east: float, north: float) -> Box:
        """Return the box of an unrolled range, west ≤ east, which may leave -180..180.

        Latitudes are cut off at the poles; a range of 360° or more is the whole round.
        """
        south, north = max(-MAX_LAT, south), min(MAX_LAT, north)
        if east - west >= 2 * MAX_LNG:
            return cls(-MAX_LNG, south, MAX_LNG, north)
        return cls(_rolled(west), south, _rolled(east), north)

    @property
    def crosses_antimeridian(self) -> bool:
        return self.west > self.east

    @property
    def width_deg(self) -> float:
        """Degrees of longitude from west eastwards to east, 0 to 360."""
        return self.east - self.west + (360.0 if self.crosses_antimeridian else 0.0)

    @property
    def height_deg(self) -> float:
        """Degrees of latitude, 0 to 180."""
        return self.north - self.south

    @property
    def center(self) -> LatLng:
        lng = _rolled(self.west + self.width_deg / 2)
        return LatLng((self.south + self.north) / 2, lng)

    @property
    def corners(self) -> tuple[LatLng, LatLng, LatLng, LatLng]:
        """South-west, south-east, north-east, north-west: a ring that turns left."""
        return (
            LatLng(self.south, self.west),
            LatLng(self.south, self.east),
            LatLng(self.north, self.east),
            LatLng(self.north, self.west),
        )

    def lng_ranges(self) -> list[tuple[float, float]]:
        """Return one or two ranges (low, high) of stored longitudes, both ends included.

        Two when the box crosses the antimeridian, or ends on it: then the second finds the
        points that write that meridian with the other sign.
        """
        if self.crosses_antimeridian:
            return [(self.west, MAX_LNG), (-MAX_LNG, self.east)]
        whole = [(self.west, self.east)]
        if self.east == MAX_LNG and self.west > -MAX_LNG:
            return [*whole, (-MAX_LNG, -MAX_LNG)]
        if self.west == -MAX_LNG and self.east < MAX_LNG:
            return [*whole, (MAX_LNG, MAX_LNG)]
        return whole

    def contains(self, point: LatLng) -> bool:
        """Tell whether `point` (same datum) is inside or on the edge."""
        if not self.south <= point.lat <= self.north:
            return False
        return any(low <= point.lng <= high for low, high in self.lng_ranges())


def _rolled(lng: float) -> float:
    """Return `lng` brought into -180..180, untouched where it is there already."""
    if -MAX_LNG <= lng <= MAX_LNG:
        return lng
    return (lng + MAX_LNG) % 360.0 - MAX_LNG
