"""Wrong requests, each with its exact whole answer: nothing is guessed, nothing is a server error."""

from typing import Any, NamedTuple
from uuid import uuid4

import orjson
import pytest
from rest_framework.test import APIClient

from accounts.models import Traveller
from checkins.models import CheckIn
from tests import make
from tests.checkins.visits import ID, position, request, visit

WRITE = "/api/v1/check-ins/"
OPTIONS = "/api/v1/locations/gate/check-in-options/"
MINE = f"/api/v1/me/check-ins/{ID}/"
GUEST = "/api/v1/auth/guest/"
CONSENTS = "/api/v1/me/consents/"

TITLES = {
    "invalid": (400, "The request has values that cannot be used."),
    "malformed": (400, "The body could not be read."),
    "not_authenticated": (401, "A token is needed."),
    "invalid_token": (401, "The token is not valid."),
    "not_found": (404, "There is nothing at this address."),
    "method_not_allowed": (405, "This address does not take this method."),
    "not_acceptable": (406, "None of the accepted formats can be given."),
    "too_large": (413, "The body is too large."),
    "unsupported_media_type": (415, "The body has a type that is not taken here."),
}


class Wrong(NamedTuple):
    """A request and the problem document it gets."""

    method: str
    url: str
    body: Any
    problem: dict[str, Any]


def problem(code: str, detail: str, errors: Any = (), **numbers: Any) -> dict[str, Any]:
    status, title = TITLES[code]
    return {
        "type": f"urn:tourmap:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [
            {"field": field, "code": each, "message": message} for field, each, message in errors
        ],
        **numbers,
    }


def invalid(*errors: tuple[str, str, str]) -> dict[str, Any]:
    told = " ".join(f"{field}: {text}" if field else text for field, _code, text in errors)
    return problem("invalid", told, errors)


def write(error: tuple[str, str, str], **values: Any) -> Wrong:
    return Wrong("post", WRITE, request() | values, invalid(error))


def at(error: tuple[str, str, str], **values: Any) -> Wrong:
    return write((f"position.{error[0]}", *error[1:]), position=position(**values))


def without(name: str, error: tuple[str, str, str]) -> Wrong:
    body = {key: value for key, value in request().items() if key != name}
    return Wrong("post", WRITE, body, invalid(error))


def options(query: str, *errors: tuple[str, str, str]) -> Wrong:
    return Wrong("get", f"{OPTIONS}?{query}", None, invalid(*errors))


def raw(body: bytes, detail: str) -> Wrong:
    return Wrong("post", WRITE, body, problem("malformed", detail))


REQUIRED = "This field is required."
NUMBER = "Expected a number."
UUID = "Expected a UUID, such as 0190f5f2-7c1e-7a54-9a6b-0242ac120002."
TIME = "Expected a time as in RFC 3339, such as 2026-11-23T10:15:00+08:00."
OFFSET = "Expected a time with its offset, such as 2026-11-23T10:15:00+08:00."
DATUM = "Expected one of wgs84, gcj02, bd09."
SWAPPED = "Latitude and longitude look swapped: expected lat, lng."
LAT = "Expected latitudes from -90 to 90."
LNG = "Expected longitudes from -180 to 180."
TEXT = "Not a valid string."
NUL = "Null characters are not allowed."
TOGETHER = "Expected lat, lng and datum together."
DECIMAL = "Expected lat, lng, decimal numbers separated by commas."
KNOWN = "Unknown; expected one of: captured_at, id, installation, location, note, position, proof, scene, visibility."
KNOWN_POSITION = "Unknown; expected one of: accuracy_m, datum, fix_age_s, is_mock, lat, lng."
KNOWN_PARAMETERS = "Unknown; expected one of: accuracy_m, datum, format, lang, lat, lng."

