"""Lengths and directions on the WGS-84 ellipsoid: plain floats in, plain floats out.

The floor under `LatLng`: it knows degrees and metres, not points. Backed by geopy and, for the
azimuth that geopy keeps to itself, by GeographicLib, on which geopy stands.
"""

from __future__ import annotations

import math

from geographiclib.geodesic import Geodesic
from geopy.distance import geodesic
from geopy.point import Point

# Kept: each new `geodesic` makes an ellipsoid of its own, which costs as much as measuring on it.
_ELLIPSOID = geodesic(0)
_M_PER_KM = 1000.0
MEAN_RADIUS_M = 6_371_009.0  # geopy's sphere


def length_m(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Shortest way over the ellipsoid in metres (Karney 2013, good to nanometres)."""
    return float(_ELLIPSOID.measure(Point(lat1, lng1), Point(lat2, lng2))) * _M_PER_KM


def sphere_length_m(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Shortest way over a sphere of the mean radius 6371.009 km, in metres (haversine).

    geopy's `great_circle` to the millimetre and a tenth of its cost: searches call it for every candidate.
    """
    south, north = math.radians(lat1), math.radians(lat2)
    across = math.sin(math.radians(lng2 - lng1) / 2) ** 2 * math.cos(south) * math.cos(north)
    chord = math.sin((north - south) / 2) ** 2 + across
    return 2 * MEAN_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def azimuth_deg(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Direction at the first point towards the second, clockwise from true north, 0 ≤ a < 360."""
    if lat1 == lat2 and (lng1 - lng2) % 360.0 == 0.0:
        return 0.0
    line = Geodesic.WGS84.Inverse(lat1, lng1, lat2, lng2, Geodesic.AZIMUTH)
    return float(line["azi1"]) % 360.0 % 360.0  # twice: -1e-20 % 360 is 360.0


def end_of_walk(lat: float, lng: float, azimuth: float, metres: float) -> tuple[float, float]:
    """Return (lat, lng) where a straight walk of `metres` in direction `azimuth` ends."""
    end = geodesic(meters=metres).destination((lat, lng), bearing=azimuth)
    return float(end.latitude), float(end.longitude)
