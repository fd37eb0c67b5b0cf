"""Whatever goes wrong under /api/ is told as a problem document."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Traveller
from locations.models import Location
from tests import make


@pytest.mark.django_db
def test_failure_nobody_foresaw_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("locations.views.locations.filtered", fail)
    answer = Client(raise_request_exception=False).get("/api/v1/locations/?lang=en")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:tourmap:problem:server_error",
        "title": "Something went wrong on our side.",
        "status": 500,
        "detail": "Something went wrong on our side.",
        "code": "server_error",
        "errors": [],
    }


BUSY = {
    "type": "urn:tourmap:problem:store_unavailable",
    "title": "The store cannot be reached for a moment.",
    "status": 503,
    "detail": "Please try again.",
    "code": "store_unavailable",
    "errors": [],
    "retry_after_s": 2,
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where", ["locations.views.locations.filtered", "accounts.models.Revision.current"]
)
def test_store_that_refuses_is_a_problem_with_a_time_to_come_back(
    api: APIClient, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def locked(*_args: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(where, locked)
    answer = api.get("/api/v1/locations/?lang=en")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "2"
    assert answer.json() == BUSY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "title", "detail"),
    [
        ("zh-Hans", "请求中有无法使用的值。", "near: 应为 lat,lng，用逗号分隔的十进制数字。"),
        ("zh-Hant", "請求中有無法使用的值。", "near: 應為 lat,lng，用逗號分隔的十進位數字。"),
        (
            "en",
            "The request has values that cannot be used.",
            "near: Expected lat,lng, decimal numbers separated by commas.",
        ),
    ],
)
def test_problem_speaks_the_readers_language(
    api: APIClient, lang: str, title: str, detail: str
) -> None:
    body = api.get("/api/v1/locations/?near=x", headers={"Accept-Language": lang}).json()
    assert (body["title"], body["detail"]) == (title, detail)


@pytest.mark.django_db
def test_host_we_are_not_is_a_problem(api: APIClient) -> None:
    answer = api.get("/api/v1/locations/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_body_without_a_length_is_refused_and_not_taken_for_an_empty_one(api: APIClient) -> None:
    sent = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json"}
    chunked = api.request(
        PATH_INFO="/api/v1/auth/guest/",
        HTTP_TRANSFER_ENCODING="chunked",
        QUERY_STRING="lang=en",
        **sent,
    )
    assert (chunked.status_code, chunked.json()) == (
        400,
        {
            "type": "urn:tourmap:problem:malformed",
            "title": "The body could not be read.",
            "status": 400,
            "detail": "The body could not be read.",
            "code": "malformed",
            "errors": [],
        },
    )
    assert Traveller.objects.count() == 0
    assert api.request(PATH_INFO="/api/v1/auth/guest/", **sent).status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "detail"),
    [
        ("zh-Hans", "无效数据。期待为字典类型，得到的是 null 。"),
        ("en", "Invalid data. Expected a dictionary, but got null."),
    ],
)
def test_body_of_null_is_refused_in_the_readers_language(
    api: APIClient, lang: str, detail: str
) -> None:
    answer = api.generic(
        "POST", f"/api/v1/auth/guest/?lang={lang}", b"null", content_type="application/json"
    )
    assert (answer.status_code, answer.json()["detail"]) == (400, detail)
    assert answer.json()["errors"] == [{"field": "", "code": "invalid", "message": detail}]


@pytest.mark.django_db
def test_text_that_was_typed_comes_back_as_typed(api: APIClient) -> None:
    typed = "{{7*7}}${1}`</script><img src=x>"
    make.location("a", name_hans=typed, name_en="")
    assert api.get("/api/v1/locations/a/").json()["name"] == typed
    assert Location.objects.get().name.text == typed


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_unknown_address_is_a_problem_for_those_who_write_too(method: str) -> None:
    """Django's check of form cookies is for pages: it would answer in HTML."""
    answer = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/nowhere/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"
