"""The warning about SQLite's write-ahead log names the version that is sound."""

import sqlite3

import pytest
from django.db import connections

from tourmap.api.checks import sqlite_is_sound


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(connections["default"], "vendor", "sqlite")
    return monkeypatch


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_faulty_sqlite_is_warned_of(vendor: pytest.MonkeyPatch, version: tuple[int, ...]) -> None:
    vendor.setattr(sqlite3, "sqlite_version_info", version)
    [warning] = sqlite_is_sound(databases=["default"])
    assert warning.id == "tourmap.W001"
    assert "3.51.3" in warning.hint


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 52, 0), (4, 0, 0)])
def test_sound_sqlite_is_not(vendor: pytest.MonkeyPatch, version: tuple[int, ...]) -> None:
    vendor.setattr(sqlite3, "sqlite_version_info", version)
    assert sqlite_is_sound(databases=["default"]) == []


def test_postgresql_is_not(vendor: pytest.MonkeyPatch) -> None:
    vendor.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    vendor.setattr(connections["default"], "vendor", "postgresql")
    assert sqlite_is_sound(databases=["default"]) == []


def test_check_without_a_database_is_silent() -> None:
    assert sqlite_is_sound(databases=None) == []
