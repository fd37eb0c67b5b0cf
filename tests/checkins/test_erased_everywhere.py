"""After an erasure no column of any table holds anything of the traveller: each one is searched."""

from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import Consent, GoneTraveller, Traveller, User
from checkins.models import (
    BadgeAward,
    BoardEntry,
    CheckIn,
    CodeGuesses,
    CodeUse,
    DeletedCheckIn,
    Stamp,
)
from checkins.services import delete_check_in, merge_guest
from tests import make
from tests.checkins.visits import NOON, visit

ME = "/api/v1/me/"
NOTE = "和妈妈一起在老街"

pytestmark = pytest.mark.django_db


def every_text() -> str:
    """All rows of all tables as text, those of many-to-many fields and of no model as well."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # our own table names
            told += [f"{table}: {_plain(value)}" for row in cursor.fetchall() for value in row]
    return "\n".join(told)


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)


def traces(person: Traveller) -> set[str]:
    """Everything that points to a traveller: numbers, names, digests, notes, ids of their rows."""
    tokens = AuthToken.objects.filter(user=person.user)
    rows = [
        person.pk,
        *CheckIn.objects.filter(traveller=person).values_list("pk", flat=True),
        *DeletedCheckIn.objects.filter(traveller=person).values_list("pk", flat=True),
    ]
    return {
        # SQLite keeps a UUID as 32 digits; PostgreSQL writes it with hyphens.
        *(form for pk in rows for form in (str(pk), pk.hex)),
        *tokens.values_list("digest", flat=True),
        *tokens.values_list("token_key", flat=True),
        *{person.user.username, person.user.email, person.nickname, person.user.password, NOTE},
        *([person.wechat_openid] if person.wechat_openid else []),
    } - {""}


def hide_at_the_desk(person: Traveller) -> None:
    """A nickname taken off the boards, which the log of the desk notes."""
    Consent.objects.create(
        traveller=person, purpose="leaderboard", policy_version="2026-11", given_at=NOON
    )
    desk = Client()
    desk.force_login(
        User.objects.get_or_create(username="chief", is_staff=True, is_superuser=True)[0]
    )
    chosen = {"_selected_action": [str(person.pk)], "action": "hide"}
    desk.post("/admin/checkins/boardname/", chosen)
    person.refresh_from_db()
    assert person.nickname_hidden_at


def lived(person: Traveller) -> APIClient:
    """A traveller who has left a trace in every table that knows travellers."""
    Traveller.objects.filter(pk=person.pk).update(
        nickname=f"小林{person.pk.hex[:6]}", wechat_openid=f"o{person.pk.hex}"
    )
    person.user.email = f"{person.user.username}@example.org"
    person.user.save()
    person.refresh_from_db()
    app, gate = make.app_of(person), make.location()
    visit(person, gate, note=NOTE)
    gone = visit(person, make.location(), note=NOTE).check_in
    delete_check_in(traveller=person, id=gone.pk, now=NOON)
    CodeUse.objects.create(traveller=person, location=gate, step=7)
    CodeGuesses.objects.create(traveller=person, location=gate, since=NOON, wrong=1)
    badge = make.badge(drama=make.drama())
    BadgeAward.objects.create(
        traveller=person, badge=badge, earned_at=NOON, check_in=person.stamps.get().check_in
    )
    hide_at_the_desk(person)
    BoardEntry.objects.create(traveller=person, location=gate, period="all", first_at=NOON)
    app.post("/api/v1/me/password/", {"password": "wrong-one", "new_password": "lao-jie-2026"})
    return app


def pointing(model: type[models.Model]) -> set[type[models.Model]]:
    return {
        other
        for other in apps.get_models(include_auto_created=True)
        for field in other._meta.fields
        if field.is_relation and field.related_model is model
    }


def test_she_who_lived_here_has_rows_in_every_table_about_travellers() -> None:
    """Otherwise the search below would look for something that never was there."""
    person = make.account("xiaolin")
    lived(person)
    tables = pointing(Traveller)
    assert tables >= {CheckIn, CodeGuesses, CodeUse, Consent, DeletedCheckIn, Stamp}
    empty = {model for model in tables if not model.objects.filter(traveller=person).exists()}
    assert empty == set()


def test_after_the_erasure_nothing_is_found_anywhere() -> None:
    person, other = make.account("xiaolin"), make.account("wang")
    app = lived(person)
    user, known = person.user_id, traces(person)
    before = every_text().replace("-", "")
    assert [trace for trace in known if trace.replace("-", "") not in before] == []
    assert app.delete(ME).status_code == 204
    after = every_text()
    assert [trace for trace in known if trace in after] == []
    for model in pointing(type(other.user)) | pointing(Traveller):
        for field in model._meta.fields:
            if field.is_relation and field.related_model in {type(other.user), Traveller}:
                key = user if field.related_model is type(other.user) else person.pk
                assert not model._base_manager.filter(**{field.attname: key}).exists(), model
    assert GoneTraveller.digest_of(person.pk) in after, "what a restore needs, and nothing else"
    assert Traveller.objects.get() == other


def test_a_guest_who_was_folded_in_leaves_no_trace_of_her_own() -> None:
    guest, person = make.traveller(), make.account("xiaolin")
    visit(guest, make.location())
    own = {str(guest.pk), guest.pk.hex, guest.user.username}
    assert {guest.user.username} <= {one for one in own if one in every_text()}
    merge_guest(guest=guest, into=person, now=NOON)
    text = every_text()
    assert [one for one in own if one in text] == []
    make.app_of(person).delete(ME)
    text = every_text()
    assert [one for one in own | {str(person.pk), person.pk.hex} if one in text] == []


@pytest.mark.parametrize("column", ["note", "hint"])
def test_the_search_finds_a_trace_in_any_column(column: str) -> None:
    person = make.traveller()
    row = visit(make.traveller(), make.location()).check_in
    CheckIn.objects.filter(pk=row.pk).update(**{column: person.user.username})
    known = traces(person)
    make.app_of(person).delete(ME)
    text = every_text()
    assert [trace for trace in known if trace in text] == [person.user.username]


def test_counters_in_the_cache_name_nobody_and_end_within_the_hour() -> None:
    """Limits are counted under the number of a user, who is no longer there, for an hour at most."""
    cache.clear()
    person = make.account("xiaolin")
    lived(person)
    kept = [str(key) for key in cache._cache]  # type: ignore[attr-defined]  # in memory, in tests
    assert kept, "a limit was counted"
    assert [key for key in kept if any(trace in key for trace in traces(person))] == []
