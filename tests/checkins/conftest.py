"""Noon at 彭山, and no limit left over from the test before."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.checkins.visits import NOON


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """A folder for uploads, of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def noon(db: None, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock stands still at noon of 23 November 2026, at the place."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    return NOON
