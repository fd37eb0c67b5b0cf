"""The pages in Chromium: at phone and desk size nothing is logged, refused, or fetched elsewhere."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.watching import DESK, PHONE, TILES
from tests.maps.payloads import PATHS, PAYLOADS, Typed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _family() -> None:
    drama = make.drama("jia-li-jia-wai", title_hans="家里家外", year=2025)
    area = {"pin_quality": "area", "pin_accuracy_m": 4000}
    street = make.location(
        "qinglong-laojie", name_hans="青龙老街", name_en="", lat=30.315, lng=103.86, **area
    )
    cinema = make.location(
        "qinglong-cinema", name_hans="青龙老电影院", name_en="", kind=make.kind("cinema"), lat=30.3
    )
    slope = make.location("shitizipo", name_hans="石梯子坡", name_en="", pin_quality="none")
    for position, place in enumerate((street, cinema, slope), start=1):
        make.scene(drama, place, position=position, what_hans=f"第{position}场")
    make.trail("family-trail", street, cinema, drama=drama)
    make.location("elsewhere", name_hans="钟鼓楼", name_en="", lat=39.94, lng=116.39)


WALK = [
    "/",
    "/?q=jljw",
    "/dramas/",
    "/map/",
    "/map/?drama=jia-li-jia-wai",
    "/dramas/jia-li-jia-wai/",
    "/locations/qinglong-laojie/",
    "/locations/shitizipo/",
    "/trails/family-trail/",
    "/about/",
]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", WALK)
def test_page_is_quiet_and_keeps_to_itself(open_page: Any, path: str, size: dict[str, int]) -> None:
    _family()
    page, watch = open_page(path, size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    watch.assert_clean()


@pytest.mark.parametrize("language", ["zh-TW", "en-GB"])
def test_page_is_quiet_in_the_dark_and_in_other_languages(open_page: Any, language: str) -> None:
    _family()
    for path in WALK:
        _page, watch = open_page(path, PHONE, locale=language, color_scheme="dark")
        watch.assert_clean()


def test_watch_notices_what_it_is_there_for(open_page: Any) -> None:
    """The negative control: an inline script, a style and a foreign image are all noted."""
    page, watch = open_page("/about/")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = 1";
          const style = document.createElement("style");
          style.textContent = "* { color: red }";
          const image = document.createElement("img");
          image.src = "https://elsewhere.test/pixel.png";
          document.body.append(script, style, image);
          fetch("https://elsewhere.test/").catch(() => {});
          console.error("said");
        }"""
    )
    page.wait_for_timeout(200)
    noted = "\n".join(watch.errors)
    assert [word for word in ("script-src", "style-src", "img-src", "said") if word in noted] == [
        "script-src",
        "style-src",
        "img-src",
        "said",
    ]
    assert page.evaluate("window.ran") is None


def _pins(page: Page) -> list[str]:
    return page.eval_on_selector_all(".pin", "pins => pins.map(p => p.ariaLabel)")


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_typed_text_is_shown_as_typed_and_never_run(open_page: Any, payload: str) -> None:
    Typed(payload).rows()
    for path in [*PATHS, "/map/?kind=street"]:
        page, watch = open_page(path, DESK)
        assert page.evaluate("window.ran") is None, path
        assert payload in page.locator("main").inner_text(), path
        assert "49" not in page.locator("h1").first.inner_text()
        watch.assert_clean()


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("path", ["/map/?kind=street", "/dramas/d/", "/trails/t/"])
def test_popup_shows_typed_text_as_typed(open_page: Any, path: str, payload: str) -> None:
    Typed(payload).rows()
    page, watch = open_page(path, DESK)
    page.locator(".pin").first.dispatch_event("click")
    popup = page.locator(".popup")
    expect(popup.locator("strong")).to_have_text(payload, use_inner_text=False)
    assert popup.locator("p").first.text_content() == payload
    assert popup.locator("img, script").count() == 0
    assert popup.locator("a").get_attribute("href") in {"/locations/here/", "/locations/there/"}
    assert page.evaluate("window.ran") is None
    watch.assert_clean()


def test_map_shows_pins_and_the_list_what_has_none(open_page: Any) -> None:
    _family()
    page, _watch = open_page("/map/?drama=jia-li-jia-wai", DESK)
    assert sorted(_pins(page)) == ["青龙老电影院", "青龙老街"]
    expect(page.locator("[data-place=shitizipo]")).to_contain_text("未上图")
    assert page.locator(".pin.is-area").count() == 1
    assert page.locator("path.area-circle").count() == 1


