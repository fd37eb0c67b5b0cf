"""A poster's page and a place's screen in Chromium, with every way a position can come or not."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Consent, Traveller
from checkins import site_codes
from checkins.models import CheckIn, PrintedCode, RotatingKey
from checkins.services import replace_printed_code, replace_rotating_key
from checkins.site_code import grouped
from locations.models import Location
from tests import make
from tests.browser.watching import DESK, PHONE
from tests.checkins.visits import GATE, fix
from tests.maps.payloads import PAYLOADS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = {"latitude": GATE.lat + 0.0002, "longitude": GATE.lng, "accuracy": 12}
GRANTED: dict[str, Any] = {"permissions": ["geolocation"], "geolocation": HERE}


@pytest.fixture
def poster(transactional_db: None) -> PrintedCode:
    place = make.location(
        "gate", name_hans="青龙老街", name_en="Qinglong Old Street", etiquette_hans="请勿进院"
    )
    editor = make.editor("editor", make.bureau("meishan", make.meishan()))
    return replace_printed_code(location=place, by=editor, now=timezone.now())


@pytest.fixture
def key(poster: PrintedCode) -> RotatingKey:
    by = poster.made_by
    assert by
    return replace_rotating_key(location=poster.location, by=by, now=timezone.now())


def page_of(poster: PrintedCode) -> str:
    return f"/c/{poster.value}/"


def check_in(page: Page, button: str = "用我的位置打卡") -> None:
    page.get_by_role("button", name=button).click()


def answered(page: Page, heading: str) -> None:
    expect(page.locator("[data-answer] h2")).to_have_text(heading)


def test_with_a_position_the_visit_is_certain(open_page: Any, poster: PrintedCode) -> None:
    page, watch = open_page(page_of(poster), **GRANTED)
    expect(page.get_by_text("请勿进院")).to_be_visible()
    assert (Traveller.objects.count(), Consent.objects.count()) == (0, 0)
    check_in(page)
    answered(page, "打卡成功")
    answer = page.locator("[data-answer]")
    expect(answer).to_contain_text("到访已确认，计入打卡。")
    expect(answer).to_contain_text("首次到访")
    expect(answer).to_contain_text("现场海报上的打卡码正确。")
    expect(page.locator(".stamp")).to_be_visible()
    row = CheckIn.objects.get()
    assert (row.status, row.counted, row.datum) == ("verified", True, "wgs84")
    assert Consent.objects.get().purpose == "precise_position"
    watch.assert_clean()


def test_the_browser_stays_the_same_guest(open_page: Any, poster: PrintedCode) -> None:
    page, watch = open_page(page_of(poster), **GRANTED)
    for told in ("到访已确认", "您今天已在此地打过卡。"):
        check_in(page)
        expect(page.locator("[data-answer]")).to_contain_text(told)
        page.reload()
    assert Traveller.objects.count() == 1
    watch.assert_clean()


def test_without_a_permission_the_code_alone_works(open_page: Any, poster: PrintedCode) -> None:
    page, watch = open_page(page_of(poster))
    check_in(page)
    expect(page.locator("[data-status]")).to_contain_text("浏览器未获准使用您的位置")
    expect(page.get_by_role("button", name="只用打卡码打卡")).to_be_focused()
    assert Traveller.objects.count() == 0
    page.keyboard.press("Enter")
    answered(page, "打卡成功")
    expect(page.locator("[data-answer]")).to_contain_text("到访基本可信，计入打卡。")
    row = CheckIn.objects.get()
    assert (row.status, row.counted, row.lat) == ("probable", True, None)
    assert Consent.objects.count() == 0
    watch.assert_clean()


def test_an_inaccurate_position_is_told_and_lifted_by_the_code(
    open_page: Any, poster: PrintedCode
) -> None:
    coarse = GRANTED | {"geolocation": HERE | {"accuracy": 2_500}}
    page, watch = open_page(page_of(poster), **coarse)
    check_in(page)
    answered(page, "打卡成功")
    expect(page.locator(".checks .failed")).to_contain_text("2.5")
    assert CheckIn.objects.get().status == "verified"
    watch.assert_clean()


def test_a_position_far_away_is_told_and_probable_by_the_code(
    open_page: Any, poster: PrintedCode
) -> None:
    there = fix(1_500).point
    far = GRANTED | {"geolocation": HERE | {"latitude": there.lat, "longitude": there.lng}}
    page, watch = open_page(page_of(poster), **far)
    check_in(page)
    answered(page, "打卡成功")
    expect(page.locator(".checks .failed").first).to_contain_text("1.5")
    assert CheckIn.objects.get().status == "probable"
    watch.assert_clean()


@pytest.mark.parametrize("typed", [True, False], ids=["right", "wrong"])
def test_the_code_of_the_screen_makes_it_certain(
    open_page: Any, poster: PrintedCode, key: RotatingKey, typed: bool
) -> None:
    page, watch = open_page(page_of(poster))
    now = site_codes.shown_at(key, timezone.now()).code
    page.get_by_label("屏幕上的打卡码").fill(grouped(now).lower() if typed else "0000-0000-0000")
    check_in(page, "只用打卡码打卡")
    answered(page, "打卡成功")
    assert CheckIn.objects.get().status == ("verified" if typed else "probable")
    watch.assert_clean()


def test_a_lost_connection_loses_nothing(open_page: Any, poster: PrintedCode) -> None:
    page, _watch = open_page(page_of(poster))
    page.context.set_offline(True)
    check_in(page, "只用打卡码打卡")
    expect(page.locator("[data-status]")).to_contain_text("暂时无法连接本站")
    page.context.set_offline(False)
    page.get_by_role("button", name="重新发送").click()
    answered(page, "打卡成功")
    assert CheckIn.objects.count() == 1


def test_a_token_that_ended_makes_a_new_guest(open_page: Any, poster: PrintedCode) -> None:
    page, _watch = open_page(page_of(poster), **GRANTED)
    page.evaluate("localStorage.setItem('tourmap.guest', 'f'.repeat(64))")
    check_in(page)
    answered(page, "打卡成功")
    assert Traveller.objects.count() == 1


def test_a_closed_place_says_why(open_page: Any, poster: PrintedCode) -> None:
    Location.objects.update(check_ins_stopped=True)
    page, _watch = open_page(page_of(poster))
    check_in(page, "只用打卡码打卡")
    answered(page, "未能打卡")
    expect(page.locator("[data-answer]")).to_contain_text("请勿进院")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en-GB"])
def test_pages_are_quiet_at_every_size_and_in_every_language(
    open_page: Any, poster: PrintedCode, key: RotatingKey, language: str, size: Any
) -> None:
    for path in (page_of(poster), f"/display/{site_codes.display_token(key)}/"):
        page, watch = open_page(path, size, locale=language, color_scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        watch.assert_clean()


def test_the_screen_turns_and_ends_with_its_key(
    open_page: Any, poster: PrintedCode, key: RotatingKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = iter([site_codes.Shown("A" * 16, 1.0), site_codes.Shown("B" * 16, 2.0)])
    monkeypatch.setattr(site_codes, "shown_at", lambda _key, _now: next(shown))
    page, watch = open_page(f"/display/{site_codes.display_token(key)}/", DESK)
    code = page.locator("[data-code]")
    expect(code).to_have_text("BBBB-BBBB-BBBB-BBBB")
    watch.assert_clean()
    RotatingKey.objects.update(replaced_at=timezone.now())
    expect(page.locator("[data-note]")).to_contain_text("此屏幕页已更换")
    expect(code).to_have_text("····-····-····-····")


def test_the_screen_hides_its_code_while_it_cannot_be_renewed(
    open_page: Any, key: RotatingKey
) -> None:
    page, _watch = open_page(f"/display/{site_codes.display_token(key)}/", DESK)
    page.context.set_offline(True)
    page.evaluate("next()")
    expect(page.locator("[data-note]")).to_contain_text("网络已断开")
    expect(page.locator("[data-code]")).to_have_text("····-····-····-····")
    page.context.set_offline(False)
    expect(page.locator("[data-code]")).to_have_text(re.compile(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}"))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=list(PAYLOADS))
def test_typed_texts_stay_texts(
    open_page: Any, poster: PrintedCode, key: RotatingKey, payload: str
) -> None:
    Location.objects.update(name_hans=payload, etiquette_hans=payload, check_ins_stopped=True)
    page, _watch = open_page(page_of(poster))
    expect(page.get_by_role("heading", level=1)).to_have_text(payload)
    check_in(page, "只用打卡码打卡")
    expect(page.locator("[data-answer] .quiet")).to_have_text(payload)
    assert page.evaluate("window.ran") is None
    screen, watch = open_page(f"/display/{site_codes.display_token(key)}/")
    expect(screen.get_by_role("heading", level=1)).to_have_text(payload)
    assert screen.evaluate("window.ran") is None
    watch.assert_clean()


def keep(page: Page, button: str, name: str, *, old_enough: bool = True) -> None:
    page.get_by_text("在其他设备上保留印章").click()
    page.get_by_label("账号名").fill(name)
    page.get_by_label("密码").fill(make.PASSWORD)
    page.get_by_label("我已满 14 周岁").set_checked(old_enough)
    page.get_by_role("button", name=button).click()


def test_a_guest_keeps_her_stamps_as_an_account(open_page: Any, poster: PrintedCode) -> None:
    page, watch = open_page(page_of(poster), **GRANTED)
    check_in(page)
    keep(page, "注册账号", "xiaolin")
    expect(page.locator("[data-kept]")).to_contain_text("xiaolin")
    expect(page.locator("[data-guest]")).to_be_hidden()
    person = Traveller.objects.get()
    assert (person.kind, person.user.username) == ("account", "xiaolin")
    assert person.stamps.count() == 1
    watch.assert_clean()


def test_signing_in_later_folds_the_guest_of_this_browser_in(
    open_page: Any, poster: PrintedCode
) -> None:
    account = make.account("xiaolin")
    page, watch = open_page(page_of(poster), **GRANTED)
    check_in(page)
    keep(page, "登录已有账号", "xiaolin", old_enough=False)
    expect(page.locator("[data-kept]")).to_contain_text("xiaolin")
    assert Traveller.objects.get() == account
    assert account.stamps.count() == 1
    page.reload()
    check_in(page)
    expect(page.locator("[data-answer]")).to_contain_text("您今天已在此地打过卡。")
    expect(page.locator("[data-keep]")).to_be_hidden()
    assert Traveller.objects.count() == 1
    watch.assert_clean()


def test_a_refused_account_says_why(open_page: Any, poster: PrintedCode) -> None:
    page, watch = open_page(page_of(poster), **GRANTED)
    check_in(page)
    keep(page, "注册账号", "xiaolin", old_enough=False)
    expect(page.locator("[data-kept]")).to_contain_text("监护人")
    assert Traveller.objects.get().kind == "guest"
    # Chromium itself notes the refused request, and nothing else.
    assert [error for error in watch.errors if "400 (Bad Request)" not in error] == []
