"""Limits hold while many others come by."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

GUEST = "/api/v1/auth/guest/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.mark.django_db
def test_limit_is_not_forgotten_when_a_thousand_others_come(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tourmap.api.throttling.ScopeThrottle.THROTTLE_RATES", {"guest": "1/hour"})
    assert [api.post(GUEST).status_code for _ in range(2)] == [201, 429]
    for other in range(1_000):
        cache.set(f"throttle_guest_10.0.{other}", [0.0], 3_600)
    assert api.post(GUEST).status_code == 429


@pytest.mark.django_db
def test_limit_is_by_the_address_that_nobody_can_forge(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tourmap.api.throttling.ScopeThrottle.THROTTLE_RATES", {"guest": "1/hour"})
    answers = [
        api.post(GUEST, headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code
        for number in range(3)
    ]
    assert answers == [201, 429, 429]
