"""Codes on the desk: seen by the bureau of the place, replaced with a confirmation, never leaked."""

import logging
import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from checkins import site_codes
from checkins.models import PrintedCode, RotatingKey
from locations.models import Location
from tests import make
from tests.admin_doors import desk


@pytest.fixture
def place(editor_a: User, editor_b: User) -> Location:
    return make.location("qinglong", name_hans="青龙老街")


@pytest.fixture
def client(editor_a: User) -> Client:
    return desk(editor_a)


def codes_page(place: Location) -> str:
    return f"/admin/locations/location/{place.pk}/codes/"


def test_a_place_begins_without_codes_and_gets_them(client: Client, place: Location) -> None:
    url = codes_page(place)
    form = client.get(f"/admin/locations/location/{place.pk}/change/").content.decode()
    assert f'href="{url}"' in form
    page = client.get(url).content.decode()
    assert "此地还没有海报打卡码。" in page
    assert "此地还没有屏幕页。" in page
    for kind in ("printed", "rotating"):
        assert client.post(url, {"replace": kind}).status_code == 302
    page = client.get(url).content.decode()
    code = PrintedCode.objects.get()
    assert code.grouped in page
    assert f"http://testserver/c/{code.value}/" in page
    assert 'src="data:image/svg+xml' in page
    token = site_codes.display_token(RotatingKey.objects.get())
    assert f'href="/display/{token}/"' in page


def test_replacing_keeps_who_and_when(client: Client, place: Location, editor_a: User) -> None:
    url = codes_page(place)
    client.post(url, {"replace": "printed"})
    old = PrintedCode.objects.get()
    page = client.get(url).content.decode()
    assert page.index("现场现有的海报会立即失效") < page.index("确认更换")
    client.post(url, {"replace": "printed"})
    old.refresh_from_db()
    assert old.replaced_by == editor_a
    assert old.replaced_at is not None
    page = client.get(url).content.decode()
    assert "已更换" in page
    assert old.grouped not in page
    assert client.get(f"/c/{old.value}/").status_code == 410
    history = client.get(f"/admin/locations/location/{place.pk}/history/").content.decode()
    assert "新的海报打卡码已启用" in history
    assert old.value not in history


def test_a_new_key_ends_the_screens_of_the_old_one(client: Client, place: Location) -> None:
    client.post(codes_page(place), {"replace": "rotating"})
    screen = f"/display/{site_codes.display_token(RotatingKey.objects.get())}/"
    assert client.get(screen).status_code == 200
    client.post(codes_page(place), {"replace": "rotating"})
    assert client.get(screen).status_code == 404
    assert client.get(f"{screen}code.json").status_code == 404


@pytest.mark.parametrize("act", ["", "printed_code", "all"])
def test_an_unknown_act_is_refused(client: Client, place: Location, act: str) -> None:
    assert client.post(codes_page(place), {"replace": act}).status_code == 400
    assert PrintedCode.objects.count() == 0


def test_a_form_from_another_site_replaces_nothing(editor_a: User, place: Location) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor_a)
    assert strict.post(codes_page(place), {"replace": "printed"}).status_code == 403
    assert PrintedCode.objects.count() == 0


def test_a_foreign_bureau_gets_nothing(editor_b: User, place: Location) -> None:
    foreign = desk(editor_b)
    for answer in (
        foreign.get(codes_page(place)),
        foreign.post(codes_page(place), {"replace": "printed"}),
        foreign.post(codes_page(place), {"replace": "rotating"}),
    ):
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert PrintedCode.objects.count() == RotatingKey.objects.count() == 0


def test_a_place_hidden_from_visitors_has_no_screen(client: Client, place: Location) -> None:
    client.post(codes_page(place), {"replace": "rotating"})
    Location.objects.update(is_published=False)
    assert "屏幕页不显示内容" in client.get(codes_page(place)).content.decode()
    screen = f"/display/{site_codes.display_token(RotatingKey.objects.get())}/"
    assert client.get(screen).status_code == 404


def test_no_key_or_code_of_the_screen_is_in_page_or_log(
    client: Client, place: Location, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(codes_page(place), {"replace": "rotating"})
        key = RotatingKey.objects.get()
        pages = [
            client.get(codes_page(place)).content.decode(),
            client.get(f"/admin/locations/location/{place.pk}/change/").content.decode(),
        ]
        client.get(f"/display/{site_codes.display_token(key)}/code.json")
    now = site_codes.shown_at(key, timezone.now()).code
    secrets = {now, bytes(key.seed).hex(), key.key.hex()}
    logged = re.sub(r"\(\d[^\n]*INSERT[^\n]*", "", caplog.text)  # what the store is told
    for secret in secrets:
        assert all(secret not in page for page in pages)
        assert secret not in logged
