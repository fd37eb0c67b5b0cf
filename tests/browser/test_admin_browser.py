"""An editor's way through the desk in a real browser, on a desk and on a phone."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from accounts.models import Traveller, User
from checkins.models import CheckIn
from locations.models import Location
from tests import make
from tests.browser.watching import TILE
from tests.checkins.test_admin import kept_visit
from tourmap.geo import LatLng

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Visit:
    """A page with everything that went wrong on it and every host it asked."""

    def __init__(self, page: Page, *, tiles: bool) -> None:
        self.page = page
        self.faults: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        for origin in settings.MAP_TILE_ORIGINS:
            page.route(f"{origin}/**", self._tile if tiles else lambda route: route.abort())

    def _heard(self, message: Any) -> None:
        lost_tile = "net::ERR_FAILED" in message.text
        if message.type in {"error", "warning"} and not lost_tile:
            self.faults.append(message.text)

    def _tile(self, route: Route) -> None:
        route.fulfill(body=TILE, content_type="image/png")


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desk", "phone"])
def visit(request: Any, chromium: Browser, live_server: Any) -> Iterator[Visit]:
    width, height = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        base_url=live_server.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=width < 500,
    )
    yield Visit(context.new_page(), tiles=True)
    context.close()


@pytest.fixture
def place(transactional_db: None, editor_a: User) -> Location:
    return make.location(
        "qinglong",
        name_hans="青龙老街",
        pin_quality="area",
        pin_accuracy_m=300,
        lat=30.31,
        lng=103.86,
    )


def sign_in(page: Page, username: str) -> None:
    page.goto("/admin/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(f"{username}-pass")
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_title("工作台 | tourmap")


def pin_of(page: Page) -> LatLng:
    lat, lng = page.locator("#id_lat").input_value(), page.locator("#id_lng").input_value()
    return LatLng.of(float(lat), float(lng))


def drag_pin(page: Page, right: int, down: int) -> None:
    page.locator(".pin-map__canvas").scroll_into_view_if_needed()
    page.locator(".pin-map__canvas").evaluate("map => map.scrollIntoView({block: 'center'})")
    box = page.locator(".pin-map__pin").bounding_box()
    assert box is not None
    x, y = box["x"] + 20, box["y"] + 15
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2, steps=4)
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()


def test_an_editor_surveys_a_pin(
    visit: Visit, place: Location, traveller: Traveller, live_server: Any
) -> None:
    kept = kept_visit(place, traveller, lat=30.321834, lng=103.862912)
    page = visit.page
    sign_in(page, "editor-a")

    page.get_by_role("link", name="待勘定点位 1").click()
    page.get_by_role("link", name="青龙老街").click()
    expect(page.locator(".pin-map__pin")).to_be_visible()

    before = pin_of(page)
    drag_pin(page, 60, 0)
    moved = pin_of(page)
    assert moved.lng > before.lng
    assert before.distance_m(moved) > 20
    expect(page.locator(".pin-map__note")).to_contain_text("尚未保存")

    page.locator("#id_paste").fill("103.865, 30.319")
    page.locator("#id_paste_datum").select_option("gcj02")
    page.get_by_role("button", name="换算并移动点位").click()
    expect(page.locator("#id_lat")).to_have_value("30.321834")
    expect(page.locator("#id_lng")).to_have_value("103.862912")
    expect(page.locator(".pin-map__note")).to_contain_text("您粘贴的是经度在前")

    page.locator(".pin-map").get_by_role("button", name="勘定此点位").click()
    expect(page.get_by_text("点位已勘定。")).to_be_visible()
    expect(page.get_by_text("已重新判定 1 次留存的打卡，其中 1 次现已计入。")).to_be_visible()

    surveyed = Location.objects.get()
    assert (surveyed.pin_quality, surveyed.lat, surveyed.lng) == (
        *("surveyed", 30.321834, 103.862912),
    )
    assert CheckIn.objects.get(pk=kept.pk).counted
    assert visit.faults == []
    assert visit.hosts <= {urlsplit(live_server.url).netloc, "tile.openstreetmap.org"}


def test_the_pin_moves_by_tap_and_by_key(visit: Visit, place: Location) -> None:
    page = visit.page
    sign_in(page, "editor-a")
    page.goto(f"/admin/locations/location/{place.pk}/change/")
    page.locator(".pin-map__canvas").click(position={"x": 60, "y": 60})
    tapped = pin_of(page)
    assert (tapped.lat > 30.31, tapped.lng < 103.86) == (True, True)
    page.locator(".pin-map__pin").focus()
    page.keyboard.press("ArrowUp")
    assert pin_of(page).distance_m(tapped) == pytest.approx(1.1, abs=0.2)
    assert visit.faults == []


def test_the_map_is_of_use_without_tiles(visit: Visit, place: Location) -> None:
    page = visit.page
    page.unroute_all()
    for origin in settings.MAP_TILE_ORIGINS:
        page.route(f"{origin}/**", lambda route: route.abort())
    sign_in(page, "editor-a")
    page.goto(f"/admin/locations/location/{place.pk}/change/")
    expect(page.locator(".pin-map__note")).to_contain_text("底图暂时无法连接")
    expect(page.locator(".pin-map__degree").first).to_be_attached()
    assert visit.faults == []


def test_pasted_nonsense_is_told_and_moves_nothing(visit: Visit, place: Location) -> None:
    page = visit.page
    sign_in(page, "editor-a")
    page.goto(f"/admin/locations/location/{place.pk}/change/")
    page.locator("#id_paste").fill("青龙老街")
    page.keyboard.press("Enter")
    expect(page.locator(".pin-map__note")).to_have_text("请填两个数字，例如 30.6437,104.0446。")
    assert pin_of(page) == LatLng.of(30.31, 103.86)
    # The refusal itself is an answer with status 400, which Chromium notes on its console.
    assert [fault for fault in visit.faults if "400" not in fault] == []


def test_every_page_of_the_desk_keeps_its_policy(
    visit: Visit, place: Location, traveller: Traveller, live_server: Any
) -> None:
    kept_visit(place, traveller)
    make.scene(make.drama("jia", title_hans="家里家外"), place)
    page = visit.page
    sign_in(page, "editor-a")
    for path in (
        "locations/location/",
        "locations/location/add/",
        f"locations/location/{place.pk}/history/",
        "locations/scene/",
        "locations/scene/add/",
        "dramas/drama/",
        "checkins/checkin/",
        "password_change/",
    ):
        page.goto(f"/admin/{path}")
        expect(page.locator("#content")).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{path} scrolls sideways"
    assert visit.faults == []
    assert visit.hosts <= {urlsplit(live_server.url).netloc, "tile.openstreetmap.org"}


def test_the_watch_hears_an_inline_script(visit: Visit, live_server: Any) -> None:
    visit.page.goto("/admin/login/")
    visit.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.x = 1'}))"
    )
    assert visit.page.evaluate("window.x") is None
    assert any("Content Security Policy" in fault for fault in visit.faults)
