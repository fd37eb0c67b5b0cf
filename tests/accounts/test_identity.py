"""Guests, tokens and consents."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import Consent, Traveller, User
from tests import make
from tourmap.api.throttling import ScopeThrottle

GUEST = "/api/v1/auth/guest/"
LOGOUT = "/api/v1/auth/logout/"
ME = "/api/v1/me/"
CONSENTS = "/api/v1/me/consents/"
PRECISE = {"purpose": "precise_position", "policy_version": "2026-11"}

WRONG_POLICY = {
    "type": "urn:tourmap:problem:invalid",
    "title": "The request has values that cannot be used.",
    "status": 400,
    "detail": "policy_version: Expected 2026-11, the policy in use; got 2020-01.",
    "code": "invalid",
    "errors": [
        {
            "field": "policy_version",
            "code": "wrong_policy_version",
            "message": "Expected 2026-11, the policy in use; got 2020-01.",
        }
    ],
    "policy_version": "2026-11",
}


@pytest.mark.django_db
def test_a_guest_gets_a_token_that_works_and_is_stored_hashed(api: APIClient) -> None:
    answer = api.post(GUEST, {"consents": [PRECISE]})
    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == {"token", "traveller", "expires_at"}
    assert answer["Cache-Control"] == "private, no-store"
    row = AuthToken.objects.get()
    assert body["token"] not in {row.digest, row.token_key}
    assert parse_datetime(body["expires_at"]) == row.expiry
    user = User.objects.get()
    assert (user.is_staff, user.has_usable_password(), user.email) == (False, False, "")
    api.credentials(HTTP_AUTHORIZATION=f"Token {body['token']}")
    me = api.get(ME).json()
    assert me.pop("created_at")
    assert me["consents"][0].pop("given_at")
    assert me == {
        "id": body["traveller"],
        "kind": "guest",
        "username": None,
        "has_wechat": False,
        "nickname": "",
        "nickname_hidden": False,
        "consents": [PRECISE | {"age_14_or_over": None, "withdrawn_at": None}],
    }


@pytest.mark.django_db
def test_a_guest_may_agree_to_nothing(api: APIClient) -> None:
    for body in (None, {}, {"consents": []}, {"lang": "zh-Hant"}):
        assert api.post(GUEST, body).status_code == 201
    assert Consent.objects.count() == 0


@pytest.mark.django_db
def test_a_guest_with_a_wrong_policy_is_not_made(api: APIClient) -> None:
    answer = api.post(GUEST, {"consents": [PRECISE | {"policy_version": "2020-01"}], "lang": "en"})
    assert (answer.status_code, answer.json()) == (400, WRONG_POLICY)
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_guests_are_limited_by_address(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ScopeThrottle.THROTTLE_RATES, "guest", "3/hour")
    answers = [api.post(f"{GUEST}?lang=en") for _time in range(4)]
    assert [answer.status_code for answer in answers] == [201] * 3 + [429]
    problem = answers[-1].json()
    assert (problem["code"], problem["retry_after_s"]) == (
        "throttled",
        int(answers[-1]["Retry-After"]),
    )


@pytest.mark.django_db
def test_an_expired_token_does_not_stand_in_the_way_of_a_new_one(api: APIClient) -> None:
    answer = api.post(GUEST, headers={"Authorization": f"Token {'f' * 64}"})
    assert answer.status_code == 201


def test_logging_out_revokes_this_token_alone(traveller: Traveller) -> None:
    phone, tablet = make.app_of(traveller), make.app_of(traveller)
    assert phone.post(LOGOUT).status_code == 204
    assert phone.post(LOGOUT).status_code == 401
    assert (phone.get(ME).status_code, tablet.get(ME).status_code) == (401, 200)


def test_a_deactivated_user_is_refused(traveller: Traveller, as_traveller: APIClient) -> None:
    User.objects.filter(pk=traveller.user_id).update(is_active=False)
    answer = as_traveller.get(f"{ME}?lang=en")
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    assert answer["WWW-Authenticate"] == "Token"


def test_an_expired_token_is_refused(traveller: Traveller, as_traveller: APIClient) -> None:
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert as_traveller.get(ME).json()["code"] == "invalid_token"


@pytest.mark.parametrize(
    "header", ["Token é", "Token \x00", "Token", "Token a b", "Token " + "f" * 64, "Token ' OR 1"]
)
@pytest.mark.django_db
def test_a_token_that_nobody_was_given_is_refused(api: APIClient, header: str) -> None:
    answer = api.get(ME, headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("get", ME),
        ("delete", ME),
        ("get", f"{ME}export/"),
        ("post", f"{ME}account/"),
        ("post", f"{ME}password/"),
        ("get", f"{ME}devices/"),
        ("delete", f"{ME}devices/0190f5f2-7c1e-7a54-9a6b-0242ac120002/"),
        ("post", LOGOUT),
        ("get", CONSENTS),
        ("post", CONSENTS),
        ("delete", f"{CONSENTS}precise_position/"),
        ("post", "/api/v1/check-ins/"),
        ("get", "/api/v1/me/passport/"),
        ("get", "/api/v1/me/check-ins/"),
        ("get", "/api/v1/me/check-ins/0190f5f2-7c1e-7a54-9a6b-0242ac120002/"),
        ("patch", "/api/v1/me/check-ins/0190f5f2-7c1e-7a54-9a6b-0242ac120002/"),
        ("delete", "/api/v1/me/check-ins/0190f5f2-7c1e-7a54-9a6b-0242ac120002/"),
    ],
)
def test_only_travellers_pass(api: APIClient, editor_a: User, method: str, url: str) -> None:
    nobody = getattr(api, method)(f"{url}?lang=en")
    assert (nobody.status_code, nobody.json()["code"]) == (401, "not_authenticated")
    _token, secret = AuthToken.objects.create(editor_a)
    staff = APIClient(headers={"Authorization": f"Token {secret}"})
    answer = getattr(staff, method)(f"{url}?lang=en")
    assert answer.status_code == 403
    assert answer.json() == {
        "type": "urn:tourmap:problem:forbidden",
        "title": "This is not allowed.",
        "status": 403,
        "detail": "Expected the token of a traveller; this one belongs to staff.",
        "code": "forbidden",
        "errors": [],
    }


@pytest.mark.django_db
def test_a_consent_is_given_once_withdrawn_and_given_again() -> None:
    person = make.traveller(consent=False)
    app = make.app_of(person)
    given, again = app.post(CONSENTS, PRECISE), app.post(CONSENTS, PRECISE)
    assert (given.status_code, again.status_code) == (201, 200)
    assert given.json() == again.json()
    url = f"{CONSENTS}precise_position/"
    assert [app.delete(url).status_code for _time in range(2)] == [204, 204]
    assert Consent.objects.get().withdrawn_at
    assert app.get(ME).json()["consents"] == []
    assert app.post(CONSENTS, PRECISE).status_code == 201
    listed = app.get(CONSENTS).json()
    assert (listed["next"], listed["previous"]) == (None, None)
    assert [bool(row["withdrawn_at"]) for row in listed["results"]] == [False, True]


def test_a_consent_to_another_policy_is_refused_by_name(as_traveller: APIClient) -> None:
    answer = as_traveller.post(f"{CONSENTS}?lang=en", PRECISE | {"policy_version": "2020-01"})
    assert (answer.status_code, answer.json()) == (400, WRONG_POLICY)


def test_a_new_policy_closes_the_consent_to_the_old_one(
    traveller: Traveller, as_traveller: APIClient, settings: Any
) -> None:
    settings.PRIVACY_POLICY_VERSION = "2027-01"
    answer = as_traveller.post(CONSENTS, PRECISE | {"policy_version": "2027-01"})
    assert answer.status_code == 201
    in_force = traveller.consents.get(withdrawn_at=None)
    assert (in_force.policy_version, traveller.consents.count()) == ("2027-01", 2)


def test_an_unknown_purpose_is_no_address(as_traveller: APIClient) -> None:
    assert as_traveller.delete(f"{CONSENTS}everything/").status_code == 404


def test_consents_of_others_are_not_seen_or_withdrawn(as_traveller: APIClient) -> None:
    other = make.traveller()
    assert len(as_traveller.get(CONSENTS).json()["results"]) == 1
    as_traveller.delete(f"{CONSENTS}precise_position/")
    assert other.consents.get().withdrawn_at is None


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_of_consents_has_a_fixed_number_of_queries(
    traveller: Traveller, as_traveller: APIClient, django_assert_num_queries: Any, items: int
) -> None:
    for number in range(items - 1):
        Consent.objects.create(
            traveller=traveller,
            purpose=Consent.Purpose.values[number + 1],
            policy_version="2026-11",
            given_at=timezone.now(),
        )
    # Token, the user's other tokens, traveller, consents.
    with django_assert_num_queries(4):
        assert len(as_traveller.get(CONSENTS).json()["results"]) == items


def test_one_consent_in_force_per_purpose_is_kept_by_the_store(traveller: Traveller) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(traveller=traveller, given_at=timezone.now(), **PRECISE)
