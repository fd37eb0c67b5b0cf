"""The arithmetic of codes: as they are made, typed and compared."""

from datetime import UTC, datetime, timedelta

import pytest

from checkins import site_code

KEY = bytes(range(32))


def test_a_printed_code_can_be_copied_by_hand_and_not_be_guessed() -> None:
    made = {site_code.new_printed_code() for _ in range(200)}
    assert len(made) == 200
    assert {len(code) for code in made} == {12}
    assert set("".join(made)) <= set(site_code.ALPHABET)
    assert set("ILOU").isdisjoint(site_code.ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "ABCD-1230-XYZ9",
        "abcd 1230 xyz9",
        "ABCDI23OXYZ9",
        "abcd-l23o-xyz9",
        "ＡＢＣＤ－１２３０－ＸＹＺ９",
        " abcd1230xyz9\t",
        "https://example.org/c/ABCD1230XYZ9/",
        "https://example.org/c/abcd-1230-xyz9/?lang=en#top",
    ],
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert site_code.read(typed) == "ABCD1230XYZ9"


def test_a_code_is_shown_in_groups() -> None:
    assert site_code.grouped("ABCD1230XYZ9") == "ABCD-1230-XYZ9"


def test_the_rotating_code_is_a_given_function_of_key_place_and_step() -> None:
    """A literal: another value would break every screen whose page is open during an update."""
    assert site_code.rotating_code(KEY, 7, 58_000_000) == "8014QW08XEX85Q32"
    others = {
        site_code.rotating_code(KEY, 8, 58_000_000),
        site_code.rotating_code(KEY, 7, 58_000_001),
        site_code.rotating_code(KEY[::-1], 7, 58_000_000),
    }
    assert len(others) == 3
    assert {len(code) * 5 for code in others} == {80}


def test_a_step_lasts_half_a_minute() -> None:
    noon = datetime(2026, 11, 23, 4, tzinfo=UTC)
    first = site_code.step_of(noon)
    seconds = [-0.000_001, 0, 29.999_999, 30]
    steps = [site_code.step_of(noon + timedelta(seconds=each)) - first for each in seconds]
    assert steps == [-1, 0, 0, 1]


@pytest.mark.parametrize(("away", "found"), [(0, True), (-20, True), (20, True), (21, False)])
def test_a_code_is_recognised_around_its_time(away: int, found: bool) -> None:
    code = site_code.rotating_code(KEY, 7, 1_000)
    step = site_code.step_shown(code, KEY, 7, 1_000 + away)
    assert step == (1_000 if found else None)
    assert site_code.step_shown(code, KEY, 8, 1_000) is None


def test_anything_typed_can_be_compared() -> None:
    assert not site_code.same("打卡", "ABCD")
    assert site_code.read("🏯/c/") == "C"
