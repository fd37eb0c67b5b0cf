"""The shifts between WGS-84, GCJ-02 and BD-09 as formulas: (lat, lng) floats in and out.

They are defined everywhere and know no area; `datum.py` decides where they apply. The formulas
are the public ones, found with the same constants in googollee/eviltransform,
wandergis/coordtransform and hujiulong/gcoord (all MIT); no publisher has confirmed them, and the
published test vectors agree with them to 1e-9 degrees. Beware of copies of the BD-09 formula
that write sin(y·π) for sin(y·3000π/180): they are tens of metres off. Errors of the inverses,
measured over the whole area: `from_gcj02` below 0.001 mm, `from_bd09` below 0.02 mm.
"""

from __future__ import annotations

from math import atan2, cos, pi, radians, sin, sqrt

SEMI_MAJOR_AXIS_M = 6378245.0  # Krasovsky 1940, as the public formula has it
ECCENTRICITY_SQUARED = 0.00669342162296594323

GCJ02_PASSES = 4  # three leave 0.2 mm
BD09_CORRECTIONS = 2  # the closed form is off by up to 0.2 m, each correction gains two digits

# Bounds that hold wherever GCJ-02 does, between any two of the datums, in degrees: no coordinate
# moves further than the first (measured: 0.0151); the shifts of two neighbours part by no more
# than the second for each degree of latitude or longitude between them (measured: 0.0237).
MAX_SHIFT_DEG = 0.02
MAX_STRAIN = 0.03

_BD09_LAT, _BD09_LNG = 0.006, 0.0065
_BD09_WAVE = pi * 3000.0 / 180.0


def gcj02_offset(lat: float, lng: float) -> tuple[float, float]:
    """Return the degrees (of latitude, of longitude) that GCJ-02 adds to a WGS-84 position."""
    x, y = lng - 105.0, lat - 35.0
    root, xy = sqrt(abs(x)), x * y
    common = (20.0 * sin(6.0 * pi * x) + 20.0 * sin(2.0 * pi * x)) * 2.0 / 3.0
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * xy + 0.2 * root + common
    north_m += (20.0 * sin(pi * y) + 40.0 * sin(pi / 3.0 * y)) * 2.0 / 3.0
    north_m += (160.0 * sin(pi / 12.0 * y) + 320.0 * sin(pi / 30.0 * y)) * 2.0 / 3.0
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * xy + 0.1 * root + common
    east_m += (20.0 * sin(pi * x) + 40.0 * sin(pi / 3.0 * x)) * 2.0 / 3.0
    east_m += (150.0 * sin(pi / 12.0 * x) + 300.0 * sin(pi / 30.0 * x)) * 2.0 / 3.0
    phi = radians(lat)
    flat = 1.0 - ECCENTRICITY_SQUARED * sin(phi) ** 2
    meridian_m = SEMI_MAJOR_AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (flat * sqrt(flat))
    parallel_m = SEMI_MAJOR_AXIS_M / sqrt(flat) * cos(phi)
    return north_m / meridian_m * 180.0 / pi, east_m / parallel_m * 180.0 / pi


def to_gcj02(lat: float, lng: float) -> tuple[float, float]:
    """WGS-84 to GCJ-02."""
    d_lat, d_lng = gcj02_offset(lat, lng)
    return lat + d_lat, lng + d_lng


def from_gcj02(lat: float, lng: float) -> tuple[float, float]:
    """GCJ-02 to WGS-84: the fixed point of `wgs = gcj - offset(wgs)`."""
    wgs_lat, wgs_lng = lat, lng
    for _ in range(GCJ02_PASSES):
        d_lat, d_lng = gcj02_offset(wgs_lat, wgs_lng)
        wgs_lat, wgs_lng = lat - d_lat, lng - d_lng
    return wgs_lat, wgs_lng


def to_bd09(lat: float, lng: float) -> tuple[float, float]:
    """GCJ-02 to BD-09."""
    radius = sqrt(lng * lng + lat * lat) + 0.00002 * sin(lat * _BD09_WAVE)
    angle = atan2(lat, lng) + 0.000003 * cos(lng * _BD09_WAVE)
    return radius * sin(angle) + _BD09_LAT, radius * cos(angle) + _BD09_LNG


def from_bd09(lat: float, lng: float) -> tuple[float, float]:
    """BD-09 to GCJ-02: the well-known closed form, then corrected by what it misses."""
    x, y = lng - _BD09_LNG, lat - _BD09_LAT
    radius = sqrt(x * x + y * y) - 0.00002 * sin(y * _BD09_WAVE)
    angle = atan2(y, x) - 0.000003 * cos(x * _BD09_WAVE)
    gcj_lat, gcj_lng = radius * sin(angle), radius * cos(angle)
    for _ in range(BD09_CORRECTIONS):
        back_lat, back_lng = to_bd09(gcj_lat, gcj_lng)
        gcj_lat, gcj_lng = gcj_lat + lat - back_lat, gcj_lng + lng - back_lng
    return gcj_lat, gcj_lng
