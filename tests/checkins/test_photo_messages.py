"""Every refusal of a photo has words in three languages, with the numbers in them."""

import re
from typing import Any

import pytest
from django.utils import translation

from checkins.picture_header import BadPicture, Fault
from checkins.services import photo_refusals
from tourmap.api.problems import KINDS, Code

CHINESE = re.compile(r"[\u4e00-\u9fff]")
REFUSALS: dict[str, Any] = {
    **{
        fault.value: lambda fault=fault: photo_refusals.bad_picture(BadPicture(fault, 26_000_000))
        for fault in Fault
    },
    "nothing known": lambda: photo_refusals.not_a_picture(""),
    "too large": lambda: photo_refusals.too_large(10_485_760),
    "too many": lambda: photo_refusals.too_many(6),
    "no consent": lambda: photo_refusals.no_consent("publish_photos", "2026-11"),
}


def told(name: str, language: str) -> str:
    with translation.override(language):
        return str(REFUSALS[name]().detail)


@pytest.mark.parametrize("name", REFUSALS)
def test_every_refusal_is_told_in_three_languages(name: str) -> None:
    english, hans, hant = (told(name, language) for language in ("en", "zh-hans", "zh-hant"))
    assert not CHINESE.search(english)
    assert CHINESE.search(hans)
    assert CHINESE.search(hant)
    assert "%(" not in english + hans + hant


def test_the_refusal_says_the_number_the_limit_and_the_next_step() -> None:
    assert told("too_many_pixels", "en") == (
        "Expected at most 25 megapixels; got 26.0. Make the picture smaller, then send it."
    )
    assert told("too_many_pixels", "zh-hans") == (
        "最多允许 25 百万像素，而这张图片有 26.0 百万像素。请缩小图片后再发送。"
    )
    assert told("too large", "zh-hant") == "照片不得超過 10 MB。請縮小後再傳送。"


@pytest.mark.parametrize("code", [Code.PHOTO_LIMIT, Code.INVALID_IMAGE, Code.ID_REUSED])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_titles_are_translated(code: Code, language: str) -> None:
    with translation.override(language):
        assert CHINESE.search(str(KINDS[code].title))
