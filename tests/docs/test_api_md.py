"""docs/api.md and the examples of the OpenAPI document are what the API really answers.

REWRITE_DOCS=1 (or `make docs`) writes them anew.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation

from tests.accounts.wechat_server import APPID, SECRET, Stub, served
from tests.docs import errors, pages
from tests.docs.journey import Journey
from tests.docs.steps import STEPS
from tourmap.api import docs
from tourmap.api.recorded import FOLDER

ROOT: Path = settings.BASE_DIR
PAGE = ROOT / "docs" / "api.md"
START = """# The API, as one traveller meets it

Requests and answers of one journey, taken from a test with the real catalogue: what you read here is what
the server says. Long lists are cut, and members left out are shown as `…`. The whole of it is the OpenAPI
document at `/api/v1/schema/`, with pages at `/api/v1/docs/`. All was asked with `Accept-Language: en`;
`zh-Hans` and `zh-Hant` are the others, and `lang=` stands before the header."""
END = """## Every refusal

A refusal is a problem document (RFC 9457). Branch on `code`, which never changes its meaning; an unknown
one is to be taken by its status. `detail` is for the visitor, in her language. `429` and `503` carry
`Retry-After`."""


@pytest.fixture
def journey(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journey]:
    """The whole journey, done."""
    cache.clear()
    made = Journey()
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    monkeypatch.setattr(Stub, "used", set())
    call_command("load_catalogue", verbosity=0)
    with served() as wechat:
        settings.WECHAT_API, settings.WECHAT_APPID, settings.WECHAT_SECRET = wechat, APPID, SECRET
        for step in STEPS:
            step(made)
    yield made
    cache.clear()


def test_documents_are_what_the_api_answers(journey: Journey) -> None:
    """And every operation is in them: a new one gets a step in tests/docs/steps.py."""
    assert _operations() - {each.operation for each in journey.exchanges} == set()
    with translation.override("en"):
        page = f"{START}\n\n{pages.api_md(journey)}\n{END}\n\n{errors.table()}\n"
    written = {PAGE: page} | pages.examples(journey)
    if os.environ.get("REWRITE_DOCS"):
        _rewrite(written)
    old = {path: path.read_text(encoding="utf-8") for path in {*written, *_kept()}}
    assert old == written, "`make docs` writes them anew"


def _operations() -> set[tuple[str, str]]:
    paths = docs.document()["paths"]
    return {(path, method) for path in paths for method in paths[path]}


def _kept() -> list[Path]:
    """What is there of it, with examples of operations that are gone. Apps alone have such a folder."""
    folders = [Path(app.path) / FOLDER for app in apps.get_app_configs()]
    return [*(file for folder in folders for file in folder.glob("*.json")), PAGE]


def test_what_was_released_is_no_example() -> None:
    """`make docs` removes examples that nobody records any more, and nothing else."""
    kept = {path.relative_to(ROOT).as_posix() for path in _kept()}
    assert "checkins/openapi/check_ins_create.json" in kept
    assert "docs/openapi/released.json" not in kept


def _rewrite(written: dict[Path, str]) -> None:
    for path in _kept():
        if path not in written:
            path.unlink()
    for path, text in written.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
