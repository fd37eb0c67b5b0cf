"""Reads that cannot be answered, each with its whole problem document."""

import base64
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests import make

pytestmark = pytest.mark.django_db


def invalid(field: str, code: str, message: str) -> dict[str, Any]:
    return {
        "type": "urn:tourmap:problem:invalid",
        "title": "The request has values that cannot be used.",
        "status": 400,
        "detail": f"{field}: {message}",
        "code": "invalid",
        "errors": [{"field": field, "code": code, "message": message}],
    }


def missing(detail: str = "There is nothing at this address.") -> dict[str, Any]:
    return {
        "type": "urn:tourmap:problem:not_found",
        "title": "There is nothing at this address.",
        "status": 404,
        "detail": detail,
        "code": "not_found",
        "errors": [],
    }


def other(status: int, code: str, title: str, detail: str) -> dict[str, Any]:
    return {
        "type": f"urn:tourmap:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [],
    }


def unacceptable(detail: str) -> dict[str, Any]:
    title = "None of the accepted formats can be given."
    return other(406, "not_acceptable", title, detail)


def not_allowed(method: str) -> dict[str, Any]:
    title = "This address does not take this method."
    return other(405, "method_not_allowed", title, f'Method "{method}" not allowed.')


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


POINT = "Expected lat,lng, decimal numbers separated by commas."
BOX = "Expected west,south,east,north, decimal numbers separated by commas."
LANG = "Expected one of zh-Hans, zh-Hant, en."
DATUM = "Expected one of wgs84, gcj02, bd09."
CURSOR = invalid("cursor", "invalid_cursor", "Expected a cursor taken from `next` or `previous`.")
KNOWN = (
    "Unknown; expected one of: access, batch, bbox, cursor, datum, drama, format, kind, lang, "
    "limit, near, pin_quality, programme, q, radius_m, region, theme."
)
NUL = "Null characters are not allowed."
LONG = "Ensure this field has no more than 100 characters."

