"""What others did, at the borders: copied positions, shared phones, passed-on codes."""

from dataclasses import replace
from typing import Any

import pytest

from checkins.situation import CheckCode, CodeProof, Fix, Neighbour, Place
from tests.checkins.situations import (
    APPROXIMATE,
    AREA,
    NOON,
    NOWHERE,
    PIN,
    PRINTED,
    ROTATING,
    SURVEYED,
    among,
    at,
    been,
    said,
    situation,
    status,
)
from tourmap.geo import Datum, LatLng, destination, from_wgs84

COPIED, DEVICE, RELAY = CheckCode.COPIED_POSITION, CheckCode.SHARED_DEVICE, CheckCode.CODE_RELAY
REPEATED, SPEED = CheckCode.REPEATED_POSITION, CheckCode.SPEED_FROM_PREVIOUS


def on_pin(datum: Datum, digits: int, *, declared: Datum | None = None) -> Fix:
    point = from_wgs84(PIN, datum).rounded(digits)
    return Fix(point=point, datum=declared or datum, accuracy_m=12)


@pytest.mark.parametrize("datum", list(Datum))
@pytest.mark.parametrize("digits", [6, 7])
def test_the_published_pin_is_no_position(datum: Datum, digits: int) -> None:
    found = situation(fix=on_pin(datum, digits))
    assert status(found) == "unverified"
    assert said(found, COPIED) == (6, 5, "pin")
    assert status(replace(found, code=PRINTED)) == "probable"


def test_the_published_pin_is_known_under_any_datum() -> None:
    found = situation(fix=on_pin(Datum.GCJ02, 6, declared=Datum.WGS84))
    assert said(found, COPIED) == (6, 5, "pin")


@pytest.mark.parametrize(
    ("lat_off", "lng_off", "copied"),
    [(1e-6, 0, True), (0, -1e-6, True), (2e-6, 0, False), (0, 2e-6, False), (2e-6, 2e-6, False)],
)
def test_a_receiver_may_come_within_decimetres_of_the_pin(
    lat_off: float, lng_off: float, copied: bool
) -> None:
    fix = Fix(point=LatLng(PIN.lat + lat_off, PIN.lng + lng_off), datum=Datum.WGS84, accuracy_m=12)
    assert (said(situation(fix=fix), COPIED) is not None) == copied


@pytest.mark.parametrize(("place", "copied"), [(APPROXIMATE, True), (AREA, False)])
def test_the_middle_of_an_area_is_nobodys_secret(place: Place, copied: bool) -> None:
    found = situation(place, fix=on_pin(Datum.WGS84, 6))
    assert (said(found, COPIED) is not None) == copied


def test_a_visit_that_was_there_before_the_pin_is_no_copy_of_it() -> None:
    found = situation(fix=on_pin(Datum.WGS84, 6), pin_is_newer=True)
    assert (said(found, COPIED), status(found)) == (None, "verified")


@pytest.mark.parametrize(
    ("accuracy_m", "others", "here", "limit"),
    [
        (19.9, 3, 0, None),
        (19.9, 4, 5_000, 4),
        (None, 4, 0, 4),
        (0, 4, 0, 4),
        (20, 4, 0, None),
        (20, 19, 0, None),
        (20, 20, 0, 20),
        (20, 20, 210, None),
        (2_000, 21, 210, 21),
    ],
)
def test_coordinates_of_others_at_the_limit(
    accuracy_m: float | None, others: int, here: int, limit: int | None
) -> None:
    company = among(same_coordinates=others, positions_here=here)
    found = situation(fix=at(42, accuracy_m=accuracy_m), company=company)
    expected = None if limit is None else (others + 1, limit, "shared")
    assert said(found, COPIED) == expected
    assert (status(found) == "unverified") == (limit is not None)


