"""What a traveller has collected: stamps, badges, and progress per drama and trail. A fixed few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Traveller
from checkins.badge_progress import Next, earned_badges, next_badges
from checkins.models import BadgeAward, CheckIn, Photo, Stamp
from dramas.models import Drama
from locations.models import Location, Scene, Trail, TrailStop

MAX_STAMPS = 200
MAX_FRAMES = 60


@dataclass(frozen=True, slots=True)
class Progress:
    """`visited` of `places` published places of one drama or trail."""

    record: Any
    visited: int
    places: int

    @property
    def complete(self) -> bool:
        return self.visited == self.places


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Regions by their six-digit codes: the first two digits are the province, four the city."""

    places: int
    visits: int
    provinces: int
    cities: int
    dramas_complete: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """The newest stamps and badges, as many as are shown; `totals` count all stamps.

    `frames` are the newest photos that re-create a scene, at most `MAX_FRAMES`.
    """

    stamps: list[Stamp]
    frames: list[Photo]
    dramas: list[Progress]
    trails: list[Progress]
    totals: Totals
    badges: list[BadgeAward]
    next_badges: list[Next]


def passport_of(traveller: Traveller, *, today: date) -> Passport:
    stamps = Stamp.objects.filter(traveller=traveller)
    visited = dict(stamps.values_list("location", "location__region"))
    dramas = _progress(_places_of_dramas(visited), visited, Drama.objects.all())
    regions = [code for code in visited.values() if code]
    return Passport(
        stamps=list(stamps.select_related("location__region", "location__kind")[:MAX_STAMPS]),
        frames=_frames(traveller),
        dramas=dramas,
        trails=_progress(_places_of_trails(visited), visited, Trail.objects.published()),
        totals=Totals(
            places=len(visited),
            visits=CheckIn.objects.counted().filter(traveller=traveller).count(),
            provinces=len({code[:2] for code in regions}),
            cities=len({code[:4] for code in regions}),
            dramas_complete=sum(progress.complete for progress in dramas),
        ),
        badges=earned_badges(traveller),
        next_badges=next_badges(traveller, today),
    )


def _frames(traveller: Traveller) -> list[Photo]:
    own = Photo.objects.framed().filter(check_in__traveller=traveller)
    newest = own.select_related("scene__drama", "check_in__location")
    return list(newest.order_by("-uploaded_at", "-pk")[:MAX_FRAMES])


def _places_of_dramas(visited: Iterable[int]) -> Any:
    """(drama, place) of every drama with a scene at a visited place."""
    seen = Scene.objects.published().filter(location__in=visited)
    pairs = Scene.objects.published().filter(drama__in=seen.values("drama"))
    return pairs.order_by().values_list("drama", "location").distinct()


def _places_of_trails(visited: Iterable[int]) -> Any:
    open_places = Location.objects.published()
    stops = TrailStop.objects.filter(location__in=open_places)
    walked = stops.filter(location__in=visited)
    return stops.filter(trail__in=walked.values("trail")).values_list("trail", "location")


def _progress(pairs: Any, visited: Iterable[int], records: Any) -> list[Progress]:
    places: dict[int, set[int]] = defaultdict(set)
    for record, place in pairs:
        places[record].add(place)
    found = [
        Progress(record, len(places[record.pk] & set(visited)), len(places[record.pk]))
        for record in records.filter(pk__in=places)
    ]
    return sorted(found, key=lambda one: (one.places - one.visited, -one.places, one.record.slug))
