"""`/map/places.json`: what a map draws, in the datum of its base."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from locations.models import Location, Trail, TrailStop
from maps import clusters, queries
from maps.posters import ink_of
from tests import make

pytestmark = pytest.mark.django_db
URL = "/map/places.json"
VIEW: dict[str, Any] = {"bbox": "73,18,135,54", "zoom": 4}


def _slugs(client: Client, **query: Any) -> list[str]:
    return [point["slug"] for point in client.get(URL, query).json()["points"]]


def test_place_is_given_whole(client: Client) -> None:
    place = make.location(
        "qinglong-laojie",
        name_hans="青龙老街",
        pin_quality="area",
        pin_accuracy_m=4000,
    )
    drama = make.drama("jia-li-jia-wai", title_hans="家里家外")
    make.scene(drama, place)
    make.scene(drama, place)
    assert client.get(URL).json() == {
        "datum": "wgs84",
        "points": [
            {
                "slug": "qinglong-laojie",
                "url": "/locations/qinglong-laojie/",
                "name": "青龙老街",
                "lang": "zh-Hans",
                "kind": "street",
                "kind_name": "街区",
                "lat": 30.315,
                "lng": 103.86,
                "quality": "area",
                "accuracy_m": 4000,
                "dramas": [
                    {"title": "家里家外", "lang": "zh-Hans", "ink": ink_of("jia-li-jia-wai")}
                ],
            }
        ],
        "clusters": [],
    }


def test_coordinates_are_in_the_datum_asked_for(client: Client) -> None:
    make.location("here", lat=30.315, lng=103.86)
    answer = client.get(URL, {"datum": "gcj02"}).json()
    point = answer["points"][0]
    assert answer["datum"] == "gcj02"
    assert (point["lat"], point["lng"]) == pytest.approx((30.3125, 103.8624), abs=2e-3)
    assert (point["lat"], point["lng"]) != (30.315, 103.86)


def test_box_is_read_in_the_datum_asked_for(client: Client) -> None:
    """A box of 200 m around the shifted pin holds it in GCJ-02 and misses it in WGS-84."""
    make.location("here", lat=30.315, lng=103.86)
    shifted = client.get(URL, {"datum": "gcj02"}).json()["points"][0]
    lat, lng = shifted["lat"], shifted["lng"]
    box = f"{lng - 0.001},{lat - 0.001},{lng + 0.001},{lat + 0.001}"
    assert _slugs(client, bbox=box, zoom=17, datum="gcj02") == ["here"]
    assert _slugs(client, bbox=box, zoom=17, datum="wgs84") == []


def test_centre_of_the_view_moves_with_the_base(client: Client) -> None:
    make.location("here", lat=30.315, lng=103.86)
    pin = client.get(URL, {"datum": "gcj02"}).json()["points"][0]
    moved = client.get(URL, {"datum": "gcj02", "c": "30.315,103.86", "c_datum": "wgs84"}).json()
    assert moved["c"] == {"lat": pin["lat"], "lng": pin["lng"]}


def test_position_of_the_phone_is_given_back_in_the_datum(client: Client) -> None:
    answer = client.get(URL, {"datum": "wgs84", "near": "30.3,103.8"}).json()
    assert answer["near"] == {"lat": 30.3, "lng": 103.8}


def test_places_without_a_point_or_unpublished_are_left_out(client: Client) -> None:
    make.location("pinned")
    make.location("unpinned", pin_quality="none")
    make.location("hidden", is_published=False)
    assert _slugs(client) == ["pinned"]


def test_filters_are_or_inside_a_kind_and_and_between_kinds(client: Client) -> None:
    make.location("street-open", access="open")
    make.location("street-unknown")
    make.location("museum-open", kind=make.kind("museum"), access="open")
    make.location("temple-open", kind=make.kind("temple"), access="open")
    assert _slugs(client, kind="street,museum", access="open") == ["museum-open", "street-open"]


def test_place_comes_with_those_around_it(client: Client) -> None:
    for number in range(10):
        make.location(f"place-at-{number}", lat=30 + number / 20)
    nearest = [f"place-at-{number}" for number in range(queries.NEAR_PLACES + 1)]
    assert _slugs(client, place="place-at-0") == nearest


def test_place_comes_without_what_is_no_outing_away(client: Client) -> None:
    make.location("in-london", country="GB", lat=51.5, lng=-0.13, region=None)
    make.location("in-chengdu", lat=30.6)
    assert _slugs(client, place="in-london") == ["in-london"]


def test_trail_gives_the_places_of_its_stops(client: Client) -> None:
    trail = Trail.objects.create(slug="walk", name_hans="线路")
    TrailStop.objects.create(trail=trail, position=1, location=make.location("stop"))
    make.location("elsewhere")
    assert _slugs(client, trail="walk") == ["stop"]
    trail.is_published = False
    trail.save()
    assert _slugs(client, trail="walk") == []


def _crowd(number: int) -> None:
    for n in range(number):
        make.location(f"in-chengdu-{n:03}", lat=30.60 + n / 10_000, lng=104.05)
    make.location("in-beijing", lat=39.9, lng=116.4)


def test_crowded_view_is_given_as_clusters_and_lone_pins(client: Client) -> None:
    _crowd(clusters.POINTS_AT_MOST)
    answer = client.get(URL, VIEW).json()
    assert [point["slug"] for point in answer["points"]] == ["in-beijing"]
    assert answer["clusters"] == [
        {
            "count": 24,
            "lat": pytest.approx(30.60115),
            "lng": 104.05,
            "box": [104.05, 30.6, 104.05, 30.6023],
        }
    ]


def test_view_with_few_places_is_given_as_pins(client: Client) -> None:
    for n in range(clusters.POINTS_AT_MOST):
        make.location(lat=20 + n % 6 * 5, lng=80 + n // 6 * 12)
    answer = client.get(URL, VIEW).json()
    assert (len(answer["points"]), answer["clusters"]) == (24, [])


def test_few_pins_that_would_hide_each_other_are_one(client: Client) -> None:
    """At zoom 4 a hundredth of a degree is a tenth of a pixel; at 14 it is 116."""
    make.location("here", lat=30.30, lng=103.86)
    make.location("next-door", lat=30.31, lng=103.86)
    make.location("in-beijing", lat=39.9, lng=116.4)
    answer = client.get(URL, VIEW).json()
    assert [point["slug"] for point in answer["points"]] == ["in-beijing"]
    assert [cluster["count"] for cluster in answer["clusters"]] == [2]
    assert answer["clusters"][0]["box"] == [103.86, 30.3, 103.86, 30.31]
    closer = client.get(URL, {"bbox": "103.8,30.2,103.9,30.4", "zoom": 14}).json()
    assert ([point["slug"] for point in closer["points"]], closer["clusters"]) == (
        ["here", "next-door"],
        [],
    )


def test_few_pins_of_one_point_are_fanned_out(client: Client) -> None:
    for n in range(clusters.FANNED_OUT):
        make.location(f"in-the-middle-{n}", lat=30.3, lng=103.86)
    answer = client.get(URL, VIEW).json()
    assert (len(answer["points"]), answer["clusters"]) == (clusters.FANNED_OUT, [])
    make.location("one-too-many", lat=30.3, lng=103.86)
    answer = client.get(URL, VIEW).json()
    assert [cluster["count"] for cluster in answer["clusters"]] == [clusters.FANNED_OUT + 1]


def test_closest_views_are_never_clustered(client: Client) -> None:
    _crowd(clusters.POINTS_AT_MOST + 1)
    answer = client.get(URL, VIEW | {"zoom": clusters.FINEST_CLUSTERS}).json()
    assert (len(answer["points"]), answer["clusters"]) == (26, [])


def test_clusters_count_every_place_of_the_view(client: Client) -> None:
    for n in range(200):
        make.location(f"spread-{n:03}", lat=20 + n * 0.15, lng=80 + (n * 37 % 50))
    answer = client.get(URL, VIEW | {"zoom": 5}).json()
    counted = sum(cluster["count"] for cluster in answer["clusters"]) + len(answer["points"])
    assert counted == Location.objects.filter(lat__range=(18, 54), lng__range=(73, 135)).count()


def test_box_may_cross_the_antimeridian(client: Client) -> None:
    make.location("fiji", country="FJ", lat=-17.0, lng=179.5, region=None)
    make.location("samoa", country="WS", lat=-13.8, lng=-171.8, region=None)
    make.location("here")
    assert _slugs(client, bbox="170,-30,-170,0", zoom=4) == ["fiji", "samoa"]


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ({"bbox": "1,2,3"}, "bbox", "wrong_shape"),
        ({"bbox": "nan,0,1,1"}, "bbox", "not_a_number"),
        ({"zoom": "deep"}, "zoom", "invalid"),
        ({"datum": "mars"}, "datum", "invalid_choice"),
        ({"kind": "palace"}, "kind", "does_not_exist"),
        ({"c": "30,181"}, "c", "lng_out_of_range"),
        ({"colour": "red"}, "colour", "unknown_parameter"),
    ],
)
def test_value_that_cannot_be_used_is_refused(
    client: Client, query: dict[str, str], field: str, code: str
) -> None:
    response = client.get(URL, query)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    error = response.json()["errors"][0]
    assert (error["field"], error["code"]) == (field, code)


def test_unchanged_answer_is_304_until_a_row_changes(client: Client) -> None:
    place = make.location("here")
    etag = client.get(URL).headers["ETag"]
    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 304
    place.save()
    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_answer_takes_as_many_queries_for_three_places_as_for_one(
    client: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        make.scene(make.drama(), make.location(f"place-{n}"))
    with django_assert_num_queries(4):
        client.get(URL, VIEW)


def test_it_is_no_part_of_the_public_api(client: Client) -> None:
    assert "places.json" not in client.get("/api/v1/schema/").content.decode()
