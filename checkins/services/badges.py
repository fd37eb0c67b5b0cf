"""Badges follow from stamps, in the transaction in which a stamp appears, moves or goes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from accounts.models import Traveller
from checkins.badge_facts import rules_of, stamps_of
from checkins.badge_rules import Evidence, settled
from checkins.models import Badge, BadgeAward

Pair = tuple[UUID, int]  # a traveller and a badge


class Won(NamedTuple):
    """A badge that has just been earned: with how many of its things, on which places it rests."""

    badge: Badge
    needed: int
    places: frozenset[int]


def settle_badges(*, traveller_id: UUID, locations: Iterable[int]) -> list[Won]:
    """Makes the awards of one traveller follow from the stamps, after those at `locations` changed.

    The caller holds the traveller's lock, so that no other stamp of theirs comes or goes. Five
    queries at most for any number of places and badges, and one each for what is made, changed,
    and taken away.

    Returns:
        The badges newly earned, in the order of their slugs.
    """
    places = set(locations)
    awards = BadgeAward.objects.filter(traveller=traveller_id).select_related("badge")
    kept = {award.badge_id: award for award in awards}
    badges = {badge.pk: badge for badge in Badge.objects.active().counting(places)}
    resting = (award.badge for award in kept.values() if places & set(award.places))
    badges |= {badge.pk: badge for badge in resting}
    if not badges:
        return []
    rules = rules_of(badges.values())
    stamps = stamps_of([traveller_id])[traveller_id]
    found = {
        (traveller_id, pk): settled(rule, stamps, [kept[pk].places] if pk in kept else [])
        for pk, rule in rules.items()
    }
    write_awards(found, [kept[pk] for pk in kept.keys() & rules.keys()])
    won = [
        Won(badges[pk], rules[pk].goal, evidence.places)
        for (_traveller, pk), evidence in found.items()
        if evidence and pk not in kept
    ]
    return sorted(won, key=lambda one: one.badge.slug)


def write_awards(found: Mapping[Pair, Evidence | None], kept: Iterable[BadgeAward]) -> int:
    """Makes the rows say what was `found` for each traveller and badge; `kept` are those there.

    Returns:
        How many rows were made or changed.
    """
    rows = {(award.traveller_id, award.badge_id): award for award in kept}
    if gone := [award.pk for pair, award in rows.items() if found[pair] is None]:
        BadgeAward.objects.filter(pk__in=gone).delete()
    moved: list[BadgeAward] = []
    made: list[BadgeAward] = []
    for pair, evidence in sorted(found.items(), key=lambda one: one[0]):
        award = rows.get(pair) or BadgeAward(traveller_id=pair[0], badge_id=pair[1])
        if evidence is None or resting_on(award) == evidence:
            continue
        award.places = sorted(evidence.places)
        award.earned_at, award.check_in_id = evidence.at, evidence.check_in
        (moved if award.pk else made).append(award)
    if moved:
        BadgeAward.objects.bulk_update(moved, ["places", "earned_at", "check_in"])
    if made:
        BadgeAward.objects.bulk_create(made)
    return len(moved) + len(made)


def resting_on(award: BadgeAward) -> Evidence | None:
    """What the row says."""
    if award.check_in_id is None:
        return None
    return Evidence(frozenset(award.places), award.earned_at, award.check_in_id)


def fold_awards(guest: Traveller, into: Traveller, places: Iterable[int]) -> None:
    """After the stamps of two travellers have become one's: so do the awards, none twice."""
    kept: dict[int, list[BadgeAward]] = defaultdict(list)
    own_first = sorted(
        BadgeAward.objects.filter(traveller__in=[guest, into]),
        key=lambda award: (award.traveller_id != into.pk, award.pk),
    )
    for award in own_first:
        kept[award.badge_id].append(award)
    rules = rules_of(Badge.objects.filter(pk__in=kept))
    stamps = stamps_of([into.pk])[into.pk]
    BadgeAward.objects.filter(traveller=guest).delete()
    found = {
        (into.pk, pk): settled(rules[pk], stamps, [award.places for award in awards])
        for pk, awards in kept.items()
    }
    first = (awards[0] for awards in kept.values())
    write_awards(found, [award for award in first if award.traveller_id == into.pk])
    settle_badges(traveller_id=into.pk, locations=places)