@pytest.mark.parametrize(
    ("days", "accuracy_m", "grade", "reason"),
    [
        (2, 12, "probable", ""),
        (3, 12, "unverified", "replayed"),
        (3, None, "unverified", "replayed"),
        (3, 20, "probable", ""),
        (300, 20, "probable", ""),
    ],
)
def test_a_sharp_position_does_not_come_again_on_a_fourth_day(
    days: int, accuracy_m: float | None, grade: str, reason: str
) -> None:
    found = situation(
        fix=at(42, accuracy_m=accuracy_m), same_coordinates=3, same_coordinates_days=days
    )
    assert status(found) == grade
    measured, limit = (days + 1, 3) if reason else (4, 2)
    assert said(found, REPEATED) == (measured, limit, reason)


@pytest.mark.parametrize(
    ("here", "lately", "grade", "expected"),
    [
        (0, 0, "verified", None),
        (3, 3, "verified", None),
        (4, 4, "probable", (5, 4, "several")),
        (0, 4, "verified", None),
        (0, 5, "unverified", (6, 5, "many")),
        (5, 5, "unverified", (6, 5, "many")),
    ],
)
def test_a_phone_of_a_family_and_a_phone_of_many(
    here: int, lately: int, grade: str, expected: Any
) -> None:
    found = situation(company=among(device_here=here, device_lately=lately))
    assert (status(found), said(found, DEVICE)) == (grade, expected)


@pytest.mark.parametrize("code", [PRINTED, ROTATING])
def test_no_code_helps_the_sixth_guest_of_a_phone(code: CodeProof) -> None:
    crowd = among(device_lately=5)
    assert status(situation(fix=None, code=code, company=crowd)) == "unverified"
    assert status(situation(code=code, company=crowd)) == "unverified"


@pytest.mark.parametrize("code", [PRINTED, ROTATING])
@pytest.mark.parametrize(
    ("place", "fix", "off_m"),
    [
        (SURVEYED, at(2_028, accuracy_m=18), None),
        (SURVEYED, at(2_029, accuracy_m=18), 2_001),
        (SURVEYED, at(7_010, accuracy_m=5_000), None),
        (SURVEYED, at(7_011, accuracy_m=5_000), 2_001),
        (SURVEYED, at(9_000, fix_age_s=120), 8_972),
        (SURVEYED, at(9_000, fix_age_s=121), None),
        (SURVEYED, at(9_000, fix_age_s=None), 8_972),
        (AREA, at(4_518, accuracy_m=18), None),
        (AREA, at(4_519, accuracy_m=18), 2_001),
        (NOWHERE, at(90_000), None),
    ],
)
def test_a_code_is_not_believed_beyond_what_a_datum_explains(
    code: CodeProof, place: Place, fix: Fix, off_m: int | None
) -> None:
    found = situation(place, fix=fix, code=code)
    assert said(found, RELAY) == (None if off_m is None else (off_m, 2_000, "far"))
    assert (status(found) == "unverified") == (off_m is not None)


@pytest.mark.parametrize("datum", list(Datum))
@pytest.mark.parametrize("declared", list(Datum))
def test_no_mistaken_datum_takes_a_code_away(datum: Datum, declared: Datum) -> None:
    point = from_wgs84(destination(PIN, 40, 150), datum)
    found = situation(fix=Fix(point=point, datum=declared, accuracy_m=5), code=PRINTED)
    assert status(found) in {"probable", "verified"}


@pytest.mark.parametrize(
    ("code", "others", "fix", "grade", "expected"),
    [
        (ROTATING, 29, None, "verified", None),
        (ROTATING, 30, None, "unverified", (31, 30, "crowd")),
        (ROTATING, 30, at(42), "verified", None),
        (ROTATING, 30, at(1_500), "probable", None),
        (ROTATING, 30, at(42, is_mock=True), "unverified", (31, 30, "crowd")),
        (PRINTED, 30, None, "probable", None),
    ],
)
def test_one_step_of_the_screen_serves_a_coach_and_no_chat_group(
    code: CodeProof, others: int, fix: Fix | None, grade: str, expected: Any
) -> None:
    found = situation(fix=fix, code=code, company=among(code_step=others))
    assert (status(found), said(found, RELAY)) == (grade, expected)


