"""The poster's page and the screen's, as they are served."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from checkins import site_codes
from checkins.models import PrintedCode, RotatingKey
from checkins.services import replace_printed_code, replace_rotating_key
from tests import make


@pytest.fixture
def poster(editor_a: User) -> PrintedCode:
    place = make.location("gate", name_hans="青龙老街", name_en="Old Street")
    return replace_printed_code(location=place, by=editor_a, now=timezone.now())


@pytest.fixture
def key(poster: PrintedCode, editor_a: User) -> RotatingKey:
    return replace_rotating_key(location=poster.location, by=editor_a, now=timezone.now())


def get(client: Client, path: str, lang: str = "zh-CN") -> Any:
    return client.get(path, headers={"Accept-Language": lang})


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh-CN", ["用我的位置打卡", "打卡需要启用 JavaScript", "保留 30 天后删除"]),
        ("zh-TW", ["用我的位置打卡", "打卡需要啟用 JavaScript", "保留 30 天後刪除"]),
        ("en", ["Check in with my position", "needs JavaScript", "kept for 30 days"]),
    ],
)
def test_a_poster_opens_its_place(
    client: Client, poster: PrintedCode, lang: str, words: list[str]
) -> None:
    answer = get(client, f"/c/{poster.value}/", lang)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(each in page for each in words)
    assert '"location": "gate"' in page


def test_a_code_is_taken_as_it_was_typed(client: Client, poster: PrintedCode) -> None:
    assert get(client, f"/c/{poster.grouped.lower()}/").status_code == 200


def test_pages_that_open_something_are_kept_to_themselves(
    client: Client, poster: PrintedCode, key: RotatingKey
) -> None:
    screen = f"/display/{site_codes.display_token(key)}/"
    for path in (f"/c/{poster.value}/", screen, f"{screen}code.json"):
        answer = get(client, path)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
        assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_a_replaced_poster_says_so_and_shows_no_form(
    client: Client, poster: PrintedCode, editor_a: User
) -> None:
    new = replace_printed_code(location=poster.location, by=editor_a, now=timezone.now())
    answer = get(client, f"/c/{poster.value}/")
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "这张海报已失效" in page
    assert "data-form" not in page
    assert new.value not in page


@pytest.mark.parametrize("code", ["AAAAAAAAAAAA", "x", "%00", "青龙", "{{7*7}}"])
def test_an_unknown_code_opens_nothing(client: Client, poster: PrintedCode, code: str) -> None:
    assert get(client, f"/c/{code}/").status_code == 404


def test_the_poster_of_a_hidden_place_opens_nothing(client: Client, poster: PrintedCode) -> None:
    type(poster.location).objects.update(is_published=False)
    assert get(client, f"/c/{poster.value}/").status_code == 404


def test_the_screen_shows_the_code_of_now(
    client: Client, key: RotatingKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        site_codes, "shown_at", lambda _key, _now: site_codes.Shown("ABCDEFGH23456789", 12.34)
    )
    screen = f"/display/{site_codes.display_token(key)}/"
    page = get(client, screen).content.decode()
    assert "ABCD-EFGH-2345-6789" in page
    assert 'data-left="12.3"' in page
    assert len(re.findall(r'src="data:image/svg', page)) == 2  # page and app
    told = get(client, f"{screen}code.json").json()
    assert (told["code"], told["seconds_left"]) == ("ABCD-EFGH-2345-6789", 12.3)
    assert told["picture"].startswith("data:image/svg+xml")


def test_the_code_of_now_lasts_to_the_end_of_its_step(key: RotatingKey) -> None:
    now = timezone.now()
    shown = site_codes.shown_at(key, now)
    assert 0 < shown.seconds_left <= 30
    assert (len(shown.code), shown.code.isalnum()) == (16, True)


def test_a_token_cannot_be_made_up(client: Client, key: RotatingKey) -> None:
    good = site_codes.display_token(key)
    assert len(good.partition(":")[2]) >= 43
    for token in (str(key.pk), f"{key.pk}:x", good[:-1], f"{key.pk + 1}:{good.partition(':')[2]}"):
        assert get(client, f"/display/{token}/").status_code == 404
        assert get(client, f"/display/{token}/code.json").status_code == 404
