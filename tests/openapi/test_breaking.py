"""The API keeps what docs/openapi/released.json promised; `make release-schema` is for releases."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.openapi.breaking import breaks
from tourmap.api import docs

RELEASED = Path(settings.BASE_DIR) / "docs" / "openapi" / "released.json"
Document = dict[str, Any]


def released() -> Document:
    document: Document = json.loads(RELEASED.read_text(encoding="utf-8"))
    return document


def test_nothing_that_was_released_is_broken() -> None:
    assert list(breaks(released(), docs.document())) == []


def test_a_document_does_not_break_itself() -> None:
    assert list(breaks(docs.document(), docs.document())) == []


def _operation(document: Document, path: str, method: str) -> Any:
    return document["paths"][f"/api/v1/{path}"][method]


def _post(document: Document) -> Any:
    return _operation(document, "check-ins/", "post")


def _shape(document: Document, name: str) -> Any:
    return document["components"]["schemas"][name]


def _field(document: Document, shape: str, name: str) -> Any:
    return _shape(document, shape)["properties"][name]


def _parameter(document: Document, name: str) -> Any:
    found = _operation(document, "locations/", "get")["parameters"]
    return next(parameter for parameter in found if parameter["name"] == name)


Change = Callable[[Document], Any]
CREATE, PLACES = "POST /api/v1/check-ins/", "GET /api/v1/locations/"
REQUIRED = {"name": "zeal", "in": "query", "required": True, "schema": {"type": "string"}}

BREAKS: list[tuple[Change, str]] = [
    (lambda d: d["paths"].pop("/api/v1/kinds/"), "GET /api/v1/kinds/ is gone"),
    (lambda d: d["paths"]["/api/v1/me/"].pop("delete"), "DELETE /api/v1/me/ is gone"),
    (
        lambda d: _post(d).update(operationId="visit"),
        f"{CREATE} is called visit, no longer check_ins_create",
    ),
    (
        lambda d: _operation(d, "kinds/", "get").update(security=[{"token": []}]),
        "GET /api/v1/kinds/ needs a token now",
    ),
    (
        lambda d: _operation(d, "locations/", "get")["parameters"].remove(_parameter(d, "q")),
        f"{PLACES} q is gone",
    ),
    (lambda d: _parameter(d, "q").update(required=True), f"{PLACES} q is required now"),
    (
        lambda d: _operation(d, "locations/", "get")["parameters"].append(REQUIRED),
        f"{PLACES} zeal is required now",
    ),
    (
        lambda d: _parameter(d, "limit")["schema"].update(maximum=50),
        f"{PLACES} limit has a lower maximum",
    ),
    (
        lambda d: _parameter(d, "access")["schema"]["items"]["enum"].remove("ticket"),
        f"{PLACES} access[] takes fewer words: ticket",
    ),
    (
        lambda d: _parameter(d, "near")["schema"].update(pattern="^[0-9]+$"),
        f"{PLACES} near has another pattern",
    ),
    (
        lambda d: _post(d)["requestBody"]["content"].clear(),
        f"{CREATE} takes no application/json any more",
    ),
    (
        lambda d: _shape(d, "CheckInRequest")["required"].append("note"),
        f"{CREATE} request.note is required now",
    ),
    (
        lambda d: _shape(d, "CheckInRequest")["properties"].pop("note"),
        f"{CREATE} request.note is gone",
    ),
    (
        lambda d: _field(d, "CheckInRequest", "note").update(maxLength=10),
        f"{CREATE} request.note has a lower maxLength",
    ),
    (
        lambda d: _field(d, "CheckInRequest", "note").update(minLength=1),
        f"{CREATE} request.note has a higher minLength",
    ),
    (
        lambda d: _field(d, "CheckInRequest", "scene").update(type="string"),
        f"{CREATE} request.scene takes no null any more",
    ),
    (
        lambda d: _field(d, "PositionRequest", "lat").update(type="integer"),
        f"{CREATE} request.position|0.lat takes no number any more",
    ),
    (
        lambda d: _field(d, "CheckInRequest", "note").update(enum=["", "!"]),
        f"{CREATE} request.note takes fewer words: a list now",
    ),
    (lambda d: _post(d)["responses"].pop("200"), f"{CREATE} 200 is gone"),
    (lambda d: _post(d)["responses"].pop("422"), f"{CREATE} 422 is gone"),
    (
        lambda d: _operation(d, "locations/", "get")["responses"]["200"]["content"].pop(
            "application/geo+json"
        ),
        f"{PLACES} 200 gives no application/geo+json any more",
    ),
    (lambda d: _shape(d, "Answer")["properties"].pop("hint"), f"{CREATE} 201.hint is gone"),
    (
        lambda d: _shape(d, "Answer")["required"].remove("counted"),
        f"{CREATE} 201.counted may be missing now",
    ),
    (
        lambda d: _field(d, "Answer", "counted").update(type=["boolean", "null"]),
        f"{CREATE} 201.counted may be null now",
    ),
    (
        lambda d: _field(d, "Answer", "radius_m").update(type="number"),
        f"{CREATE} 201.radius_m may be number now",
    ),
    (
        lambda d: _field(d, "Answer", "local_date").update(format="date-time"),
        f"{CREATE} 201.local_date has another format",
    ),
    (
        lambda d: _shape(d, "ResultEnum")["enum"].append("perhaps"),
        f"{CREATE} 201.result may be other words: perhaps",
    ),
    (
        lambda d: _shape(d, "ResultEnum").pop("enum"),
        f"{CREATE} 201.result may be other words: a list now",
    ),
    (
        lambda d: _field(d, "Problem", "code")["x-extensible-enum"].remove("id_reused"),
        f"{CREATE} 422.code is never id_reused any more",
    ),
]


@pytest.mark.parametrize(("change", "told"), BREAKS, ids=[told for _change, told in BREAKS])
def test_a_break_is_noticed(change: Change, told: str) -> None:
    new = deepcopy(docs.document())
    change(new)
    assert told in list(breaks(docs.document(), new))


OPTIONAL = {"name": "zeal", "in": "query", "schema": {"type": "string"}}
ADDITIONS: list[Change] = [
    lambda d: d["paths"].update({"/api/v1/posters/": {"get": {}}}),
    lambda d: _operation(d, "locations/", "get")["parameters"].append(OPTIONAL),
    lambda d: _parameter(d, "limit")["schema"].update(maximum=200),
    lambda d: _parameter(d, "access")["schema"]["items"]["enum"].append("by_appointment"),
    lambda d: _shape(d, "CheckInRequest")["properties"].update(zeal={"type": "string"}),
    lambda d: _shape(d, "CheckInRequest")["required"].remove("captured_at"),
    lambda d: _field(d, "CheckInRequest", "note").update(maxLength=1000),
    lambda d: _shape(d, "Answer")["properties"].update(zeal={"type": "string"}),
    lambda d: _post(d)["responses"].update({"418": {"description": "A teapot."}}),
    lambda d: _field(d, "Problem", "code")["x-extensible-enum"].append("too_early"),
    lambda d: _operation(d, "me/", "get").update(security=[{"token": []}, {}]),
]


@pytest.mark.parametrize("change", ADDITIONS)
def test_an_addition_is_no_break(change: Change) -> None:
    new = deepcopy(docs.document())
    change(new)
    assert new != docs.document()
    assert list(breaks(docs.document(), new)) == []
