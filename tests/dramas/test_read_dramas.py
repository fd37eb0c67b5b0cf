"""`GET /api/v1/dramas/`: the list, its search and its filters."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from dramas.models import Drama, Recognition
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def jljw() -> Drama:
    drama = make.drama(
        "jia-li-jia-wai",
        title_hans="家里家外",
        title_hant="家裡家外",
        title_en="Home and Away",
        rank=1,
        status="released",
        year=2025,
        release_date="2025-03-14",
        episodes=79,
    )
    drama.themes.add(make.theme())
    Recognition.objects.create(
        drama=drama, programme="跟着微短剧去旅行", batch="第六批", body="国家广播电视总局"
    )
    return drama


def slugs(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [drama["slug"] for drama in answer.json()["results"]]


def test_list_gives_each_drama_whole(api: APIClient, jljw: Drama) -> None:
    make.scene(jljw, make.location())
    make.scene(jljw, make.location())
    make.scene(jljw, make.location(is_published=False))
    assert api.get("/api/v1/dramas/").json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "slug": "jia-li-jia-wai",
                "title": "家里家外",
                "title_lang": "zh-Hans",
                "status": "released",
                "year": 2025,
                "rank": 1,
                "release_date": "2025-03-14",
                "episodes": 79,
                "themes": [{"slug": "food", "name": "美食", "name_lang": "zh-Hans"}],
                "recognitions": [
                    {
                        "body": "国家广播电视总局",
                        "programme": "跟着微短剧去旅行",
                        "batch": "第六批",
                        "date": "",
                    }
                ],
                "location_count": 2,
            }
        ],
    }


@pytest.mark.parametrize(
    "words",
    [
        "家里",
        "家里家外",
        "家裡家外",
        "jialijiawai",
        "jljw",
        "JLJW",
        "jia li jia wai",
        "home",
        "Ａway",
    ],
)
def test_search_finds_a_title_in_any_script(api: APIClient, jljw: Drama, words: str) -> None:
    make.drama("other", title_hans="锦城")
    assert slugs(api.get("/api/v1/dramas/", {"q": words})) == ["jia-li-jia-wai"]


@pytest.mark.parametrize("words", ["里外家", "jlwj", "……", "%", "_", "wai\njia"])
def test_search_finds_nothing_where_nothing_is(api: APIClient, jljw: Drama, words: str) -> None:
    assert slugs(api.get("/api/v1/dramas/", {"q": words})) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("theme=food", True),
        ("theme=dialect", False),
        ("theme=food,dialect", True),
        ("programme=跟着微短剧去旅行", True),
        ("programme=跟着微短剧去旅行&batch=第六批", True),
        ("programme=跟着微短剧去旅行&batch=第七批", False),
        ("status=released", True),
        ("status=announced,released", True),
        ("status=unknown", False),
        ("year=2024,2025", True),
        ("year=2024", False),
        ("region=511403", True),
        ("region=510000", True),
        ("region=510100", False),
    ],
)
def test_filter_narrows_the_list(api: APIClient, jljw: Drama, query: str, found: bool) -> None:
    other = make.drama("other", year=1999)
    other.themes.add(make.theme("dialect"))
    other.themes.remove(make.theme("dialect"))
    Recognition.objects.create(drama=make.drama("third", year=1998), programme="x", batch="第七批")
    make.chengdu()
    make.scene(jljw, make.location())
    assert ("jia-li-jia-wai" in slugs(api.get(f"/api/v1/dramas/?{query}"))) is found


def test_region_of_an_unpublished_place_tells_nothing(api: APIClient, jljw: Drama) -> None:
    make.scene(jljw, make.location(is_published=False))
    assert slugs(api.get("/api/v1/dramas/?region=511403")) == []


def test_list_is_ordered_by_rank_then_slug_over_pages(api: APIClient) -> None:
    for slug, rank in [("b", 2), ("a", 2), ("c", 1), ("e", 1000), ("d", 1000)]:
        make.drama(slug, rank=rank)
    seen, address = [], "/api/v1/dramas/?limit=2"
    while address:
        page = api.get(address)
        seen.append(slugs(page))
        address = page.json()["next"]
    assert seen == [["c", "a"], ["b", "d"], ["e"]]


def test_pages_go_back_the_way_they_came(api: APIClient) -> None:
    for slug in "abcde":
        make.drama(slug)
    second = api.get(api.get("/api/v1/dramas/?limit=2").json()["next"])
    third = api.get(second.json()["next"])
    back = api.get(third.json()["previous"])
    first = api.get(back.json()["previous"])
    assert [slugs(page) for page in (second, third, back, first)] == [
        ["c", "d"],
        ["e"],
        ["c", "d"],
        ["a", "b"],
    ]
    assert first.json()["previous"] is None
    assert third.json()["next"] is None


def test_page_is_not_shifted_by_a_drama_that_came_before_it(api: APIClient) -> None:
    for slug in "bcd":
        make.drama(slug)
    following = api.get("/api/v1/dramas/?limit=2").json()["next"]
    make.drama("a")
    assert slugs(api.get(following)) == ["d"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(
    api: APIClient, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        drama = make.drama()
        drama.themes.add(make.theme())
        Recognition.objects.create(drama=drama, programme="p")
        make.scene(drama, make.location())
    with django_assert_num_queries(4):  # revision, dramas with counts, themes, recognitions
        assert len(slugs(api.get("/api/v1/dramas/"))) == number
