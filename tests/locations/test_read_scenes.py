"""`GET /api/v1/scenes/` and one scene."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests import make

pytestmark = pytest.mark.django_db


def slugs(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [scene["slug"] for scene in answer.json()["results"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["d1--a", "d1--b", "d2--a"]),
        ("drama=d1", ["d1--a", "d1--b"]),
        ("location=a", ["d1--a", "d2--a"]),
        ("link_type=set_in,announced", ["d2--a"]),
        ("drama=d1&link_type=set_in", []),
    ],
)
def test_scenes_are_filtered(api: APIClient, query: str, found: list[str]) -> None:
    a, b, first = make.location("a"), make.location("b"), make.drama("d1")
    make.scene(first, a)
    make.scene(first, b)
    make.scene(make.drama("d2"), a, link_type="set_in")
    assert slugs(api.get(f"/api/v1/scenes/?{query}")) == found


def test_scene_tells_where_the_camera_stood(api: APIClient) -> None:
    # 上海 in WGS-84 and GCJ-02, published (tests/tourmap/geo/gcj02_vectors.json).
    make.scene(
        make.drama("d"),
        make.location("a"),
        camera_lat=31.1774276,
        camera_lng=121.5272106,
        heading_deg=270,
        episode=3,
        second=95,
        what_hans="老街",
        note_hans="附注",
        sources=[{"title": "s", "url": ""}],
    )
    body = api.get("/api/v1/scenes/d--a/?datum=gcj02").json()
    assert body.pop("updated_at")
    assert body.pop("location")["slug"] == "a"
    assert body == {
        "slug": "d--a",
        "order": 0,
        "link_type": "shot",
        "episode": 3,
        "second": 95,
        "what": "老街",
        "what_lang": "zh-Hans",
        "still": None,
        "camera_position": {
            "lat": pytest.approx(31.17530398364597, abs=1e-6),
            "lng": pytest.approx(121.531541859215, abs=1e-6),
            "datum": "gcj02",
            "accuracy_m": None,
            "quality": "approximate",
        },
        "heading_deg": 270,
        "confidence": "low",
        "drama": {
            "slug": "d",
            "title": "剧d",
            "title_lang": "zh-Hans",
            "status": "unknown",
            "year": None,
        },
        "note": "附注",
        "note_lang": "zh-Hans",
        "texts": {
            "what": {"zh-Hans": "老街", "zh-Hant": "", "en": ""},
            "note": {"zh-Hans": "附注", "zh-Hant": "附註", "en": ""},
        },
        "sources": [{"title": "s", "url": ""}],
    }


def test_still_is_given_by_its_address(api: APIClient) -> None:
    make.scene(make.drama("d"), make.location("a"), still="stills/a.jpg")
    body = api.get("/api/v1/scenes/d--a/").json()
    assert body["still"] == "http://testserver/stills/a.jpg"


@pytest.mark.parametrize("number", [1, 3])
def test_scenes_cost_the_same_for_one_and_three(
    api: APIClient, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        make.scene(make.drama(), make.location())
    with django_assert_num_queries(2):  # revision, scenes with dramas and places
        assert len(slugs(api.get("/api/v1/scenes/"))) == number
