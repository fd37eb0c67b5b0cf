"""A guest is folded into whom she signs in as: nothing is lost and no visit is doubled."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import Consent, GoneTraveller, Traveller, User
from checkins.models import (
    Appeal,
    BadgeAward,
    CheckIn,
    CodeGuesses,
    CodeUse,
    DeletedCheckIn,
    DeletedPhoto,
    LocationTally,
    Photo,
    Stamp,
)
from checkins.services import delete_check_in, merge_guest, recount
from checkins.services.merging import MOVED
from tests import make
from tests.checkins.visits import NOON, visit

LOGIN = "/api/v1/auth/login/"
ME = "/api/v1/me/"


def login(client: APIClient, username: str) -> Any:
    return client.post(LOGIN, {"username": username, "password": make.PASSWORD})


def merged(guest: Traveller, into: Traveller) -> None:
    merge_guest(guest=guest, into=into, now=NOON)


def test_signing_in_folds_the_guest_of_the_device_in(db: None) -> None:
    person, guest = make.account("xiaolin"), make.traveller()
    gate = make.location("gate")
    visit(guest, gate)
    tablet, phone = make.app_of(person), make.app_of(guest)
    answer = login(phone, "xiaolin")
    assert answer.status_code == 200
    assert answer.json()["traveller"] == str(person.pk)
    # The device goes on with the token it has, and so does every other one.
    assert phone._credentials["HTTP_AUTHORIZATION"] == f"Token {answer.json()['token']}"
    assert phone.get(ME).json()["id"] == tablet.get(ME).json()["id"] == str(person.pk)
    assert [s["location"]["slug"] for s in tablet.get(f"{ME}passport/").json()["stamps"]] == [
        "gate"
    ]
    assert not Traveller.objects.filter(pk=guest.pk).exists()
    assert not User.objects.filter(pk=guest.user_id).exists()
    assert recount() == []


def test_a_wrong_password_folds_nothing(db: None) -> None:
    make.account("xiaolin")
    guest = make.traveller()
    phone = make.app_of(guest)
    answer = phone.post(LOGIN, {"username": "xiaolin", "password": "wrong"})
    assert answer.status_code == 401
    assert phone.get(ME).json()["id"] == str(guest.pk)


def test_the_device_of_another_account_is_not_folded(db: None) -> None:
    lin, wang = make.account("lin"), make.account("wang")
    kept = visit(wang, make.location()).check_in
    phone = make.app_of(wang)
    told = login(phone, "lin").json()
    assert told["traveller"] == str(lin.pk)
    assert phone.get(ME).json()["id"] == str(wang.pk)
    kept.refresh_from_db()
    assert kept.traveller == wang
    with pytest.raises(ValueError, match="only a guest"):
        merged(wang, lin)


def test_signing_in_as_oneself_keeps_the_token(db: None) -> None:
    phone = make.app_of(make.account("lin"))
    assert login(phone, "lin").status_code == 200
    assert AuthToken.objects.count() == 1


def test_of_two_visits_of_a_day_the_one_received_first_counts(db: None) -> None:
    person, guest, gate = make.account("lin"), make.traveller(), make.location()
    later = visit(person, gate, now=NOON + timedelta(hours=2)).check_in
    first = visit(guest, gate, captured_at=NOON + timedelta(minutes=5)).check_in
    merged(guest, person)
    counted = dict(CheckIn.objects.values_list("pk", "counted"))
    assert counted == {first.pk: True, later.pk: False}
    stamp = Stamp.objects.get()
    assert (stamp.traveller, stamp.check_in, stamp.earned_at) == (
        *(person, first),
        first.captured_at,
    )
    assert LocationTally.objects.values_list("visits", "visitors").get() == (1, 1)
    assert recount() == []
    # The one that does not count any more stands in when the other is deleted.
    delete_check_in(traveller=person, id=first.pk, now=NOON)
    assert CheckIn.objects.get().counted
    assert recount() == []


def test_a_visit_resent_after_the_merging_is_a_replay(db: None) -> None:
    person, guest, gate = make.account("lin"), make.traveller(), make.location()
    kept = visit(guest, gate).check_in
    merged(guest, person)
    again = visit(person, gate, id=kept.pk, now=NOON + timedelta(days=1))
    assert (again.result, again.check_in) == ("replayed", kept)


def test_the_earliest_visit_of_both_has_the_stamp(db: None) -> None:
    person, guest, gate = make.account("lin"), make.traveller(), make.location()
    visit(person, gate, captured_at=NOON)
    before = visit(guest, gate, captured_at=NOON - timedelta(days=3)).check_in
    merged(guest, person)
    assert Stamp.objects.get().check_in == before
    assert LocationTally.objects.values_list("visits", "visitors").get() == (2, 1)
    assert recount() == []


def agree(person: Traveller, given_at: datetime, withdrawn_at: datetime | None = None) -> Consent:
    return Consent.objects.create(
        traveller=person,
        purpose="precise_position",
        policy_version="2026-11",
        given_at=given_at,
        withdrawn_at=withdrawn_at,
    )


@pytest.mark.parametrize(
    ("mine", "guests", "in_force"),
    [
        ("agreed", "agreed", True),
        ("agreed", "never asked", True),
        ("never asked", "agreed", True),
        ("agreed", "withdrawn", False),
        ("withdrawn", "agreed", False),
        ("never asked", "never asked", False),
    ],
)
def test_the_stricter_consent_stays_and_no_row_is_lost(
    db: None, mine: str, guests: str, in_force: bool
) -> None:
    person, guest = make.account("lin"), make.traveller(consent=False)
    Consent.objects.all().delete()
    told = {person: mine, guest: guests}
    for one, said in told.items():
        if said != "never asked":
            agree(one, NOON, NOON if said == "withdrawn" else None)
    rows = Consent.objects.count()
    merged(guest, person)
    assert Consent.objects.filter(traveller=person, withdrawn_at=None).exists() is in_force
    assert Consent.objects.filter(traveller=person).count() == rows


def test_the_tombstones_and_the_name_of_the_guest_are_kept(db: None) -> None:
    person, guest, gate = make.account("lin"), make.traveller(), make.location()
    gone = visit(guest, gate).check_in
    delete_check_in(traveller=guest, id=gone.pk, now=NOON)
    guest.nickname = "青龙"
    guest.save()
    merged(guest, person)
    person.refresh_from_db()
    assert (person.nickname, DeletedCheckIn.objects.get().traveller) == ("青龙", person)
    row = GoneTraveller.objects.get()
    assert (row.digest, row.into) == tuple(map(GoneTraveller.digest_of, (guest.pk, person.pk)))


def test_codes_used_by_either_are_used_and_wrong_guesses_add_up(db: None) -> None:
    guest, person, gate = make.traveller(), make.traveller(), make.location()
    for one, steps in ((guest, (1, 2)), (person, (2, 3))):
        for step in steps:
            CodeUse.objects.create(traveller=one, location=gate, step=step)
    CodeGuesses.objects.create(traveller=guest, location=gate, since=NOON, wrong=6)
    CodeGuesses.objects.create(
        traveller=person, location=gate, since=NOON - timedelta(hours=1), wrong=3
    )
    merged(guest, person)
    uses = CodeUse.objects.filter(traveller=person).order_by("step")
    assert list(uses.values_list("step", flat=True)) == [1, 2, 3]
    guesses = CodeGuesses.objects.get()
    assert (guesses.traveller, guesses.wrong, guesses.since) == (person, 9, NOON)


def pointing_at(model: type) -> set[type]:
    """The tables with a foreign key to this one, those without an accessor too."""
    fields = model._meta.get_fields(include_hidden=True)
    return {f.related_model for f in fields if f.is_relation and f.auto_created}


def test_every_table_that_points_to_a_traveller_is_thought_of() -> None:
    assert pointing_at(Traveller) == MOVED
    assert pointing_at(CheckIn) == {Appeal, BadgeAward, CodeUse, DeletedPhoto, Photo, Stamp}


VISITS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which place
        st.integers(0, 3),  # which day
        st.integers(0, 600),  # minute of the day it was made
        st.integers(0, 5_000),  # minutes until it was received
        st.booleans(),  # near enough to count
        st.booleans(),  # deleted afterwards
    ),
    max_size=8,
)


class AnyTwoHistories(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(mine=VISITS, guests=VISITS)
    def test_end_as_one_that_the_rows_themselves_prove(self, mine: Any, guests: Any) -> None:
        places = [make.location() for _place in range(3)]
        person, guest = make.traveller(), make.traveller()
        bystander = make.traveller()
        for place in places:
            visit(bystander, place)
        for one, history in ((person, mine), (guest, guests)):
            self.walk(one, places, history)
        before = CheckIn.objects.filter(traveller__in=[person, guest])
        kept = set(before.values_list("pk", flat=True))
        days = set(before.counted().values_list("location", "local_date"))
        merged(guest, person)
        own = CheckIn.objects.filter(traveller=person)
        assert set(own.values_list("pk", flat=True)) == kept
        counted = list(own.counted().order_by().values_list("location", "local_date"))
        assert (len(counted), set(counted)) == (len(days), days)
        assert recount() == []

    def walk(self, one: Traveller, places: list[Any], history: Any) -> None:
        for place, day, minute, late, near, deleted in history:
            made = NOON + timedelta(days=day - 4, minutes=minute - 600)
            received = made + timedelta(minutes=late)
            far = {} if near else {"fix": None, "codes": ("x",)}
            done = visit(one, places[place], captured_at=made, now=received, **far).check_in
            if deleted:
                delete_check_in(traveller=one, id=done.pk, now=timezone.now())
