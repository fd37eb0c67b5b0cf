"""What Django says of the store before it migrates (`manage.py check --database default`)."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

WAL_RESET_FIXED = (3, 51, 3)


@register(Tags.database)
def sqlite_is_sound(
    *, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """SQLite before 3.51.3 may lose a commit when two writers reset the WAL at the same moment."""
    on_sqlite = any(connections[alias].vendor == "sqlite" for alias in databases or [])
    if not on_sqlite or sqlite3.sqlite_version_info >= WAL_RESET_FIXED:
        return []
    fixed = ".".join(map(str, WAL_RESET_FIXED))
    return [
        Warning(
            f"SQLite {sqlite3.sqlite_version} has a rare fault in its write-ahead log "
            "(two writers at one moment), which can damage the store.",
            hint=f"Fine for trying. For real visitors use SQLite {fixed} or newer, or PostgreSQL.",
            id="tourmap.W001",
        )
    ]
