"""Accounts, passwords, devices: a traveller keeps everything and nobody else gets in."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import LoginLimit, Traveller, User
from accounts.services import forget_attempts
from accounts.services.login_limits import PER_ADDRESS, PER_NAME, WINDOW
from checkins.models import Stamp
from tests import make
from tests.checkins.visits import visit

ACCOUNT = "/api/v1/me/account/"
LOGIN = "/api/v1/auth/login/"
PASSWORD = "/api/v1/me/password/"
DEVICES = "/api/v1/me/devices/"
ME = "/api/v1/me/"
GOOD = make.PASSWORD
WISH = {"username": "XiaoLin", "password": GOOD, "age_14_or_over": True}

pytestmark = pytest.mark.django_db

WRONG = {
    "type": "urn:tourmap:problem:wrong_credentials",
    "title": "Name and password do not fit.",
    "status": 401,
    "detail": "Check the name and the password.",
    "code": "wrong_credentials",
    "errors": [],
}


def login(client: APIClient, username: str, password: str = GOOD, **headers: str) -> Any:
    body = {"username": username, "password": password}
    return client.post(f"{LOGIN}?lang=en", body, headers=headers)


def errors_of(answer: Any) -> list[tuple[str, str]]:
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), answer.json()
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def test_a_guest_becomes_an_account_and_keeps_everything(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    kept = visit(traveller, make.location()).check_in
    answer = as_traveller.post(ACCOUNT, WISH | {"email": "lin@example.org"})
    assert answer.status_code == 201
    body = answer.json()
    assert (body["id"], body["kind"], body["username"], len(body["consents"])) == (
        *(str(traveller.pk), "account", "xiaolin"),
        1,
    )
    assert as_traveller.get(ME).json() == body
    user = User.objects.get()
    assert (user.pk, user.email, user.check_password(GOOD)) == (
        *(traveller.user_id, "lin@example.org"),
        True,
    )
    assert Stamp.objects.get(traveller=traveller).check_in == kept


def test_a_further_device_signs_in_whatever_the_case(api: APIClient) -> None:
    person = make.account("xiaolin")
    answer = login(api, "XIAOLIN")
    assert answer.status_code == 200
    assert set(answer.json()) == {"token", "traveller", "expires_at"}
    assert answer.json()["traveller"] == str(person.pk)
    assert answer["Cache-Control"] == "private, no-store"
    api.credentials(HTTP_AUTHORIZATION=f"Token {answer.json()['token']}")
    assert api.get(ME).json()["username"] == "xiaolin"


def test_an_expired_token_does_not_stand_in_the_way(api: APIClient) -> None:
    make.account("xiaolin")
    assert login(api, "xiaolin", Authorization=f"Token {'f' * 64}").status_code == 200


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"username": "ab"}, [("username", "min_length")]),
        ({"username": "a" * 41}, [("username", "max_length")]),
        ({"username": "小林 林"}, [("username", "invalid")]),
        ({"username": "guest-1"}, [("username", "reserved")]),
        ({"username": "WeChat-1"}, [("username", "reserved")]),
        ({"username": 123}, [("username", "invalid")]),
        ({"username": "EDITOR-A"}, [("username", "taken")]),
        ({"username": "taken"}, [("username", "taken")]),
        ({"password": "short1x"}, [("password", "password_too_short")]),
        ({"password": "password123"}, [("password", "password_too_common")]),
        (
            {"password": "12345678"},
            [("password", "password_too_common"), ("password", "password_entirely_numeric")],
        ),
        ({"password": "xiaolin1"}, [("password", "password_too_similar")]),
        ({"password": "x" * 129}, [("password", "max_length")]),
        ({"password": "with\x00nul-in-it"}, [("password", "null_characters_not_allowed")]),
        ({"email": "no"}, [("email", "invalid")]),
        ({"age_14_or_over": False}, [("age_14_or_over", "not_confirmed")]),
        ({"age_14_or_over": "true"}, [("age_14_or_over", "not_confirmed")]),
        ({"is_staff": True}, [("is_staff", "unknown_field")]),
        ({"kind": "wechat"}, [("kind", "unknown_field")]),
    ],
)
def test_an_account_that_cannot_be_is_refused_by_field(
    as_traveller: APIClient, editor_a: User, changes: Any, errors: Any
) -> None:
    make.account("taken")
    assert errors_of(as_traveller.post(ACCOUNT, WISH | changes)) == errors
    assert as_traveller.get(ME).json()["kind"] == "guest"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh-Hans", "password: 密码太短，至少需要 8 个字符。"),
        ("zh-Hant", "password: 密碼太短，必須至少 8 個字元。"),
        (
            "en",
            "password: This password is too short. It must contain at least 8 characters.",
        ),
    ],
)
def test_rules_of_passwords_are_told_in_the_readers_language(
    as_traveller: APIClient, lang: str, words: str
) -> None:
    answer = as_traveller.post(f"{ACCOUNT}?lang={lang}", WISH | {"password": "kurz-1"})
    assert answer.json()["detail"] == words


def test_a_second_account_of_one_traveller_is_refused() -> None:
    app = make.app_of(make.account("xiaolin"))
    answer = app.post(f"{ACCOUNT}?lang=en", WISH | {"username": "other"})
    assert (answer.status_code, answer.json()["code"]) == (409, "already_account")
    assert not User.objects.filter(username="other").exists()


def test_a_name_belongs_to_one_by_the_store() -> None:
    make.account("xiaolin")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("xiaolin")


def test_staff_deactivated_unknown_and_wrong_get_the_same_answer(
    api: APIClient, editor_a: User
) -> None:
    gone = make.account("gone")
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    make.account("xiaolin")
    guest = make.traveller().user.username
    User.objects.create_user("nobodys", password=GOOD)
    tried = [
        ("editor-a", "editor-a-pass"),
        *[("gone", GOOD), ("nobodys", GOOD), ("unknown", GOOD), ("xiaolin", "wrong"), (guest, "!")],
    ]
    for name, password in tried:
        answer = login(api, name, password)
        assert (answer.status_code, answer.json()) == (401, WRONG), name
        assert answer["WWW-Authenticate"] == "Token"
    staff = make.account("staff")
    User.objects.filter(pk=staff.user_id).update(is_staff=True)
    assert login(api, "staff").json() == WRONG
    assert AuthToken.objects.count() == 0


def test_an_unknown_name_takes_the_hashers_work_as_a_known_one(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    made: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        made.append(password)
        return encode(self, password, salt)

    make.account("xiaolin")
    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    login(api, "xiaolin", "wrong-password")
    known = len(made)
    login(api, "unknown", "wrong-password")
    assert (known, len(made)) == (1, 2)


def test_a_name_is_locked_from_everywhere_even_for_the_right_password(
    api: APIClient, settings: Any
) -> None:
    make.account("xiaolin")
    make.account("other")
    for number in range(PER_NAME):
        assert login(api, "xiaolin", "wrong").status_code == 401, number
    answer = api.post(
        f"{LOGIN}?lang=en", {"username": "XiaoLin", "password": GOOD}, REMOTE_ADDR="198.51.100.7"
    )
    body = answer.json()
    assert (answer.status_code, body["code"]) == (429, "throttled")
    assert 0 < body["retry_after_s"] == int(answer["Retry-After"]) <= WINDOW.total_seconds()
    assert str(body["retry_after_s"]) in body["detail"]
    assert login(api, "other").status_code == 200
    LoginLimit.objects.update(since=timezone.now() - WINDOW)
    assert login(api, "xiaolin").status_code == 200


def test_an_unknown_name_is_locked_as_a_known_one(api: APIClient) -> None:
    statuses = [login(api, "unknown", "wrong").status_code for _time in range(PER_NAME + 1)]
    assert statuses == [401] * PER_NAME + [429]


def test_an_address_is_locked_whatever_the_names_and_the_forged_headers(api: APIClient) -> None:
    person = make.account("xiaolin")
    for number in range(PER_ADDRESS):
        forged = {"X-Forwarded-For": f"203.0.113.{number}"}
        assert login(api, f"name-{number}", "wrong", **forged).status_code == 401
    assert login(api, "xiaolin", **{"X-Forwarded-For": "203.0.113.200"}).status_code == 429
    elsewhere = api.post(
        LOGIN, {"username": "xiaolin", "password": GOOD}, REMOTE_ADDR="198.51.100.7"
    )
    assert elsewhere.json()["traveller"] == str(person.pk)


def test_the_addresses_of_one_ipv6_network_are_one(api: APIClient) -> None:
    LoginLimit.objects.all().delete()
    for number in range(3):
        api.post(
            LOGIN,
            {"username": "xiaolin", "password": "wrong"},
            REMOTE_ADDR=f"2001:db8:1:2::{number}",
        )
    assert sorted(LoginLimit.objects.values_list("attempts", flat=True)) == [3, 3]


def test_the_right_password_gives_the_attempts_back(api: APIClient) -> None:
    make.account("xiaolin")
    for _round in range(3):
        for _time in range(PER_NAME - 1):
            assert login(api, "xiaolin", "wrong").status_code == 401
        assert login(api, "xiaolin").status_code == 200
    assert LoginLimit.objects.get().attempts == 3 * (PER_NAME - 1)


def test_neither_names_nor_addresses_are_in_the_counts_and_old_ones_go(api: APIClient) -> None:
    login(api, "xiaolin", "wrong")
    kept = str(list(LoginLimit.objects.values_list("key", flat=True)))
    assert "xiaolin" not in kept
    assert "127.0.0.1" not in kept
    forget_attempts(now=timezone.now())
    assert LoginLimit.objects.count() == 2
    forget_attempts(now=timezone.now() + WINDOW)
    assert LoginLimit.objects.count() == 0


def test_a_changed_password_signs_the_other_devices_out(api: APIClient) -> None:
    person = make.account("xiaolin")
    phone, tablet = make.app_of(person), make.app_of(person)
    body = {"password": GOOD, "new_password": "lao-jie-2026"}
    assert phone.post(PASSWORD, body).status_code == 204
    assert (phone.get(ME).status_code, tablet.get(ME).status_code) == (200, 401)
    assert login(api, "xiaolin").status_code == 401
    assert login(api, "xiaolin", "lao-jie-2026").status_code == 200


def test_a_password_is_changed_only_with_the_old_one_and_for_a_good_one() -> None:
    app = make.app_of(make.account("xiaolin"))
    wrong = app.post(f"{PASSWORD}?lang=en", {"password": "x", "new_password": "lao-jie-2026"})
    assert wrong.json() == WRONG
    weak = app.post(PASSWORD, {"password": GOOD, "new_password": "xiaolin1"})
    assert errors_of(weak) == [("new_password", "password_too_similar")]
    for _time in range(PER_NAME):
        app.post(PASSWORD, {"password": "x", "new_password": "lao-jie-2026"})
    locked = app.post(PASSWORD, {"password": GOOD, "new_password": "lao-jie-2026"})
    assert locked.status_code == 429


def test_a_guest_has_no_password_to_change(as_traveller: APIClient) -> None:
    answer = as_traveller.post(PASSWORD, {"password": "x", "new_password": "lao-jie-2026"})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_account")


def test_devices_are_listed_without_secrets_and_revoked_one_by_one(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    tablet = make.app_of(traveller)
    old = AuthToken.objects.create(traveller.user)[0]
    AuthToken.objects.filter(pk=old.pk).update(expiry=timezone.now() - timedelta(seconds=1))
    listed = as_traveller.get(DEVICES).json()["devices"]
    assert [set(row) for row in listed] == [
        {"id", "created_at", "expires_at", "last_used_on", "is_this_one"}
    ] * 2
    assert sorted(row["is_this_one"] for row in listed) == [False, True]
    assert {row["last_used_on"] for row in listed} == {f"{timezone.now():%Y-%m-%d}"}
    for row in AuthToken.objects.all():
        assert row.digest not in str(listed)
        assert row.token_key not in str(listed)
    [other] = [row["id"] for row in listed if not row["is_this_one"]]
    assert as_traveller.delete(f"{DEVICES}{other}/").status_code == 204
    assert as_traveller.delete(f"{DEVICES}{other}/").status_code == 404
    assert (tablet.get(ME).status_code, as_traveller.get(ME).status_code) == (401, 200)


def test_the_device_of_another_traveller_is_not_found(as_traveller: APIClient) -> None:
    other = make.app_of(make.traveller())
    [row] = other.get(DEVICES).json()["devices"]
    answer = as_traveller.delete(f"{DEVICES}{row['id']}/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert other.get(ME).status_code == 200
    assert as_traveller.delete(f"{DEVICES}1/").status_code == 404


def test_devices_are_capped_and_the_longest_unused_goes(api: APIClient) -> None:
    person = make.account("xiaolin")
    first = make.app_of(person)
    AuthToken.objects.update(expiry=timezone.now() + timedelta(days=1))
    for _time in range(20):
        assert login(api, "xiaolin").status_code == 200
    assert AuthToken.objects.count() == 20
    assert first.get(ME).status_code == 401


@pytest.mark.parametrize("devices", [1, 3])
def test_the_list_of_devices_has_a_fixed_number_of_queries(
    traveller: Traveller, as_traveller: APIClient, django_assert_num_queries: Any, devices: int
) -> None:
    for _device in range(devices - 1):
        AuthToken.objects.create(traveller.user)
    # Token, the user's other tokens, traveller, devices.
    with django_assert_num_queries(4):
        assert len(as_traveller.get(DEVICES).json()["devices"]) == devices
