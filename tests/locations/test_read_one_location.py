"""`GET /api/v1/locations/{slug}/`: everything an app shows about a place."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests import make

pytestmark = pytest.mark.django_db


def test_location_gives_everything(api: APIClient) -> None:
    twin = make.location("twin", pin_quality="none")
    place = make.location(
        "qinglong-laojie",
        name_hans="青龙老街",
        name_hant="青龍老街",
        name_en="Qinglong Old Street",
        aliases=["青龙场"],
        address_hans="青龙街道",
        pin_quality="area",
        pin_accuracy_m=4000,
        pin_basis_en="Centre of the town.",
        etiquette_hans="请压低声音。",
        hours_en="9–17",
        possibly_same_as=twin,
        confidence="high",
        sources=[{"title": "红星新闻", "url": "https://example.org/"}],
        note_hans="推断。",
    )
    drama = make.drama("d", title_hans="家里家外", year=2025)
    make.scene(drama, place, what_hans="老街", what_en="The old street", position=4)
    make.trail("walk", place, drama=drama)
    make.trail("draft", place, is_published=False)
    body = api.get("/api/v1/locations/qinglong-laojie/?lang=en").json()
    assert body.pop("updated_at")
    navigation = body.pop("navigation")
    assert [link["app"] for link in navigation] == [
        *("amap", "baidu", "tencent", "wechat", "google", "apple")
    ]
    assert all(link["is_approximate"] for link in navigation)
    drama_card = {
        "slug": "d",
        "title": "家里家外",
        "title_lang": "zh-Hans",
        "status": "unknown",
        "year": 2025,
    }
    kind = {"slug": "street", "name": "Street", "name_lang": "en"}
    county = {"code": "511403", "level": "county", "name": "Pengshan District", "name_lang": "en"}
    empty = {"zh-Hans": "", "zh-Hant": "", "en": ""}
    assert body == {
        "slug": "qinglong-laojie",
        "name": "Qinglong Old Street",
        "name_lang": "en",
        "kind": kind,
        "region": county
        | {
            "path": [
                {"code": "510000", "level": "province", "name": "Sichuan", "name_lang": "en"},
                {"code": "511400", "level": "city", "name": "Meishan", "name_lang": "en"},
                county,
            ]
        },
        "country": "CN",
        "position": {
            "lat": 30.315,
            "lng": 103.86,
            "datum": "wgs84",
            "accuracy_m": 4000,
            "quality": "area",
        },
        "radius_m": 120,
        "lifecycle": "unknown",
        "access": "unknown",
        "names": {"zh-Hans": "青龙老街", "zh-Hant": "青龍老街", "en": "Qinglong Old Street"},
        "aliases": ["青龙场"],
        "address": "青龙街道",
        "time_zone": "Asia/Shanghai",
        "pin": {
            "quality": "area",
            "accuracy_m": 4000,
            "basis": "Centre of the town.",
            "basis_lang": "en",
            "surveyed_at": None,
        },
        "lifecycle_dates": {"since": None, "until": None},
        "etiquette": "请压低声音。",
        "etiquette_lang": "zh-Hans",
        "hours": "9–17",
        "hours_lang": "en",
        "tickets": "",
        "tickets_lang": None,
        "transport": "",
        "transport_lang": None,
        "note": "推断。",
        "note_lang": "zh-Hans",
        "open_question": "",
        "open_question_lang": None,
        "texts": {
            "etiquette": empty | {"zh-Hans": "请压低声音。"},
            "hours": empty | {"en": "9–17"},
            "tickets": empty,
            "transport": empty,
            "note": empty | {"zh-Hans": "推断。", "zh-Hant": "推斷。"},
            "open_question": empty,
        },
        "check_in": {
            "radius_m": 120,
            "is_stopped": False,
            "options_url": "http://testserver/api/v1/locations/qinglong-laojie/check-in-options/",
        },
        "scenes": [
            {
                "slug": "d--qinglong-laojie",
                "order": 4,
                "link_type": "shot",
                "episode": None,
                "second": None,
                "what": "The old street",
                "what_lang": "en",
                "still": None,
                "camera_position": None,
                "heading_deg": None,
                "confidence": "low",
                "drama": drama_card,
            }
        ],
        "trails": [
            {
                "slug": "walk",
                "name": "线路walk",
                "name_lang": "zh-Hans",
                "drama": drama_card,
                "theme": None,
                "stop_count": 1,
            }
        ],
        "possibly_same_as": {
            "slug": "twin",
            "name": "Place twin",
            "name_lang": "en",
            "kind": kind,
            "region": county,
            "country": "CN",
            "position": None,
            "radius_m": 120,
            "lifecycle": "unknown",
            "access": "unknown",
        },
        "confidence": "high",
        "sources": [{"title": "红星新闻", "url": "https://example.org/"}],
    }


def test_place_without_a_point_has_no_position_and_no_way(api: APIClient) -> None:
    make.location("lost", pin_quality="none", region=None)
    body = api.get("/api/v1/locations/lost/").json()
    assert (body["position"], body["navigation"], body["region"]) == (None, [], None)
    assert body["pin"]["quality"] == "none"


def test_unpublished_twin_is_not_told(api: APIClient) -> None:
    make.location("a", possibly_same_as=make.location("b", is_published=False))
    assert api.get("/api/v1/locations/a/").json()["possibly_same_as"] is None


@pytest.mark.parametrize("number", [1, 3])
def test_location_costs_the_same_for_one_and_three(
    api: APIClient, number: int, django_assert_num_queries: Any
) -> None:
    place = make.location("a")
    for n in range(number):
        make.scene(make.drama(), place)
        make.trail(f"t{n}", place, drama=make.drama())
    with django_assert_num_queries(4):  # revision, place with regions and twin, scenes, trails
        assert api.get("/api/v1/locations/a/").status_code == 200
