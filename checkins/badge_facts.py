"""Turns rows into what the rules of badges look at, for any number of badges and travellers."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from checkins.badge_rules import Rule, RuleKind, Visited
from checkins.models import Badge, Stamp
from locations.models import Location, Scene, TrailStop
from locations.models.location import Lifecycle
from locations.querysets import LocationQuerySet

Lists = dict[int, set[int]]

_ABOVE = ("location__region", "location__region__parent", "location__region__parent__parent")


# No check-in is taken there any more: nobody can be asked to go.
OVER = (Lifecycle.PRIVATE, Lifecycle.DEMOLISHED, Lifecycle.CLOSED)


def places_of_dramas(dramas: Iterable[Any]) -> Lists:
    """The published places of each of these dramas that can be visited."""
    return _lists(Scene.objects.published().filter(drama__in=dramas), "drama")


def stops_of_trails(trails: Iterable[Any]) -> Lists:
    """The published stops of each of these trails that can be visited."""
    stops = TrailStop.objects.filter(location__is_published=True, trail__is_published=True)
    return _lists(stops.filter(trail__in=trails), "trail")


def _lists(rows: Any, of: str) -> Lists:
    found: Lists = defaultdict(set)
    visitable = rows.exclude(location__lifecycle__in=OVER)
    for key, place in visitable.order_by().values_list(of, "location").distinct():
        found[key].add(place)
    return found


def rules_of(badges: Iterable[Badge]) -> dict[int, Rule]:
    """The rule of each badge by its key; at most three queries."""
    badges = list(badges)
    dramas = places_of_dramas({b.drama_id for b in badges if b.drama_id})
    trails = stops_of_trails({b.trail_id for b in badges if b.trail_id})
    return _with_lists(badges, dramas, trails)


def _with_lists(badges: list[Badge], dramas: Lists, trails: Lists) -> dict[int, Rule]:
    lists: dict[int, set[int]] = {}
    for badge in badges:
        if badge.drama_id:
            lists[badge.pk] = dramas[badge.drama_id]
        elif badge.trail_id:
            lists[badge.pk] = trails[badge.trail_id]
    regional = [badge for badge in badges if badge.region_id and badge.pk in lists]
    inside = _regions_of_places(place for badge in regional for place in lists[badge.pk])
    for badge in regional:
        here = (place for place in lists[badge.pk] if badge.region_id in inside[place])
        lists[badge.pk] = set(here)
    return {badge.pk: _rule(badge, lists.get(badge.pk)) for badge in badges}


def _rule(badge: Badge, places: set[int] | None) -> Rule:
    return Rule(
        kind=RuleKind(badge.rule),
        needed=badge.needed,
        places=None if places is None else frozenset(places),
        place_kind=badge.place_kind_id,
        region=badge.region_id,
        since=badge.valid_from,
        until=badge.valid_until,
        is_active=badge.is_active,
    )


def _regions_of_places(places: Iterable[int]) -> dict[int, frozenset[str]]:
    if not (wanted := set(places)):
        return {}
    above = (name.removeprefix("location__") for name in _ABOVE)
    rows = Location.objects.filter(pk__in=wanted).order_by().values_list("pk", *above)
    return {row[0]: frozenset(filter(None, row[1:])) for row in rows}


def stamps_of(travellers: Iterable[UUID]) -> dict[UUID, dict[int, Visited]]:
    """The stamps of these travellers by their places; one query, whose rows are streamed."""
    return collected(Stamp.objects.filter(traveller__in=list(travellers)))


def collected(stamps: Any) -> dict[UUID, dict[int, Visited]]:
    found: dict[UUID, dict[int, Visited]] = defaultdict(dict)
    rows = stamps.order_by().values_list(
        *("traveller", "location", "earned_at", "check_in", "check_in__local_date"),
        *("location__kind", *_ABOVE),
    )
    for traveller, place, at, check_in, day, kind, *regions in rows.iterator():
        found[traveller][place] = Visited(
            place=place,
            at=at,
            day=day,
            check_in=check_in,
            kind=kind,
            regions=frozenset(filter(None, regions)),
        )
    return found


def places_that_count(badge: Badge, among: LocationQuerySet) -> LocationQuerySet:
    """Those of `among` at which a stamp counts for this badge."""
    places = among
    if badge.drama_id:
        places = places.filter(pk__in=Scene.objects.filter(drama=badge.drama_id).values("location"))
    if badge.trail_id:
        stops = TrailStop.objects.filter(trail=badge.trail_id)
        places = places.filter(pk__in=stops.values("location"))
    if badge.place_kind_id:
        places = places.filter(kind=badge.place_kind_id)
    return places.in_regions([badge.region_id]) if badge.region_id else places
