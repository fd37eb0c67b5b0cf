"""The law by table: every row of the contract, at its borders."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from checkins import rules
from checkins.situation import (
    Check,
    CheckCode,
    CodeFinding,
    CodeProof,
    Fix,
    Neighbour,
    Opening,
    Place,
    Situation,
)
from tourmap.geo import Datum, LatLng, destination, from_wgs84

PIN = LatLng.of(30.315, 103.86)
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SURVEYED = Place(point=PIN, pin_quality="surveyed", pin_accuracy_m=10, radius_m=120)
APPROXIMATE = replace(SURVEYED, pin_quality="approximate", pin_accuracy_m=300)
AREA = replace(SURVEYED, pin_quality="area", pin_accuracy_m=2_500)
NOWHERE = replace(SURVEYED, point=None, pin_quality="none", pin_accuracy_m=None)


def at(metres: float, **values: Any) -> Fix:
    """A good fix so many metres north of the pin."""
    good = {"datum": Datum.WGS84, "accuracy_m": 18, "fix_age_s": 3, "is_mock": False}
    return Fix(point=destination(PIN, 0, metres), **(good | values))


def situation(place: Place = SURVEYED, fix: Fix | None = None, **values: Any) -> Situation:
    return Situation(place=place, fix=fix or at(42), captured_at=NOON, **values)


def neighbour(metres: float, seconds: float, accuracy_m: int = 0) -> Neighbour:
    """A counted visit so far from the pin, so long before noon (after it, if negative)."""
    return Neighbour(
        point=destination(PIN, 90, metres),
        trusted_accuracy_m=accuracy_m,
        captured_at=NOON - timedelta(seconds=seconds),
    )


def check_of(found: Situation, code: CheckCode) -> Check | None:
    return next((check for check in rules.judge(found).checks if check.code is code), None)


@pytest.mark.parametrize(
    ("metres", "accuracy_m", "status", "limit"),
    [
        (1, 18, "verified", 138),
        (138, 18, "verified", 138),
        (139, 18, "probable", 138),
        (198, 18, "probable", 138),
        (199, 18, "unverified", 138),
        (220, 100, "verified", 220),
        (221, 100, "probable", 220),
        (280, 100, "probable", 220),
        (281, 100, "unverified", 220),
        (4_000, 18, "unverified", 138),
    ],
)
def test_within_radius_at_its_borders(
    metres: float, accuracy_m: float, status: str, limit: int
) -> None:
    judgement = rules.judge(situation(fix=at(metres, accuracy_m=accuracy_m)))
    check = judgement.checks[0]
    assert judgement.status == status
    assert (check.code, check.measured, check.limit, check.unit) == (
        "within_radius",
        metres,
        limit,
        "m",
    )
    assert check.passed == (metres <= limit)
    assert judgement.counted == (status != "unverified")
    assert (judgement.distance_m, judgement.radius_m) == (metres, 120)


def test_accuracy_helps_by_100_m_at_most() -> None:
    judgement = rules.judge(situation(fix=at(221, accuracy_m=5_000)))
    assert judgement.checks[0].limit == 220
    assert judgement.status == "probable"
    assert rules.judge(situation(fix=at(281, accuracy_m=5_000))).status == "unverified"


@pytest.mark.parametrize(
    ("place", "metres", "status", "distance_m", "radius_m"),
    [
        (SURVEYED, 42, "verified", 42, 120),
        (APPROXIMATE, 42, "probable", 42, 420),
        (APPROXIMATE, 438, "probable", 438, 420),
        (APPROXIMATE, 648, "probable", 648, 420),
        (APPROXIMATE, 649, "unverified", 649, 420),
        (AREA, 42, "unverified", None, 120),
        (NOWHERE, 42, "unverified", None, 120),
    ],
)
def test_pin_quality_limits_what_a_position_can_prove(
    place: Place, metres: float, status: str, distance_m: int | None, radius_m: int
) -> None:
    judgement = rules.judge(situation(place, at(metres)))
    assert judgement.status == status
    assert judgement.distance_m == distance_m
    assert judgement.radius_m == radius_m
    check = check_of(situation(place, at(metres)), CheckCode.PIN_QUALITY)
    assert check
    assert (check.passed, check.reason) == (place is SURVEYED, place.pin_quality)


@pytest.mark.parametrize(
    ("accuracy_m", "status", "reason"),
    [
        (None, "probable", "missing"),
        (0, "probable", "zero"),
        (0.0, "probable", "zero"),
        (0.1, "verified", ""),
        (100, "verified", ""),
        (100.1, "probable", "coarse"),
        (3_000, "probable", "coarse"),
    ],
)
def test_accuracy_at_its_borders(accuracy_m: float | None, status: str, reason: str) -> None:
    found = situation(fix=at(42, accuracy_m=accuracy_m))
    check = check_of(found, CheckCode.ACCURACY)
    assert rules.judge(found).status == status
    assert check
    assert (check.measured, check.limit, check.reason) == (accuracy_m, 100, reason)


@pytest.mark.parametrize("true_datum", [Datum.GCJ02, Datum.BD09])
def test_a_wrong_datum_gives_a_hint_and_no_pass(true_datum: Datum) -> None:
    point = from_wgs84(destination(PIN, 0, 42), true_datum)
    right = situation(fix=Fix(point=point, datum=true_datum, accuracy_m=18))
    wrong = situation(fix=Fix(point=point, datum=Datum.WGS84, accuracy_m=18))
    assert (rules.judge(right).distance_m, rules.judge(right).hint) == (42, "")
    judgement = rules.judge(wrong)
    assert (judgement.status, judgement.counted) == ("unverified", False)
    assert judgement.hint == "datum_mismatch"
    check = check_of(wrong, CheckCode.DATUM)
    assert check
    assert (check.passed, check.reason) == (False, f"wgs84_read_as_{true_datum.value}")
    assert (check.measured, check.limit) == (42, 138)


def test_a_position_that_fits_in_no_datum_has_no_hint() -> None:
    assert rules.judge(situation(fix=at(4_000))).hint == ""
    assert rules.judge(situation(fix=at(42))).hint == ""
    assert rules.judge(situation(AREA, at(4_000))).hint == ""


@pytest.mark.parametrize(
    ("metres", "seconds", "accuracy_m", "kmh", "status", "reason", "limit"),
    [
        (1, 0, 0, 5, "verified", "", 350),
        (35_000, 360, 0, 350, "verified", "", 350),
        (35_100, 360, 0, 351, "probable", "suspicious", 350),
        (35_100, 360, 100, 350, "verified", "", 350),
        (99_900, 400, 0, 899, "probable", "suspicious", 350),
        (100_100, 400, 0, 901, "verified", "flight", 1_000),
        (1_000_000, 3_600, 0, 1_000, "verified", "flight", 1_000),
        (1_001_000, 3_600, 0, 1_001, "unverified", "impossible", 1_000),
        (5_000, 0, 0, 18_000, "unverified", "impossible", 1_000),
        (5_000, 10, 0, 1_800, "unverified", "impossible", 1_000),
    ],
)
@pytest.mark.parametrize("side", ["previous", "following"])
def test_speed_between_visits_at_its_borders(
    metres: float,
    seconds: float,
    accuracy_m: int,
    kmh: int,
    status: str,
    reason: str,
    limit: int,
    side: str,
) -> None:
    sign = 1 if side == "previous" else -1
    other = neighbour(metres, sign * seconds, accuracy_m)
    found = situation(fix=at(1, accuracy_m=0.4), **{side: other})
    check = check_of(found, CheckCode.SPEED_FROM_PREVIOUS)
    assert check
    assert (check.measured, check.unit, check.reason, check.limit) == (kmh, "km/h", reason, limit)
    assert rules.judge(found).status == status


def test_the_worse_of_two_legs_decides() -> None:
    slow, fast = neighbour(1_000, 3_600), neighbour(5_000, -10)
    assert rules.judge(situation(previous=slow)).status == "verified"
    assert rules.judge(situation(previous=slow, following=fast)).status == "unverified"


@pytest.mark.parametrize(
    ("values", "code", "status"),
    [
        ({"fix_age_s": 120}, CheckCode.FRESH_FIX, "verified"),
        ({"fix_age_s": 120.1}, CheckCode.FRESH_FIX, "probable"),
        ({"is_mock": False}, CheckCode.MOCK, "verified"),
        ({"is_mock": True}, CheckCode.MOCK, "unverified"),
    ],
)
def test_what_the_phone_says_about_its_fix(
    values: dict[str, Any], code: CheckCode, status: str
) -> None:
    found = situation(fix=at(42, **values))
    check = check_of(found, code)
    assert check
    assert check.passed == (status == "verified")
    assert rules.judge(found).status == status


def test_what_the_phone_does_not_say_is_not_held_against_it() -> None:
    found = situation(fix=at(42, fix_age_s=None, is_mock=None))
    assert rules.judge(found).status == "verified"
    assert check_of(found, CheckCode.FRESH_FIX) is None
    assert check_of(found, CheckCode.MOCK) is None


@pytest.mark.parametrize(("others", "status"), [(0, "verified"), (1, "verified"), (2, "probable")])
def test_the_same_coordinates_on_a_third_visit_are_probable_at_best(
    others: int, status: str
) -> None:
    found = situation(same_coordinates=others)
    check = check_of(found, CheckCode.REPEATED_POSITION)
    assert check
    assert (check.measured, check.limit) == (others + 1, 2)
    assert rules.judge(found).status == status


NO_FIX = {"fix": None}
GOOD_FIX = {"fix": at(42)}
WEAK_FIX = {"fix": at(42, accuracy_m=None)}
FAR_FIX = {"fix": at(1_500)}
ELSEWHERE_FIX = {"fix": at(4_000)}
MOCKED_FIX = {"fix": at(42, is_mock=True)}
AREA_FIX = {"place": AREA, "fix": at(42)}


@pytest.mark.parametrize(
    ("seen", "without", "printed", "rotating"),
    [
        (NO_FIX, "unverified", "probable", "verified"),
        (GOOD_FIX, "verified", "verified", "verified"),
        (WEAK_FIX, "probable", "verified", "verified"),
        (AREA_FIX, "unverified", "probable", "verified"),
        (FAR_FIX, "unverified", "probable", "probable"),
        (ELSEWHERE_FIX, "unverified", "unverified", "unverified"),
        (MOCKED_FIX, "unverified", "probable", "probable"),
    ],
    ids=["no position", "good", "weak", "area pin", "far", "elsewhere", "mocked"],
)
def test_a_valid_code_lifts_what_the_position_proves(
    seen: dict[str, Any], without: str, printed: str, rotating: str
) -> None:
    def status(code: CodeProof | None) -> str:
        found = Situation(**({"place": SURVEYED, "captured_at": NOON} | seen), code=code)
        return rules.judge(found).status

    assert status(None) == without
    assert status(CodeProof(finding=CodeFinding.PRINTED)) == printed
    assert status(CodeProof(finding=CodeFinding.ROTATING)) == rotating


@pytest.mark.parametrize("finding", [each for each in CodeFinding if not each.is_valid])
@pytest.mark.parametrize("seen", [NO_FIX, GOOD_FIX, WEAK_FIX, FAR_FIX])
def test_a_code_that_is_not_valid_proves_and_spoils_nothing(
    finding: CodeFinding, seen: dict[str, Any]
) -> None:
    values: dict[str, Any] = {"place": SURVEYED, "captured_at": NOON} | seen
    without = rules.judge(Situation(**values))
    judgement = rules.judge(Situation(**values, code=CodeProof(finding=finding, off_s=90)))
    assert judgement.grade is without.grade
    assert judgement.checks[:-1] == without.checks
    check = judgement.checks[-1]
    assert (check.code, check.passed, check.reason) == (CheckCode.CODE, False, finding.value)
    measured = (90, 30, "s") if finding is CodeFinding.STALE else (None, None, "")
    assert (check.measured, check.limit, check.unit) == measured


@pytest.mark.parametrize(
    ("own", "of_all", "must_wait"),
    [
        *[(0, 0, False), (9, 9, False), (10, 10, True), (11, 11, True)],
        *[(0, 5_000, False), (1, 999, False), (1, 1_000, True)],
    ],
)
def test_guessing_is_limited_and_nobody_can_shut_others_out(
    own: int, of_all: int, must_wait: bool
) -> None:
    assert rules.may_not_guess(own, of_all) is must_wait


def test_weaknesses_add_up_to_the_worst_and_no_further() -> None:
    weak = situation(APPROXIMATE, at(500, accuracy_m=None, fix_age_s=999))
    assert rules.judge(weak).status == "probable"


@pytest.mark.parametrize(
    ("ahead", "fault"),
    [
        (timedelta(minutes=5), ""),
        (timedelta(minutes=5, seconds=1), "clock_skew"),
        (timedelta(), ""),
        (-timedelta(days=30), ""),
        (-timedelta(days=30, seconds=1), "too_late"),
    ],
)
def test_the_clock_at_its_borders(ahead: timedelta, fault: str) -> None:
    assert rules.clock_fault(NOON + ahead, NOON) == fault


OPEN = Opening(lifecycle="open", lifecycle_from=None, lifecycle_until=None, check_ins_stopped=False)
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("opening", "reason"),
    [
        (OPEN, ""),
        (replace(OPEN, lifecycle="unknown"), ""),
        (replace(OPEN, lifecycle="seasonal"), ""),
        (replace(OPEN, lifecycle="temporary"), ""),
        (replace(OPEN, lifecycle="private"), "private"),
        (replace(OPEN, lifecycle="demolished"), "demolished"),
        (replace(OPEN, lifecycle="closed"), "closed"),
        (replace(OPEN, check_ins_stopped=True), "stopped"),
        (replace(OPEN, lifecycle_from=DAY), ""),
        (replace(OPEN, lifecycle_from=DAY + timedelta(1)), "not_yet"),
        (replace(OPEN, lifecycle_until=DAY), ""),
        (replace(OPEN, lifecycle_until=DAY - timedelta(1)), "over"),
    ],
)
def test_a_place_is_open_or_says_why_not(opening: Opening, reason: str) -> None:
    assert rules.closed_because(opening, DAY) == reason


def test_every_rule_of_the_contract_is_in_the_table() -> None:
    assert set(rules.RULES) == set(CheckCode)
