"""The reader's language: the address, then the header; the answer says which."""

import pytest
from rest_framework.test import APIClient

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "header", "name", "lang"),
    [
        ("", None, "街区", "zh-Hans"),
        ("", "en-GB,en;q=0.9", "Street", "en"),
        ("", "zh-TW", "街區", "zh-Hant"),
        ("", "zh-HK,en;q=0.5", "街區", "zh-Hant"),
        ("", "zh-CN", "街区", "zh-Hans"),
        ("", "fr", "Street", "en"),
        ("?lang=zh-Hant", "en", "街區", "zh-Hant"),
        ("?lang=en", "zh-CN", "Street", "en"),
    ],
)
def test_names_come_in_the_readers_language(
    api: APIClient, query: str, header: str | None, name: str, lang: str
) -> None:
    make.location()
    headers = {"Accept-Language": header} if header else {}
    answer = api.get(f"/api/v1/kinds/{query}", headers=headers)
    word = answer.json()["results"][0]
    assert (word["name"], word["name_lang"]) == (name, lang)
    assert answer["Content-Language"] == lang
    assert "Accept-Language" in answer["Vary"]
    assert "Set-Cookie" not in answer