WRONG: list[tuple[str, dict[str, Any]]] = [
    ("locations/?near=30.3", invalid("near", "wrong_shape", POINT)),
    ("locations/?near=30.3,103.8,5", invalid("near", "wrong_shape", POINT)),
    ("locations/?near=a,b", invalid("near", "not_a_number", POINT)),
    ("locations/?near=NaN,103.8", invalid("near", "not_a_number", POINT)),
    ("locations/?near=Infinity,103.8", invalid("near", "not_a_number", POINT)),
    ("locations/?near=1e1,103.8", invalid("near", "not_a_number", POINT)),
    ("locations/?near=%00,103.8", invalid("near", "not_a_number", POINT)),
    (
        "locations/?near=103.86,30.31",
        invalid("near", "swapped", "Latitude and longitude look swapped: expected lat,lng."),
    ),
    (
        "locations/?near=91,181",
        invalid("near", "lat_out_of_range", "Expected latitudes from -90 to 90."),
    ),
    (
        "locations/?near=30,181",
        invalid("near", "lng_out_of_range", "Expected longitudes from -180 to 180."),
    ),
    ("locations/?bbox=1,2,3", invalid("bbox", "wrong_shape", BOX)),
    ("locations/?bbox=1,2,3,x", invalid("bbox", "not_a_number", BOX)),
    (
        "locations/?bbox=30,103,31,104",
        invalid(
            "bbox",
            "swapped",
            "Latitude and longitude look swapped: expected west,south,east,north.",
        ),
    ),
    (
        "locations/?bbox=103,31,104,30",
        invalid("bbox", "south_above_north", "Expected south at or below north."),
    ),
    (
        "locations/?bbox=1,2,200,3",
        invalid("bbox", "lng_out_of_range", "Expected longitudes from -180 to 180."),
    ),
    (
        "locations/?bbox=1,2,3,4&near=1,2",
        invalid("bbox", "excludes_near", "Not together with near."),
    ),
    (
        "locations/?near=1,2&cursor=x",
        invalid("cursor", "excludes_near", "Not together with near."),
    ),
    ("locations/?radius_m=5", invalid("radius_m", "needs_near", "Only together with near.")),
    (
        "locations/?near=1,2&radius_m=0",
        invalid(
            "radius_m", "min_value", "Ensure this value is greater than or equal to 1."
        ),
    ),
    (
        "locations/?near=1,2&radius_m=1000001",
        invalid(
            "radius_m", "max_value", "Ensure this value is less than or equal to 1000000."
        ),
    ),
    (
        "locations/?near=1,2&radius_m=1_0",
        invalid("radius_m", "invalid", "A valid integer is required."),
    ),
    ("locations/?limit=-1", invalid("limit", "invalid", "A valid integer is required.")),
    ("locations/?limit=１", invalid("limit", "invalid", "A valid integer is required.")),
    ("locations/?limit=9999999999", invalid("limit", "invalid", "A valid integer is required.")),
    (
        "locations/?limit=0",
        invalid("limit", "min_value", "Ensure this value is greater than or equal to 1."),
    ),
    (
        "dramas/?limit=101",
        invalid("limit", "max_value", "Ensure this value is less than or equal to 100."),
    ),
    ("locations/?datum=GCJ-02", invalid("datum", "invalid_choice", DATUM)),
    ("locations/a/?datum=wgs72", invalid("datum", "invalid_choice", DATUM)),
    ("kinds/?lang=fr", invalid("lang", "invalid_choice", LANG)),
    ("kinds/?lang=", invalid("lang", "invalid_choice", LANG)),
    ("locations/?colour=red", invalid("colour", "unknown_parameter", KNOWN)),
    (
        "kinds/?datum=wgs84",
        invalid("datum", "unknown_parameter", "Unknown; expected one of: format, lang."),
    ),
    (
        "locations/?limit=1&limit=2",
        invalid("limit", "repeated", "Given more than once; expected once."),
    ),
    ("dramas/?q=%00", invalid("q", "null_characters_not_allowed", NUL)),
    ("locations/?kind=a%00", invalid("kind", "null_characters_not_allowed", NUL)),
    ("dramas/?q=", invalid("q", "blank", "This field may not be blank.")),
    (f"dramas/?q={'里' * 101}", invalid("q", "max_length", LONG)),
    (f"locations/?q={'x' * 5000}", invalid("q", "max_length", LONG)),
    (
        "locations/?drama=nobody,nothing",
        invalid("drama", "does_not_exist", "Nothing is known by the name nobody, nothing."),
    ),
    (
        "dramas/?region=999999",
        invalid("region", "does_not_exist", "Nothing is known by the name 999999."),
    ),
    (
        "locations/?access=open,shut",
        invalid("access", "invalid_choice", "Expected one of unknown, open, ticket, not_open."),
    ),
    (
        "locations/?access=open,,ticket",
        invalid("access", "invalid", "Expected values separated by single commas."),
    ),
    (
        f"dramas/?year={','.join(['2025'] * 51)}",
        invalid("year", "too_many", "Expected at most 50 values."),
    ),
    ("dramas/?year=20x5", invalid("year", "invalid", "A valid integer is required.")),
    ("locations/?cursor=made-up", CURSOR),
    ("locations/?cursor=%00", invalid("cursor", "null_characters_not_allowed", NUL)),
    (f"locations/?cursor={cursor('[false,[1,2]]')}", CURSOR),
    (f"locations/?cursor={cursor('[false,[null]]')}", CURSOR),
    (f"locations/?cursor={cursor('{}')}", CURSOR),
    (f"dramas/?cursor={cursor('[false,[1e400,0]]')}", CURSOR),
    (f"dramas/?cursor={cursor('[false,[99999999999999999999,0]]')}", CURSOR),
    (f"dramas/?cursor={cursor('[true,[-1,' + chr(34) + 'a' + chr(34) + ']]')}", CURSOR),
    (f"scenes/?cursor={cursor('[false,[' + chr(34) + chr(92) + 'u0000' + chr(34) + ']]')}", CURSOR),
    ("dramas/?ordering=user__password", invalid("ordering", "unknown_parameter",
        "Unknown; expected one of: batch, cursor, format, lang, limit, programme, q, region, "
        "status, theme, year.")),
    ("locations/?format=xml", unacceptable("format: expected one of json, geojson.")),
    ("dramas/?format=geojson", unacceptable("format: expected one of json.")),
    ("locations/none/", missing()),
    ("locations/a%00/", missing()),
    ("locations/名/", missing()),
    ("nothing/", missing()),
    ("", missing()),
    ("locations", missing("Addresses end with a slash: /api/v1/locations/")),
]  # fmt: skip


@pytest.mark.parametrize(("path", "problem"), WRONG, ids=[path[:60] for path, _ in WRONG])
def test_wrong_read_is_told_what_is_wrong(
    api: APIClient, path: str, problem: dict[str, Any]
) -> None:
    make.location("a")
    answer = api.get(f"/api/v1/{path}", headers={"Accept-Language": "en"})
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == problem
    assert answer.status_code == problem["status"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["locations/", "locations/a/", "dramas/", "trails/", "kinds/"])
def test_read_takes_no_other_method(api: APIClient, method: str, path: str) -> None:
    send = getattr(api, method)
    answer = send(f"/api/v1/{path}", {"slug": "b"}, headers={"Accept-Language": "en"})
    assert answer.json() == not_allowed(method.upper())
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("accept", ["text/html", "image/png", "nonsense"])
def test_accept_that_cannot_be_met_is_told(api: APIClient, accept: str) -> None:
    answer = api.get("/api/v1/locations/?lang=en", headers={"Accept": accept})
    assert answer.json() == unacceptable("Could not satisfy the request Accept header.")
    assert answer.status_code == 406


def test_several_wrong_values_are_told_at_once(api: APIClient) -> None:
    body = api.get("/api/v1/locations/?lang=en&near=x&limit=0&datum=y").json()
    assert {error["field"] for error in body["errors"]} == {"near", "limit", "datum"}
