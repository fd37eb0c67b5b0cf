"""docs/settings.md tells the truth about the settings, and they are fit for a public site."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.module_loading import import_string

ROOT: Path = settings.BASE_DIR
ROW = re.compile(
    r"^\| `(?P<name>[A-Z_]+)` \| (?P<default>.+?) \| (?P<meaning>.+) \|$", re.MULTILINE
)
SHOWN_OTHERWISE = {
    # What depends on the folder, or is too long for a table.
    "TOURMAP_DATA_DIR": "`var`",
    "TOURMAP_STATIC_ROOT": "`build/static`",
    "DATABASE_URL": "`sqlite:///var/tourmap.sqlite3`",
    "TOURMAP_MAP_BASES": "OpenStreetMap",
    "TOURMAP_UPLOAD_STORAGE": "files",
}
PUBLIC_SITE = {
    "DJANGO_SECRET_KEY": "a-key-for-this-test-alone-with-more-than-fifty-characters-in-it",
    "DJANGO_ALLOWED_HOSTS": "map.example.org",
    "DJANGO_CSRF_TRUSTED_ORIGINS": "https://map.example.org",
    "TOURMAP_PUBLIC_URL": "https://map.example.org",
    "TOURMAP_BEHIND_HTTPS": "true",
    "TOURMAP_NUM_PROXIES": "1",
}


def _read(source: str) -> dict[str, str]:
    """`{variable: default as the document shows it}` of every `env.…()` call."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if called and getattr(node.func.value, "id", "") == "env":
            name = ast.literal_eval(node.args[0])
            default = next(word.value for word in node.keywords if word.arg == "default")
            found[name] = SHOWN_OTHERWISE.get(name) or _shown(ast.literal_eval(default))
    return found


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    text = ",".join(value) if isinstance(value, list) else str(value)
    return f"`{text}`" if text else "*(empty)*"


def _documented(text: str) -> dict[str, str]:
    return {row["name"]: row["default"] for row in ROW.finditer(text)}


def test_document_names_every_variable_with_its_default_and_no_other() -> None:
    source = (ROOT / "tourmap" / "settings" / "__init__.py").read_text(encoding="utf-8")
    document = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert _documented(document) == _read(source)


def test_document_check_can_fail() -> None:
    source = 'A = env.str("TOURMAP_A", default="x")\nB = env.int("TOURMAP_B", default=1)'
    assert _read(source) == {"TOURMAP_A": "`x`", "TOURMAP_B": "`1`"}
    assert _documented("| `TOURMAP_A` | `y` | What it is. |") == {"TOURMAP_A": "`y`"}
    assert _documented("| `TOURMAP_A` | `y` | |") == {}


def _manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_public_site_passes_the_deployment_checks(tmp_path: Path) -> None:
    checked = _manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        **PUBLIC_SITE,
        TOURMAP_DATA_DIR=str(tmp_path / "data"),
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == "System check identified no issues (1 silenced).\n"


def test_silenced_check_is_answered_by_our_middleware() -> None:
    assert settings.SILENCED_SYSTEM_CHECKS == ["security.W003"]
    installed = [import_string(name) for name in settings.MIDDLEWARE]
    assert any(issubclass(middleware, CsrfViewMiddleware) for middleware in installed)


def test_deployment_checks_can_fail(tmp_path: Path) -> None:
    """The defaults are those of one's own machine, and the check says what they lack."""
    checked = _manage(
        *("check", "--deploy", "--fail-level", "WARNING"), TOURMAP_DATA_DIR=str(tmp_path)
    )
    assert checked.returncode == 1
    assert "security.W004" in checked.stderr  # HSTS


def test_data_folder_and_key_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert _manage("check", TOURMAP_DATA_DIR=str(data)).returncode == 0
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "secret_key").stat().st_mode & 0o777 == 0o600
    assert len((data / "secret_key").read_text()) == 50


def test_store_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    refused = _manage("check", DATABASE_URL="mysql://x@y/z", TOURMAP_DATA_DIR=str(tmp_path))
    assert refused.returncode == 1
    assert "DATABASE_URL should begin with sqlite:// or postgres://" in refused.stderr


def test_a_served_site_waits_for_the_disk(tmp_path: Path) -> None:
    """FULL (2) keeps what was acknowledged through a power cut."""
    asked = "from django.db import connection as c; print(c.cursor().execute('PRAGMA {}').fetchone()[0])"
    told = [
        _manage("shell", "-v0", "-c", asked.format(name), TOURMAP_DATA_DIR=str(tmp_path)).stdout
        for name in ("synchronous", "journal_mode")
    ]
    assert [answer.strip() for answer in told] == ["2", "wal"]
