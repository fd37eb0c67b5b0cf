"""What the OpenAPI document says about check-ins is so."""

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from jsonschema.exceptions import ValidationError
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from rest_framework.test import APIClient

from checkins.examples import ANSWER, BATCH_ANSWER, BATCH_REQUEST, REQUEST
from tests import make
from tests.checkins.visits import request
from tourmap.api import docs
from tourmap.api.throttling import ScopeThrottle
from tourmap.geo import Datum, LatLng, destination, to_wgs84

OURS = {
    "/api/v1/auth/guest/": {"post"},
    "/api/v1/auth/logout/": {"post"},
    "/api/v1/auth/login/": {"post"},
    "/api/v1/auth/wechat/": {"post"},
    "/api/v1/me/": {"get", "patch", "delete"},
    "/api/v1/me/export/": {"get"},
    "/api/v1/me/account/": {"post"},
    "/api/v1/me/password/": {"post"},
    "/api/v1/me/devices/": {"get"},
    "/api/v1/me/devices/{id}/": {"delete"},
    "/api/v1/me/consents/": {"get", "post"},
    "/api/v1/me/consents/{purpose}/": {"delete"},
    "/api/v1/check-ins/": {"post"},
    "/api/v1/check-ins/batch/": {"post"},
    "/api/v1/check-ins/{id}/appeal/": {"post", "get", "delete"},
    "/api/v1/leaderboards/": {"get"},
    "/api/v1/locations/{slug}/check-in-options/": {"get"},
    "/api/v1/me/passport/": {"get"},
    "/api/v1/me/check-ins/": {"get"},
    "/api/v1/me/check-ins/{id}/": {"get", "patch", "delete"},
}


def test_every_operation_is_in_a_valid_document() -> None:
    document = docs.document()
    validate(document)
    for path, methods in OURS.items():
        assert set(document["paths"][path]) == methods
    statuses = set(document["paths"]["/api/v1/check-ins/"]["post"]["responses"])
    assert {"200", "201", "400", "401", "403", "409", "413", "415", "422", "429", "503"} <= statuses


def test_the_example_request_gets_the_example_answer(
    as_traveller: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = REQUEST["position"]
    stood = to_wgs84(LatLng.of(sent["lat"], sent["lng"]), Datum(sent["datum"]))
    pin = destination(stood, 180, 42)
    make.location(REQUEST["location"], lat=pin.lat, lng=pin.lng)
    received = datetime.fromisoformat(ANSWER["received_at"])
    monkeypatch.setattr("django.utils.timezone.now", lambda: received)
    answer = as_traveller.post("/api/v1/check-ins/?lang=en", REQUEST)
    shown: dict[str, Any] = answer.json()
    assert answer.status_code == 201
    assert shown | {"checks": shown["checks"][:1]} == ANSWER


def _document_says(answer: Any) -> None:
    """The answer of a batch has the shape that the document gives it."""
    document = docs.document()
    content = document["paths"]["/api/v1/check-ins/batch/"]["post"]["responses"]["200"]["content"]
    shape = {
        "allOf": [content["application/json"]["schema"]],
        "components": document["components"],
    }
    OAS31Validator(shape).validate(answer)


def test_the_example_batch_gets_the_example_answers(
    as_traveller: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = REQUEST["position"]
    stood = to_wgs84(LatLng.of(sent["lat"], sent["lng"]), Datum(sent["datum"]))
    pin = destination(stood, 180, 42)
    make.location(REQUEST["location"], lat=pin.lat, lng=pin.lng)
    make.location(BATCH_REQUEST["items"][1]["location"], lifecycle="demolished")
    received = datetime.fromisoformat(ANSWER["received_at"])
    monkeypatch.setattr("django.utils.timezone.now", lambda: received)
    answer = as_traveller.post("/api/v1/check-ins/batch/?lang=en", BATCH_REQUEST)
    shown: dict[str, Any] = answer.json()
    assert answer.status_code == 200
    _document_says(shown)
    first = shown["results"][0]["body"]
    first["checks"] = first["checks"][:1]
    assert shown == BATCH_ANSWER


@pytest.mark.parametrize("broken", [{"body": {"code": "x"}}, {"http_status": "201"}, {"id": 5}])
def test_the_document_would_notice_another_answer_of_a_batch(broken: Any) -> None:
    _document_says(BATCH_ANSWER)
    with pytest.raises(ValidationError):
        _document_says({"results": [BATCH_ANSWER["results"][0] | broken]})


@pytest.mark.usefixtures("noon")
def test_check_ins_are_limited_by_traveller(
    as_traveller: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(ScopeThrottle, "THROTTLE_RATES", {"check_in": "2/hour"})
    make.location("gate")
    answers = [as_traveller.post("/api/v1/check-ins/", request()) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 429]
    assert answers[-1]["Retry-After"]
    other = make.app_of(make.traveller())
    assert other.post("/api/v1/check-ins/", request()).status_code == 422
