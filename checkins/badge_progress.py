"""A traveller's badges in the passport: those earned, and those that are nearest."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Traveller
from checkins.badge_facts import rules_of, stamps_of
from checkins.badge_rules import Progress, Rule, Visited, progress
from checkins.models import Badge, BadgeAward
from locations.models import Location

MAX_BADGES = 200
MAX_NEXT = 5
MAX_MISSING = 10


@dataclass(frozen=True, slots=True)
class Next:
    """A badge that is begun and not earned, and the places of its list that are not stamped."""

    badge: Badge
    rule: Rule
    progress: Progress
    missing: list[Location]


def earned_badges(traveller: Traveller) -> list[BadgeAward]:
    """Newest first, at most `MAX_BADGES`."""
    awards = BadgeAward.objects.filter(traveller=traveller).select_related("badge")
    return list(awards[:MAX_BADGES])


def next_badges(traveller: Traveller, today: date) -> list[Next]:
    """At most `MAX_NEXT` badges that can still be had, the nearest to complete first."""
    had = BadgeAward.objects.filter(traveller=traveller).values("badge")
    open_ones = Badge.objects.active().exclude(pk__in=had).exclude(valid_until__lt=today)
    badges = list(open_ones.with_subjects())
    rules = rules_of(badges)
    stamps = stamps_of([traveller.pk])[traveller.pk]
    begun = [
        (badge, rules[badge.pk], found)
        for badge in badges
        if (found := progress(rules[badge.pk], stamps.values())).have
    ]
    begun.sort(key=lambda one: (one[2].needed - one[2].have, -one[2].have, one[0].slug))
    wanted = {badge.pk: _missing(rule, stamps) for badge, rule, _found in begun[:MAX_NEXT]}
    places = Location.objects.in_bulk({pk for pks in wanted.values() for pk in pks})
    return [
        Next(badge, rule, found, [places[pk] for pk in wanted[badge.pk]])
        for badge, rule, found in begun[:MAX_NEXT]
    ]


def _missing(rule: Rule, stamps: dict[int, Visited]) -> list[int]:
    """Of a drama or trail, by their keys; where any place counts, none is missing."""
    counted = {place for place, stamp in stamps.items() if rule.counts(stamp)}
    return sorted((rule.places or frozenset()) - counted)[:MAX_MISSING]
