"""Attempts that are not kept at all, and what the visitor is told to do."""

from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Traveller
from checkins.models import CheckIn
from tests import make
from tests.checkins.test_check_in import URL, check
from tests.checkins.visits import request, visit
from tourmap.api.problems import Refusal


def test_a_clock_ahead_is_told_by_how_much(as_traveller: APIClient, noon: datetime) -> None:
    make.location("gate")
    answer = as_traveller.post(f"{URL}?lang=en", request(captured_at="2026-11-23T05:05:01+01:00"))
    assert answer.json() == {
        "type": "urn:tourmap:problem:clock_skew",
        "title": "The clock of the device is ahead of ours.",
        "status": 400,
        "detail": "The visit lies 301 s in the future; at most 300 s is accepted. Set the clock of "
        "the device, then send it again with the right time.",
        "code": "clock_skew",
        "errors": [],
        "yours": "2026-11-23T05:05:01+01:00",
        "ours": "2026-11-23T05:00:00+01:00",
        "difference_s": 301,
        "limit": 300,
        "unit": "s",
    }
    assert CheckIn.objects.count() == 0


def test_a_visit_of_a_month_ago_is_too_late(as_traveller: APIClient, noon: datetime) -> None:
    make.location("gate")
    answer = as_traveller.post(
        f"{URL}?lang=en", request(captured_at="2026-10-20T12:00:00+08:00")
    ).json()
    assert (answer["status"], answer["code"]) == (400, "too_late")
    assert answer["detail"] == (
        "The visit was 34 days ago; check-ins are accepted for 30 days. Come back and check in "
        "again."
    )
    assert (answer["difference_s"], answer["limit"]) == (-34 * 86_400, 30 * 86_400)


def test_a_closed_place_says_why_and_what_to_respect(
    as_traveller: APIClient, noon: datetime
) -> None:
    make.location("gate", lifecycle="private", etiquette_en="People live here.")
    answer = as_traveller.post(f"{URL}?lang=en", request())
    assert answer.json() == {
        "type": "urn:tourmap:problem:location_closed",
        "title": "This place does not take check-ins now.",
        "status": 409,
        "detail": "This place is private and takes no check-ins. Please do not go in.",
        "code": "location_closed",
        "errors": [],
        "reason": "private",
        "etiquette": "People live here.",
        "etiquette_lang": "en",
    }


def test_a_position_needs_a_consent(api: APIClient, noon: datetime) -> None:
    make.location("gate")
    person = make.traveller(consent=False)
    answer = make.app_of(person).post(f"{URL}?lang=en", request())
    assert answer.json() == {
        "type": "urn:tourmap:problem:consent_required",
        "title": "The traveller has not agreed to this use.",
        "status": 403,
        "detail": "Ask the traveller, then send the consent to /api/v1/me/consents/ and this "
        "request again. A check-in without a position needs no consent.",
        "code": "consent_required",
        "errors": [],
        "purpose": "precise_position",
        "policy_version": "2026-11",
    }
    assert CheckIn.objects.count() == 0


def test_a_consent_to_an_older_policy_is_not_enough(traveller: Traveller, settings: Any) -> None:
    settings.PRIVACY_POLICY_VERSION = "2027-01"
    with pytest.raises(Refusal) as refused:
        visit(traveller, make.location())
    assert refused.value.numbers["policy_version"] == "2027-01"


def test_a_code_alone_needs_no_consent_and_proves_nothing_yet(noon: datetime) -> None:
    make.location("gate")
    person = make.traveller(consent=False)
    body = request(position=None, proof=[{"type": "code", "value": "ABCD"}])
    answer = make.app_of(person).post(f"{URL}?lang=en", body)
    assert answer.status_code == 201
    assert answer.json()["status"] == "unverified"
    assert answer.json()["distance_m"] is None
    assert answer.json()["checks"] == [
        check(
            "code",
            False,
            None,
            None,
            "",
            "No code is in use at this place yet, so it proves nothing. Send your position "
            "instead. If you were there, you can also ask the tourism bureau to look at your visit.",
        )
    ]


@pytest.mark.parametrize(
    ("captured_at", "code"),
    [("0001-01-01T00:00:00+14:00", "too_late"), ("9999-12-31T23:59:59-14:00", "clock_skew")],
)
@pytest.mark.usefixtures("noon")
def test_times_at_the_ends_of_the_calendar_are_refused_like_others(
    as_traveller: APIClient, captured_at: str, code: str
) -> None:
    make.location("gate")
    answer = as_traveller.post(URL, request(captured_at=captured_at))
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    as_traveller.post(URL, request())
    again = as_traveller.post(URL, request(captured_at=captured_at))
    assert (again.status_code, again.json()["code"]) == (422, "id_reused")
