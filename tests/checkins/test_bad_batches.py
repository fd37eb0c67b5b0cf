"""Wrong batches, each with its exact whole answer; and that a wrong item is told as it is alone."""

from typing import Any, NamedTuple
from uuid import uuid4

import orjson
import pytest
from rest_framework.test import APIClient

from checkins.models import CheckIn
from tests import make
from tests.checkins.test_bad_requests import WRITE, WRONG, invalid, problem
from tests.checkins.visits import request

URL = "/api/v1/check-ins/batch/"
ITEMS = "Unknown; expected one of: items."
NO_LIST = 'Expected a list of items but got type "{}".'


class Wrong(NamedTuple):
    """A body of a batch and the problem document it gets."""

    body: Any
    problem: dict[str, Any]
    method: str = "POST"
    url: str = URL


def no_list(value: Any) -> Wrong:
    message = NO_LIST.format(type(value).__name__)
    return Wrong({"items": value}, invalid(("items", "not_a_list", message)))


def no_object(body: Any, name: str) -> Wrong:
    message = f"Invalid data. Expected a dictionary, but got {name}."
    return Wrong(body, invalid(("", "invalid", message)))


BATCHES = {
    "no items": Wrong({}, invalid(("items", "required", "This field is required."))),
    "items null": Wrong({"items": None}, invalid(("items", "null", "This field may not be null."))),
    "items empty": Wrong({"items": []}, invalid(("items", "empty", "This list may not be empty."))),
    "items an object": no_list({"0": {}}),
    "items a check-in": no_list(request()),
    "items a text": no_list("[]"),
    "items a number": no_list(3),
    "items true": no_list(True),
    "101 items": Wrong(
        {"items": [request()] * 101},
        invalid(("items", "max_length", "Ensure this field has no more than 100 elements.")),
    ),
    "101 times nothing": Wrong(
        {"items": [None] * 101},
        invalid(("items", "max_length", "Ensure this field has no more than 100 elements.")),
    ),
    "a list as body": no_object([request()], "list"),
    "null as body": no_object(None, "null"),
    "a check-in as body": Wrong(
        {"id": "x", "items": [request()]}, invalid(("id", "unknown_field", ITEMS))
    ),
    "unknown field": Wrong(
        {"items": [request()], "dry_run": True}, invalid(("dry_run", "unknown_field", ITEMS))
    ),
    "no JSON": Wrong(
        b'{"items": [',
        problem("malformed", "Expected JSON: unexpected end of data: line 1 column 12 (char 11)"),
    ),
    "NaN in an item": Wrong(
        b'{"items": [NaN]}',
        problem(
            "malformed",
            "Expected JSON: unexpected character, expected a JSON value: line 1 column 12 "
            "(char 11)",
        ),
    ),
    "oversized": Wrong(
        {"items": [request(note="x" * 1_048_576)]},
        problem("too_large", "Expected at most 1048576 bytes.", limit=1_048_576, unit="byte"),
    ),
    "unknown parameter": Wrong(
        {"items": [request()]},
        invalid(("dry_run", "unknown_parameter", "Unknown; expected one of: format, lang.")),
        url=f"{URL}?dry_run=1",
    ),
    "read a batch": Wrong(
        {}, problem("method_not_allowed", 'Method "GET" not allowed.'), method="GET"
    ),
    "put a batch": Wrong(
        {}, problem("method_not_allowed", 'Method "PUT" not allowed.'), method="PUT"
    ),
}


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("wrong", BATCHES.values(), ids=BATCHES.keys())
def test_a_wrong_batch_is_told_what_is_wrong(as_traveller: APIClient, wrong: Wrong) -> None:
    make.location("gate")
    body = wrong.body if isinstance(wrong.body, bytes) else orjson.dumps(wrong.body)
    answer = as_traveller.generic(
        wrong.method,
        wrong.url,
        body,
        content_type="application/json",
        headers={"Accept-Language": "en"},
    )
    assert (answer.status_code, answer.json()) == (wrong.problem["status"], wrong.problem)
    assert answer["Content-Type"] == "application/problem+json"
    assert CheckIn.objects.count() == 0


WRONG_ITEMS = {
    name: wrong
    for name, wrong in WRONG.items()
    if wrong.url == WRITE and wrong.method == "post" and not isinstance(wrong.body, bytes)
}


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("wrong", WRONG_ITEMS.values(), ids=WRONG_ITEMS.keys())
def test_a_wrong_item_is_told_as_alone_and_the_others_stand(
    as_traveller: APIClient, wrong: Any
) -> None:
    make.location("gate")
    make.location("hidden", is_published=False)
    good = request(id=str(uuid4()))
    answer = as_traveller.post(f"{URL}?lang=en", {"items": [wrong.body, good]})
    told, taken = answer.json()["results"]
    assert (told["http_status"], told["body"]) == (wrong.problem["status"], wrong.problem)
    assert taken["http_status"] == 201
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    ("item", "name"),
    [(None, "null"), (5, "int"), ("x", "str"), ([], "list"), (True, "bool"), (1.5, "float")],
)
def test_an_item_that_is_no_object_has_its_own_problem(
    as_traveller: APIClient, item: Any, name: str
) -> None:
    answer = as_traveller.post(f"{URL}?lang=en", {"items": [item]})
    message = f"Invalid data. Expected a dictionary, but got {name}."
    body = invalid(("", "invalid", message))
    assert answer.json() == {"results": [{"id": None, "http_status": 400, "body": body}]}


@pytest.mark.parametrize("id", [None, 1, "1", [], {}, True, "urn:uuid:0190f5f2"])
def test_an_item_without_a_usable_id_is_answered_without_one(
    as_traveller: APIClient, id: Any
) -> None:
    [result] = as_traveller.post(URL, {"items": [request(id=id)]}).json()["results"]
    assert (result["id"], result["http_status"]) == (None, 400)


def test_a_batch_needs_the_token_of_a_traveller(api: APIClient) -> None:
    answer = api.post(URL, {"items": [request()]}, headers={"Accept-Language": "en"})
    expected = problem("not_authenticated", "Authentication credentials were not provided.")
    assert (answer.status_code, answer.json()) == (401, expected)


def test_the_table_of_items_is_long_enough() -> None:
    assert len(WRONG_ITEMS) >= 40
