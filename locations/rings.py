"""The query of a ring of the search for the nearest places: compiled once, run for every ring."""

import math
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import ExpressionWrapper, F, FloatField, Value

from locations.querysets import LocationQuerySet
from tourmap.geo import Box, LatLng, great_circle_m


class Rough(NamedTuple):
    """A candidate, and how far it is on a sphere."""

    sphere_m: float
    slug: str
    pk: int
    lat: float
    lng: float


class Slot(Value):
    """A number that is filled in by its name when the query runs."""

    def __init__(self, name: str) -> None:
        super().__init__(name, output_field=FloatField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class RingQuery:
    """Up to `most` of `places` in a box, the nearest by the planar squared distance.

    That distance is arithmetic alone and the same on every store. Compiling a query costs ten
    times what running it over the (lat, lng) index does, and a search runs it for several rings.
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
        rows = near_first.values_list("pk", "slug", "lat", "lng")[:most]
        self.store = connections[places.db]
        try:
            self.sql, self.params = rows.query.get_compiler(connection=self.store).as_sql()
        except EmptyResultSet:  # the filters let nothing by
            self.sql, self.params = "", ()

    def around(self, point: LatLng, ring_m: float) -> list[Rough]:
        """The places of the box around a ring of `ring_m` metres, in spherical order."""
        box = Box.around(point, ring_m)
        squeeze = math.cos(math.radians(point.lat)) ** 2
        rows: list[Any] = []
        for west, east in box.lng_ranges():
            lng = _unrolled(point.lng, near=(west + east) / 2)
            rows += self._run(
                lat=point.lat, lng=lng, squeeze=squeeze,
                south=box.south, north=box.north, west=west, east=east,
            )  # fmt: skip
        return sorted(
            Rough(great_circle_m(point, LatLng(lat, lng)), slug, pk, lat, lng)
            for pk, slug, lat, lng in rows
        )

    def _run(self, **numbers: float) -> list[Any]:
        if not self.sql:
            return []
        filled = [numbers[it.value] if isinstance(it, Slot) else it for it in self.params]
        with self.store.cursor() as cursor:
            cursor.execute(self.sql, filled)
            return cursor.fetchall()


def _unrolled(lng: float, *, near: float) -> float:
    """The same meridian written so that it lies within 180° of `near`."""
    return lng + 360.0 * round((near - lng) / 360.0)
