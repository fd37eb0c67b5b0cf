"""The watch over logs and addresses sees what it must, and the site's own filter takes it out."""

import logging
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from rest_framework.test import APIClient

from checkins.models import CheckIn, PrintedCode
from checkins.services import replace_printed_code, replace_rotating_key
from checkins.site_codes import display_token
from tests import make
from tests.checkins.visits import NOON, visit
from tests.log_watch import Watch, found_in, found_in_addresses, secret
from tourmap.api.log_filter import without_secrets

TOKEN = "0123456789abcdef" * 4
log = logging.getLogger("tourmap.tests")

PLANTED = [
    "near 30.3153775, 103.8600",
    f"Authorization: Token {TOKEN}",
    "code A1B2-C3D4-E5F6",
    "the openid olin came in",
    "lng=-103.12345",
]


@pytest.mark.parametrize("line", PLANTED)
@pytest.mark.parametrize("level", [logging.DEBUG, logging.ERROR])
def test_a_secret_in_any_line_is_found(watch: Watch, line: str, level: int) -> None:
    secret("olin")
    log.log(level, "%s", line)
    assert watch.faults
    watch.forget()


def test_a_secret_in_an_exception_is_found(watch: Watch) -> None:
    try:
        raise ValueError(f"no traveller has {TOKEN}")
    except ValueError:
        log.exception("failed")
    assert watch.faults == [TOKEN]
    watch.forget()


@pytest.mark.parametrize(
    "line",
    [
        "took 0.12 s, 3.5 of 12.25",
        "2026-11-23 12:00:00.123456 started",
        "Not Found: /locations/gate/",
        "polling of 550e8400-e29b-41d4-a716-446655440000",
        "tourmap 0.1.0 on 127.0.0.1",
    ],
)
def test_a_plain_line_is_let_be(line: str) -> None:
    secret("olin")
    assert found_in(line) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f'<a href="/me/{TOKEN}/">', True),
        ('{"next": "http://testserver/api/v1/locations/?lat=30.31537&lng=1"}', True),
        ('<a href="/map/?near=30.3153,103.8612">', True),
        ('<a href="/login/?code=0a3Xyz">', True),
        ('<a href="/map/?near=30.31,103.86">', False),
        ('<a href="https://uri.amap.com/marker?position=103.86123,30.31512">', False),
        (f'{{"token": "{TOKEN}"}}', False),
    ],
)
def test_addresses_of_ours_are_looked_at_and_no_others(text: str, found: bool) -> None:
    assert bool(found_in_addresses(text)) is found


def test_an_answer_that_leads_to_a_secret_is_found(
    watch: Watch, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leak(*_args: Any, **_options: Any) -> HttpResponse:
        return HttpResponse(status=302, headers={"Location": f"/me/?token={TOKEN}"})

    monkeypatch.setattr("tourmap.api.health.healthz", leak)
    answer = leak()
    watch.look_at(answer)
    assert watch.addresses == [f"/me/?token={TOKEN}"]
    watch.forget()


@pytest.mark.django_db
def test_keys_in_addresses_do_not_get_into_the_log(watch: Watch, client: Client) -> None:
    """A poster that was replaced is 410, a screen whose key has ended 404: Django logs the path."""
    gate, editor = make.location(), make.editor("lin", make.bureau("meishan", make.meishan()))
    first = replace_printed_code(location=gate, by=editor, now=NOON)
    screen = display_token(replace_rotating_key(location=gate, by=editor, now=NOON))
    replace_printed_code(location=gate, by=editor, now=NOON)
    replace_rotating_key(location=gate, by=editor, now=NOON)
    assert client.get(f"/c/{first.value}/").status_code == 410
    assert client.get(f"/display/{screen}/").status_code == 404
    assert client.get(f"/display/{screen}/code.json").status_code == 404
    written = watch.lines.getvalue()
    assert "Gone: /c/…/" in written
    assert "Not Found: /display/…/code.json" in written
    assert first.value not in written
    assert screen not in written


@pytest.mark.django_db
def test_a_failure_at_a_poster_does_not_tell_its_code(
    watch: Watch, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = PrintedCode.objects.create(location=make.location(), made_at=NOON)

    def fail(*_args: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("checkins.site_codes.kinds_at", fail)
    client.raise_request_exception = False
    assert client.get(f"/c/{printed.value}/").status_code == 500
    assert "Internal Server Error: /c/…/" in watch.lines.getvalue()
    assert printed.value not in watch.lines.getvalue()


@pytest.mark.django_db
def test_the_row_that_broke_a_constraint_is_not_logged(watch: Watch) -> None:
    """PostgreSQL tells it whole; SQLite tells the name of the constraint alone."""
    row = visit(make.traveller(), make.location(), note="和妈妈一起").check_in
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        CheckIn.objects.filter(pk=row.pk).update(status="rejected")
    assert connection.vendor == "sqlite" or "和妈妈一起" in str(broken.value), "it would be told"
    log.error("failed", exc_info=broken.value)
    written = watch.lines.getvalue()
    assert "only_verified_or_probable_visits_count" in written
    assert "和妈妈一起" not in written


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Gone: /c/ABCD1234EFGH/", "Gone: /c/…/"),
        ('GET "/display/3:x-y_z/code.json"', 'GET "/display/…/code.json"'),
        ("Not Found: /abc/d/", "Not Found: /abc/d/"),
        ("Not Found: /static/c/x/", "Not Found: /static/c/x/"),
        (
            "E: new row\nDETAIL:  Failing row contains (1, 30.31, a\nb).\nCONTEXT: x",
            "E: new row\nDETAIL: …\nCONTEXT: x",
        ),
    ],
)
def test_what_the_filter_takes_out(before: str, after: str) -> None:
    assert without_secrets(before) == after


def test_a_read_without_secrets_writes_none(api: APIClient, db: None, watch: Watch) -> None:
    api.get("/api/v1/locations/?near=30.3153775,103.8612345")
    api.get("/api/v1/nothing/?lat=30.3153775")
    assert "Not Found" in watch.lines.getvalue(), "something was logged at all"
