"""The law of the badges, by table."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.badge_rules import (
    Evidence,
    Progress,
    Rule,
    RuleKind,
    Visited,
    earliest,
    progress,
    settled,
)

START = datetime(2026, 11, 1, 4, tzinfo=UTC)
MEISHAN = frozenset({"511403", "511400", "510000"})
CHENGDU = frozenset({"510116", "510100", "510000"})
BEIJING = frozenset({"110101", "110100", "110000"})
SICHUAN = frozenset({"510000"})  # somewhere in the province


def stamp(place: int, day: int = 0, **values: Any) -> Visited:
    at = START + timedelta(days=day)
    defaults: dict[str, Any] = {"kind": "street", "regions": MEISHAN}
    made = {"place": place, "at": at, "day": at.date(), "check_in": UUID(int=place)}
    return Visited(**(made | defaults | values))


def of_drama(*places: int, **values: Any) -> Rule:
    return Rule(kind=RuleKind.PLACES_OF_DRAMA, places=frozenset(places), **values)


def any_places(needed: int, **values: Any) -> Rule:
    return Rule(kind=RuleKind.PLACES, needed=needed, **values)


STAMPS = [
    stamp(1, 0),
    stamp(2, 1, kind="museum", regions=CHENGDU),
    stamp(3, 2, regions=BEIJING),
    stamp(4, 3, regions=SICHUAN),
    stamp(5, 4, regions=frozenset()),  # abroad
]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (of_drama(1, 2, 3), (3, 3)),
        (of_drama(1, 9), (1, 2)),
        (of_drama(1, 9, needed=1), (1, 1)),
        (of_drama(1, 2, 3, needed=2), (2, 2)),
        (of_drama(), (0, 0)),
        (of_drama(8, 9, needed=3), (0, 3)),
        (Rule(kind=RuleKind.STOPS_OF_TRAIL, places=frozenset({1, 2})), (2, 2)),
        (any_places(3), (3, 3)),
        (any_places(9), (5, 9)),
        (any_places(9, region="510000"), (3, 9)),
        (any_places(9, region="511400"), (1, 9)),
        (any_places(9, since=date(2026, 11, 3)), (3, 9)),
        (any_places(9, until=date(2026, 11, 3)), (3, 9)),
        (any_places(9, since=date(2026, 11, 2), until=date(2026, 11, 3)), (2, 9)),
        (Rule(kind=RuleKind.PLACES_OF_KIND, needed=2, place_kind="museum"), (1, 2)),
        (Rule(kind=RuleKind.PROVINCES, needed=3), (2, 3)),
        # 四川 alone names no city.
        (Rule(kind=RuleKind.CITIES, needed=5), (3, 5)),
        (Rule(kind=RuleKind.CITIES, needed=5, region="510000"), (2, 5)),
    ],
)
def test_progress_counts_what_the_rule_counts(rule: Rule, expected: tuple[int, int]) -> None:
    assert progress(rule, STAMPS) == Progress(*expected)
    assert (earliest(rule, STAMPS) is not None) == (0 < expected[1] <= expected[0])


def test_the_earliest_stamps_that_meet_a_rule_are_what_it_rests_on() -> None:
    found = earliest(any_places(2), reversed(STAMPS))
    assert found == Evidence(frozenset({1, 2}), STAMPS[1].at, STAMPS[1].check_in)


def test_nobody_earns_a_badge_that_is_switched_off() -> None:
    assert earliest(any_places(1, is_active=False), STAMPS) is None
    kept = settled(any_places(1, is_active=False), {1: STAMPS[0]}, [[1]])
    assert kept == Evidence(frozenset({1}), STAMPS[0].at, STAMPS[0].check_in)


def by_place(*places: int) -> dict[int, Visited]:
    return {place: stamp(place, day=place) for place in places}


def test_an_award_stands_whatever_the_bureau_adds_to_the_drama() -> None:
    grown = of_drama(1, 2, 3)
    assert settled(grown, by_place(1, 2)) is None
    kept = settled(grown, by_place(1, 2), [[1, 2]])
    assert kept == Evidence(frozenset({1, 2}), by_place(2)[2].at, UUID(int=2))
    # The further place changes neither the day nor what it rests on.
    assert settled(grown, by_place(1, 2, 3), [[1, 2]]) == kept


def test_an_award_goes_with_a_stamp_it_rests_on() -> None:
    assert settled(of_drama(1, 2, 3), by_place(1, 3), [[1, 2]]) is None


def test_an_award_finds_other_stamps_while_the_rule_is_met() -> None:
    found = settled(any_places(2), by_place(1, 3, 4), [[1, 2]])
    assert found == Evidence(frozenset({1, 3}), by_place(3)[3].at, UUID(int=3))


def test_a_stamp_that_comes_late_moves_the_award_to_its_true_moment() -> None:
    found = settled(any_places(2), by_place(1, 2, 5), [[2, 5]])
    assert found == Evidence(frozenset({1, 2}), by_place(2)[2].at, UUID(int=2))


RULES = st.one_of(
    st.builds(lambda n: any_places(n), st.integers(1, 4)),
    st.builds(lambda places: of_drama(*places), st.sets(st.integers(1, 5))),
    st.builds(lambda n: Rule(kind=RuleKind.CITIES, needed=n), st.integers(1, 3)),
)
REGIONS = [MEISHAN, CHENGDU, BEIJING, frozenset()]
MANY = st.dictionaries(
    st.integers(1, 6), st.tuples(st.integers(0, 5), st.sampled_from(REGIONS)), max_size=6
)


@given(rule=RULES, visits=MANY, kept=st.lists(st.sets(st.integers(1, 6)), max_size=2))
def test_settling_twice_changes_nothing_and_order_does_not_matter(
    rule: Rule, visits: dict[int, Any], kept: list[set[int]]
) -> None:
    stamps = {place: stamp(place, day, regions=regions) for place, (day, regions) in visits.items()}
    found = settled(rule, stamps, kept)
    assert found == settled(rule, dict(reversed(stamps.items())), kept)
    assert settled(rule, stamps, [found.places] if found else []) == found
    due = earliest(rule, stamps.values())
    assert due is None or (found is not None and found.at <= due.at)
    if found:
        assert found.places <= stamps.keys()
        assert found.at == max(stamps[place].at for place in found.places)
