"""The query of a ring of the search for the nearest places."""

import math
from typing import Any, NamedTuple

from django.db.models import ExpressionWrapper, F, FloatField

from locations.prepared import Prepared, Slot
from locations.querysets import LocationQuerySet
from tourmap.geo import Box, LatLng, great_circle_m


class Rough(NamedTuple):
    """A candidate, and how far it is on a sphere."""

    sphere_m: float
    slug: str
    pk: int
    lat: float
    lng: float


class RingQuery:
    """Up to `most` of `places` in a box, the nearest by the planar squared distance.

    That distance is arithmetic alone and the same on every store. A search runs one query for
    all its rings.
    """

    def __init__(self, places: LocationQuerySet, most: int) -> None:
        self.most = most
        north, east = F("lat") - Slot("lat"), F("lng") - Slot("lng")
        far = north * north + east * east * Slot("squeeze")
        inside = places.filter(
            lat__gte=Slot("south"), lat__lte=Slot("north"),
            lng__gte=Slot("west"), lng__lte=Slot("east"),
        )  # fmt: skip
        near_first = inside.order_by(ExpressionWrapper(far, output_field=FloatField()))
        self.query = Prepared(near_first.values_list("pk", "slug", "lat", "lng")[:most])

    def around(self, point: LatLng, ring_m: float) -> list[Rough]:
        """The places of the box around a ring of `ring_m` metres, in spherical order."""
        box = Box.around(point, ring_m)
        numbers = {
            "lat": point.lat,
            "squeeze": math.cos(math.radians(point.lat)) ** 2,
            "south": box.south,
            "north": box.north,
        }
        rows: list[Any] = []
        for west, east in box.lng_ranges():
            lng = _unrolled(point.lng, near=(west + east) / 2)
            rows += self.query.run(numbers | {"lng": lng, "west": west, "east": east})
        return sorted(
            Rough(great_circle_m(point, LatLng(lat, lng)), slug, pk, lat, lng)
            for pk, slug, lat, lng in rows
        )


def _unrolled(lng: float, *, near: float) -> float:
    """The same meridian written so that it lies within 180° of `near`."""
    return lng + 360.0 * round((near - lng) / 360.0)
