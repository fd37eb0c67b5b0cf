"""What the pages say, as a reader without scripts gets them."""

import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkins.models import ClosedMonth, LocationTally, MonthlyFigure
from tests import make

pytestmark = pytest.mark.django_db


def _text(response: HttpResponse) -> str:
    """The visible words of a page, with single spaces."""
    body = re.sub(r"<(script|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def _zh(client: Client, path: str, **query: Any) -> Any:
    return client.get(path, query, headers={"Accept-Language": "zh-CN"})


def _family() -> None:
    drama = make.drama(
        "jia-li-jia-wai", title_hans="家里家外", title_hant="家裡家外", rank=1, year=2025
    )
    street = make.location("qinglong-laojie", name_hans="青龙老街", name_en="")
    slope = make.location("shitizipo", name_hans="石梯子坡", name_en="", pin_quality="none")
    make.scene(drama, street, position=1, what_hans="市井往来")
    make.scene(drama, slope, position=2, what_hans="坡道街景")


@pytest.mark.parametrize("words", ["家里家外", "家裡家外", "jialijiawai", "JLJW", "家里"])
def test_home_finds_a_drama_in_any_script(client: Client, words: str) -> None:
    _family()
    make.drama("other", title_hans="别的剧")
    text = _text(_zh(client, "/", q=words))
    assert "家里家外" in text
    assert "别的剧" not in text


def test_home_finds_places_too(client: Client) -> None:
    _family()
    html = _zh(client, "/", q="qlлj".replace("л", "l")).content.decode()
    assert 'href="/locations/qinglong-laojie/"' in html


def test_home_says_when_nothing_is_found(client: Client) -> None:
    _family()
    assert "没有找到“zzzz”" in _text(_zh(client, "/", q="zzzz"))


def test_wall_shows_dramas_with_mappable_places_first(client: Client) -> None:
    make.drama("first-rank", title_hans="无处可去", rank=1)
    drama = make.drama("second-rank", title_hans="有处可去", rank=2)
    make.scene(drama, make.location())
    html = _zh(client, "/dramas/").content.decode()
    assert html.index("/dramas/second-rank/") < html.index("/dramas/first-rank/")


def test_home_offers_published_trails_of_two_stops_or_more(client: Client) -> None:
    make.trail("whole", make.location(), make.location())
    make.trail("short", make.location())
    make.trail("hidden", make.location(), make.location(), is_published=False)
    html = _zh(client, "/").content.decode()
    assert [slug for slug in ("whole", "short", "hidden") if f"/trails/{slug}/" in html] == [
        "whole"
    ]


def test_place_without_a_point_is_in_the_list_and_says_so(client: Client) -> None:
    _family()
    text = _text(_zh(client, "/map/"))
    assert "青龙老街" in text
    assert "石梯子坡" in text
    assert text.count("未上图：还没有查到位置") == 1


def test_map_filters_by_the_address(client: Client) -> None:
    _family()
    make.location("museum-of-tea", name_hans="茶博物馆", kind=make.kind("museum"), name_en="")
    html = _zh(client, "/map/", drama="jia-li-jia-wai").content.decode()
    assert 'data-place="qinglong-laojie"' in html
    assert 'data-place="museum-of-tea"' not in html
    assert re.search(r'name="drama" value="jia-li-jia-wai" checked', html)


def test_map_takes_what_a_form_without_scripts_sends(client: Client) -> None:
    """Checkboxes of one name come as one parameter each."""
    make.location("street-here")
    make.location("museum-here", kind=make.kind("museum"))
    make.location("temple-here", kind=make.kind("temple"))
    html = client.get("/map/?q=&kind=street&kind=museum").content.decode()
    assert sorted(re.findall(r'data-place="([^"]+)"', html)) == ["museum-here", "street-here"]


def test_map_forgives_what_cannot_be_used(client: Client) -> None:
    _family()
    response = _zh(client, "/map/", drama="gone", near="north", **{"from": "singlemessage"})
    assert response.status_code == 200
    text = _text(response)
    assert "网址里有一部分条件无法使用" in text
    assert "青龙老街" in text


def test_map_sorts_by_distance_from_the_reader(client: Client) -> None:
    make.location("far", lat=31.0)
    make.location("near", lat=30.32)
    html = _zh(client, "/map/", near="30.31,103.86").content.decode()
    assert re.findall(r'data-place="([^"]+)"', html) == ["near", "far"]
    assert "<b>1.1 公里</b>" in html


def test_drama_tells_its_scenes_in_story_order_and_its_doubts(client: Client) -> None:
    drama = make.drama("d", title_hans="家里家外")
    old = make.location("old-factory", name_hans="双流老工厂", name_en="")
    yard = make.location("old-yard", name_hans="正兴老厂区", name_en="", possibly_same_as=old)
    make.scene(drama, yard, position=2, what_hans="筒子楼")
    make.scene(drama, old, position=1, what_hans="家属院")
    text = _text(_zh(client, "/dramas/d/"))
    assert text.index("家属院") < text.index("筒子楼")
    assert "可能就是 双流老工厂" in text


def test_doubt_is_shown_from_both_sides(client: Client) -> None:
    old = make.location("old-factory", name_hans="双流老工厂", name_en="")
    make.location("old-yard", name_hans="正兴老厂区", name_en="", possibly_same_as=old)
    assert "正兴老厂区" in _text(_zh(client, "/locations/old-factory/"))
    assert "双流老工厂" in _text(_zh(client, "/locations/old-yard/"))


def test_etiquette_stands_before_the_way(client: Client) -> None:
    make.location("here", etiquette_hans="请轻声")
    text = _text(_zh(client, "/locations/here/"))
    assert text.index("请轻声") < text.index("高德地图")


def test_unpublished_and_unknown_places_are_not_found(client: Client) -> None:
    make.location("hidden", is_published=False)
    for path in ("/locations/hidden/", "/locations/never/", "/dramas/never/", "/trails/never/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(("visitors", "is_shown"), [(9, False), (10, True)])
def test_visits_of_a_closed_month_are_told_from_ten_visitors_on(
    client: Client, visitors: int, is_shown: bool
) -> None:
    place = make.location("here")
    LocationTally.objects.create(location=place, visits=4321, visitors=4000)
    month = ClosedMonth.objects.create(month=date(2026, 10, 1), closed_at=timezone.now())
    MonthlyFigure.objects.create(location=place, month=month, visits=98, visitors=visitors)
    text = _text(_zh(client, "/locations/here/"))
    assert ("10+ 位访客于2026年10月到访" in text) is is_shown
    assert "4321" not in text, "no live count"
    assert "98" not in text


@pytest.mark.parametrize(
    ("lang", "heading"),
    [("zh-Hans", "走进剧里的地方"), ("zh-Hant", "走進劇裡的地方"), ("en", "Walk into the drama")],
)
def test_page_speaks_the_language_asked_for_and_keeps_it(
    client: Client, lang: str, heading: str
) -> None:
    first = client.get("/", {"lang": lang}).content.decode()
    again = client.get("/").content.decode()
    for html in (first, again):
        assert f'<html lang="{lang}">' in html
        assert f"<h1>{heading}</h1>" in html


def test_text_in_another_language_is_marked_as_such(client: Client) -> None:
    make.drama("d", title_hans="家里家外")
    html = client.get("/dramas/d/", {"lang": "en"}).content.decode()
    assert '<h1><span lang="zh-Hans">家里家外</span></h1>' in html


def test_language_links_keep_the_state_of_the_page(client: Client) -> None:
    make.location("here", access="open")
    html = client.get("/map/?access=open&z=7&lang=en").content.decode()
    assert 'href="?access=open&amp;z=7&amp;lang=zh-Hant"' in html


def test_page_names_its_address_in_each_language(client: Client) -> None:
    html = client.get("/about/").content.decode()
    assert '<link rel="canonical" href="http://testserver/about/">' in html
    for lang in ("zh-Hans", "zh-Hant", "en"):
        address = f"http://testserver/about/?lang={lang}"
        assert f'<link rel="alternate" hreflang="{lang}" href="{address}">' in html


PATHS = ["/", "/dramas/", "/map/", "/dramas/d/", "/locations/here/", "/trails/t/", "/about/"]


def _rows(number: int) -> None:
    dramas = [make.drama("d" if n == 0 else "", open_question_hans="？") for n in range(number)]
    places = [make.location("here" if n == 0 else "") for n in range(number)]
    for drama in dramas:
        for place in places:
            make.scene(drama, place)
    for n in range(number):
        make.trail("t" if n == 0 else f"t-{n}", *places, drama=dramas[0])
    twin = make.location("twin", possibly_same_as=places[0])
    make.scene(dramas[0], twin)


# Queries of a page, whatever the number of dramas, places, scenes, trails and stops.
QUERIES = {
    "/": 5,
    "/dramas/": 1,
    "/map/": 11,
    "/dramas/d/": 7,
    "/locations/here/": 6,
    "/trails/t/": 2,
    "/about/": 0,
}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("path", PATHS)
def test_page_takes_as_many_queries_for_three_as_for_one(
    client: Client, path: str, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _rows(number)
    with django_assert_num_queries(QUERIES[path]):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", [*PATHS, "/nothing/"])
def test_page_needs_no_style_or_script_that_the_policy_forbids(client: Client, path: str) -> None:
    _rows(1)
    html = client.get(path).content.decode()
    assert re.findall(r"\sstyle=|<style|\son\w+=", html) == []
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", html)
    allowed = r' (type="module" nonce="[^"]+"|id="map-config" type="application/json")'
    assert [tag for tag in inline if not re.fullmatch(allowed, tag)] == []


@pytest.mark.parametrize("path", [*PATHS, "/nothing/"])
def test_page_names_each_landmark_and_one_heading(client: Client, path: str) -> None:
    _rows(1)
    html = client.get(path).content.decode()
    assert [html.count(tag) for tag in ("<h1", "<main", '<header class="top"', "<footer")] == [
        1,
        1,
        1,
        1,
    ]
    assert "user-scalable" not in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_lost_reader_is_helped_in_the_design_of_the_site(client: Client) -> None:
    response = _zh(client, "/nothing/")
    assert response.status_code == 404
    assert "地图上没有这一页" in _text(response)


def test_failure_is_told_without_the_store(client: Client) -> None:
    from django.template.loader import render_to_string

    html = render_to_string("500.html")
    assert '<link rel="stylesheet" href="/static/maps/tourmap.css">' in html


def test_search_engines_find_every_public_page(client: Client) -> None:
    _rows(1)
    make.location("hidden", is_published=False)
    body = client.get("/sitemap.xml").content.decode()
    found = re.findall(r"<loc>http://testserver(.*?)</loc>", body)
    assert found == [
        "/",
        "/map/",
        "/dramas/",
        "/about/",
        "/dramas/d/",
        "/locations/here/",
        "/locations/twin/",
        "/trails/t/",
    ]
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_manifest_names_the_site_and_its_seal(client: Client) -> None:
    manifest = client.get("/manifest.webmanifest").json()
    assert manifest["icons"] == [
        {"src": "/static/maps/seal.svg", "sizes": "any", "type": "image/svg+xml"}
    ]
