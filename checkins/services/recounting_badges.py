"""Proves that every award that is due is there, and that each one there rests on stamps."""

from collections import defaultdict
from uuid import UUID

from checkins.badge_facts import collected, rules_of
from checkins.badge_rules import Evidence, settled
from checkins.models import Badge, BadgeAward, Stamp
from checkins.services.badges import resting_on, write_awards
from checkins.services.differences import Difference, Row, compared


def award_differences() -> list[Difference]:
    """By traveller and badge: the places an award rests on, when it was earned, by which visit.

    The same rule as in the check-in's own transaction is held against all stamps at once. An
    award that is there is its own witness: what it rests on tells how it was earned, even where
    the rule has become another one since.
    """
    rules = rules_of(Badge.objects.all())
    kept: dict[UUID, dict[int, BadgeAward]] = defaultdict(dict)
    for award in BadgeAward.objects.order_by():
        kept[award.traveller_id][award.badge_id] = award
    stamps = collected(Stamp.objects.all())
    expected: dict[Row, Row] = {}
    for person in stamps.keys() | kept.keys():
        for badge, rule in rules.items():
            own = kept[person].get(badge) if person in kept else None
            found = settled(rule, stamps.get(person, {}), [own.places] if own else [])
            if found:
                expected[person, badge] = _row(found)
    present = {
        (person, badge): _row(resting_on(award)) if resting_on(award) else ()
        for person, awards in kept.items()
        for badge, award in awards.items()
    }
    return compared("award", expected, present)


def _row(evidence: Evidence | None) -> Row:
    if evidence is None:
        return ()
    return (sorted(evidence.places), evidence.at, evidence.check_in)


def mend_awards(differences: list[Difference]) -> None:
    found: dict[tuple[UUID, int], Evidence | None] = {}
    for _table, (person, badge), expected, _kept in differences:
        found[person, badge] = (
            Evidence(frozenset(expected[0]), expected[1], expected[2]) if expected else None
        )
    awards = BadgeAward.objects.filter(traveller__in={person for person, _badge in found})
    write_awards(found, [a for a in awards if (a.traveller_id, a.badge_id) in found])
