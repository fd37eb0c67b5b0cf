"""Who says to be under 14 gives no consent; who says nothing is kept as one who was not asked."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Consent, Traveller, User

CONSENTS = "/api/v1/me/consents/"
GUEST = "/api/v1/auth/guest/"
PURPOSES = ["precise_position", "publish_photos", "leaderboard"]

pytestmark = pytest.mark.django_db


def consent(purpose: str = "precise_position", **values: Any) -> dict[str, Any]:
    return {"purpose": purpose, "policy_version": "2026-11"} | values


def refused(answer: Any) -> bool:
    body = answer.json()
    assert (answer.status_code, body["code"]) == (403, "guardian_required")
    assert body["min_age"] == 14
    return True


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_consent_of_somebody_under_14_is_not_taken(
    traveller: Traveller, as_traveller: APIClient, purpose: str
) -> None:
    Consent.objects.all().delete()
    assert refused(as_traveller.post(CONSENTS, consent(purpose, age_14_or_over=False)))
    assert Consent.objects.count() == 0
    answer = as_traveller.post(CONSENTS, consent(purpose, age_14_or_over=True))
    assert (answer.status_code, answer.json()["age_14_or_over"]) == (201, True)


def test_a_guest_under_14_with_a_consent_is_not_made(api: APIClient) -> None:
    assert refused(api.post(GUEST, {"consents": [consent(age_14_or_over=False)]}))
    assert User.objects.count() == 0
    assert api.post(GUEST).status_code == 201, "without consents nobody is asked"


def test_an_app_that_does_not_ask_is_told_apart(as_traveller: APIClient) -> None:
    Consent.objects.all().delete()
    assert as_traveller.post(CONSENTS, consent()).json()["age_14_or_over"] is None
    assert as_traveller.post(CONSENTS, consent()).status_code == 200
    told = as_traveller.post(CONSENTS, consent(age_14_or_over=True))
    assert (told.status_code, told.json()["age_14_or_over"]) == (201, True)
    assert as_traveller.post(CONSENTS, consent()).status_code == 200
    in_force = Consent.objects.filter(withdrawn_at=None)
    assert in_force.get().age_14_or_over is True
    assert Consent.objects.count() == 2


@pytest.mark.parametrize("value", [None, "true", 1, "no", []])
def test_an_age_that_is_no_answer_is_invalid(as_traveller: APIClient, value: Any) -> None:
    answer = as_traveller.post(CONSENTS, consent(age_14_or_over=value))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "age_14_or_over")


def test_wechat_of_somebody_under_14_is_not_asked_for(api: APIClient) -> None:
    answer = api.post("/api/v1/auth/wechat/", {"code": "user-lin", "age_14_or_over": False})
    assert refused(answer)
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Nothing was stored"),
        ("zh-Hans", "没有保存任何内容"),
        ("zh-Hant", "沒有儲存任何內容"),
    ],
)
def test_the_way_on_is_told(as_traveller: APIClient, lang: str, words: str) -> None:
    answer = as_traveller.post(f"{CONSENTS}?lang={lang}", consent(age_14_or_over=False))
    assert words in answer.json()["detail"]
