"""What the map pages read, each in a fixed number of queries."""

import math
from typing import NamedTuple

from django.db.models import (
    Avg,
    Case,
    Count,
    Exists,
    F,
    FloatField,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import ExpressionWrapper

from checkins.models import LocationTally
from dramas.models import Drama
from locations.models import Location, Scene, Trail, TrailStop
from locations.querysets import LocationQuerySet, TrailQuerySet
from tourmap.geo import Box, LatLng, great_circle_m

POINTS_AT_MOST = 80  # in one view; more are drawn as clusters
POINTS_IN_ALL = 1_000  # of a map that shows everything at once: a drama, a trail
FINEST_CLUSTERS = 16  # the zoom from which pins stand alone
CELL_PX = 72  # of a cluster's cell on the screen
WORLD_PX = 256  # at zoom 0
VISITORS_AT_LEAST = 10  # below, a figure could point at a person
NEAR_PLACES = 6


class CellNumber(Func):
    """The whole part of a number of cells, which is never negative."""

    output_field = IntegerField()
    template = "CAST(%(expressions)s AS INTEGER)"  # SQLite cuts the fraction off

    def as_postgresql(self, compiler, connection):  # type: ignore[no-untyped-def]  # Django's signature
        return self.as_sql(compiler, connection, template="FLOOR(%(expressions)s)::integer")


class Cluster(NamedTuple):
    places: int
    centre: LatLng
    south: float
    west: float
    north: float
    east: float


def for_cards(places: LocationQuerySet) -> LocationQuerySet:
    """With everything a card or a pin shows: kind, region, the dramas shot there."""
    scenes = Scene.objects.select_related("drama").order_by(
        "drama__rank", "drama__slug", "position"
    )
    return places.select_related("kind", "region__parent__parent").prefetch_related(
        Prefetch("scenes", scenes, to_attr="scenes_here")
    )


def scenes_at(place: Location) -> list[Scene]:
    """Of a place read by `for_cards`; those of the best known dramas first."""
    scenes: list[Scene] = place.scenes_here  # type: ignore[attr-defined]  # set by the prefetch
    return scenes


def dramas_at(place: Location) -> list[Drama]:
    """Each drama once, of a place read by `for_cards`."""
    return list({scene.drama_id: scene.drama for scene in scenes_at(place)}.values())


def wall() -> QuerySet[Drama]:
    """Dramas with the number of their places; those that can be put on a map come first."""
    published = Q(scenes__location__is_published=True)
    mapped = Scene.objects.published().filter(drama=OuterRef("pk"), location__lat__isnull=False)
    return Drama.objects.annotate(
        places=Count("scenes__location", filter=published, distinct=True),
        is_mapped=Exists(mapped),
    ).order_by("-is_mapped", "rank", "slug")


def places_found(words: str) -> LocationQuerySet:
    return for_cards(Location.objects.published().search(words)).order_by("slug")


def trails_with_stops(trails: TrailQuerySet) -> TrailQuerySet:
    """Published ones of `trails`; each has its stops at published places in `stops_here`, in order."""
    stops = (
        TrailStop.objects.filter(location__is_published=True)
        .select_related("location__region__parent__parent")
        .order_by("position")
    )
    return (
        trails.published()
        .select_related("drama", "theme")
        .prefetch_related(Prefetch("stops", stops, to_attr="stops_here"))
    )


def stops_of(trail: Trail) -> list[TrailStop]:
    """Of a trail read by `trails_with_stops`."""
    stops: list[TrailStop] = trail.stops_here  # type: ignore[attr-defined]  # set by the prefetch
    return stops


def scenes_of(drama: Drama) -> list[Scene]:
    """In story order, each with its place."""
    return list(
        Scene.objects.published()
        .filter(drama=drama)
        .select_related(
            "location__kind", "location__region__parent__parent", "location__possibly_same_as"
        )
        .order_by("position", "episode", "second", "slug")
    )


def by_distance(places: LocationQuerySet, point: LatLng) -> LocationQuerySet:
    """Mappable places, nearest first: planar squares in the store, true to the order at a town's size."""
    squeeze = math.cos(math.radians(point.lat))
    north = F("lat") - Value(point.lat)
    east = (F("lng") - Value(point.lng)) * Value(squeeze)
    square = ExpressionWrapper(north * north + east * east, output_field=FloatField())
    return places.mappable().annotate(square=square).order_by("square", "slug")


def places_near(place: Location) -> list[tuple[Location, float]]:
    """The nearest other places with their distances in metres; none where no point is known."""
    if place.point is None:
        return []
    others = by_distance(Location.objects.published().exclude(pk=place.pk), place.point)
    nearest = for_cards(others)[:NEAR_PLACES]
    return [(near, great_circle_m(place.point, near.point)) for near in nearest if near.point]


def in_list_order(places: LocationQuerySet) -> LocationQuerySet:
    """Places of the best known dramas first, those without a point after the others."""
    return places.annotate(
        has_no_pin=Case(When(lat__isnull=True, then=1), default=0),
        rank=Min("scenes__drama__rank"),
        turn=Min("scenes__position"),
    ).order_by("has_no_pin", "rank", "turn", "slug")


def maybe_the_same(place: Location) -> list[Location]:
    """Places that may be this one under another name, named from either side."""
    either = Q(possibly_same_as=place) | Q(pk=place.possibly_same_as_id)
    return list(Location.objects.published().filter(either).exclude(pk=place.pk).order_by("slug"))


def visits_to(place: Location) -> int | None:
    """Visits counted; None while fewer than ten people came."""
    enough = LocationTally.objects.filter(location=place, visitors__gte=VISITORS_AT_LEAST)
    return enough.values_list("visits", flat=True).first()


def points_or_clusters(
    places: LocationQuerySet, *, box: Box | None, zoom: int | None
) -> tuple[list[Location], list[Cluster]]:
    """What a view shows: every place by itself while they are few, else a grid of clusters.

    Without a box and a zoom every place is given, up to `POINTS_IN_ALL`.
    """
    mapped = places.mappable()
    if box is None or zoom is None:
        return list(for_cards(mapped)[:POINTS_IN_ALL]), []
    inside = mapped.within(box)
    limit = POINTS_IN_ALL if zoom >= FINEST_CLUSTERS else POINTS_AT_MOST
    few = list(for_cards(inside)[: limit + 1])
    if len(few) <= limit or zoom >= FINEST_CLUSTERS:
        return few[:limit], []
    return _clustered(inside, zoom)


def _clustered(inside: LocationQuerySet, zoom: int) -> tuple[list[Location], list[Cluster]]:
    """A grid that does not move with the view, so that clusters stay put while the map is dragged."""
    wide = 360.0 * CELL_PX / (WORLD_PX * 2**zoom)
    high = wide * 0.8  # about square on the screen at China's latitudes
    cells = (
        inside.order_by()
        .annotate(
            row=CellNumber((F("lat") + Value(90.0)) / Value(high)),
            column=CellNumber((F("lng") + Value(180.0)) / Value(wide)),
        )
        .values("row", "column")
        .annotate(
            n=Count("pk"),
            only=Min("pk"),
            mean_lat=Avg("lat"),
            mean_lng=Avg("lng"),
            south=Min("lat"),
            west=Min("lng"),
            north=Max("lat"),
            east=Max("lng"),
        )
        .order_by("-n", "row", "column")
    )
    rows = list(cells)
    alone = [row["only"] for row in rows if row["n"] == 1]
    points = list(for_cards(Location.objects.filter(pk__in=alone)).order_by("slug"))
    clusters = [
        Cluster(
            places=row["n"],
            centre=LatLng.of(row["mean_lat"], row["mean_lng"]),
            south=row["south"],
            west=row["west"],
            north=row["north"],
            east=row["east"],
        )
        for row in rows
        if row["n"] > 1
    ]
    return points, clusters


def around(slug: str) -> LocationQuerySet:
    """A place and the nearest others."""
    published = Location.objects.published()
    place = published.mappable().filter(slug=slug).first()
    if place is None or place.point is None:
        return published.none()
    nearest = by_distance(published, place.point).values_list("pk", flat=True)[: NEAR_PLACES + 1]
    return published.filter(pk__in=list(nearest))


def on_trail(slug: str) -> LocationQuerySet:
    trails = Trail.objects.published().filter(slug=slug)
    return Location.objects.published().filter(trail_stops__trail__in=trails)
