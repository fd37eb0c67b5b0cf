"""Noon at 彭山, and no limit left over from the test before."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache

from tests.checkins.visits import NOON


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def noon(db: None, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock stands still at noon of 23 November 2026, at the place."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    return NOON
