"""An answer that has not changed costs one number."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Region
from dramas.models import Theme
from locations.models import Kind, Location
from tests import make

pytestmark = pytest.mark.django_db

READS = [
    *("dramas/", "dramas/d/", "dramas/d/locations/", "dramas/d/scenes/", "locations/"),
    *("locations/a/", "scenes/", "scenes/d--a/", "trails/", "trails/t/"),
    *("regions/", "kinds/", "themes/", "programmes/"),
]


@pytest.fixture
def place(db: None) -> Location:
    place, drama = make.location("a"), make.drama("d")
    make.scene(drama, place)
    make.trail("t", place, drama=drama)
    return place


@pytest.mark.parametrize("path", READS)
def test_unchanged_answer_is_304_for_one_query(
    api: APIClient, place: Location, path: str, django_assert_num_queries: Any
) -> None:
    first = api.get(f"/api/v1/{path}")
    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    with django_assert_num_queries(1):
        again = api.get(f"/api/v1/{path}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    for answer in (first, again):
        assert {"Accept", "Accept-Language"} <= set(answer["Vary"].split(", "))
        assert "Cookie" not in answer["Vary"]


def test_etag_differs_by_everything_the_answer_depends_on(api: APIClient, place: Location) -> None:
    asked = [
        ("/api/v1/locations/", {}),
        ("/api/v1/locations/?datum=gcj02", {}),
        ("/api/v1/locations/?limit=1", {}),
        ("/api/v1/locations/?lang=en", {}),
        ("/api/v1/locations/", {"Accept-Language": "en"}),
        ("/api/v1/locations/", {"Accept": "application/geo+json"}),
        ("/api/v1/locations/a/", {}),
    ]
    etags = {api.get(address, headers=headers)["ETag"] for address, headers in asked}
    assert len(etags) == len(asked)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Location.objects.get().save(),
        lambda: Location.objects.update(radius_m=99),
        lambda: Region.objects.get(code="511403").save(),
        lambda: Region.objects.update(name_en="x"),
        lambda: Kind.objects.get().save(),
        lambda: Theme.objects.create(slug="new", name_hans="新"),
        lambda: Location.objects.all()[0].trail_stops.all().delete(),
    ],
)
def test_change_of_anything_public_renews_the_etag(
    api: APIClient, place: Location, change: Any
) -> None:
    before = api.get("/api/v1/locations/")["ETag"]
    change()
    after = api.get("/api/v1/locations/", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after["ETag"] != before


@pytest.mark.parametrize("path", ["locations/?x=1", "locations/none/", "locations/?format=x"])
def test_refusal_carries_no_etag(api: APIClient, place: Location, path: str) -> None:
    refused = api.get(f"/api/v1/{path}", headers={"If-None-Match": "*"})
    assert refused.status_code >= 400
    assert "ETag" not in refused
    assert "Cache-Control" not in refused


def test_head_is_as_get_without_a_body(api: APIClient, place: Location) -> None:
    got, headed = api.get("/api/v1/locations/"), api.head("/api/v1/locations/")
    assert headed.status_code == 200
    assert headed["ETag"] == got["ETag"]


def test_options_names_the_methods(api: APIClient) -> None:
    answer = api.options("/api/v1/locations/")
    assert answer.status_code == 200
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_reads_take_no_token_and_are_not_stopped_by_a_bad_one(api: APIClient) -> None:
    api.credentials(HTTP_AUTHORIZATION="Token nonsense")
    assert api.get("/api/v1/locations/").status_code == 200
