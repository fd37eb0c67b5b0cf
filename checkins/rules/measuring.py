"""Distances and readings that several rules of one judgement ask for. They are costly, so the last
few are remembered: about as many as one judgement needs, for positions are not kept for nothing.
"""

from functools import lru_cache

from tourmap.geo import Datum, LatLng, distance_m, from_wgs84

REMEMBERED = 16


@lru_cache(maxsize=REMEMBERED)
def apart_m(one: LatLng, other: LatLng) -> float:
    """Metres between two WGS-84 points."""
    return distance_m(one, other)


@lru_cache(maxsize=REMEMBERED)
def published(pin_wgs84: LatLng) -> tuple[LatLng, ...]:
    """A pin as it can be read from our API, in each datum."""
    return tuple(from_wgs84(pin_wgs84, datum) for datum in Datum)