WRONG = {
    # The id
    "id missing": without("id", ("id", "required", REQUIRED)),
    "id no uuid": write(("id", "not_a_uuid", UUID), id="1"),
    "id a number": write(("id", "not_a_uuid", UUID), id=1),
    "id true": write(("id", "not_a_uuid", UUID), id=True),
    "id a urn": write(("id", "not_a_uuid", UUID), id=f"urn:uuid:{ID}"),
    "id null": write(("id", "null", "This field may not be null."), id=None),
    # The place
    "place missing": without("location", ("location", "required", REQUIRED)),
    "place unknown": write(
        ("location", "does_not_exist", "There is no such place."), location="nowhere"
    ),
    "place hidden": write(
        ("location", "does_not_exist", "There is no such place."), location="hidden"
    ),
    "place a number": write(("location", "invalid", TEXT), location=7),
    "place a list": write(("location", "invalid", TEXT), location=["gate"]),
    "place with NUL": write(("location", "null_characters_not_allowed", NUL), location="gate\x00"),
    "place too long": write(
        ("location", "max_length", "Ensure this field has no more than 80 characters."),
        location="x" * 81,
    ),
    "scene unknown": write(
        ("scene", "does_not_exist", "There is no such scene at this place."), scene="nowhere"
    ),
    # The time
    "time missing": without("captured_at", ("captured_at", "required", REQUIRED)),
    "time without offset": write(
        ("captured_at", "offset_required", OFFSET), captured_at="2026-11-23T10:15:00"
    ),
    "time as a date": write(("captured_at", "not_a_time", TIME), captured_at="2026-11-23"),
    "time as seconds": write(("captured_at", "not_a_time", TIME), captured_at=1_795_400_000),
    "time that is none": write(
        ("captured_at", "not_a_time", TIME), captured_at="2026-02-30T10:15:00Z"
    ),
    "time of another year zero": write(
        ("captured_at", "not_a_time", TIME), captured_at="0000-01-01T00:00:00Z"
    ),
    # The position
    "no position": write(
        ("position", "required", "Expected a position, or a proof from the place."),
        position=None,
    ),
    "position as text": write(
        ("position", "invalid", "Invalid data. Expected a dictionary, but got str."),
        position="30.3,103.8",
    ),
    "lat missing": write(
        ("position.lat", "required", REQUIRED),
        position={"lng": 103.86, "datum": "wgs84"},
    ),
    "lat as text": at(("lat", "not_a_number", NUMBER), lat="30.315"),
    "lat true": at(("lat", "not_a_number", NUMBER), lat=True),
    "lat null": at(("lat", "null", "This field may not be null."), lat=None),
    "lat and lng swapped": at(("lat", "swapped", SWAPPED), lat=103.86, lng=30.315),
    "lat too large": at(("lat", "lat_out_of_range", LAT), lat=90.1, lng=103.86),
    "lat huge": at(("lat", "lat_out_of_range", LAT), lat=1e30),
    "lng too large": at(("lng", "lng_out_of_range", LNG), lng=180.1),
    "datum missing": write(
        ("position.datum", "required", REQUIRED), position={"lat": 30.315, "lng": 103.86}
    ),
    "datum unknown": at(("datum", "invalid_choice", DATUM), datum="tokyo"),
    "datum in capitals": at(("datum", "invalid_choice", DATUM), datum="WGS84"),
    "datum as an object": at(("datum", "invalid_choice", DATUM), datum={"x": 1}),
    "accuracy below zero": at(("accuracy_m", "min_value", "Expected at least 0."), accuracy_m=-1),
    "accuracy beyond the earth": at(
        ("accuracy_m", "max_value", "Expected at most 10000000."), accuracy_m=10_000_001
    ),
    "accuracy as text": at(("accuracy_m", "not_a_number", NUMBER), accuracy_m="18"),
    "age below zero": at(("fix_age_s", "min_value", "Expected at least 0."), fix_age_s=-0.1),
    "mock as text": at(
        ("is_mock", "not_a_boolean", "Expected true, false or null."), is_mock="false"
    ),
    "mock as a number": at(
        ("is_mock", "not_a_boolean", "Expected true, false or null."), is_mock=0
    ),
    "position with a trail": at(("trail", "unknown_field", KNOWN_POSITION), trail=[]),
    # The rest
    "unknown field": write(("counted", "unknown_field", KNOWN), counted=True),
    "proof no list": write(
        ("proof", "not_a_list", 'Expected a list of items but got type "str".'), proof="ABC"
    ),
    "proof of unknown type": write(
        ("proof.0.type", "invalid_choice", "Expected one of code."),
        proof=[{"type": "photo", "value": "x"}],
    ),
    "proofs too many": write(
        ("proof", "max_length", "Ensure this field has no more than 5 elements."),
        proof=[{"type": "code", "value": "x"}] * 6,
    ),
    "visibility unknown": write(
        ("visibility", "invalid_choice", "Expected one of private, public."), visibility="friends"
    ),
    "note too long": write(
        ("note", "max_length", "Ensure this field has no more than 500 characters."),
        note="字" * 501,
    ),
    "note a number": write(("note", "invalid", TEXT), note=5),
    "a list as body": Wrong(
        "post",
        WRITE,
        [],
        invalid(("", "invalid", "Invalid data. Expected a dictionary, but got list.")),
    ),
    # The body itself
    "NaN": raw(
        b'{"lat": NaN}',
        "Expected JSON: unexpected character, expected a JSON value: line 1 column 9 (char 8)",
    ),
    "Infinity": raw(
        b'{"lat": Infinity}',
        "Expected JSON: unexpected character, expected a JSON value: line 1 column 9 (char 8)",
    ),
    "a number that overflows": raw(
        b'{"lat": 1e999}',
        "Expected JSON: number is infinity when parsed as double: line 1 column 9 (char 8)",
    ),
    "half a character": raw(
        b'{"note": "\\ud83d"}',
        "Expected JSON: no low surrogate in string: line 1 column 11 (char 10)",
    ),
    "deep nesting": raw(
        b"[" * 5_000 + b"]" * 5_000,
        "Expected JSON: depth limit exceeded: line 1 column 1026 (char 1025)",
    ),
    "no JSON": raw(b"{", "Expected JSON: unexpected end of data: line 1 column 2 (char 1)"),
    "oversized": Wrong(
        "post",
        WRITE,
        b'{"note": "' + b"x" * 1_048_576 + b'"}',
        problem("too_large", "Expected at most 1048576 bytes.", limit=1_048_576, unit="byte"),
    ),
    # Address and method
    "read the write": Wrong(
        "get", WRITE, None, problem("method_not_allowed", 'Method "GET" not allowed.')
    ),
    "put the write": Wrong(
        "put", WRITE, {}, problem("method_not_allowed", 'Method "PUT" not allowed.')
    ),
    "unknown parameter on the write": Wrong(
        "post",
        f"{WRITE}?dry_run=1",
        request(),
        invalid(("dry_run", "unknown_parameter", "Unknown; expected one of: format, lang.")),
    ),
    "a format we lack": Wrong(
        "get",
        f"{OPTIONS}?format=xml",
        None,
        problem("not_acceptable", "format: expected one of json."),
    ),
    "an id that is none in the path": Wrong(
        "get",
        "/api/v1/me/check-ins/1/",
        None,
        problem("not_found", "There is nothing at this address."),
    ),
    "nobody's check-in": Wrong(
        "get",
        f"/api/v1/me/check-ins/{uuid4()}/",
        None,
        problem("not_found", "There is nothing at this address."),
    ),
    # The preflight
    "lat alone": options(
        "lat=30.315", ("lng", "required", TOGETHER), ("datum", "required", TOGETHER)
    ),
    "accuracy alone": options(
        "accuracy_m=18",
        ("lat", "required", TOGETHER),
        ("lng", "required", TOGETHER),
        ("datum", "required", TOGETHER),
    ),
    "lat NaN in the address": options(
        "lat=NaN&lng=103.86&datum=wgs84", ("lat", "not_a_number", DECIMAL)
    ),
    "two numbers in lat": options(
        "lat=30.3,1&lng=103.86&datum=wgs84", ("lat", "wrong_shape", DECIMAL)
    ),
    "swapped in the address": options(
        "lat=103.86&lng=30.315&datum=wgs84", ("lat", "swapped", SWAPPED)
    ),
    "accuracy NaN in the address": options(
        "lat=30&lng=103&datum=wgs84&accuracy_m=nan",
        ("accuracy_m", "not_a_number", "Expected a number, such as 18 or 18.5."),
    ),
    "datum unknown in the address": options(
        "lat=30&lng=103&datum=tokyo", ("datum", "invalid_choice", DATUM)
    ),
    "given twice": options(
        "lat=30&lat=31&lng=103&datum=wgs84",
        ("lat", "repeated", "Given more than once; expected once."),
    ),
    "unknown parameter": options("radius=5", ("radius", "unknown_parameter", KNOWN_PARAMETERS)),
    # Edits
    "edit the verdict": Wrong(
        "patch",
        MINE,
        {"counted": True},
        invalid(("counted", "unknown_field", "Unknown; expected one of: note, visibility.")),
    ),
    "edit to no visibility": Wrong(
        "patch",
        MINE,
        {"visibility": None},
        invalid(("visibility", "null", "This field may not be null.")),
    ),
    # Identity
    "guest with a name": Wrong(
        "post",
        GUEST,
        {"nickname": "x"},
        invalid(("nickname", "unknown_field", "Unknown; expected one of: consents, lang.")),
    ),
    "guest with an unknown purpose": Wrong(
        "post",
        GUEST,
        {"consents": [{"purpose": "everything", "policy_version": "2026-11"}]},
        invalid(
            (
                "consents.0.purpose",
                "invalid_choice",
                "Expected one of precise_position, publish_photos, leaderboard.",
            )
        ),
    ),
    "consent without a policy": Wrong(
        "post",
        CONSENTS,
        {"purpose": "leaderboard"},
        invalid(("policy_version", "required", REQUIRED)),
    ),
    "consent with a number": Wrong(
        "post",
        CONSENTS,
        {"purpose": "leaderboard", "policy_version": 2026},
        invalid(("policy_version", "invalid", TEXT)),
    ),
}


