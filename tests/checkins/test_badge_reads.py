"""Badges as apps read them: the list, one with its rule in words, and those in the passport."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from rest_framework.test import APIClient

from accounts.models import Traveller
from checkins.models import Badge
from checkins.services import make_derived_badges
from tests import make
from tests.checkins.visits import ID, NOON, visit

LIST = "/api/v1/badges/"
PASSPORT = "/api/v1/me/passport/"

pytestmark = pytest.mark.django_db


def home() -> Any:
    """家里家外 with three places, one of them hidden."""
    drama = make.drama("jia", title_hans="家里家外", title_en="Home")
    for slug, published in (("a", True), ("b", True), ("hidden", False)):
        make.scene(drama, make.location(slug, is_published=published))
    return drama


def test_a_badge_tells_its_rule_and_where_to_go(api: APIClient) -> None:
    make.badge(
        "home",
        drama=home(),
        region=make.meishan(),
        valid_from=date(2026, 10, 1),
        valid_until=date(2026, 12, 31),
        description_hans="两处都去过",
    )
    row = api.get(f"{LIST}?lang=en").json()["results"][0]
    assert row == {
        "slug": "home",
        "name": "Badge home",
        "name_lang": "en",
        "icon": "medal",
        "description": "两处都去过",
        "description_lang": "zh-Hans",
        "rule": {
            "kind": "places_of_drama",
            "needed": 2,
            "of": 2,
            "drama": {"slug": "jia", "title": "Home", "title_lang": "en"},
            "trail": None,
            "place_kind": None,
            "region": {"code": "511400", "level": "city", "name": "Meishan", "name_lang": "en"},
            "first_day": "2026-10-01",
            "last_day": "2026-12-31",
            "message": "Collect the stamps of every place of “Home”: 2. Only places in Meishan "
            "count. Only stamps from Oct. 1, 2026 to Dec. 31, 2026 count.",
        },
    }
    one = api.get(f"{LIST}home/?lang=en&datum=gcj02").json()
    assert row.items() <= one.items()
    assert one["texts"]["rule"] == {
        "zh-Hans": "集齐《家里家外》全部 2 处取景地的印章。只计眉山市的取景地。"
        "只计 2026年10月1日 至 2026年12月31日 的印章。",
        "zh-Hant": "集齊《家里家外》全部 2 處取景地的印章。只計眉山市的取景地。"
        "只計 2026年10月1日 至 2026年12月31日 的印章。",
        "en": row["rule"]["message"],
    }
    assert ([place["slug"] for place in one["where"]], one["where_count"]) == (["a", "b"], 2)
    assert one["where"][0]["position"]["datum"] == "gcj02"
    assert one["names"] == {"zh-Hans": "徽章home", "zh-Hant": "", "en": "Badge home"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"needed": 2}, "Collect stamps at different places: 2."),
        ({"rule": "provinces", "needed": 3}, "Collect stamps in different provinces: 3."),
        ({"rule": "cities", "needed": 3}, "Collect stamps in different cities: 3."),
        (
            {"valid_from": date(2026, 1, 1)},
            "Collect stamps at different places: 1. Only stamps from Jan. 1, 2026 on count.",
        ),
        (
            {"valid_until": date(2026, 1, 1)},
            "Collect stamps at different places: 1. Only stamps until Jan. 1, 2026 count.",
        ),
    ],
)
def test_every_rule_has_words(api: APIClient, values: dict[str, Any], message: str) -> None:
    make.badge("one", **values)
    one = api.get(f"{LIST}one/?lang=en").json()
    assert one["rule"]["message"] == message
    assert all(one["texts"]["rule"].values())
    assert one["rule"]["of"] is None


def test_kinds_and_trails_have_words(api: APIClient) -> None:
    make.badge("some", drama=home(), needed=1)
    make.badge("kind", place_kind=make.kind(), needed=3)
    make.badge("trail", trail=make.trail("walk", make.location(), name_en="Old Street"))
    told = {
        row["slug"]: row["rule"]["message"] for row in api.get(f"{LIST}?lang=en").json()["results"]
    }
    assert told == {
        "some": "Collect stamps at the places of “Home”: 1 of 2.",
        "kind": "Collect stamps at places of the kind “Street”: 3.",
        "trail": "Collect the stamps of every stop of the trail “Old Street”: 1.",
    }


def test_the_list_has_active_badges_by_drama_and_region(api: APIClient) -> None:
    drama = home()
    make.badge("home", drama=drama, region=make.meishan())
    make.badge("chengdu", region=make.chengdu())
    make.badge("off", is_active=False)

    def found(query: str) -> list[str]:
        return [row["slug"] for row in api.get(f"{LIST}{query}").json()["results"]]

    assert found("") == ["chengdu", "home"]
    assert found("?drama=jia") == ["home"]
    assert found("?region=510100") == ["chengdu"]
    assert found("?region=510000") == ["chengdu", "home"]
    assert api.get(f"{LIST}off/").status_code == 404
    assert api.get(f"{LIST}?kind=places").status_code == 400


def test_an_unchanged_list_is_304_until_a_badge_changes(api: APIClient) -> None:
    badge = make.badge("home")
    etag = api.get(LIST)["ETag"]
    assert api.get(LIST, headers={"If-None-Match": etag}).status_code == 304
    badge.needed = 2
    badge.save()
    assert api.get(LIST, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_has_a_fixed_number_of_queries(
    api: APIClient, django_assert_num_queries: Any, number: int
) -> None:
    for _each in range(number):
        drama = make.drama()
        make.scene(drama, make.location())
        make.badge(drama=drama, region=make.meishan())
        make.badge(trail=make.trail(drama.slug, make.location()))
    # Revision, page, places of dramas, stops of trails, regions of these places.
    with django_assert_num_queries(5):
        assert len(api.get(LIST).json()["results"]) == 2 * number


def test_one_badge_has_a_fixed_number_of_queries(
    api: APIClient, django_assert_num_queries: Any
) -> None:
    make.badge("home", drama=home())
    # Revision, badge, places of the drama, where to go, how many.
    with django_assert_num_queries(5):
        assert api.get(f"{LIST}home/").status_code == 200


def test_the_passport_has_badges_and_what_comes_next(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    drama = home()
    place = drama.scenes.get(location__slug="a").location
    make.badge("first", icon="near")
    make.badge("home", drama=drama)
    make.badge("ten", needed=10)
    make.badge("over", drama=drama, valid_until=date(2020, 1, 1))
    make.badge("untouched", drama=make.drama("x"))
    make.badge("off", needed=2, is_active=False)
    visit(traveller, place, id=ID)
    body = as_traveller.get(f"{PASSPORT}?lang=en").json()
    assert body["badges"] == [
        {
            "slug": "first",
            "name": "Badge first",
            "name_lang": "en",
            "icon": "near",
            "check_in": str(ID),
            "earned_at": "2026-11-23T12:00:00+08:00",
        }
    ]
    assert body["next_badges"] == [
        {
            "slug": "home",
            "name": "Badge home",
            "name_lang": "en",
            "icon": "medal",
            "have": 1,
            "needed": 2,
            "message": "Collect the stamps of every place of “Home”: 2.",
            "missing": [{"slug": "b", "name": "Place b", "name_lang": "en"}],
        },
        {
            "slug": "ten",
            "name": "Badge ten",
            "name_lang": "en",
            "icon": "medal",
            "have": 1,
            "needed": 10,
            "message": "Collect stamps at different places: 10.",
            "missing": [],
        },
    ]
    # Switched off, it stays in the passport of whoever has it.
    Badge.objects.filter(slug="first").update(is_active=False)
    assert [one["slug"] for one in as_traveller.get(PASSPORT).json()["badges"]] == ["first"]


def test_badges_of_others_are_not_shown(traveller: Traveller, as_traveller: APIClient) -> None:
    make.badge("first")
    visit(make.traveller(), make.location())
    assert as_traveller.get(PASSPORT).json()["badges"] == []


def test_badges_follow_from_the_catalogue_and_are_made_once(traveller: Traveller) -> None:
    at = [make.location(f"place-{n}") for n in range(3)]
    many, few = make.drama("many", title_hans="家里家外", title_en="Home"), make.drama("few")
    nameless = make.drama("english", title_hans="", title_en="Only English")
    for place in at:
        make.scene(many, place)
        make.scene(nameless, place)
    make.scene(few, at[0])
    make.trail("walk", *at[:2], name_hans="老街半日")
    make.trail("stop", at[0])
    make.trail("same", *at, drama=many)
    for day, place in enumerate(at):
        visit(traveller, place, captured_at=NOON + timedelta(days=day))
    made = {badge.slug: badge for badge in make_derived_badges()}
    assert set(made) == {
        *("drama-many", "drama-english", "trail-walk", "three-provinces", "ten-places"),
    }
    home = made["drama-many"]
    assert (home.name_hans, home.name_hant, home.name_en) == (
        *("走遍《家里家外》", "走遍《家裡家外》", "All of Home"),
    )
    assert (made["drama-english"].name_hans, made["trail-walk"].name_en) == (
        *("走遍《Only English》", ""),
    )
    earned = traveller.awards.order_by("badge__slug").values_list("badge__slug", flat=True)
    assert list(earned) == ["drama-english", "drama-many", "trail-walk"]
    Badge.objects.filter(slug="drama-many").update(name_hans="自己的名字", is_active=False)
    assert make_derived_badges() == []
    assert Badge.objects.get(slug="drama-many").name_hans == "自己的名字"


def test_icons_are_symbols_of_the_site() -> None:
    drawn = Path(str(finders.find("maps/icons.svg"))).read_text(encoding="utf-8")
    assert [icon for icon in Badge.Icon.values if f'<symbol id="{icon}"' not in drawn] == []
