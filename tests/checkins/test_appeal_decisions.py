"""Appeals are decided and undone, and surveys, merging and forgetting know of them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from rest_framework.test import APIClient

from accounts.models import Consent, Traveller, User
from checkins import appeal_examples
from checkins.appeal_words import NOT_APPEALABLE, of_reason
from checkins.appealing import not_appealable_because
from checkins.models import Appeal, AppealStep, CheckIn, LocationTally, Stamp
from checkins.models.appeal import Reason
from checkins.services import (
    accept_appeal,
    delete_check_in,
    erase_traveller,
    forget_positions,
    judge_kept_visits,
    make_appeal,
    merge_guest,
    recount,
    refuse_appeal,
    survey_location,
    undo_decision,
    withdraw_appeal,
)
from locations.models import Location
from tests import make
from tests.checkins.appeals import SOON, TEXT, appealed, far_visit, standing
from tests.checkins.visits import GATE, ID, NOON, fix, visit
from tourmap.api.problems import Refusal

LATER = NOON + timedelta(days=5)


def accept(appeal: Appeal, by: User, words: str = "") -> None:
    accept_appeal(pk=appeal.pk, by=by, words=words, now=LATER)


def refuse(appeal: Appeal, by: User, reason: Reason = Reason.NO_EVIDENCE) -> None:
    refuse_appeal(pk=appeal.pk, by=by, reason=reason, words="…", now=LATER)


def figures() -> tuple[int, int]:
    visits: tuple[int, int] = LocationTally.objects.values_list("visits", "visitors").get()
    return visits


def test_an_accepted_visit_is_probable_and_counts_with_its_stamp(
    traveller: Traveller, editor_a: User
) -> None:
    appeal = appealed(traveller, make.location())
    visit_of_it = appeal.check_in
    measured = visit_of_it.checks
    accept(appeal, editor_a, "欢迎再来")
    assert standing(visit_of_it) == ("probable", True)
    assert (visit_of_it.checks, visit_of_it.rewards) == (measured, ["first_visit"])
    assert (visit_of_it.judged_at, Stamp.objects.get().check_in) == (LATER, visit_of_it)
    assert figures() == (1, 1)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.decided_by, appeal.decided_at) == ("accepted", editor_a, LATER)
    assert (appeal.words, appeal.reason) == ("欢迎再来", "")
    assert recount() == []


def test_a_refused_visit_is_rejected_and_stays_so(traveller: Traveller, editor_a: User) -> None:
    place = make.location()
    appeal = appealed(traveller, place)
    refuse(appeal, editor_a)
    assert standing(appeal.check_in) == ("rejected", False)
    assert judge_kept_visits(location=place, now=LATER) == 0
    assert standing(appeal.check_in) == ("rejected", False)
    for deed in (accept, refuse):
        with pytest.raises(Refusal):
            deed(appeal, editor_a)
    assert recount() == []


def test_a_day_that_another_visit_took_is_not_counted_twice(
    traveller: Traveller, editor_a: User
) -> None:
    place = make.location()
    appeal = appealed(traveller, place)
    better = visit(traveller, place).check_in
    accept(appeal, editor_a)
    assert standing(appeal.check_in) == ("probable", False)
    assert (standing(better), figures()) == (("verified", True), (1, 1))
    # Neither a survey nor anything else takes the decision back.
    judge_kept_visits(location=place, now=LATER)
    assert standing(appeal.check_in) == ("probable", False)
    delete_check_in(traveller=traveller, id=better.pk, now=LATER)
    assert standing(appeal.check_in) == ("probable", True)
    assert (figures(), recount()) == ((1, 1), [])


def test_undoing_takes_back_what_the_decision_brought(traveller: Traveller, editor_a: User) -> None:
    place = make.location()
    appeal = appealed(traveller, place)
    accept(appeal, editor_a)
    undo_decision(pk=appeal.pk, by=editor_a, now=LATER)
    assert standing(appeal.check_in) == ("under_review", False)
    assert (appeal.check_in.rewards, Stamp.objects.count(), figures()) == ([], 0, (0, 0))
    appeal.refresh_from_db()
    assert (appeal.state, appeal.decided_at, appeal.decided_by) == ("open", None, None)
    refuse(appeal, editor_a)
    undo_decision(pk=appeal.pk, by=editor_a, now=LATER)
    accept(appeal, editor_a)
    assert (standing(appeal.check_in), figures()) == (("probable", True), (1, 1))
    deeds = [(step.deed, step.by) for step in AppealStep.objects.all()]
    told = ["accepted", "undone", "refused", "undone", "accepted"]
    assert deeds == [("made", None), *((deed, editor_a) for deed in told)]
    assert recount() == []


def test_undoing_lets_another_good_visit_of_the_day_count(
    traveller: Traveller, editor_a: User
) -> None:
    place = make.location()
    appeal = appealed(traveller, place)
    accept(appeal, editor_a)
    visit(traveller, place)  # answered with the accepted one
    undo_decision(pk=appeal.pk, by=editor_a, now=LATER)
    assert standing(appeal.check_in) == ("under_review", False)
    assert CheckIn.objects.counted().get().status == "verified"
    assert (figures(), recount()) == ((1, 1), [])


def test_a_position_that_was_overruled_judges_no_other_visit(
    traveller: Traveller, editor_a: User
) -> None:
    """The pin stands for it: from 4 km away a visit an instant later would be impossible."""
    accept(appealed(traveller, make.location()), editor_a)
    neighbour = make.location(lat=30.316)
    near = visit(traveller, neighbour, captured_at=NOON + timedelta(minutes=1)).check_in
    assert (near.status, near.counted) == ("verified", True)


def test_only_a_persons_decision_is_undone(traveller: Traveller, editor_a: User) -> None:
    place = make.location(pin_quality="area", pin_accuracy_m=2_500, lat=30.333)
    appeal = appealed(traveller, place, fix=fix())
    reasons = []
    for _before_and_after_the_survey in range(2):
        with pytest.raises(Refusal) as refused:
            undo_decision(pk=appeal.pk, by=editor_a, now=LATER)
        reasons.append(refused.value.numbers["reason"])
        survey_location(location=place, by=editor_a, point_wgs84=GATE, accuracy_m=5, now=LATER)
    assert reasons == ["decided", "measured"]
    assert standing(appeal.check_in) == ("verified", True)


def test_a_survey_closes_the_appeal_of_a_visit_that_fits(
    traveller: Traveller, editor_a: User
) -> None:
    place = make.location(pin_quality="area", pin_accuracy_m=2_500, lat=30.333)
    fits = appealed(traveller, place, fix=fix())
    other = appealed(make.traveller(), place)
    counted = survey_location(
        location=place, by=editor_a, point_wgs84=GATE, accuracy_m=5, now=LATER
    )
    assert counted == 1
    for appeal in (fits, other):
        appeal.refresh_from_db()
    assert (fits.state, fits.reason, fits.decided_at, fits.decided_by) == (
        *("accepted", "surveyed", LATER),
        None,
    )
    assert (standing(fits.check_in), figures()) == (("verified", True), (1, 1))
    # The other one is measured now, and waits for a person all the same.
    assert (standing(other.check_in), other.state) == (("under_review", False), "open")
    assert other.check_in.distance_m == 4_000
    assert recount() == []


def test_an_open_appeal_keeps_its_position_and_no_other_does(
    traveller: Traveller, editor_a: User
) -> None:
    places = [make.location() for _each in range(3)]
    waits, decided = (appealed(traveller, place) for place in places[:2])
    refuse(decided, editor_a)
    visit(traveller, places[2])
    now = SOON + timedelta(days=settings.POSITION_KEPT_DAYS + 1)
    assert forget_positions(now=now) == 2
    assert CheckIn.objects.get(lat__isnull=False) == waits.check_in
    Consent.objects.update(withdrawn_at=now)
    assert forget_positions(now=now) == 3  # the square of 1 km of the others goes too
    accept(waits, editor_a)  # a photo may be enough
    assert standing(waits.check_in) == ("probable", True)


def test_appeals_follow_the_person_and_go_with_them(db: None, editor_a: User) -> None:
    guest, person, place = make.traveller(), make.account("xiaolin"), make.location()
    appeal = appealed(guest, place)
    merge_guest(guest=guest, into=person, now=NOON)
    appeal.refresh_from_db()
    assert appeal.check_in.traveller == person
    accept(appeal, editor_a)
    assert (figures(), recount()) == ((1, 1), [])
    erase_traveller(traveller=person, now=LATER)
    assert (Appeal.objects.count(), AppealStep.objects.count(), figures()) == (0, 0, (0, 0))
    assert recount() == []


def test_a_deleted_visit_takes_its_appeal_along(traveller: Traveller, editor_a: User) -> None:
    appeal = appealed(traveller, make.location())
    delete_check_in(traveller=traveller, id=appeal.check_in_id, now=NOON)
    assert not Appeal.objects.exists()
    with pytest.raises(Refusal) as gone:
        accept(appeal, editor_a)
    assert gone.value.code == "not_found"


def test_a_member_of_staff_who_leaves_leaves_the_decision(
    traveller: Traveller, editor_a: User
) -> None:
    appeal = appealed(traveller, make.location())
    accept(appeal, editor_a)
    editor_a.delete()
    appeal.refresh_from_db()
    assert (appeal.state, appeal.decided_by, figures()) == ("accepted", None, (1, 1))


def test_the_export_has_the_appeals(
    traveller: Traveller, as_traveller: APIClient, editor_a: User
) -> None:
    appeal = appealed(traveller, make.location())
    refuse(appeal, editor_a)
    [row] = as_traveller.get("/api/v1/me/export/").json()["appeals"]
    assert (row["check_in"], row["text"], row["state"], row["words"]) == (
        *(str(appeal.check_in_id), TEXT),
        *("refused", "…"),
    )
    assert [(step["deed"], step["reason"]) for step in row["steps"]] == [
        *(("made", ""), ("refused", "no_evidence")),
    ]
    assert editor_a.username not in str(row)


def test_the_examples_are_what_is_answered(
    traveller: Traveller,
    as_traveller: APIClient,
    editor_a: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = make.location("qinglong-laojie", name_en="Qinglong Old Street")
    far_visit(traveller, place, id=ID)
    clock = [SOON]
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])

    def answer(answered: Any) -> Any:
        shown = answered.json()
        shown["check_in"]["checks"] = shown["check_in"]["checks"][:1]
        return shown

    url = f"{appeal_examples.URL}?lang=en"
    made = as_traveller.post(url, appeal_examples.REQUEST_OF_APPEAL)
    assert answer(made) == appeal_examples.OPEN
    refuse_appeal(
        pk=Appeal.objects.get().pk,
        by=editor_a,
        reason=Reason.PHOTO_ELSEWHERE,
        words=appeal_examples.REFUSED["words"],
        now=datetime.fromisoformat(appeal_examples.REFUSED["decided_at"]),
    )
    assert answer(as_traveller.get(url)) == appeal_examples.REFUSED
    counted = visit(traveller, make.location()).check_in
    refused = as_traveller.post(f"/api/v1/check-ins/{counted.pk}/appeal/?lang=en", {"text": "x"})
    assert refused.json() == appeal_examples.NOT_APPEALABLE


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, ""),
        ({"counted": True, "status": "verified"}, "counts"),
        ({"status": "rejected", "day_is_taken": True}, "refused"),
        ({"status": "under_review", "day_is_taken": True}, "open"),
        ({"status": "probable"}, "day_taken"),
        ({"day_is_taken": True}, "day_taken"),
        ({"now": NOON + timedelta(days=30)}, ""),
        ({"now": NOON + timedelta(days=30, seconds=1)}, "too_late"),
    ],
)
def test_what_may_be_appealed_is_a_table(values: dict[str, Any], reason: str) -> None:
    plain: dict[str, Any] = {
        "status": "unverified",
        "counted": False,
        "day_is_taken": False,
        "received_at": NOON,
        "now": NOON,
    }
    assert not_appealable_because(**(plain | values)) == reason


def test_every_reason_has_words_for_the_traveller() -> None:
    assert all(of_reason(reason) for reason in Reason)
    assert {"counts", "refused", "day_taken", "too_late"} <= set(NOT_APPEALABLE)


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["appeal", "withdraw", "accept", "refuse", "undo", "better", "survey"]),
        st.integers(0, 2),  # which of three visits of two days
    ),
    max_size=14,
)


class AnyOrderOfDeeds(TestCase):
    @limits(max_examples=40, deadline=None)
    @given(deeds=DEEDS)
    def test_leaves_figures_that_the_rows_prove(self, deeds: Any) -> None:
        person, place = make.traveller(), make.location()
        by = make.editor(f"editor-{place.pk}", make.bureau("meishan", make.meishan()))
        days = [NOON, NOON - timedelta(hours=1), NOON - timedelta(days=1)]
        visits = [far_visit(person, place, captured_at=day) for day in days]
        for deed, number in deeds:
            try:
                self.do(deed, visits[number], place, by)
            except Refusal as refusal:
                if refusal.code not in {"not_appealable", "not_found"}:
                    raise
            self.prove()

    def do(self, deed: str, one: CheckIn, place: Location, by: User) -> None:
        person = one.traveller
        appeal = Appeal.objects.filter(check_in=one).first()
        pk = appeal.pk if appeal else 0
        match deed:
            case "appeal":
                make_appeal(traveller=person, id=one.pk, text=TEXT, now=SOON)
            case "withdraw":
                withdraw_appeal(traveller=person, id=one.pk, now=SOON)
            case "accept":
                accept_appeal(pk=pk, by=by, now=LATER)
            case "refuse":
                refuse_appeal(pk=pk, by=by, reason=Reason.OTHER, now=LATER)
            case "undo":
                undo_decision(pk=pk, by=by, now=LATER)
            case "better":
                visit(person, place, captured_at=one.captured_at)
            case "survey":
                judge_kept_visits(location=place, now=LATER)

    def prove(self) -> None:
        assert recount() == []
        reviewed = set(CheckIn.objects.filter(status="under_review").values_list("pk", flat=True))
        waiting = set(Appeal.objects.waiting().values_list("check_in", flat=True))
        assert reviewed == waiting
        refused = Appeal.objects.filter(state="refused").values_list("check_in__status", flat=True)
        assert set(refused) <= {"rejected"}
        accepted = Appeal.objects.filter(state="accepted")
        assert set(accepted.values_list("check_in__status", flat=True)) <= {"probable", "verified"}
