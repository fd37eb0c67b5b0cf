from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Region, Traveller
from locations.models import Trail, TrailStop
from tests import make
from tests.checkins.visits import ID, NOON, visit

URL = "/api/v1/me/passport/"


def test_an_empty_passport(as_traveller: APIClient) -> None:
    assert as_traveller.get(URL).json() == {
        "totals": {"places": 0, "visits": 0, "provinces": 0, "cities": 0, "dramas_complete": 0},
        "stamps": [],
        "frames": [],
        "dramas": [],
        "trails": [],
        "badges": [],
        "next_badges": [],
    }


def test_stamps_progress_and_totals(traveller: Traveller, as_traveller: APIClient) -> None:
    gate, other = make.location("gate"), make.location("other")
    unpublished = make.location("hidden", is_published=False)
    begun = make.drama("begun", title_hans="家里家外")
    done = make.drama("done", title_hans="", title_en="Done")
    make.drama("untouched")
    for place in (gate, other, unpublished):
        make.scene(begun, place)
    make.scene(begun, gate, episode=2)
    make.scene(done, gate)
    trail = Trail.objects.create(slug="walk", name_hans="半日步行")
    for number, place in enumerate((gate, other, unpublished), 1):
        TrailStop.objects.create(trail=trail, position=number, location=place)
    visit(traveller, gate, id=ID)
    visit(traveller, gate, captured_at=NOON + timedelta(days=1))
    answer = as_traveller.get(f"{URL}?lang=zh-Hans&datum=gcj02").json()
    assert answer["totals"] == {
        "places": 1,
        "visits": 2,
        "provinces": 1,
        "cities": 1,
        "dramas_complete": 1,
    }
    assert answer["dramas"] == [
        {
            "slug": "done",
            "title": "Done",
            "title_lang": "en",
            "visited": 1,
            "places": 1,
            "complete": True,
        },
        {
            "slug": "begun",
            "title": "家里家外",
            "title_lang": "zh-Hans",
            "visited": 1,
            "places": 2,
            "complete": False,
        },
    ]
    assert answer["trails"] == [
        {
            "slug": "walk",
            "name": "半日步行",
            "name_lang": "zh-Hans",
            "visited": 1,
            "places": 2,
            "complete": False,
        }
    ]
    (stamp,) = answer["stamps"]
    assert (stamp["check_in"], stamp["earned_at"]) == (str(ID), "2026-11-23T12:00:00+08:00")
    assert (stamp["location"]["slug"], stamp["location"]["name"]) == ("gate", "地点gate")
    assert stamp["location"]["region"]["code"] == "511403"
    assert stamp["location"]["position"]["datum"] == "gcj02"


@pytest.mark.parametrize("items", [1, 3])
def test_the_passport_has_a_fixed_number_of_queries(
    traveller: Traveller,
    as_traveller: APIClient,
    django_assert_num_queries: Any,
    items: int,
) -> None:
    make.meishan()
    hidden = make.location()
    for number in range(items):
        region = Region.objects.get(code=("511403", "511400", "510000")[number])
        place = make.location(region=region)
        make.scene(make.drama(), place)
        trail = Trail.objects.create(slug=f"walk-{number}", name_hans="步行")
        TrailStop.objects.create(trail=trail, position=1, location=place)
        make.badge(trail=trail)
        begun = make.drama()
        for where in (place, hidden):
            make.scene(begun, where)
        make.badge(drama=begun, region=make.sichuan())
        visit(traveller, place, captured_at=NOON + timedelta(days=number))
    # Token, the user's other tokens, traveller; visited places, drama pairs, dramas, stamps,
    # frames, trail pairs, trails, visits; badges earned, those to come, their dramas and the
    # regions of these, stamps, missing places.
    with django_assert_num_queries(17):
        answer = as_traveller.get(URL).json()
    parts = ("stamps", "trails", "badges", "next_badges")
    assert [len(answer[part]) for part in parts] == [items] * 4
    assert len(answer["dramas"]) == 2 * items


def test_the_passport_shows_nothing_of_others(as_traveller: APIClient) -> None:
    visit(make.traveller(), make.location())
    assert as_traveller.get(URL).json()["totals"]["places"] == 0
