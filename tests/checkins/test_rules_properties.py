"""What holds for every situation: evidence never lowers, suspicion never raises, words are there."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins import messages, rules
from checkins.services.checking_in import stored_check
from checkins.situation import (
    CheckCode,
    CodeFinding,
    CodeProof,
    Company,
    Fix,
    Grade,
    Neighbour,
    Place,
    Situation,
)
from tests.checkins.situations import NOON, PIN, been, situation
from tourmap.geo import Datum, destination

COUNTS = [field.name for field in fields(Company)]
MORE_OF_OTHERS = sorted(set(COUNTS) - {"positions_here", "seen_here"})
NUMBERS = st.sampled_from([0, 1, 3, 4, 5, 20, 30, 40, 400])
METRES = st.sampled_from([0.0, 2.0, 40.0, 130.0, 190.0, 700.0, 1_900.0, 5_000.0, 300_000.0])
SECONDS = st.sampled_from([1, 60, 900, 903, 4_000, 90_000])
FIXES = st.builds(
    lambda metres, bearing, **values: Fix(point=destination(PIN, bearing, metres), **values),
    METRES,
    st.sampled_from([0.0, 120.0]),
    datum=st.sampled_from(list(Datum)),
    accuracy_m=st.sampled_from([None, 0, 5.0, 19.9, 60.0, 101.0, 3_000.0]),
    fix_age_s=st.sampled_from([None, 0, 3, 600]),
    is_mock=st.sampled_from([None, False, True]),
)
PLACES = st.builds(
    Place,
    point=st.just(PIN),
    pin_quality=st.sampled_from(["surveyed", "approximate", "area", "none"]),
    pin_accuracy_m=st.sampled_from([None, 8, 300, 4_000]),
    radius_m=st.sampled_from([50, 120, 300]),
)
VISITS = st.builds(been, METRES, SECONDS, st.sampled_from([None, 1, 3, 80]))
CODES = st.none() | st.builds(
    CodeProof, finding=st.sampled_from(list(CodeFinding)), off_s=st.just(90)
)


def _after(visit: Neighbour) -> Neighbour:
    return replace(visit, captured_at=2 * (NOON - visit.captured_at) + visit.captured_at)


SITUATIONS = st.builds(
    Situation,
    place=PLACES,
    fix=st.none() | FIXES,
    captured_at=st.sampled_from([NOON, NOON - timedelta(seconds=NOON.second)]),
    previous=st.none() | VISITS,
    following=st.none() | VISITS.map(_after),
    same_coordinates=st.integers(0, 4),
    same_coordinates_days=st.integers(0, 4),
    code=CODES,
    trail=st.lists(VISITS, max_size=6).map(
        lambda visits: tuple(sorted(visits, key=lambda one: one.captured_at, reverse=True))
    ),
    company=st.builds(Company, **dict.fromkeys(COUNTS, NUMBERS)),
    pin_is_newer=st.booleans(),
)
every = settings(max_examples=150, deadline=None)


@every
@given(SITUATIONS)
def test_the_grade_is_the_worst_that_a_check_allows_lifted_by_a_code(found: Situation) -> None:
    judgement = rules.judge(found)
    allowed = [check.allows for check in judgement.checks]
    by_position = min([Grade.VERIFIED if found.fix else Grade.UNVERIFIED, *allowed])
    valid = found.code is not None and found.code.finding.is_valid
    if not valid or any(check.binds for check in judgement.checks):
        assert judgement.grade is by_position
        return
    assert found.code
    lifted = [Grade(min(by_position + 1, Grade.VERIFIED))]
    if found.code.finding is CodeFinding.ROTATING:
        lifted.append(Grade.VERIFIED)
    assert judgement.grade in lifted


@every
@given(SITUATIONS, st.sampled_from([CodeFinding.PRINTED, CodeFinding.ROTATING]))
def test_a_valid_code_never_lowers(found: Situation, finding: CodeFinding) -> None:
    without = rules.judge(replace(found, code=None)).grade
    assert rules.judge(replace(found, code=CodeProof(finding=finding))).grade >= without


@every
@given(SITUATIONS, st.sampled_from(MORE_OF_OTHERS), st.integers(1, 500))
def test_more_of_the_same_by_others_never_raises(found: Situation, name: str, more: int) -> None:
    company = found.company
    worse = replace(company, **{name: getattr(company, name) + more})
    assert rules.judge(replace(found, company=worse)).grade <= rules.judge(found).grade


@every
@given(SITUATIONS, st.sampled_from(["positions_here", "seen_here"]), st.integers(1, 5_000))
def test_more_visitors_who_are_seen_here_never_lower(
    found: Situation, name: str, more: int
) -> None:
    company = found.company
    better = replace(company, **{name: getattr(company, name) + more})
    assert rules.judge(replace(found, company=better)).grade >= rules.judge(found).grade


@every
@given(SITUATIONS)
def test_a_mocked_or_repeated_position_never_raises(found: Situation) -> None:
    grade = rules.judge(found).grade
    more = replace(found, same_coordinates=9, same_coordinates_days=9)
    assert rules.judge(more).grade <= grade
    if found.fix:
        mocked = replace(found, fix=replace(found.fix, is_mock=True))
        assert rules.judge(mocked).grade <= grade


@every
@given(SITUATIONS)
def test_other_visits_never_raise(found: Situation) -> None:
    alone = replace(found, previous=None, following=None, trail=())
    assert rules.judge(found).grade <= rules.judge(alone).grade


@every
@given(SITUATIONS, st.sampled_from(["en", "zh-hans", "zh-hant"]))
def test_every_check_has_words_and_what_failed_shows_its_number(
    found: Situation, language: str
) -> None:
    judgement = rules.judge(found)
    with translation.override(language):
        for check in judgement.checks:
            told = messages.of_check(stored_check(check))
            assert told
            if not check.passed and check.unit and check.limit is not None:
                assert messages.amount(check.measured, check.unit) in told


@every
@given(SITUATIONS)
def test_whoever_is_held_back_is_told_why(found: Situation) -> None:
    judgement = rules.judge(found)
    assert judgement.counted or found.fix is None or any(not one.passed for one in judgement.checks)
    for check in judgement.checks:
        if check.measured is not None and check.limit is not None and check.passed:
            assert check.measured <= check.limit


NEW: dict[CheckCode, list[Any]] = {
    CheckCode.COPIED_POSITION: ["pin", "shared"],
    CheckCode.SHARED_DEVICE: ["several", "many"],
    CheckCode.SCRIPTED_ROUND: ["pace", "rhythm", "pinned"],
    CheckCode.WEAK_TOGETHER: [""],
    CheckCode.CODE_RELAY: ["far", "crowd", "leaked"],
}


@pytest.mark.parametrize("code", list(NEW))
def test_a_rule_about_conduct_is_silent_until_it_has_a_reason(code: CheckCode) -> None:
    clean = rules.judge(situation())
    assert code not in {check.code for check in clean.checks}
    told = [reason for told, _passed, reason in messages._WORDS if told == code.value]
    assert told == NEW[code]
