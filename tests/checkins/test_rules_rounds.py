"""Rounds from place to place, at the borders: pace, rhythm, on the pins; and weak signs together."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from checkins.situation import CheckCode, Neighbour
from tests.checkins.situations import (
    APPROXIMATE,
    NOON,
    PRINTED,
    ROTATING,
    among,
    at,
    been,
    said,
    situation,
    status,
)

ROUND, TOGETHER = CheckCode.SCRIPTED_ROUND, CheckCode.WEAK_TOGETHER


def trail(*legs: tuple[float, float]) -> tuple[Neighbour, ...]:
    """Earlier visits in a row, the latest first: each so far and so long before the next."""
    metres, seconds, visits = 0.0, 0.0, []
    for way, took in legs:
        metres, seconds = metres + way, seconds + took
        visits.append(been(metres, seconds))
    return tuple(visits)


def gaps(*seconds: float, way: float = 500) -> tuple[Neighbour, ...]:
    return trail(*((way, gap) for gap in seconds))


EXACT = at(1, accuracy_m=0.1)


@pytest.mark.parametrize(
    ("legs", "needed"),
    [
        # 10 km at 200 km/h are 180 s, and 30 s to check in.
        ([(10_000, 210), (10_000, 210)], None),
        ([(10_000, 210), (10_000, 209)], 420),
        ([(10_000, 60)], None),
        # By train at 350 km/h; 500 km by air are 2,000 s and half an hour on the ground.
        ([(101_000, 1_069), (101_000, 1_069)], None),
        ([(101_000, 1_069), (101_000, 1_065)], 2_138),
        ([(500_000, 3_830), (500_000, 3_830)], None),
        ([(500_000, 3_830), (500_000, 3_828)], 7_660),
        # Neighbouring places from one bench, as fast as one can tap.
        ([(0, 3), (0, 3), (0, 3)], None),
        # Only the last two legs count.
        ([(100, 600), (100, 600), (10_000, 1)], None),
    ],
)
def test_the_pace_through_the_last_places(
    legs: list[tuple[float, float]], needed: int | None
) -> None:
    found = situation(fix=EXACT, trail=trail(*legs))
    took = round(sum(seconds for _way, seconds in legs))
    assert said(found, ROUND) == (None if needed is None else (needed, took, "pace"))
    assert (status(found) == "unverified") == (needed is not None)


def test_no_code_helps_against_a_pace_that_nobody_has() -> None:
    hasty = trail((10_000, 100), (10_000, 100))
    for code in (PRINTED, ROTATING):
        assert status(situation(fix=None, code=code, trail=hasty)) == "unverified"
        assert status(situation(fix=EXACT, code=code, trail=hasty)) == "unverified"


@pytest.mark.parametrize(
    ("seconds", "equal"),
    [
        ([900, 900, 900], None),
        ([900, 900, 900, 900], 4),
        ([900, 903, 897, 900], 4),
        ([900, 904, 900, 900], None),
        ([900, 20_000, 900, 3_600, 900, 900], 4),
        ([600, 600, 600, 600], 4),
        ([599, 599, 599, 599], None),
        ([599, 599, 599, 599, 599], 5),
        ([60, 60, 60, 60, 60], 5),
        ([59, 59, 59, 59, 59, 59], None),
        ([900, 1_500, 700, 2_400, 1_100, 3_000], None),
    ],
)
def test_the_rhythm_of_a_script(seconds: list[float], equal: int | None) -> None:
    found = situation(trail=gaps(*seconds))
    limit = 3 if seconds[0] >= 600 else 4
    assert said(found, ROUND) == (None if equal is None else (equal, limit, "rhythm"))
    assert status(found) == ("verified" if equal is None else "unverified")


def test_an_app_that_keeps_whole_minutes_is_not_a_script() -> None:
    whole = timedelta(seconds=NOON.second)
    visits = tuple(
        replace(one, captured_at=one.captured_at - whole) for one in gaps(900, 900, 900, 900)
    )
    found = situation(trail=visits, captured_at=NOON - whole)
    assert status(found) == "verified"
    assert status(replace(found, captured_at=NOON - whole + timedelta(seconds=1))) == "unverified"


@pytest.mark.parametrize(
    ("here", "before", "apart", "on_pin"),
    [
        (3, [3, 3, 3], 500, 4),
        (3.4, [3, 0, 1.5], 500, 4),
        (4, [3, 3, 3], 500, None),
        (3, [3, 3], 500, None),
        (3, [3, 3, 3.1], 500, None),
        (3, [3, None, 3, 3], 500, None),
        (3, [3, 3, 4, 3, 3], 500, None),
        # At home there is always the same pin.
        (3, [3, 3, 3, 3, 3], 0, None),
    ],
)
def test_nobody_stands_on_pin_after_pin(
    here: float, before: list[float | None], apart: float, on_pin: int | None
) -> None:
    irregular = [1_000, 2_500, 1_700, 4_000, 1_300]
    visits = tuple(
        replace(one, distance_m=metres)
        for one, metres in zip(gaps(*irregular[: len(before)], way=apart), before, strict=True)
    )
    found = situation(fix=at(here, accuracy_m=4), trail=visits)
    assert said(found, ROUND) == (None if on_pin is None else (on_pin, 3, "pinned"))
    assert status(found) == ("verified" if on_pin is None else "unverified")


FAST = {"previous": been(35_100, 360)}
TWICE = {"same_coordinates": 2}
FIFTH = {"company": among(device_here=4)}
MUTE, STALE = {"accuracy_m": None}, {"fix_age_s": 121}


@pytest.mark.parametrize(
    ("metres", "phone", "conduct", "weight"),
    [
        (42, {}, {}, None),
        (150, MUTE | STALE, {}, None),  # a bad phone in a bad valley: three signs, and probable
        (42, {}, FAST, None),
        (42, {}, TWICE, None),
        (42, {}, FIFTH, None),
        (42, MUTE, TWICE, None),
        (42, STALE, FIFTH, None),
        (42, MUTE | STALE, TWICE, 4),
        (150, MUTE, TWICE, 4),
        (42, {}, FAST | TWICE, 4),
        (42, {}, TWICE | FIFTH, 4),
        (150, MUTE | STALE, FAST | TWICE | FIFTH, 9),
    ],
)
def test_weak_signs_together(metres: float, phone: Any, conduct: Any, weight: int | None) -> None:
    found = situation(fix=at(metres, **phone), **conduct)
    assert said(found, TOGETHER) == (None if weight is None else (weight, 3, ""))
    assert (status(found) == "unverified") == (weight is not None)
    if weight:
        assert status(replace(found, code=PRINTED)) == "probable"


def test_a_rough_pin_is_no_weak_sign_of_the_visitor() -> None:
    found = situation(APPROXIMATE, fix=at(42, **MUTE), **TWICE)
    assert status(found) == "probable"
