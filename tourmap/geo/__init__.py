"""Points, boxes, distances and datums. Pure Python: no Django, no database, no network.

Latitude first, degrees, metres; the one exception is `geojson`, whose order is the RFC's.
"""

from tourmap.geo.area import in_gcj02_area
from tourmap.geo.box import Box
from tourmap.geo.datum import Datum, convert, from_wgs84, to_wgs84
from tourmap.geo.datum_box import convert_box
from tourmap.geo.distance import bearing_deg, destination, distance_m, great_circle_m
from tourmap.geo.errors import GeoError, InvalidBox, InvalidPoint, UnknownDatum
from tourmap.geo.point import LatLng

__all__ = [
    "Box",
    "Datum",
    "GeoError",
    "InvalidBox",
    "InvalidPoint",
    "LatLng",
    "UnknownDatum",
    "bearing_deg",
    "convert",
    "convert_box",
    "destination",
    "distance_m",
    "from_wgs84",
    "great_circle_m",
    "in_gcj02_area",
    "to_wgs84",
]
