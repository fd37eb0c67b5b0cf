"""Readings that cannot stay one queryset: the nearest places, the length of a walk, counts."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Region
from dramas.models import Drama
from locations.models import Location, Scene, TrailStop
from locations.models.location import PinQuality
from locations.querysets import LocationQuerySet
from locations.rings import RingQuery, Rough
from locations.rows import rows_of
from tourmap.geo import LatLng, distance_m

FIRST_RING_M = 5_000.0
WHOLE_EARTH_M = 20_100_000.0
MIN_GROWTH, MAX_GROWTH = 2.0, 8.0
CANDIDATES_PER_PLACE = 4
# Of two points, the farther by great circle may be the nearer over the ellipsoid if they differ
# by less than this.
SPHERE_SLACK = 1.012


class Near(NamedTuple):
    """A place by its key, and how far it is over the ellipsoid."""

    distance_m: float
    slug: str
    pk: int


def places_near(
    places: LocationQuerySet, point: LatLng, *, radius_m: float = WHOLE_EARTH_M, limit: int
) -> list[Any]:
    """The `limit` nearest of `places` within `radius_m` of `point` (WGS-84), as `LocationRow` reads them.

    Nearest first, equal distances by slug; each row has its `distance_m`, to a decimetre.
    """
    found = nearest(places, point, radius_m=radius_m, limit=limit)
    rows = rows_of([near.pk for near in found])
    for near in found:
        if near.pk in rows:
            rows[near.pk].distance_m = round(near.distance_m, 1)
    return [rows[near.pk] for near in found if near.pk in rows]


def nearest(places: LocationQuerySet, point: LatLng, *, radius_m: float, limit: int) -> list[Near]:
    """Search in rings that grow with the density found, exact to the ellipsoid.

    If more rows than were asked for lie in a ring, the distance of the `limit`-th one closes it:
    the answer lies within.
    """
    farthest_m = min(radius_m, WHOLE_EARTH_M)
    ring_m = min(FIRST_RING_M, farthest_m)
    query = RingQuery(places, limit * CANDIDATES_PER_PLACE + 1)
    while True:
        rough = query.around(point, ring_m)
        if len(rough) < query.most:
            surely_inside = sum(1 for row in rough if row.sphere_m * SPHERE_SLACK <= ring_m)
            if surely_inside >= limit or ring_m >= farthest_m:
                return [
                    near for near in _measured(rough, point, limit) if near.distance_m <= ring_m
                ]
            ring_m = min(ring_m * _growth(surely_inside, limit), farthest_m)
        elif (bound_m := max(rough[limit - 1].sphere_m, 1e-3) * SPHERE_SLACK) < ring_m * 0.9:
            ring_m = bound_m
        else:
            query = RingQuery(places, query.most * CANDIDATES_PER_PLACE)


def _growth(found: int, limit: int) -> float:
    """By how much to widen a ring that held `found` so that it holds `limit`, places being even."""
    return min(MAX_GROWTH, max(MIN_GROWTH, math.sqrt(1.5 * limit / max(found, 1))))


def _measured(rough: list[Rough], point: LatLng, limit: int) -> list[Near]:
    """The `limit` nearest over the ellipsoid; only those that can be among them are measured so."""
    if len(rough) > limit:
        reach_m = rough[limit - 1].sphere_m * SPHERE_SLACK + 0.001
        rough = [row for row in rough if row.sphere_m <= reach_m]
    exact = (Near(distance_m(point, LatLng(row.lat, row.lng)), row.slug, row.pk) for row in rough)
    return sorted(exact)[:limit]


@dataclass(frozen=True)
class Step:
    """A stop with the straight way to it from the last stop with a known point, metres."""

    number: int
    stop: TrailStop
    leg_m: float | None


@dataclass(frozen=True)
class Walk:
    """A trail as it is walked."""

    steps: list[Step]
    length_m: float
    is_approximate: bool


def walk(stops: Iterable[TrailStop]) -> Walk:
    """Measure the straight ways between ordered stops whose places are loaded.

    A stop without a known point has no way to it; the next one is measured from the last known.
    """
    steps: list[Step] = []
    known: LatLng | None = None
    surveyed = True
    for number, stop in enumerate(stops, start=1):
        here = stop.location.point
        leg_m = round(distance_m(known, here), 1) if known and here else None
        steps.append(Step(number, stop, leg_m))
        known = here or known
        surveyed = surveyed and stop.location.pin_quality == PinQuality.SURVEYED
    return Walk(steps, round(sum(step.leg_m or 0.0 for step in steps), 1), not surveyed)


def with_location_count(dramas: QuerySet[Drama]) -> QuerySet[Drama]:
    """Each drama with `location_count`, the published places of its scenes."""
    places = (
        Scene.objects.published()
        .filter(drama=OuterRef("pk"))
        .order_by()
        .values("drama")
        .annotate(n=Count("location", distinct=True))
        .values("n")
    )
    return dramas.annotate(location_count=Coalesce(Subquery(places), 0))


def places_of_drama(slug: str) -> LocationQuerySet:
    """Published places of a drama in the order of its story, annotated with `story_order`."""
    order = Min("scenes__position", filter=Q(scenes__drama__slug=slug))
    of_drama = Scene.objects.filter(drama__slug=slug).values("location")
    return Location.objects.published().filter(pk__in=of_drama).annotate(story_order=order)


def regions_with_counts() -> list[tuple[Region, int]]:
    """Regions that hold published places, at any depth, with the number of them."""
    own = dict(
        Location.objects.published()
        .filter(region__isnull=False)
        .order_by()
        .values_list("region")
        .annotate(n=Count("pk"))
    )
    regions = {region.code: region for region in Region.objects.all()}
    totals: dict[str, int] = {}
    for code, places in own.items():
        above: Any = code
        while above is not None:
            totals[above] = totals.get(above, 0) + places
            above = regions[above].parent_id
    return [(regions[code], totals[code]) for code in sorted(totals)]
