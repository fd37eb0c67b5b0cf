"""Afterwards: reading, editing, deleting, forgetting, recounting."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from accounts.models import Consent, Traveller
from checkins.models import CheckIn, DeletedCheckIn, LocationTally, Stamp
from checkins.models.check_in import CheckInQuerySet
from checkins.services import (
    Result,
    check_in,
    delete_check_in,
    forget_positions,
    merge_guest,
    recount,
)
from tests import make
from tests.checkins.test_check_in import ANSWER
from tests.checkins.visits import ID, NOON, attempt, fix, request, visit
from tourmap.api.problems import Code, Refusal

URL = "/api/v1/me/check-ins/"
NOT_FOUND = {
    "type": "urn:tourmap:problem:not_found",
    "title": "There is nothing at this address.",
    "status": 404,
    "detail": "There is nothing at this address.",
    "code": "not_found",
    "errors": [],
}


def test_a_traveller_reads_and_edits_a_check_in(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate = make.location("gate")
    scene = make.scene(make.drama(), gate)
    visit(traveller, gate, id=ID, note="first", scene=scene.slug)
    changed = as_traveller.patch(f"{URL}{ID}/?lang=en", {"note": "和妈妈", "visibility": "public"})
    read = as_traveller.get(f"{URL}{ID}/?lang=en")
    assert (changed.status_code, read.status_code) == (200, 200)
    assert changed.json() == read.json()
    shown = read.json()
    assert [check["code"] for check in shown.pop("checks")] == [
        *("within_radius", "pin_quality", "accuracy", "fresh_fix", "mock", "repeated_position")
    ]
    assert shown == {
        "id": str(ID),
        "location": {"slug": "gate", "name": "Place gate", "name_lang": "en"},
        "scene": scene.slug,
        "captured_at": "2026-11-23T12:00:00+08:00",
        "status": "verified",
        "counted": True,
        "local_date": "2026-11-23",
        "received_at": "2026-11-23T12:00:02+08:00",
        "distance_m": 42,
        "radius_m": 120,
        "hint": None,
        "appeal": ANSWER["appeal"],
        "visibility": "public",
        "note": "和妈妈",
        "frames": [],
    }


def test_an_edited_note_does_not_spoil_a_retry(traveller: Traveller) -> None:
    gate = make.location()
    made = attempt(gate, note="first")
    visit(traveller, gate, id=made.id, note="first")
    CheckIn.objects.update(note="second")
    assert visit(traveller, gate, id=made.id, note="first").result is Result.REPLAYED


@pytest.mark.parametrize(
    ("method", "body"), [("get", None), ("patch", {"note": "mine"}), ("delete", None)]
)
def test_the_check_in_of_another_is_not_there(
    as_traveller: APIClient, method: str, body: Any
) -> None:
    other = visit(make.traveller(), make.location(), id=ID).check_in
    answer = getattr(as_traveller, method)(f"{URL}{ID}/?lang=en", body)
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    other.refresh_from_db()
    assert (other.note, other.counted) == ("", True)


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_has_a_fixed_number_of_queries(
    traveller: Traveller,
    as_traveller: APIClient,
    django_assert_num_queries: Any,
    items: int,
) -> None:
    for day in range(items):
        visit(traveller, make.location(), captured_at=NOON + timedelta(days=day))
    # Token, the user's other tokens, traveller, check-ins with their appeals, photos.
    with django_assert_num_queries(5):
        answer = as_traveller.get(URL)
    assert len(answer.json()["results"]) == items


def test_the_list_is_newest_first_in_pages(traveller: Traveller, as_traveller: APIClient) -> None:
    gate = make.location("gate")
    ids = [uuid4() for _day in range(3)]
    for day, id in enumerate(ids):
        visit(traveller, gate, id=id, captured_at=NOON + timedelta(days=day))
    visit(make.traveller(), gate)
    first = as_traveller.get(f"{URL}?limit=2").json()
    second = as_traveller.get(first["next"]).json()
    shown = [record["id"] for page in (first, second) for record in page["results"]]
    assert shown == [str(id) for id in reversed(ids)]
    assert (first["previous"], second["next"]) == (None, None)


def test_deleting_the_only_visit_takes_stamp_and_tally_along(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate = make.location()
    visit(traveller, gate, id=ID)
    answers = [as_traveller.delete(f"{URL}{ID}/").status_code for _time in range(2)]
    assert answers == [204, 404]
    assert (CheckIn.objects.count(), Stamp.objects.count()) == (0, 0)
    assert LocationTally.objects.values_list("visits", "visitors").get() == (0, 0)
    assert recount() == []


def test_deleting_the_first_visit_moves_the_stamp_to_the_next(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate = make.location()
    visit(traveller, gate, id=ID)
    second = visit(traveller, gate, captured_at=NOON + timedelta(days=1)).check_in
    visit(make.traveller(), gate)
    as_traveller.delete(f"{URL}{ID}/")
    assert Stamp.objects.get(traveller=traveller).check_in == second
    assert LocationTally.objects.values_list("visits", "visitors").get() == (2, 2)
    assert recount() == []


def test_deleting_a_counted_visit_lets_another_of_its_day_count(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate = make.location()
    visit(traveller, gate, id=ID)
    other = visit(traveller, gate, captured_at=NOON + timedelta(hours=1), id=uuid4())
    assert other.result is Result.ALREADY_TODAY
    as_traveller.delete(f"{URL}{ID}/")
    assert CheckIn.objects.get().counted
    assert LocationTally.objects.values_list("visits", "visitors").get() == (1, 1)
    assert recount() == []


def test_a_late_retry_does_not_revive_a_deleted_visit(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate = make.location()
    visit(traveller, gate, id=ID)
    as_traveller.delete(f"{URL}{ID}/")
    with pytest.raises(Refusal) as refused:
        visit(traveller, gate, id=ID)
    assert refused.value.code is Code.ID_REUSED
    assert DeletedCheckIn.objects.get().traveller == traveller


def test_positions_are_forgotten_after_their_days_and_the_rest_stays(
    traveller: Traveller,
) -> None:
    gate = make.location()
    old = visit(traveller, gate, id=ID).check_in
    young = visit(traveller, gate, captured_at=NOON + timedelta(days=1)).check_in
    now = old.received_at + timedelta(days=30, seconds=1)
    assert forget_positions(now=now - timedelta(seconds=1)) == 0
    assert forget_positions(now=now) == 1
    old.refresh_from_db()
    young.refresh_from_db()
    raw = (old.lat, old.lng, old.datum, old.accuracy_m, old.fix_age_s, old.is_mock)
    assert raw == (None, None, "", None, None, None)
    assert (old.cell, old.distance_m, old.status, old.counted) == (
        "30.31,103.86",
        42,
        "verified",
        True,
    )
    assert young.lat is not None
    assert visit(traveller, gate, id=ID, now=now).result is Result.REPLAYED


def test_positions_go_with_the_consent(traveller: Traveller) -> None:
    visit(traveller, make.location())
    Consent.objects.update(withdrawn_at=NOON)
    out = StringIO()
    call_command("forget_positions", stdout=out)
    assert out.getvalue() == "1 positions forgotten\n"


def test_a_forgotten_neighbour_is_taken_to_have_been_at_its_place(traveller: Traveller) -> None:
    far = make.location(lat=31.315)
    visit(traveller, make.location())
    CheckIn.objects.update(lat=None, lng=None)
    next_visit = visit(
        traveller, far, captured_at=NOON + timedelta(minutes=5), fix=fix(2, of=far.point)
    ).check_in
    assert next_visit.status == "unverified"


def test_recount_finds_and_mends_what_is_wrong(traveller: Traveller) -> None:
    gate = make.location("gate")
    kept = visit(traveller, gate).check_in
    out = StringIO()
    call_command("recount", stdout=out)
    assert out.getvalue() == "equal\n"
    Stamp.objects.all().delete()
    LocationTally.objects.update(visits=7)
    LocationTally.objects.create(location=make.location(), visits=1, visitors=1)
    assert {difference.table for difference in recount()} == {"stamp", "tally"}
    with pytest.raises(CommandError, match="3 differences; run with --fix"):
        call_command("recount", stdout=out)
    call_command("recount", fix=True, stdout=out)
    assert recount() == []
    assert Stamp.objects.get().check_in == kept


def test_nothing_but_note_and_visibility_can_be_changed(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    kept = visit(traveller, make.location(), id=ID).check_in
    writable = {"note", "visibility"}
    for field in CheckIn._meta.get_fields():
        if field.name in writable:
            continue
        answer = as_traveller.patch(f"{URL}{ID}/", {field.name: "x"})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "unknown_field")
    for field in CheckIn._meta.get_fields():
        if field.name not in request():
            answer = as_traveller.post("/api/v1/check-ins/", request("x", **{field.name: "x"}))
            assert answer.json()["errors"][0]["code"] == "unknown_field"
    before = {name: value for name, value in vars(kept).items() if not name.startswith("_")}
    kept.refresh_from_db()
    after = {name: value for name, value in vars(kept).items() if not name.startswith("_")}
    assert before == after


def test_which_phone_it_was_is_kept_as_a_hash_and_forgotten_with_positions(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate, phone = make.location(), uuid4()
    made = visit(traveller, gate, id=ID, installation=phone, fix=None, codes=("x",)).check_in
    same = visit(make.traveller(), gate, installation=phone).check_in
    other = visit(make.traveller(), gate, installation=uuid4()).check_in
    assert len({made.device, same.device, other.device}) == 2
    assert made.device == same.device != ""
    assert phone.hex not in made.device
    assert as_traveller.get("/api/v1/me/export/").json()["check_ins"][0]["device"] == made.device
    assert forget_positions(now=NOON + timedelta(days=29)) == 0, "no consent was asked for it"
    assert CheckIn.objects.exclude(device="").count() == 3
    assert forget_positions(now=NOON + timedelta(days=31)) == 2
    assert set(CheckIn.objects.values_list("device", flat=True)) == {""}


def test_an_app_may_begin_to_tell_its_installation_between_a_try_and_its_retry(
    traveller: Traveller,
) -> None:
    gate = make.location()
    visit(traveller, gate, id=ID)
    assert visit(traveller, gate, id=ID, installation=uuid4()).result is Result.REPLAYED


def test_a_retry_while_the_visit_is_deleted_is_refused_as_after_it(
    traveller: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look-up of the id and that of the row the visit goes."""
    gate = make.location()
    made = attempt(gate)
    check_in(traveller=traveller, attempt=made, now=NOON)
    whole = CheckInQuerySet.for_answers

    def read_too_late(rows: CheckInQuerySet) -> CheckInQuerySet:
        monkeypatch.setattr(CheckInQuerySet, "for_answers", whole)
        delete_check_in(traveller=traveller, id=made.id, now=NOON)
        return whole(rows)

    monkeypatch.setattr(CheckInQuerySet, "for_answers", read_too_late)
    with pytest.raises(Refusal) as refused:
        check_in(traveller=traveller, attempt=made, now=NOON)
    assert refused.value.code == "id_reused"
    assert CheckIn.objects.count() == 0


def test_what_had_no_position_keeps_its_id_used_for_one_content(traveller: Traveller) -> None:
    """A visit by code alone loses nothing in the night, also without any consent."""
    gate, alone = make.location(), make.traveller(consent=False)
    made = attempt(gate, id=ID, fix=None, codes=("x",))
    check_in(traveller=alone, attempt=made, now=NOON)
    forget_positions(now=NOON + timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        check_in(traveller=alone, attempt=replace(made, note="other"), now=NOON)
    assert refused.value.code is Code.ID_REUSED


def test_a_retry_of_a_guest_who_was_folded_meanwhile_is_told_to_come_again(
    traveller: Traveller,
) -> None:
    """Not that its id is used: an app would make a second visit of it."""
    made = attempt(make.location(), id=ID)
    check_in(traveller=traveller, attempt=made, now=NOON)
    guest = Traveller.objects.get(pk=traveller.pk)
    merge_guest(guest=traveller, into=make.account("xiaolin"), now=NOON)
    with pytest.raises(Refusal) as refused:
        check_in(traveller=guest, attempt=made, now=NOON)
    assert refused.value.code is Code.STORE_UNAVAILABLE
