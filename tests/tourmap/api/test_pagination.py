"""Cursors made by hand: refused, and never a server error."""

import base64
from datetime import UTC, datetime

import orjson
import pytest
from rest_framework.test import APIClient

from accounts.models import Consent, Traveller

pytestmark = pytest.mark.django_db

CONSENTS = "/api/v1/me/consents/"


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([False, values])).decode().rstrip("=")


@pytest.fixture
def three_consents(traveller: Traveller) -> Traveller:
    """One in force and two withdrawn, a day apart, the newest in 2026."""
    Consent.objects.all().delete()
    for day in (1, 2, 3):
        given_at = datetime(2026, 11, day, tzinfo=UTC)
        withdrawn_at = None if day == 3 else given_at
        Consent.objects.create(
            traveller=traveller,
            purpose="precise_position",
            policy_version=f"v{day}",
            given_at=given_at,
            withdrawn_at=withdrawn_at,
        )
    return traveller


def test_pages_by_time_are_followed_to_the_end(
    as_traveller: APIClient, three_consents: Traveller
) -> None:
    url, read = f"{CONSENTS}?limit=1", []
    while url:
        page = as_traveller.get(url).json()
        read += [row["policy_version"] for row in page["results"]]
        url = page["next"]
    assert read == ["v3", "v2", "v1"]


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00",  # before the first moment of UTC
        "9999-12-31T23:59:59-14:00",
        "2026-11-02T00:00:00",
        "2026-11-02",
        "yesterday",
        5,
    ],
)
def test_cursor_with_no_moment_of_ours_is_refused(as_traveller: APIClient, moment: object) -> None:
    answer = as_traveller.get(f"{CONSENTS}?cursor={cursor(moment, 1)}")
    assert answer.status_code == 400
    assert [error["code"] for error in answer.json()["errors"]] == ["invalid_cursor"]
