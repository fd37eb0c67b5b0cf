"""What the map pages read, each in a fixed number of queries."""

import math

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import ExpressionWrapper

from dramas.models import Drama
from locations.models import Location, Scene, Trail, TrailStop
from locations.querysets import LocationQuerySet, TrailQuerySet
from maps.legs import error_m
from maps.lengths import Away
from tourmap.geo import LatLng, great_circle_m

NEAR_PLACES = 6
NEAR_REACH_DEG = 0.9  # about 100 km, an outing; further places are not called near


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


def within_reach(places: LocationQuerySet, point: LatLng) -> LocationQuerySet:
    """Mappable places that can be called near, nearest first."""
    return by_distance(places, point).filter(square__lte=NEAR_REACH_DEG**2)


def places_near(place: Location) -> list[tuple[Location, Away]]:
    """The nearest other places and how far they are; none where no point is known."""
    if place.point is None:
        return []
    others = within_reach(Location.objects.published().exclude(pk=place.pk), place.point)
    return [
        (near, Away(great_circle_m(place.point, near.point), error_m(place) + error_m(near)))
        for near in for_cards(others)[:NEAR_PLACES]
        if near.point
    ]


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


def around(slug: str) -> LocationQuerySet:
    """A place and the nearest others."""
    published = Location.objects.published()
    place = published.mappable().filter(slug=slug).first()
    if place is None or place.point is None:
        return published.none()
    nearest = within_reach(published, place.point).values_list("pk", flat=True)[: NEAR_PLACES + 1]
    return published.filter(pk__in=list(nearest))


def on_trail(slug: str) -> LocationQuerySet:
    trails = Trail.objects.published().filter(slug=slug)
    return Location.objects.published().filter(trail_stops__trail__in=trails)
