"""Login with WeChat, against a stand-in that speaks its protocol with all its errors."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import Traveller, User
from checkins.models import CheckIn, Stamp
from tests import make
from tests.accounts.wechat_server import APPID, SECRET, SESSION_KEY, served
from tests.checkins.visits import visit

URL = "/api/v1/auth/wechat/"
ME = "/api/v1/me/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wechat(settings: Any) -> Iterator[None]:
    settings.WECHAT_APPID, settings.WECHAT_SECRET = APPID, SECRET
    with served() as address:
        settings.WECHAT_API = address
        yield


def signed_in(client: APIClient, code: str) -> dict[str, Any]:
    answer = client.post(URL, {"code": code})
    assert answer.status_code == 200, answer.json()
    assert answer["Cache-Control"] == "private, no-store"
    return dict(answer.json())


def test_a_wechat_user_is_known_again(api: APIClient) -> None:
    first, second = signed_in(api, "user-lin.1"), signed_in(api, "user-lin.2")
    assert first["traveller"] == second["traveller"]
    assert first["token"] != second["token"]
    me = APIClient(headers={"Authorization": f"Token {second['token']}"}).get(ME).json()
    assert (me["kind"], me["has_wechat"], me["username"]) == ("wechat", True, None)
    assert Traveller.objects.get().wechat_openid == "olin"


def test_a_guest_becomes_wechat_and_keeps_everything(traveller: Traveller) -> None:
    kept = visit(traveller, make.location()).check_in
    app = make.app_of(traveller)
    told = signed_in(app, "user-lin")
    assert told["traveller"] == str(traveller.pk)
    assert app._credentials["HTTP_AUTHORIZATION"] == f"Token {told['token']}"
    traveller.refresh_from_db()
    assert (traveller.kind, traveller.wechat_openid) == ("wechat", "olin")
    assert Stamp.objects.get(traveller=traveller).check_in == kept
    assert AuthToken.objects.count() == 1


def test_a_guest_of_a_known_wechat_user_is_folded_in(api: APIClient) -> None:
    known = signed_in(api, "user-lin.1")
    guest = make.traveller()
    visit(guest, make.location())
    app = make.app_of(guest)
    told = signed_in(app, "user-lin.2")
    assert told["traveller"] == known["traveller"] == app.get(ME).json()["id"]
    assert [str(pk) for pk in CheckIn.objects.values_list("traveller", flat=True)] == [
        known["traveller"]
    ]
    assert not User.objects.filter(pk=guest.user_id).exists()


def test_an_account_gets_wechat_as_a_further_way_in(api: APIClient) -> None:
    person = make.account("lin")
    told = signed_in(make.app_of(person), "user-lin.1")
    assert told["traveller"] == str(person.pk) == signed_in(api, "user-lin.2")["traveller"]
    person.refresh_from_db()
    assert person.kind == "account"


def test_an_account_does_not_take_the_wechat_of_another_traveller(api: APIClient) -> None:
    signed_in(api, "user-lin.1")
    person = make.account("wang")
    answer = make.app_of(person).post(f"{URL}?lang=en", {"code": "user-lin.2"})
    assert (answer.status_code, answer.json()["code"]) == (409, "wechat_taken")
    person.refresh_from_db()
    assert person.wechat_openid is None


def test_another_wechat_user_on_the_same_device_is_another_traveller(api: APIClient) -> None:
    lin = signed_in(api, "user-lin")
    api.credentials(HTTP_AUTHORIZATION=f"Token {lin['token']}")
    wang = signed_in(api, "user-wang")
    assert wang["traveller"] != lin["traveller"]
    assert wang["token"] != lin["token"]


def test_a_deactivated_wechat_user_does_not_come_in(api: APIClient) -> None:
    signed_in(api, "user-lin.1")
    User.objects.update(is_active=False)
    guest = make.traveller()
    answer = make.app_of(guest).post(f"{URL}?lang=en", {"code": "user-lin.2"})
    assert (answer.status_code, answer.json()["detail"]) == (403, "This traveller was deactivated.")
    assert Traveller.objects.filter(pk=guest.pk).exists()


PROBLEMS = {
    "invalid": (400, "wechat_code", {"reason": "invalid"}),
    "anything": (400, "wechat_code", {"reason": "invalid"}),
    "used": (400, "wechat_code", {"reason": "used"}),
    "risky": (403, "forbidden", {"reason": "wechat_blocked"}),
    "often": (429, "throttled", {"retry_after_s": 60}),
    "busy": (503, "wechat_busy", {"retry_after_s": 2}),
    "slow": (503, "wechat_busy", {"retry_after_s": 2}),
    "drops": (503, "wechat_busy", {"retry_after_s": 2}),
    "slow_body": (503, "wechat_busy", {"retry_after_s": 2}),
    "hang_up": (503, "wechat_busy", {"retry_after_s": 2}),
    "unheard": (502, "wechat_failed", {}),
    "huge": (502, "wechat_failed", {}),
    "html": (502, "wechat_failed", {}),
    "nothing": (502, "wechat_failed", {}),
    "nonsense": (502, "wechat_failed", {}),
    "broken": (502, "wechat_failed", {}),
    "redirect": (502, "wechat_failed", {}),
    "list": (502, "wechat_failed", {}),
    "odd_openid": (502, "wechat_failed", {}),
    "odd_errcode": (502, "wechat_failed", {}),
}
SHAPE = {"type", "title", "status", "detail", "code", "errors"}


@pytest.mark.parametrize("code", PROBLEMS)
def test_whatever_ails_wechat_is_told_in_time(api: APIClient, code: str) -> None:
    begun = time.monotonic()
    answer = api.post(f"{URL}?lang=en", {"code": code})
    assert time.monotonic() - begun < 5, "the deadline of the outside call"
    status, problem, numbers = PROBLEMS[code]
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, body["code"]) == (status, problem)
    assert {name: body[name] for name in body.keys() - SHAPE} == numbers
    assert answer.get("Retry-After") == (
        str(numbers["retry_after_s"]) if "retry_after_s" in numbers else None
    )
    assert User.objects.count() == 0


def test_a_code_works_once(api: APIClient) -> None:
    signed_in(api, "user-lin")
    assert api.post(URL, {"code": "user-lin"}).json()["reason"] == "used"


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("WECHAT_APPID", "", (404, "not_offered")),
        ("WECHAT_SECRET", "", (404, "not_offered")),
        ("WECHAT_APPID", "wrong", (502, "wechat_failed")),
        ("WECHAT_SECRET", "wrong", (502, "wechat_failed")),
        ("WECHAT_API", "http://127.0.0.1:1", (503, "wechat_busy")),
    ],
)
def test_settings_that_are_missing_or_wrong_are_told(
    api: APIClient, settings: Any, name: str, value: str, problem: tuple[int, str]
) -> None:
    setattr(settings, name, value)
    answer = api.post(URL, {"code": "user-lin"})
    assert (answer.status_code, answer.json()["code"]) == problem


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": 5}, {"code": "x" * 129}, {"x": "y"}])
def test_a_request_without_a_proper_code_is_refused(api: APIClient, body: Any) -> None:
    assert api.post(URL, body).json()["code"] == "invalid"


def test_neither_code_nor_openid_nor_secret_is_logged_or_kept(
    api: APIClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    signed_in(api, "user-lin")
    for code in ("user-lin", "invalid", "html", "hang_up", "broken"):
        api.post(URL, {"code": code})
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert "Bad Gateway" in logged  # something was logged at all
    for secret in ("user-lin", "olin", SECRET, SESSION_KEY):
        assert secret not in logged
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # our own table names
            assert SESSION_KEY not in str(cursor.fetchall())