def test_filter_narrows_list_and_map_without_a_reload_and_back_undoes_it(open_page: Any) -> None:
    _family()
    page, watch = open_page("/map/", DESK)
    page.evaluate("window.stayed = true")
    page.locator("[data-facet=kind] summary").click()
    page.locator("input[name=kind][value=cinema]").check()
    expect(page.locator("[data-place]")).to_have_count(1)
    expect(page.locator(".pin")).to_have_count(1)
    assert "kind=cinema" in page.url
    page.go_back()
    expect(page.locator("[data-place]")).to_have_count(4)
    expect(page.locator("input[name=kind][value=cinema]")).not_to_be_checked()
    assert page.evaluate("window.stayed") is True
    watch.assert_clean()


def test_chip_takes_its_filter_away(open_page: Any) -> None:
    _family()
    page, watch = open_page("/map/?kind=cinema,street&drama=jia-li-jia-wai", DESK)
    page.locator(".chips a").first.click()
    expect(page.locator("[data-place]")).to_have_count(4)
    assert "drama=" not in page.url
    watch.assert_clean()


def test_address_holds_centre_and_zoom(open_page: Any) -> None:
    _family()
    page, _watch = open_page("/map/?c=30.31000,103.86000&z=13", DESK)
    scale = page.locator(".leaflet-control-scale-line").inner_text()
    page.locator(".leaflet-control-zoom-in").click()
    expect(page.locator(".leaflet-control-scale-line")).not_to_have_text(scale)
    page.wait_for_url(re.compile("z=14"))
    assert "c=30.31000%2C103.86000" in page.url


def test_list_and_map_light_up_together(open_page: Any) -> None:
    _family()
    page, _watch = open_page("/map/?drama=jia-li-jia-wai", DESK)
    page.locator("[data-place=qinglong-cinema]").hover()
    lit = page.locator(".pin.is-lit")
    expect(lit).to_have_count(1)
    assert lit.get_attribute("aria-label") == "青龙老电影院"
    page.locator('.pin[aria-label="青龙老街"]').focus()
    expect(page.locator("[data-place=qinglong-laojie]")).to_have_class(re.compile("is-lit"))


