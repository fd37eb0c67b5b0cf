"""One's own data: exported whole, erased whole, and erased again after a restore."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from knox.models import AuthToken
from openapi_schema_validator import OAS31Validator
from rest_framework.test import APIClient

from accounts.models import Consent, GoneTraveller, Traveller, User
from checkins.models import CheckIn, CodeUse, DeletedCheckIn, LocationTally, Stamp
from checkins.serializers import archive
from checkins.services import (
    delete_check_in,
    deletions,
    erase_traveller,
    merge_guest,
    reapply_deletions,
    recount,
)
from tests import make
from tests.checkins.visits import ID, NOON, fix, visit
from tourmap.api import docs

ME = "/api/v1/me/"
EXPORT = "/api/v1/me/export/"


def told(**options: Any) -> str:
    out = StringIO()
    call_command("deletions", stdout=out, **options)
    return out.getvalue()


def test_the_export_holds_everything_and_no_secret(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate = make.location("gate")
    scene = make.scene(make.drama("jia"), gate)
    kept = visit(traveller, gate, id=ID, scene=scene.slug, note="好").check_in
    visit(make.traveller(), gate)
    other = visit(traveller, make.location()).check_in
    delete_check_in(traveller=traveller, id=other.pk, now=NOON)
    CodeUse.objects.create(traveller=traveller, location=gate, step=1)
    answer = as_traveller.get(EXPORT)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    body = answer.json()
    [row] = body["check_ins"]
    here = fix().point
    assert (row["id"], row["location"], row["scene"], row["note"]) == (
        *(str(ID), "gate", scene.slug, "好"),
    )
    assert (row["lat"], row["lng"], row["datum"], row["accuracy_m"]) == (
        *(here.lat, here.lng, "wgs84", 18),
    )
    assert row["checks"] == kept.checks
    assert [stamp["check_in"] for stamp in body["stamps"]] == [str(ID)]
    assert [gone["id"] for gone in body["deleted_check_ins"]] == [str(other.pk)]
    assert body["codes_used"] == [{"location": "gate", "used_at": "1970-01-01T00:00:30+00:00"}]
    assert [consent["purpose"] for consent in body["consents"]] == ["precise_position"]
    assert body["traveller"]["id"] == str(traveller.pk)
    assert body["user"]["username"] == traveller.user.username
    assert len(body["devices"]) == 1
    token = AuthToken.objects.get()
    for secret in (token.digest, token.token_key, traveller.user.password):
        assert secret not in answer.content.decode()
    document = docs.document()
    shape = document["paths"][EXPORT]["get"]["responses"]["200"]["content"]["application/json"]
    OAS31Validator({"allOf": [shape["schema"]], "components": document["components"]}).validate(
        body
    )


LEFT_OUT = {
    "Traveller": {"user"},
    "User": {
        *("id", "password", "last_login", "is_superuser", "is_staff", "is_active"),
        *("first_name", "last_name", "groups", "user_permissions"),  # of staff alone
    },
    "CheckIn": {"traveller", "request_digest"},
    "Stamp": {"id", "traveller"},
    "Appeal": {"id", "decided_by"},
    "AppealStep": {"id", "appeal", "by"},
    "DeletedCheckIn": {"traveller"},
    "Photo": {"upload_digest", "reviewed_by"},  # a member of staff
    "DeletedPhoto": set(),
    "Consent": {"id", "traveller"},
}


def test_no_column_about_a_traveller_is_forgotten_in_the_export() -> None:
    shapes = [
        *(archive.ArchivedTravellerShape, archive.ArchivedUserShape, archive.ArchivedCheckInShape),
        *(archive.ArchivedAppealShape, archive.ArchivedStepShape),
        *(archive.ArchivedStampShape, archive.DeletedCheckInShape, archive.ConsentShape),
        *(archive.ArchivedPhotoShape, archive.DeletedPhotoShape),
    ]
    for shape in shapes:
        model = shape.Meta.model
        columns = {f.name for f in (*model._meta.fields, *model._meta.many_to_many)}
        assert set(shape.Meta.fields) - {"steps"} == columns - LEFT_OUT[model.__name__], model


@pytest.mark.parametrize("visits", [1, 3])
def test_the_export_has_a_fixed_number_of_queries(
    traveller: Traveller, as_traveller: APIClient, django_assert_num_queries: Any, visits: int
) -> None:
    for number in range(visits):
        visit(traveller, make.location(), captured_at=NOON + timedelta(days=number))
    # Token, the user's tokens, traveller; devices, consents, check-ins, stamps, badges, appeals,
    # rows of leaderboards, tombstones, guesses, photos and theirs.
    with django_assert_num_queries(15):
        assert len(as_traveller.get(EXPORT).json()["check_ins"]) == visits


def test_erasing_reaches_everything_and_the_figures_follow(db: None) -> None:
    person, other = make.account("xiaolin"), make.traveller()
    gate, bridge = make.location("gate"), make.location("bridge")
    for day in range(2):
        visit(person, gate, captured_at=NOON + timedelta(days=day))
    visit(person, bridge, captured_at=NOON + timedelta(days=2))
    gone = visit(person, bridge, captured_at=NOON + timedelta(days=3)).check_in
    delete_check_in(traveller=person, id=gone.pk, now=NOON)
    visit(other, gate)
    phone, tablet = make.app_of(person), make.app_of(person)
    assert phone.delete(ME).status_code == 204
    assert (phone.get(ME).status_code, tablet.get(ME).status_code) == (401, 401)
    for model in (Traveller, CheckIn, Stamp, Consent):
        assert model.objects.count() == 1, model
    assert (User.objects.get(), DeletedCheckIn.objects.count()) == (other.user, 0)
    tallies = LocationTally.objects.order_by("location__slug")
    assert list(tallies.values_list("location__slug", "visits", "visitors")) == [
        ("bridge", 0, 0),
        ("gate", 1, 1),
    ]
    assert recount() == []
    assert told() == f"{GoneTraveller.digest_of(person.pk)}\n"


def test_erasing_does_not_reach_another_traveller(as_traveller: APIClient) -> None:
    other = make.traveller()
    visit(other, make.location())
    as_traveller.delete(ME)
    assert Traveller.objects.get() == other
    assert CheckIn.objects.get().counted


def test_what_a_restore_brings_back_is_erased_again(db: None, tmp_path: Path) -> None:
    person, stays, gate = make.traveller(), make.traveller(), make.location()
    pk = person.pk
    erase_traveller(traveller=person, now=NOON)
    kept = tmp_path / "deletions"
    kept.write_text(told())
    # The backup was older: the traveller is there again, and the note of the erasing is not.
    GoneTraveller.objects.all().delete()
    back = make.traveller()
    Consent.objects.filter(traveller=back).delete()
    Traveller.objects.filter(pk=back.pk).update(id=pk)
    visit(stays, gate)
    out = StringIO()
    for count in (1, 0):
        call_command("reapply_deletions", kept, stdout=out)
        assert out.getvalue().splitlines()[-1] == f"{count} travellers erased again"
    assert Traveller.objects.get() == stays
    assert told() == kept.read_text()
    assert recount() == []


def test_a_guest_who_was_folded_in_is_erased_with_the_person(db: None) -> None:
    guest, second, person = make.traveller(), make.traveller(), make.account("lin")
    unrelated, friend = make.traveller(), make.account("wang")
    ids = [guest.pk, second.pk, person.pk]
    merge_guest(guest=guest, into=person, now=NOON)
    merge_guest(guest=second, into=person, now=NOON)
    merge_guest(guest=unrelated, into=friend, now=NOON)
    assert deletions() == []
    erase_traveller(traveller=person, now=NOON)
    assert deletions() == sorted(map(GoneTraveller.digest_of, ids))
    assert reapply_deletions(digests=deletions(), now=NOON) == 0


@pytest.mark.parametrize("content", ["no hash\n", "é", None])
def test_a_list_that_is_none_is_refused(db: None, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "deletions"
    if content is not None:
        file.write_text(content)
    with pytest.raises(CommandError, match="deletions"):
        call_command("reapply_deletions", file)
