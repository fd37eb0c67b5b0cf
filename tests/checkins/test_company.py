"""The facts about others, as the store counts them: who, where, since when, and in how many queries."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Traveller
from checkins import company, queries
from checkins.company import Around, Present
from checkins.models import CheckIn, CodeUse, PrintedCode, RotatingKey
from checkins.situation import CodeProof, Company, Fix
from locations.models import Location
from tests import make
from tests.checkins.situations import PRINTED, ROTATING
from tests.checkins.visits import NOON, fix
from tourmap.geo import Datum

BEFORE = NOON - timedelta(hours=1)
STEP = 59_000_000


@pytest.fixture
def gate(db: None) -> Location:
    return make.location("gate")


def row(place: Location, who: Traveller | None = None, **values: Any) -> CheckIn:
    """What somebody else sent an hour ago; `fix` becomes its columns."""
    here: Fix | None = values.pop("fix", None)
    position = (
        {
            "lat": here.point.lat,
            "lng": here.point.lng,
            "datum": here.datum.value,
        }
        if here
        else {}
    )
    defaults = {
        "id": uuid4(),
        "captured_at": BEFORE,
        "received_at": BEFORE,
        "local_date": NOON.date(),
        "status": "unverified",
        "counted": False,
        "radius_m": 120,
        "judged_at": BEFORE,
    }
    return CheckIn.objects.create(
        traveller=who or make.traveller(), location=place, **(defaults | position | values)
    )


def present(
    place: Location,
    who: Traveller | None = None,
    *,
    here: Fix | None = None,
    code: CodeProof | None = None,
    **values: Any,
) -> Present:
    return Present(
        situation=queries.situation(
            location=place, fix=here, captured_at=NOON, history=None, code=code
        ),
        traveller_id=(who or make.traveller()).pk,
        location_id=place.pk,
        local_date=NOON.date(),
        **values,
    )


def around(*attempts: Present, now: datetime = NOON) -> list[Company]:
    fixes = [one.situation.fix for one in attempts if one.situation.fix]
    others = Around(fixes, [one.device for one in attempts], now=now)
    return [others.company(one) for one in attempts]


def company_of(one: Present) -> Company:
    [found] = around(one)
    return found


def test_nobody_is_around_where_nobody_was(gate: Location) -> None:
    assert company_of(present(gate, here=fix(), code=PRINTED, device="a")) == Company()


def test_the_same_coordinates_are_counted_by_traveller_datum_and_week(gate: Location) -> None:
    me, twice, here = make.traveller(), make.traveller(), fix()
    row(gate, me, fix=here)
    row(gate, twice, fix=here)
    row(make.location("elsewhere"), twice, fix=here)
    row(gate, fix=here, received_at=NOON - timedelta(days=7))
    row(gate, fix=here, received_at=NOON - timedelta(days=7, seconds=1))
    row(gate, fix=Fix(point=here.point, datum=Datum.GCJ02))
    row(gate, fix=fix(43))
    assert company_of(present(gate, me, here=here)).same_coordinates == 2
    assert company_of(present(gate, me, here=None)).same_coordinates == 0


def test_positions_of_a_place_are_counted_where_many_share_one(
    gate: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    me, here = make.traveller(), fix()
    for metres in (42, 42, 60, 70):
        row(gate, fix=fix(metres))
    row(gate)
    row(make.location("elsewhere"), fix=here)
    row(gate, me, fix=here)
    assert company_of(present(gate, me, here=here)).positions_here == 0
    monkeypatch.setattr(company.rules, "SHARED_COARSE", 3)
    assert company_of(present(gate, me, here=here)).positions_here == 4


def test_travellers_of_a_device_are_counted_here_today_and_lately(gate: Location) -> None:
    me, sister = make.traveller(), make.traveller()
    row(gate, me, device="a")
    row(gate, sister, device="a")
    row(gate, sister, device="a")
    row(gate, device="a", local_date=NOON.date() - timedelta(1))
    row(make.location("elsewhere"), device="a", received_at=NOON - timedelta(days=30))
    row(gate, device="a", received_at=NOON - timedelta(days=30, seconds=1))
    row(gate, device="b")
    row(gate)
    found = company_of(present(gate, me, device="a"))
    assert (found.device_here, found.device_lately) == (1, 3)
    assert company_of(present(gate, me)) == Company()


def used(place: Location, *, about: bool, step: int = STEP) -> None:
    visit = row(place, code_kind="rotating", is_about=about)
    CodeUse.objects.create(traveller=visit.traveller, location=place, step=step, check_in=visit)


def test_uses_of_one_step_are_counted_without_those_who_are_about(gate: Location) -> None:
    used(gate, about=False)
    used(gate, about=False)
    used(gate, about=True)
    used(gate, about=False, step=STEP + 1)
    used(make.location("elsewhere"), about=False)
    CodeUse.objects.create(traveller=make.traveller(), location=gate, step=STEP)  # since deleted
    found = company_of(present(gate, code=ROTATING, step=STEP))
    assert (found.code_step, found.code_alone, found.seen_here) == (3, 3, 1)


def test_the_users_of_a_code_and_who_was_seen(gate: Location) -> None:
    me, twice = make.traveller(), make.traveller()
    row(gate, me, code_kind="printed")
    for _time in range(2):
        row(gate, twice, code_kind="printed")
    row(gate, code_kind="printed", is_about=True)
    row(gate, is_about=True)
    row(gate, code_kind="rotating")
    row(gate)
    row(gate, code_kind="printed", received_at=NOON - timedelta(days=7, seconds=1))
    row(make.location("elsewhere"), code_kind="printed")
    found = company_of(present(gate, me, code=PRINTED))
    assert (found.code_alone, found.seen_here) == (1, 2)
    found = company_of(present(gate, me, code=ROTATING, step=STEP))
    assert (found.code_alone, found.seen_here, found.code_step) == (1, 2, 0)


def test_a_new_code_starts_without_the_past_of_the_old_one(gate: Location) -> None:
    made_at = NOON - timedelta(minutes=30)
    for model in (PrintedCode, RotatingKey):
        model.objects.create(location=gate, made_at=made_at)
    for received_at in (BEFORE, made_at, NOON):
        row(gate, code_kind="printed", received_at=received_at)
        row(gate, is_about=True, received_at=received_at)
    found = company_of(present(gate, code=PRINTED))
    assert (found.code_alone, found.seen_here) == (2, 2)


def test_whoever_is_about_is_not_asked_for_the_crowd(gate: Location) -> None:
    row(gate, code_kind="printed")
    one = present(gate, here=fix(), code=PRINTED)
    assert company_of(one).code_alone == 0
    assert (one.code_kind, one.is_about) == ("printed", True)
    far, coded = present(gate, here=fix(9_000)), present(gate, code=ROTATING)
    assert (far.code_kind, far.is_about) == ("", False)
    assert (coded.code_kind, coded.is_about) == ("rotating", False)


@pytest.mark.parametrize("number", [1, 3])
def test_a_fixed_number_of_queries(
    gate: Location, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    me = make.traveller()
    places = [gate, make.location("b"), make.location("c")][:number]
    with django_assert_num_queries(1):
        around(*(present(place, me, here=fix()) for place in places))
    with django_assert_num_queries(2):
        around(*(present(place, me, here=fix(), device="a") for place in places))
    with django_assert_num_queries(3 * number):
        around(*(present(place, me, code=PRINTED) for place in places))
    with django_assert_num_queries(3):
        around(*(present(gate, me, code=PRINTED) for _place in places))
    with django_assert_num_queries(4 * number):
        around(*(present(place, me, code=ROTATING, step=STEP) for place in places))


def test_each_attempt_gets_its_own_company(gate: Location) -> None:
    other = make.location("other")
    row(gate, code_kind="printed")
    row(other, fix=fix(7))
    attempts = [
        present(gate, code=PRINTED),
        present(other, here=fix(7)),
        present(gate, here=fix(8)),
    ]
    found = around(*attempts)
    assert [(one.code_alone, one.same_coordinates) for one in found] == [(1, 0), (0, 1), (0, 0)]
