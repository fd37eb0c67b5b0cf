"""`GET /api/v1/dramas/{slug}/` and what hangs below it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from dramas.models import PlatformLink
from tests import make

pytestmark = pytest.mark.django_db


def test_drama_gives_everything(api: APIClient) -> None:
    drama = make.drama(
        "jia-li-jia-wai",
        title_hans="家里家外",
        title_hant="家裡家外",
        year=2025,
        status="released",
        synopsis_hans="一家人。",
        synopsis_en="A family.",
        producers=["听花岛"],
        cast=["王道铁（陈海清）"],
        director="杨科南",
        licence_no="（川）网微剧审字（2025）第001号",
        tier="key",
        tier_judged_on="2025-01-01",
        sources=[{"title": "红星新闻", "url": ""}],
        note_en="A note.",
        open_question_hans="是不是同一处？",
        confidence="high",
    )
    PlatformLink.objects.create(drama=drama, name="红果短剧", url="https://example.org/a")
    place = make.location()
    make.scene(drama, place)
    make.trail("walk", place, drama=drama, name_en="The walk")
    make.trail("draft", place, drama=drama, is_published=False)
    body = api.get("/api/v1/dramas/jia-li-jia-wai/?lang=zh-Hant").json()
    assert body.pop("updated_at")
    assert body == {
        "slug": "jia-li-jia-wai",
        "title": "家裡家外",
        "title_lang": "zh-Hant",
        "status": "released",
        "year": 2025,
        "rank": 1000,
        "release_date": "",
        "episodes": None,
        "themes": [],
        "recognitions": [],
        "location_count": 1,
        "titles": {"zh-Hans": "家里家外", "zh-Hant": "家裡家外", "en": ""},
        "synopsis": "一家人。",
        "synopsis_lang": "zh-Hans",
        "episode_minutes_min": None,
        "episode_minutes_max": None,
        "orientation": "",
        "is_ai_generated": None,
        "producers": ["听花岛"],
        "director": "杨科南",
        "actors": ["王道铁（陈海清）"],
        "licence_no": "（川）网微剧审字（2025）第001号",
        "filing_no": "",
        "tier": "key",
        "tier_judged_on": "2025-01-01",
        "platforms": [{"name": "红果短剧", "url": "https://example.org/a", "is_planned": False}],
        "confidence": "high",
        "sources": [{"title": "红星新闻", "url": ""}],
        "note": "A note.",
        "note_lang": "en",
        "open_question": "是不是同一處？",
        "open_question_lang": "zh-Hant",
        "texts": {
            "synopsis": {"zh-Hans": "一家人。", "zh-Hant": "", "en": "A family."},
            "note": {"zh-Hans": "", "zh-Hant": "", "en": "A note."},
            "open_question": {"zh-Hans": "是不是同一处？", "zh-Hant": "是不是同一處？", "en": ""},
        },
        "trails": [
            {
                "slug": "walk",
                "name": "线路walk",
                "name_lang": "zh-Hans",
                "drama": {
                    "slug": "jia-li-jia-wai",
                    "title": "家裡家外",
                    "title_lang": "zh-Hant",
                    "status": "released",
                    "year": 2025,
                },
                "theme": None,
                "stop_count": 1,
            }
        ],
    }


@pytest.mark.parametrize(
    ("asked", "given", "lang"),
    [
        ("zh-Hans", "Only English", "en"),
        ("zh-Hant", "Only English", "en"),
        ("en", "Only English", "en"),
    ],
)
def test_title_falls_back_and_says_so(api: APIClient, asked: str, given: str, lang: str) -> None:
    make.drama("foreign", title_hans="", title_en="Only English")
    body = api.get("/api/v1/dramas/foreign/", headers={"Accept-Language": asked}).json()
    assert (body["title"], body["title_lang"]) == (given, lang)
    assert (body["synopsis"], body["synopsis_lang"]) == ("", None)


@pytest.mark.parametrize("path", ["", "locations/", "scenes/"])
def test_unknown_drama_is_not_found(api: APIClient, path: str) -> None:
    answer = api.get(f"/api/v1/dramas/nobody/{path}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_locations_and_scenes_come_in_story_order(api: APIClient) -> None:
    drama = make.drama("d")
    for slug, position in [("z", 1), ("a", 3), ("m", 2), ("hidden", 4)]:
        place = make.location(slug, is_published=slug != "hidden")
        make.scene(drama, place, position=position)
    make.scene(make.drama("other"), make.location("elsewhere"))
    make.scene(make.drama("third"), make.location("zz"), position=0)
    scenes = api.get("/api/v1/dramas/d/scenes/").json()["results"]
    assert [scene["slug"] for scene in scenes] == ["d--z", "d--m", "d--a"]
    seen, address = [], "/api/v1/dramas/d/locations/?limit=1"
    while address:
        page = api.get(address).json()
        seen += [place["slug"] for place in page["results"]]
        address = page["next"]
    assert seen == ["z", "m", "a"]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("", 6),  # revision, drama, themes, recognitions, platforms, trails
        ("locations/", 5),  # revision, drama, keys of the page, places, scenes
        ("scenes/", 3),  # revision, drama, scenes with places
    ],
)
def test_drama_costs_the_same_for_one_and_three(
    api: APIClient, number: int, path: str, queries: int, django_assert_num_queries: Any
) -> None:
    drama = make.drama("d")
    for n in range(number):
        place = make.location()
        make.scene(drama, place)
        make.trail(f"t{n}", place, drama=drama)
    with django_assert_num_queries(queries):
        assert api.get(f"/api/v1/dramas/d/{path}").status_code == 200