@pytest.mark.parametrize("code", [PRINTED, ROTATING])
@pytest.mark.parametrize(
    ("alone", "seen", "limit"),
    [
        (39, 0, None),
        (40, 0, 40),
        (40, 8, 40),
        (40, 9, None),
        (99, 20, None),
        (100, 20, 100),
    ],
)
def test_a_code_that_many_use_and_nobody_with_a_position_has_leaked(
    code: CodeProof, alone: int, seen: int, limit: int | None
) -> None:
    company = among(code_alone=alone, seen_here=seen)
    found = situation(fix=None, code=code, company=company)
    assert said(found, RELAY) == (None if limit is None else (alone + 1, limit, "leaked"))
    assert (status(found) == "unverified") == (limit is not None)


@pytest.mark.parametrize(
    ("place", "fix"),
    [
        (SURVEYED, at(42)),
        (SURVEYED, at(1_500)),
        (SURVEYED, at(42, accuracy_m=None, fix_age_s=900)),
        (AREA, at(2_000)),
        (NOWHERE, at(42)),
    ],
)
def test_whoever_sends_a_position_from_about_is_not_held_to_the_crowd(
    place: Place, fix: Fix
) -> None:
    leaked = among(code_alone=5_000, code_step=500)
    assert status(situation(place, fix=fix, code=PRINTED, company=leaked)) != "unverified"


@pytest.mark.parametrize(
    "values",
    [
        {"fix": None},
        {"fix": at(42, is_mock=True)},
        {"fix": on_pin(Datum.WGS84, 7)},
        {"fix": at(42), "same_coordinates": 3, "same_coordinates_days": 3},
        {"fix": at(9_000, fix_age_s=900)},
    ],
    ids=["none", "mocked", "copied", "replayed", "old and far"],
)
def test_a_position_that_proves_nothing_frees_nobody_from_the_crowd(values: Any) -> None:
    leaked = among(code_alone=5_000)
    assert status(situation(code=PRINTED, **values)) == "probable"
    assert status(situation(code=PRINTED, company=leaked, **values)) == "unverified"


def test_codes_are_no_way_to_travel() -> None:
    chengdu = been(60_000, 120)
    found = situation(fix=None, code=ROTATING, previous=chengdu)
    # 60 km less the 120 m of the radius and the 10 m of the pin.
    assert said(found, SPEED) == (1_796, 1_000, "impossible")
    assert status(found) == "unverified"
    slow = situation(fix=None, code=ROTATING, previous=been(60_000, 3_600))
    assert (said(slow, SPEED), status(slow)) == ((60, 350, ""), "verified")


def test_without_position_and_code_there_is_no_way_to_measure() -> None:
    assert said(situation(fix=None, previous=been(60_000, 1)), SPEED) is None
    wrong = situation(fix=None, place=NOWHERE, code=PRINTED, previous=been(60_000, 1))
    assert said(wrong, SPEED) is None


def test_a_code_visit_stands_at_its_pin_with_all_its_doubt() -> None:
    def stands(place: Place, fix: Fix | None) -> Neighbour | None:
        return Neighbour.of(pin=place.point, doubt_m=place.doubt_m, fix=fix, captured_at=NOON)

    coded, rough, fixed = stands(SURVEYED, None), stands(AREA, None), stands(AREA, at(42))
    assert coded
    assert rough
    assert fixed
    assert (coded.point, coded.trusted_accuracy_m) == (PIN, 130)
    assert (rough.point, rough.trusted_accuracy_m) == (PIN, 2_620)
    assert (fixed.point, fixed.trusted_accuracy_m) == (at(42).point, 18)
    assert stands(NOWHERE, None) is None
