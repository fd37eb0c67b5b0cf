"""A bureau makes or changes a badge, or the catalogue has changed: everybody who qualifies has it.

A badge is settled under the locks of every place that it counts or that its awards rest on, in the
order of their keys. Whoever is checking in at one of them is waited for and then seen; whoever
comes after sees the badge. So no visit falls between the two, and nobody else is held up. The
price: for the time of one aggregate over the stamps of those places, and of writing the awards,
nobody can check in there.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Substr

from checkins.badge_facts import places_that_count, rules_of, stamps_of
from checkins.badge_rules import Rule, RuleKind, settled
from checkins.models import Badge, BadgeAward, Stamp
from checkins.services.badges import write_awards
from locations.models import Location, Scene, TrailStop

CHUNK = 500

# What is counted, by the first digits of the region's code; everything else counts places.
_DIGITS = {RuleKind.PROVINCES: 2, RuleKind.CITIES: 4}


@transaction.atomic
def save_badge(*, badge: Badge) -> int:
    """Keeps a badge that was made or changed, and gives it to everybody who qualifies.

    Returns:
        How many now have it.
    """
    badge.save()
    settle_badge(badge=badge)
    return BadgeAward.objects.filter(badge=badge).count()


@transaction.atomic
def settle_badge(*, badge: Badge) -> int:
    """Gives one badge to everybody whose stamps meet its rule as it stands; who has it keeps it.

    One aggregate finds who qualifies; only their stamps are read, 500 travellers at a time.

    Returns:
        How many awards were made, or moved to earlier stamps.
    """
    _lock_places(badge)
    rule = rules_of([badge])[badge.pk]
    due = _due(badge, rule)
    changed = 0
    while people := list(islice(due, CHUNK)):
        changed += _settle_each(badge, rule, people)
    return changed


def settle_places(*, locations: Iterable[int], dramas: Iterable[int] = ()) -> int:
    """Settles what the catalogue changed by an edit of these places, or of scenes of these dramas.

    Each badge in a transaction of its own: the caller holds no lock.

    Returns:
        How many awards were made, or moved to earlier stamps.
    """
    places = list(locations)
    scenes = Scene.objects.filter(location__in=places)  # also of places that are hidden now
    stops = TrailStop.objects.filter(location__in=places)
    badges = Badge.objects.active().filter(
        Q(pk__in=Badge.objects.counting(places).values("pk"))
        | Q(drama__in=scenes.values("drama"))
        | Q(drama__in=list(dramas))
        | Q(trail__in=stops.values("trail"))
    )
    return sum(settle_badge(badge=badge) for badge in badges.order_by("pk"))


def _lock_places(badge: Badge) -> None:
    resting = BadgeAward.objects.filter(badge=badge).order_by().values_list("places", flat=True)
    wanted = {place for places in resting.iterator() for place in places}
    counting = places_that_count(badge, Location.objects.all()).order_by()
    wanted |= set(counting.values_list("pk", flat=True))
    rows = Location.objects.filter(pk__in=wanted).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _due(badge: Badge, rule: Rule) -> Iterator[UUID]:
    """Who has enough stamps that count, by the store's own counting; in the order of their keys."""
    if not badge.is_active or rule.goal < 1:
        return iter(())
    enough = (
        _stamps_that_count(badge, rule)
        .order_by()
        .values("traveller")
        .annotate(things=Count(_thing(rule), distinct=True))
        .filter(things__gte=rule.goal)
    )
    return iter(sorted(enough.values_list("traveller", flat=True)))


def _thing(rule: Rule) -> Any:
    digits = _DIGITS.get(rule.kind)
    return Substr("location__region", 1, digits) if digits else "location"


def _stamps_that_count(badge: Badge, rule: Rule) -> Any:
    stamps = Stamp.objects.all()
    if rule.places is not None:
        stamps = stamps.filter(location__in=rule.places)
    if rule.place_kind:
        stamps = stamps.filter(location__kind=rule.place_kind)
    if rule.region:
        stamps = stamps.filter(location__in=Location.objects.in_regions([rule.region]))
    if rule.since:
        stamps = stamps.filter(check_in__local_date__gte=rule.since)
    if rule.until:
        stamps = stamps.filter(check_in__local_date__lte=rule.until)
    return stamps


def _settle_each(badge: Badge, rule: Rule, people: list[UUID]) -> int:
    stamps = stamps_of(people)
    awards = list(BadgeAward.objects.filter(badge=badge, traveller__in=people))
    kept = {award.traveller_id: [award.places] for award in awards}
    found = {
        (person, badge.pk): settled(rule, stamps[person], kept.get(person, [])) for person in people
    }
    return write_awards(found, awards)