def test_pin_opens_with_the_keyboard(open_page: Any) -> None:
    _family()
    page, _watch = open_page("/dramas/jia-li-jia-wai/", DESK)
    page.locator('.pin[aria-label="青龙老街"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(".popup")).to_contain_text("只知大致区域，误差可达 4 公里")


def test_crowd_is_drawn_as_clusters_that_open(open_page: Any) -> None:
    for n in range(90):
        make.location(f"in-chengdu-{n:02}", lat=30.6 + n / 1000, lng=104 + n / 1000)
    page, watch = open_page("/map/", DESK)
    assert page.locator(".cluster b").all_text_contents() == ["90"]
    page.locator(".cluster b").click()
    page.wait_for_url(re.compile("z="))  # the view has moved; its places are asked for
    expect(page.locator(".cluster b")).not_to_have_text(["90"])
    counts = page.locator(".cluster b").all_text_contents()
    assert len(counts) > 1
    assert sum(map(int, counts)) == 90
    watch.assert_clean()


def test_near_me_is_asked_for_on_a_tap_and_rounded(open_page: Any) -> None:
    _family()
    granted = {
        "geolocation": {"latitude": 30.31234567, "longitude": 103.86543210},
        "permissions": ["geolocation"],
    }
    page, watch = open_page("/", PHONE, **granted)
    page.locator("[data-near]").click()
    page.wait_for_url("**/map/?near=30.31,103.87*")
    expect(page.locator("[data-place]").first).to_contain_text("5.1 公里以内")
    expect(page.locator(".me")).to_have_count(1)
    watch.assert_clean()


def test_near_me_says_when_it_is_denied(open_page: Any) -> None:
    page, watch = open_page("/", PHONE)
    page.locator("[data-near]").click()
    expect(page.locator("[data-near-status]")).to_have_text(re.compile("没能取得您的位置"))
    watch.assert_clean()


def test_map_is_useful_when_tiles_fail(open_page: Any) -> None:
    _family()
    page, watch = open_page("/dramas/jia-li-jia-wai/", DESK)
    page.route(TILES + "**", lambda route: route.abort())
    page.reload()
    expect(page.locator(".pin")).to_have_count(2)
    expect(page.locator(".map-notice")).to_have_text(re.compile("底图暂时加载不出来"))
    expect(page.locator("path.graticule").nth(4)).to_be_attached()
    assert sorted(_pins(page)) == ["青龙老电影院", "青龙老街"]
    assert watch.foreign == []


@pytest.mark.parametrize(
    "path", ["/map/", "/dramas/jia-li-jia-wai/", "/locations/qinglong-laojie/"]
)
def test_page_says_everything_without_scripts(open_page: Any, path: str) -> None:
    _family()
    page, watch = open_page(path, PHONE, java_script_enabled=False)
    expect(page.locator("main")).to_contain_text("青龙老街")
    assert page.locator("main noscript .note span").inner_text().endswith("列表里都有。")
    expect(page.locator(".mapbox")).to_be_hidden()
    watch.assert_clean()


def test_filters_work_without_scripts(open_page: Any) -> None:
    _family()
    page, _watch = open_page("/map/", PHONE, java_script_enabled=False)
    page.locator("[data-facet=kind] summary").click()
    page.locator("input[name=kind][value=cinema]").check()
    page.locator(".apply").click()
    expect(page.locator("[data-place]")).to_have_count(1)


@pytest.fixture
def two_datums(settings: Any) -> Any:
    """A second base in GCJ-02, as Amap's is; the same tiles serve, only the datum counts."""
    from maps import shells

    settings.MAP_BASES = [
        *settings.MAP_BASES,
        settings.MAP_BASES[0] | {"name": "GCJ", "datum": "gcj02", "review_number": "GS(2026)1号"},
    ]
    shells._drawn.cache_clear()
    yield settings.MAP_BASES
    shells._drawn.cache_clear()


def _centre_and_pin(page: Page) -> tuple[list[float], list[float]]:
    """The address's centre, and the pin's distance in pixels from the middle of the map."""
    centre = re.search(r"c=([\d.]+)%2C([\d.]+)", page.url)
    assert centre is not None
    offset = page.evaluate(
        """() => {
          const box = document.getElementById("map").getBoundingClientRect();
          const pin = document.querySelector(".pin .face").getBoundingClientRect();
          return [pin.x + pin.width / 2 - box.x - box.width / 2, pin.y - box.y - box.height / 2];
        }"""
    )
    return [float(number) for number in centre.groups()], offset


def test_switching_the_base_moves_view_and_pins_to_its_datum(
    open_page: Any, two_datums: Any
) -> None:
    make.location("here", name_hans="这里", name_en="", lat=30.315, lng=103.86)
    page, watch = open_page("/map/?c=30.31600,103.86100&z=16", DESK)
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_url(re.compile("z=17"))
    page.wait_for_load_state("networkidle")
    before, pin_before = _centre_and_pin(page)
    page.get_by_role("button", name="GCJ").click()
    page.wait_for_url(re.compile("base=1"))
    page.wait_for_selector("#map[data-drawn=gcj02]")
    after, pin_after = _centre_and_pin(page)
    assert abs(after[1] - before[1]) > 0.001
    assert pin_after == pytest.approx(pin_before, abs=2)
    expect(page.locator(".map-credit")).to_contain_text("审图号 GS(2026)1号")
    watch.assert_clean()


def test_scale_speaks_the_language_of_the_page(open_page: Any) -> None:
    page, _watch = open_page("/map/?c=30.31000,103.86000&z=13", DESK)
    expect(page.locator(".leaflet-control-scale-line")).to_have_text(re.compile(r"^\d+ (公里|米)$"))


def test_name_that_would_lie_on_another_is_left_out(open_page: Any) -> None:
    make.location("west", name_hans="西边的一条老街", name_en="", lat=30.315, lng=103.86)
    make.location("east", name_hans="东边的一条老街", name_en="", lat=30.315, lng=103.861)
    page, _watch = open_page("/map/?c=30.31500,103.86000&z=16", DESK)
    expect(page.locator(".pin .label:not(.is-covered)")).to_have_text(["东边的一条老街"])
    page.locator("[data-place=west]").hover()
    expect(page.get_by_text("西边的一条老街").locator("visible=true")).to_have_count(2)