@pytest.fixture
def places(traveller: Traveller) -> None:
    make.location("hidden", is_published=False)
    visit(traveller, make.location("gate"), id=ID)


@pytest.mark.usefixtures("noon", "places")
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_request_is_told_what_is_wrong(as_traveller: APIClient, wrong: Wrong) -> None:
    body = wrong.body if isinstance(wrong.body, bytes) else orjson.dumps(wrong.body)
    data = {} if wrong.body is None else {"data": body, "content_type": "application/json"}
    if wrong.url == WRITE and isinstance(wrong.body, dict) and wrong.body.get("id") == str(ID):
        data["data"] = orjson.dumps(wrong.body | {"id": str(uuid4())})
    answer = as_traveller.generic(
        wrong.method.upper(), wrong.url, headers={"Accept-Language": "en"}, **data
    )
    assert answer.json() == wrong.problem
    assert answer.status_code == wrong.problem["status"]
    assert answer["Content-Type"] == "application/problem+json"
    assert CheckIn.objects.count() == 1


def test_the_table_is_long_enough() -> None:
    assert len(WRONG) >= 60


@pytest.mark.usefixtures("noon", "places")
@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, problem("not_authenticated", "Authentication credentials were not provided.")),
        ({"Authorization": "Token 123"}, problem("invalid_token", "Invalid token.")),
        (
            {"Authorization": "Token"},
            problem("invalid_token", "Invalid token header. No credentials provided."),
        ),
        (
            {"Authorization": "Bearer 123"},
            problem("not_authenticated", "Authentication credentials were not provided."),
        ),
    ],
)
def test_a_wrong_token(api: APIClient, headers: Any, expected: Any) -> None:
    answer = api.post(WRITE, request(), headers={"Accept-Language": "en", **headers})
    assert (answer.status_code, answer.json()) == (401, expected)
    assert answer["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_body_of_another_type(as_traveller: APIClient, media_type: str) -> None:
    answer = as_traveller.generic("POST", f"{WRITE}?lang=en", b"id=1", content_type=media_type)
    assert (answer.status_code, answer.json()) == (
        415,
        problem("unsupported_media_type", f'Unsupported media type "{media_type}" in request.'),
    )
