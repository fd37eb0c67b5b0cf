"""The words that filters take, with what stands behind them."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from dramas.models import Recognition
from tests import make

pytestmark = pytest.mark.django_db


def results(api: APIClient, path: str) -> list[dict[str, Any]]:
    body = api.get(f"/api/v1/{path}/").json()
    assert body | {"results": []} == {"next": None, "previous": None, "results": []}
    return body["results"]


def test_regions_are_those_with_places_and_all_above_them(api: APIClient) -> None:
    make.location(), make.location()
    make.location(region=make.meishan(), pin_quality="none")
    make.location(region=make.chengdu(), is_published=False)
    make.location(region=None)
    found = results(api, "regions")
    assert found[2] == {
        "code": "511403",
        "level": "county",
        "name": "彭山区",
        "name_lang": "zh-Hans",
        "names": {"zh-Hans": "彭山区", "zh-Hant": "彭山区", "en": "Pengshan District"},
        "parent": "511400",
        "location_count": 2,
    }
    assert [(each["code"], each["location_count"]) for each in found] == [
        ("510000", 3),
        ("511400", 3),
        ("511403", 2),
    ]


def test_kinds_count_published_places(api: APIClient) -> None:
    make.location(), make.location(), make.location(is_published=False)
    make.kind("empty")
    assert results(api, "kinds") == [
        {
            "slug": "street",
            "name": "街区",
            "name_lang": "zh-Hans",
            "names": {"zh-Hans": "街区", "zh-Hant": "街區", "en": "Street"},
            "location_count": 2,
        }
    ]


def test_themes_and_programmes_count_each_place_once(api: APIClient) -> None:
    place, hidden = make.location(), make.location(is_published=False)
    for _ in range(2):
        drama = make.drama()
        drama.themes.add(make.theme())
        Recognition.objects.create(drama=drama, programme="跟着微短剧去旅行", batch="第六批")
        make.scene(drama, place)
        make.scene(drama, hidden)
    make.theme("unused")
    assert results(api, "themes") == [
        {
            "slug": "food",
            "name": "美食",
            "name_lang": "zh-Hans",
            "names": {"zh-Hans": "美食", "zh-Hant": "美食", "en": "Food"},
            "location_count": 1,
            "drama_count": 2,
        }
    ]
    assert results(api, "programmes") == [
        {
            "programme": "跟着微短剧去旅行",
            "batch": "第六批",
            "drama_count": 2,
            "location_count": 1,
        }
    ]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("regions", 3), ("kinds", 2), ("themes", 2), ("programmes", 2)]
)
def test_words_cost_the_same_for_one_and_three(
    api: APIClient, number: int, path: str, queries: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        region = make.region(f"5114{n + 10}", f"区{n}", make.meishan())
        drama = make.drama()
        drama.themes.add(make.theme(f"t{n}"))
        Recognition.objects.create(drama=drama, programme=f"p{n}")
        make.scene(drama, make.location(region=region, kind=make.kind(f"k{n}")))
    with django_assert_num_queries(queries):
        assert len(results(api, path)) >= number


@pytest.mark.parametrize("words", ["kinds", "themes"])
def test_words_come_in_the_order_of_their_slugs(api: APIClient, words: str) -> None:
    """Made in another order: a grouped query forgets the order of its model."""
    for slug in ("street", "museum", "alley", "zoo", "bridge"):
        drama = make.drama()
        drama.themes.add(make.theme(slug))
        make.scene(drama, make.location(kind=make.kind(slug)))
    slugs = [word["slug"] for word in api.get(f"/api/v1/{words}/").json()["results"]]
    assert slugs == ["alley", "bridge", "museum", "street", "zoo"]
