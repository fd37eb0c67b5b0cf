"""Every check has words in three languages, with the numbers in them."""

import re
from typing import Any

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from accounts.models import Traveller
from checkins import appeal_words, messages, rules
from checkins.models import CheckIn, PrintedCode
from checkins.services.refusals import CLOSED
from checkins.situation import CheckCode
from tests import make
from tests.checkins.visits import NOON, visit

PLACEHOLDER = re.compile(r"%\(\w+\)s")
LANGUAGES = ["zh-hans", "zh-hant"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ALL_WORDS = [*messages._WORDS.values(), *messages._SETTLED.values(), messages._DATUM]


def sentence(**values: Any) -> str:
    check = {"passed": False, "measured": None, "limit": None, "unit": "m", "reason": ""}
    return messages.of_check(check | values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ALL_WORDS)
def test_every_sentence_is_translated_with_the_same_numbers(words: str, language: str) -> None:
    with translation.override(language):
        translated = translation.gettext(words)
    assert CHINESE.search(translated)
    assert sorted(PLACEHOLDER.findall(translated)) == sorted(PLACEHOLDER.findall(words))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", CLOSED)
def test_every_reason_to_be_closed_is_translated(reason: str, language: str) -> None:
    with translation.override(language):
        assert CHINESE.search(str(CLOSED[reason]))


def test_every_rule_has_words() -> None:
    told = {code for code, _passed, _reason in messages._WORDS} | {"datum"}
    assert told == {code.value for code in CheckCode} == {code.value for code in rules.RULES}


@pytest.mark.parametrize(
    ("value", "unit", "english", "hans", "hant"),
    [
        (0, "m", "0 m", "0 米", "0 公尺"),
        (42, "m", "42 m", "42 米", "42 公尺"),
        (999.4, "m", "999 m", "999 米", "999 公尺"),
        (999.6, "m", "1.0 km", "1.0 公里", "1.0 公里"),
        (4_052, "m", "4.1 km", "4.1 公里", "4.1 公里"),
        (1_234_567, "m", "1,235 km", "1,235 公里", "1,235 公里"),
        (3, "s", "3 s", "3 秒", "3 秒"),
        (120, "s", "2 min", "2 分钟", "2 分鐘"),
        (125, "s", "2 min 5 s", "2 分 5 秒", "2 分 5 秒"),
        (7_320, "s", "2 h 2 min", "2 小时 2 分", "2 小時 2 分"),
        (1_250, "km/h", "1,250 km/h", "1,250 公里/小时", "1,250 公里/小時"),
        (3, "visits", "3", "3", "3"),
        (None, "m", "", "", ""),
    ],
)
def test_amounts_are_written_as_people_write_them(
    value: float | None, unit: str, english: str, hans: str, hant: str
) -> None:
    written = []
    for language in ("en", "zh-hans", "zh-hant"):
        with translation.override(language):
            written.append(messages.amount(value, unit))
    assert written == [english, hans, hant]


def test_a_refusal_says_number_limit_and_next_step() -> None:
    far = {"code": "within_radius", "reason": "far", "measured": 4_000, "limit": 138}
    with translation.override("en"):
        assert sentence(**far) == (
            "You are 4.0 km from the place; at most 138 m is accepted. "
            "Go closer to the entrance and check in again."
        )
    with translation.override("zh-hans"):
        assert sentence(**far) == "您距此地 4.0 公里，最多允许 138 米。请走近入口后重新打卡。"


APPEALS = [*appeal_words.NOT_APPEALABLE.values(), *appeal_words._REASONS.values()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [*APPEALS, *appeal_words._NEXT.values()])
def test_every_word_about_an_appeal_is_translated(words: Any, language: str) -> None:
    with translation.override(language):
        assert CHINESE.search(str(words))


@pytest.mark.parametrize(
    ("language", "waits", "accepted"),
    [
        ("en", "judged again when it is", "Your visit is accepted without it."),
        ("zh-hans", "勘定后会自动重新判定", "您的到访不靠位置也已获认可。"),
        ("zh-hant", "勘定後會自動重新判定", "您的到訪不靠位置也已獲認可。"),
    ],
)
@pytest.mark.parametrize("reason", ["area", "none"])
def test_a_visit_that_is_accepted_without_its_pin_waits_for_nothing(
    reason: str, language: str, waits: str, accepted: str
) -> None:
    check = {"code": "pin_quality", "passed": False, "measured": 2_500, "limit": None, "unit": "m"}
    with translation.override(language):
        told = {
            status: messages.of_check(check | {"reason": reason}, status)
            for status in CheckIn.Status.values
        }
    for status in ("unverified", "under_review"):
        assert waits in told[status]
    for status in ("verified", "probable"):
        assert waits not in told[status]
        assert told[status].endswith(accepted)
    assert waits not in told["rejected"]
    assert accepted not in told["rejected"]


@pytest.mark.parametrize("kind", ["area", "none"])
def test_a_code_at_a_place_that_is_not_surveyed_needs_no_survey(
    traveller: Traveller, as_traveller: APIClient, kind: str
) -> None:
    place = make.location(pin_quality=kind, pin_accuracy_m=None if kind == "none" else 2_500)
    poster = PrintedCode.objects.create(location=place, made_at=NOON)
    made = visit(traveller, place, codes=(poster.value,)).check_in
    shown = as_traveller.get(f"/api/v1/me/check-ins/{made.pk}/?lang=en").json()
    told = {check["code"]: check["message"] for check in shown["checks"]}
    assert (shown["counted"], "judged again" in told["pin_quality"]) == (True, False)
    assert told["pin_quality"].endswith("Your visit is accepted without it.")
