"""`GET /api/v1/trails/` and one trail with its legs."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests import make

pytestmark = pytest.mark.django_db


def test_trail_measures_its_legs(api: APIClient) -> None:
    a = make.location("a", lat=30.30, lng=103.86)
    b = make.location("b", lat=30.31, lng=103.86)
    c = make.location("c", lat=30.31, lng=103.86)
    trail = make.trail("walk", a, b, c, summary_en="A walk.", name_en="Walk", theme=make.theme())
    trail.stops.filter(position=2).update(note_hans="歇脚")
    body = api.get("/api/v1/trails/walk/?lang=en").json()
    assert body.pop("updated_at")
    stops = body.pop("stops")
    assert body == {
        "slug": "walk",
        "name": "Walk",
        "name_lang": "en",
        "drama": None,
        "theme": {"slug": "food", "name": "Food", "name_lang": "en"},
        "stop_count": 3,
        "names": {"zh-Hans": "线路walk", "zh-Hant": "", "en": "Walk"},
        "summary": "A walk.",
        "summary_lang": "en",
        "texts": {"summary": {"zh-Hans": "", "zh-Hant": "", "en": "A walk."}},
        "length_m": 1108.6,
        "length_is_approximate": False,
    }
    assert [
        (stop["number"], stop["location"]["slug"], stop["note"], stop["note_lang"], stop["leg_m"])
        for stop in stops
    ] == [
        (1, "a", "", None, None),
        (2, "b", "歇脚", "zh-Hans", 1108.6),  # 0.01° of a meridian at 30.3°
        (3, "c", "", None, 0.0),
    ]
    assert stops[0]["location"]["position"]["datum"] == "wgs84"


@pytest.mark.parametrize(
    "pin", [{"pin_quality": "area", "pin_accuracy_m": 4000}, {"pin_quality": "none"}]
)
def test_length_is_approximate_where_a_pin_is(api: APIClient, pin: dict[str, Any]) -> None:
    make.trail("walk", make.location(lat=30.3), make.location(**pin), make.location(lat=30.3))
    body = api.get("/api/v1/trails/walk/").json()
    assert body["length_is_approximate"] is True
    assert (body["stops"][1]["leg_m"] is None) is (pin["pin_quality"] == "none")


def test_trail_skips_unpublished_places_and_numbers_the_rest(api: APIClient) -> None:
    hidden = make.location("hidden", is_published=False)
    make.trail("walk", make.location("a"), hidden, make.location("b"))
    body = api.get("/api/v1/trails/walk/").json()
    assert [(stop["number"], stop["location"]["slug"]) for stop in body["stops"]] == [
        (1, "a"),
        (2, "b"),
    ]
    assert body["stop_count"] == 2


def test_list_gives_published_trails_of_a_drama(api: APIClient) -> None:
    drama = make.drama("d")
    make.trail("a", make.location(), drama=drama)
    make.trail("b", make.location())
    make.trail("c", make.location(), drama=drama, is_published=False)
    found = api.get("/api/v1/trails/?drama=d").json()["results"]
    assert [trail["slug"] for trail in found] == ["a"]
    assert api.get("/api/v1/trails/c/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("trails/", 2), ("trails/t0/", 4)]
)  # revision, trails; revision, trail, places, stops
def test_trails_cost_the_same_for_one_and_three(
    api: APIClient, number: int, path: str, queries: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        places = [make.location() for _ in range(number)]
        make.trail(f"t{n}", *places, drama=make.drama())
    with django_assert_num_queries(queries):
        assert api.get(f"/api/v1/{path}").status_code == 200
