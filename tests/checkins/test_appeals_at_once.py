"""Many hands at one appeal: one decision, and figures that the rows prove."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from checkins.models import Appeal, AppealStep, CheckIn, LocationTally, PrintedCode, Stamp
from checkins.models.appeal import Reason
from checkins.services import (
    accept_appeal,
    delete_check_in,
    make_appeal,
    merge_guest,
    recount,
    refuse_appeal,
    survey_location,
    undo_decision,
    withdraw_appeal,
)
from tests import make
from tests.checkins.appeals import SOON, TEXT, appealed, far_visit
from tests.checkins.test_concurrency import at_once, sending
from tests.checkins.visits import GATE, NOON, attempt

ROUNDS = range(3)
DECIDERS = 16

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_real_store() -> None:
    name = str(connection.settings_dict["NAME"])
    assert connection.vendor == "postgresql" or "memory" not in name, "threads need a file"


@pytest.fixture
def editor() -> User:
    return make.editor("editor", make.bureau("meishan", make.meishan()))


def deciding(appeal: Appeal, by: User) -> dict[str, Callable[[], str]]:
    def accept() -> str:
        return accept_appeal(pk=appeal.pk, by=by, now=SOON).state

    def refuse() -> str:
        return refuse_appeal(pk=appeal.pk, by=by, reason=Reason.DUPLICATE, now=SOON).state

    def undo() -> str:
        undo_decision(pk=appeal.pk, by=by, now=SOON)
        return "undone"

    return {"accept": accept, "refuse": refuse, "undo": undo}


def prove(appeal: Appeal) -> None:
    """State, status, stamp, tally and steps say the same."""
    appeal = Appeal.objects.select_related("check_in").get(pk=appeal.pk)
    expected = {
        "open": ("under_review", False),
        "accepted": ("probable", True),
        "refused": ("rejected", False),
    }
    assert (appeal.check_in.status, appeal.check_in.counted) == expected[appeal.state]
    counted = CheckIn.objects.counted().count()
    assert Stamp.objects.count() == counted
    tally = LocationTally.objects.first()
    assert (tally.visits if tally else 0) == counted
    assert recount() == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_16_deciders_at_once_make_one_decision(_round: int, editor: User) -> None:
    appeal = appealed(make.traveller(), make.location())
    deeds = deciding(appeal, editor)
    outcomes = Counter(at_once([deeds["accept"], deeds["refuse"]] * (DECIDERS // 2)))
    assert outcomes["not_appealable"] == DECIDERS - 1
    assert outcomes["accepted"] + outcomes["refused"] == 1
    assert AppealStep.objects.count() == 2
    prove(appeal)


@pytest.mark.parametrize("_round", ROUNDS)
def test_decisions_and_undoings_raced_follow_one_another(_round: int, editor: User) -> None:
    appeal = appealed(make.traveller(), make.location())
    deeds = deciding(appeal, editor)
    outcomes = Counter(at_once([deeds["accept"], deeds["undo"], deeds["refuse"]] * 5))
    decided, undone = outcomes["accepted"] + outcomes["refused"], outcomes["undone"]
    assert decided - undone in {0, 1}
    assert decided + undone + outcomes["not_appealable"] == 15
    assert AppealStep.objects.count() == 1 + decided + undone
    prove(appeal)


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_decision_raced_with_a_better_visit_of_the_day_counts_one(
    _round: int, editor: User
) -> None:
    traveller, gate = make.traveller(), make.location()
    appeal = appealed(traveller, gate)
    better = sending(traveller, [attempt(gate) for _each in range(7)])
    outcomes = Counter(at_once([*better, deciding(appeal, editor)["accept"]]))
    assert outcomes["accepted"] == 1
    assert CheckIn.objects.counted().count() == 1
    assert CheckIn.objects.get(pk=appeal.check_in_id).status == "probable"
    assert LocationTally.objects.values_list("visits", "visitors").get() == (1, 1)
    assert recount() == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_appeal_raced_with_a_better_visit_of_the_day_counts_one(_round: int) -> None:
    traveller, gate = make.traveller(), make.location()
    far = far_visit(traveller, gate)
    code = PrintedCode.objects.create(location=gate, made_at=NOON).value

    def appeal(*codes: str) -> str:
        made = make_appeal(traveller=traveller, id=far.pk, text=TEXT, codes=codes, now=SOON)
        return made.check_in.status

    at_once([*sending(traveller, [attempt(gate)]), *[lambda: appeal(code), appeal] * 4])
    assert CheckIn.objects.counted().count() == Stamp.objects.count() == 1
    assert Appeal.objects.count() <= 1
    waiting = set(Appeal.objects.waiting().values_list("check_in", flat=True))
    under_review = CheckIn.objects.filter(status="under_review").values_list("pk", flat=True)
    assert waiting == set(under_review)
    assert recount() == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_everything_that_moves_an_appealed_visit_waits_for_the_others(
    _round: int, editor: User
) -> None:
    """Survey, deletion, withdrawal, merging and decisions: none is broken off, all add up."""
    area = make.location(pin_quality="area", pin_accuracy_m=2_500, lat=30.333)
    person = make.account("xiaolin")
    guests = [make.traveller() for _each in range(4)]
    appeals = [appealed(guest, area) for guest in guests]

    def survey() -> str:
        place = type(area).objects.get(pk=area.pk)
        survey_location(location=place, by=editor, point_wgs84=GATE, accuracy_m=5, now=SOON)
        return "surveyed"

    def delete() -> str:
        delete_check_in(traveller=guests[0], id=appeals[0].check_in_id, now=SOON)
        return "deleted"

    def withdraw() -> str:
        withdraw_appeal(traveller=guests[1], id=appeals[1].check_in_id, now=SOON)
        return "withdrawn"

    def merge() -> str:
        merge_guest(guest=guests[2], into=person, now=SOON)
        return "merged"

    decisions: list[Callable[[], Any]] = [
        deed for appeal in appeals for deed in deciding(appeal, editor).values()
    ]
    outcomes = Counter(at_once([survey, delete, withdraw, merge, *decisions]))
    assert (outcomes["surveyed"], outcomes["deleted"], outcomes["merged"]) == (1, 1, 1)
    assert set(outcomes) <= {
        *("surveyed", "deleted", "withdrawn", "merged", "accepted", "refused", "undone"),
        *("not_appealable", "not_found"),
    }
    waiting = set(Appeal.objects.waiting().values_list("check_in", flat=True))
    under_review = CheckIn.objects.filter(status="under_review").values_list("pk", flat=True)
    assert waiting == set(under_review)
    assert recount() == []
