"""`GET /api/v1/locations/`: the list, its filters, a box, and the nearest."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from dramas.models import Recognition
from tests import make

pytestmark = pytest.mark.django_db

# 上海, published in WGS-84 and GCJ-02 (tests/tourmap/geo/gcj02_vectors.json).
SHANGHAI = {"lat": 31.1774276, "lng": 121.5272106}
SHANGHAI_GCJ02 = {"lat": 31.17530398364597, "lng": 121.531541859215}

ROW = {
    "slug": "shanghai",
    "name": "地点shanghai",
    "name_lang": "zh-Hans",
    "kind": {"slug": "street", "name": "街区", "name_lang": "zh-Hans"},
    "region": {"code": "511403", "level": "county", "name": "彭山区", "name_lang": "zh-Hans"},
    "country": "CN",
    "position": SHANGHAI | {"datum": "wgs84", "accuracy_m": 10, "quality": "surveyed"},
    "radius_m": 120,
    "lifecycle": "unknown",
    "access": "unknown",
    "dramas": [
        {"slug": "d", "title": "剧d", "title_lang": "zh-Hans", "status": "unknown", "year": None}
    ],
}


def slugs(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [place["slug"] for place in answer.json()["results"]]


def test_list_gives_each_place_whole_and_each_drama_once(api: APIClient) -> None:
    place, drama = make.location("shanghai", **SHANGHAI), make.drama("d")
    make.scene(drama, place)
    make.scene(drama, place)
    answer = api.get("/api/v1/locations/")
    assert answer.json() == {"next": None, "previous": None, "results": [ROW]}


def test_position_is_in_the_datum_asked_for(api: APIClient) -> None:
    make.location("shanghai", **SHANGHAI)
    answer = api.get("/api/v1/locations/?datum=gcj02").json()["results"][0]["position"]
    assert answer == {
        "lat": pytest.approx(SHANGHAI_GCJ02["lat"], abs=1e-6),
        "lng": pytest.approx(SHANGHAI_GCJ02["lng"], abs=1e-6),
        "datum": "gcj02",
        "accuracy_m": 10,
        "quality": "surveyed",
    }


def test_box_and_point_are_read_in_the_datum_asked_for(api: APIClient) -> None:
    make.location("shanghai", **SHANGHAI)
    lat, lng = SHANGHAI_GCJ02["lat"], SHANGHAI_GCJ02["lng"]
    near = f"/api/v1/locations/?near={lat},{lng}&radius_m=5"
    assert slugs(api.get(f"{near}&datum=gcj02")) == ["shanghai"]
    assert slugs(api.get(near)) == []
    box = f"/api/v1/locations/?bbox={lng - 1e-4},{lat - 1e-4},{lng + 1e-4},{lat + 1e-4}"
    assert slugs(api.get(f"{box}&datum=gcj02")) == ["shanghai"]
    assert slugs(api.get(box)) == []


def test_geojson_carries_the_row_and_names_the_datum(api: APIClient) -> None:
    make.scene(make.drama("d"), make.location("shanghai", **SHANGHAI))
    make.location("unknown", pin_quality="none")
    answer = api.get("/api/v1/locations/?format=geojson")
    body = answer.json()
    assert answer["Content-Type"] == "application/geo+json"
    assert body | {"features": []} == {
        "type": "FeatureCollection",
        "datum": "wgs84",
        "next": None,
        "previous": None,
        "features": [],
    }
    assert body["features"][0] == {
        "type": "Feature",
        "id": "shanghai",
        "geometry": {"type": "Point", "coordinates": [SHANGHAI["lng"], SHANGHAI["lat"]]},
        "properties": ROW,
    }
    assert body["features"][1]["geometry"] is None
    accepted = api.get("/api/v1/locations/", headers={"Accept": "application/geo+json"})
    assert accepted.json() == body


def test_geojson_names_the_datum_of_an_empty_answer(api: APIClient) -> None:
    assert api.get("/api/v1/locations/?format=geojson&datum=bd09").json() == {
        "type": "FeatureCollection",
        "datum": "bd09",
        "next": None,
        "previous": None,
        "features": [],
    }


def test_near_gives_the_nearest_first_with_metres(api: APIClient) -> None:
    make.location("far", lat=30.4, lng=103.86)
    make.location("here", lat=30.3, lng=103.86)
    make.location("close", lat=30.31, lng=103.86)
    make.location("nowhere", pin_quality="none")
    make.location("secret", lat=30.3, lng=103.86, is_published=False)
    found = api.get("/api/v1/locations/?near=30.3,103.86").json()["results"]
    # 0.01° of a meridian at 30.3° is 1108.58 m on the ellipsoid, 0.1° 11085.8 m.
    assert [(place["slug"], place["distance_m"]) for place in found] == [
        ("here", 0.0),
        ("close", 1108.6),
        ("far", 11085.8),
    ]
    assert slugs(api.get("/api/v1/locations/?near=30.3,103.86&radius_m=1109")) == ["here", "close"]
    assert slugs(api.get("/api/v1/locations/?near=30.3,103.86&radius_m=1108")) == ["here"]
    assert slugs(api.get("/api/v1/locations/?near=30.3,103.86&limit=1")) == ["here"]


def test_near_goes_with_the_filters(api: APIClient) -> None:
    make.location("here", lat=30.3, lng=103.86)
    drama = make.drama("d")
    make.scene(drama, make.location("wanted", lat=31, lng=104))
    assert slugs(api.get("/api/v1/locations/?near=30.3,103.86&drama=d")) == ["wanted"]


@pytest.mark.parametrize(
    ("box", "found"),
    [
        ("170,-20,-170,0", ["fiji-east", "fiji-west"]),
        ("-180,-20,-170,0", ["fiji-east"]),
        ("170,-20,180,0", ["fiji-west"]),
        ("-180,-90,180,90", ["fiji-east", "fiji-west"]),
        ("0,0,1,1", []),
    ],
)
def test_box_may_cross_the_antimeridian(api: APIClient, box: str, found: list[str]) -> None:
    make.location("fiji-west", lat=-17.0, lng=179.9)
    make.location("fiji-east", lat=-17.0, lng=-179.9)
    make.location("nowhere", pin_quality="none")
    assert slugs(api.get(f"/api/v1/locations/?bbox={box}")) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["a", "b"]),
        ("drama=d1", ["a"]),
        ("drama=d1,d2", ["a", "b"]),
        ("theme=food", ["a"]),
        ("programme=跟着微短剧去旅行", ["a"]),
        ("batch=第六批", ["a"]),
        ("kind=museum", ["b"]),
        ("kind=museum,street", ["a", "b"]),
        ("kind=museum&kind=street", ["a", "b"]),
        ("kind=museum&drama=d1", []),
        ("region=511400", ["a"]),
        ("region=510000", ["a", "b"]),
        ("access=ticket", ["b"]),
        ("pin_quality=area,none", ["b"]),
        ("q=青龙", ["a"]),
        ("q=青龍", ["a"]),
        ("q=qinglong", ["a"]),
        ("q=qllj", ["a"]),
        ("q=Qinglong Old", ["a"]),
    ],
)
def test_filters_are_or_within_and_and_between(api: APIClient, query: str, found: Any) -> None:
    first = make.location("a", name_hans="青龙老街", name_en="Qinglong Old Street")
    chengdu = make.chengdu()
    second = make.location(
        "b", kind=make.kind("museum"), region=chengdu, access="ticket", pin_quality="none"
    )
    drama = make.drama("d1")
    drama.themes.add(make.theme())
    Recognition.objects.create(drama=drama, programme="跟着微短剧去旅行", batch="第六批")
    make.scene(drama, first)
    make.scene(make.drama("d2"), second)
    assert slugs(api.get(f"/api/v1/locations/?{query}")) == found


def test_unpublished_place_is_nowhere(api: APIClient) -> None:
    place = make.location("secret", is_published=False)
    make.scene(make.drama("d"), place)
    make.trail("t", place)
    for address in ["locations/", "dramas/d/locations/", "dramas/d/scenes/", "scenes/", "kinds/"]:
        assert api.get(f"/api/v1/{address}").json()["results"] == []
    for address in ["locations/secret/", "scenes/d--secret/"]:
        assert api.get(f"/api/v1/{address}").status_code == 404
    assert api.get("/api/v1/trails/t/").json()["stops"] == []


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 4),  # revision, keys of the page, places, scenes with dramas
        ("format=geojson", 4),
        ("bbox=103,30,104,31", 4),
        ("near=30.3,103.86&radius_m=5000", 4),  # revision, one ring, places, scenes
    ],
)
def test_list_costs_the_same_for_one_and_three(
    api: APIClient, number: int, query: str, queries: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        make.scene(make.drama(), make.location())
    with django_assert_num_queries(queries):
        assert api.get(f"/api/v1/locations/?{query}").status_code == 200
