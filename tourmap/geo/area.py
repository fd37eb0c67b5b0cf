"""Where GCJ-02 holds: a point-in-polygon test over coarse rings.

This is an approximation for choosing the datum. It is NOT a political boundary, and it is never
drawn. Map services shift mainland China, Hong Kong and Macau; Taiwan (with Kinmen, Matsu and
Pratas) and all other places are WGS-84 (public FAQs of Tencent location services and of Huawei
Map Kit). The usual rectangle shifts Seoul, Hanoi, Osaka, Bangkok and Taipei; the well-known six
and six rectangles shift Kathmandu and Thimphu and miss Heihe and Sansha.

Within a few kilometres of a land border, and wherever services themselves disagree, the answer
may differ from a given service's.
"""

from __future__ import annotations

from itertools import pairwise
from math import floor

from tourmap.geo.area_rings import RINGS
from tourmap.geo.point import LatLng
from tourmap.geo.shifts import MAX_SHIFT_DEG

# An edge as a ray to the east meets it: low lat, high lat, lng at low lat, lng gained per lat.
Edge = tuple[float, float, float, float]

_EDGES = [
    (start, end) for ring in RINGS for start, end in pairwise((*ring, ring[0])) if start != end
]
_CORNERS = [corner for ring in RINGS for corner in ring]
SOUTH, NORTH = min(lat for lat, _ in _CORNERS), max(lat for lat, _ in _CORNERS)
WEST, EAST = min(lng for _, lng in _CORNERS), max(lng for _, lng in _CORNERS)


def _bands() -> list[tuple[Edge, ...]]:
    """Sort the edges by whole degrees of latitude, so that a test meets some ten of them."""
    bands: list[list[Edge]] = [[] for _ in range(floor(SOUTH), floor(NORTH) + 1)]
    for start, end in _EDGES:
        (low, lng), (high, far_lng) = sorted((start, end))
        if low == high:
            continue  # a ray along a level edge: its neighbours decide
        edge = (low, high, lng, (far_lng - lng) / (high - low))
        for band in range(floor(low), floor(high) + 1):
            bands[band - floor(SOUTH)].append(edge)
    return [tuple(band) for band in bands]


_FIRST_BAND = floor(SOUTH)
_BANDS = _bands()


def may_hold(lat: float, lng: float) -> bool:
    """Tell whether a position in any datum may mean a place of the area: the quick refusal."""
    return (
        SOUTH - MAX_SHIFT_DEG <= lat <= NORTH + MAX_SHIFT_DEG
        and WEST - MAX_SHIFT_DEG <= lng <= EAST + MAX_SHIFT_DEG
    )


def holds(lat: float, lng: float) -> bool:
    """Tell whether the WGS-84 position is in the area; about a microsecond."""
    if not (SOUTH <= lat <= NORTH and WEST <= lng <= EAST):
        return False
    inside = False
    for low, high, low_lng, slope in _BANDS[floor(lat) - _FIRST_BAND]:
        if low <= lat < high and lng < low_lng + (lat - low) * slope:
            inside = not inside
    return inside


def in_gcj02_area(point_wgs84: LatLng) -> bool:
    """Tell whether map services shift this place; takes true (WGS-84) coordinates."""
    return holds(point_wgs84.lat, point_wgs84.lng)


def edge_within(west: float, south: float, east: float, north: float) -> bool:
    """Tell whether the area's edge may run through the box (-180 ≤ west ≤ east ≤ 180).

    If not, the box is wholly inside or wholly outside.
    """
    return any(_meets(a, b, west, south, east, north) for a, b in _EDGES)


def _meets(
    a: tuple[float, float],
    b: tuple[float, float],
    west: float,
    south: float,
    east: float,
    north: float,
) -> bool:
    if max(a[0], b[0]) < south or min(a[0], b[0]) > north:
        return False
    if max(a[1], b[1]) < west or min(a[1], b[1]) > east:
        return False
    # Their boxes overlap; the line passes by only if all four corners lie on one side of it.
    d_lat, d_lng = b[0] - a[0], b[1] - a[1]
    sides = [
        d_lng * (lat - a[0]) - d_lat * (lng - a[1])
        for lat in (south, north)
        for lng in (west, east)
    ]
    return min(sides) <= 0.0 <= max(sides)
