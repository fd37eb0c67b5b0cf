"""The OpenAPI document keeps the rules of an API that explains itself."""

from copy import deepcopy
from typing import Any

import pytest

from tests.openapi.rules import RULES, Document
from tourmap.api import docs

CHECK_IN = "/api/v1/check-ins/"


def faults(document: Document) -> list[str]:
    return [fault for rule in RULES for fault in rule(document)]


def test_the_document_keeps_every_rule() -> None:
    assert faults(docs.document()) == []


def plant(document: Document, where: list[str], value: Any) -> None:
    *above, last = where
    for step in above:
        document = document[step]
    if value is None:
        del document[last]
    else:
        document[last] = value


POST = ["paths", CHECK_IN, "post"]
BODY = [*POST, "requestBody", "content", "application/json"]
GUEST = ["components", "schemas", "Guest"]


@pytest.mark.parametrize(
    ("where", "value", "fault"),
    [
        ([*POST, "operationId"], "me_retrieve", "me_retrieve names 2 operations"),
        ([*POST, "operationId"], "checkIn", "checkIn is not in snake_case"),
        ([*POST, "summary"], "", "needs a summary of at most"),
        ([*POST, "summary"], "Check in.", "without a full stop"),
        ([*POST, "responses", "201", "description"], "", "does not describe 201"),
        ([*POST, "tags"], ["visits"], "needs one tag that"),
        ([*POST, "security"], None, "does not say whether it takes a token"),
        ([*POST, "responses", "415"], None, "does not tell that it may answer 415"),
        ([*POST, "responses", "401"], None, "does not tell that it may answer 401"),
        ([*POST, "responses", "400", "content"], {}, "answers 400 with something else"),
        ([*BODY, "examples"], {}, "no example of its request in application/json"),
        ([*BODY, "examples", "x"], {"value": {"id": 5}}, "request x: $.id 5 is not of type"),
        ([*POST, "responses", "201", "content", "application/json", "examples"], {}, "of its 201"),
        ([*GUEST, "description"], None, "Guest has no description"),
        ([*GUEST, "properties", "zeal"], {"type": "string"}, "Guest.zeal is described nowhere"),
        (
            [*GUEST, "properties", "token"],
            {"type": "string", "description": "`guest`, `account` or `wechat`."},
            "Guest.token lists words but has no enum",
        ),
    ],
)
def test_the_rules_notice(where: list[str], value: Any, fault: str) -> None:
    document = deepcopy(docs.document())
    plant(document, where, value)
    assert any(fault in found for found in faults(document)), faults(document)


def test_path_parameters_need_an_example() -> None:
    document = deepcopy(docs.document())
    for parameter in document["paths"]["/api/v1/dramas/{slug}/"]["get"]["parameters"]:
        parameter.pop("example", None)
    assert faults(document) == ["GET /api/v1/dramas/{slug}/ has no example of slug"]
