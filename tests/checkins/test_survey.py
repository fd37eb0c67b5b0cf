"""A pin is surveyed, and the visits that waited for it are judged again."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Consent, Traveller, User
from checkins.models import CheckIn, LocationTally, Stamp
from checkins.services import Result, recount, survey_location
from locations.models import Location
from tests import make
from tests.checkins.visits import GATE, NOON, attempt, fix, visit
from tourmap.geo import LatLng

LATER = NOON + timedelta(days=5)


@pytest.fixture
def area(db: None) -> Location:
    """A place of which only the area is known; its centre is 2 km from the true gate."""
    return make.location("area", pin_quality="area", pin_accuracy_m=2_500, lat=30.333)


def survey(location: Location, by: User, at: LatLng = GATE, radius_m: int | None = None) -> int:
    return survey_location(
        location=location, by=by, point_wgs84=at, accuracy_m=5, radius_m=radius_m, now=LATER
    )


def test_a_kept_visit_counts_after_the_survey(
    traveller: Traveller, area: Location, editor_a: User
) -> None:
    kept = visit(traveller, area).check_in
    assert (kept.status, kept.counted, kept.distance_m) == ("unverified", False, None)
    assert survey(area, editor_a, radius_m=100) == 1
    kept.refresh_from_db()
    assert (kept.status, kept.counted, kept.distance_m) == ("verified", True, 42)
    assert (kept.radius_m, kept.judged_at, kept.received_at) == (
        100,
        LATER,
        NOON + timedelta(seconds=2),
    )
    assert Stamp.objects.get().check_in == kept
    assert LocationTally.objects.values_list("visits", "visitors").get() == (1, 1)
    area.refresh_from_db()
    assert (area.point, area.pin_quality, area.pin_accuracy_m) == (GATE, "surveyed", 5)
    assert (area.surveyed_by, area.surveyed_at, area.radius_m) == (editor_a, LATER, 100)


def test_the_retry_of_a_kept_visit_shows_the_new_judgement(
    traveller: Traveller, area: Location, editor_a: User
) -> None:
    made = attempt(area)
    visit(traveller, area, id=made.id)
    survey(area, editor_a)
    again = visit(traveller, area, id=made.id)
    assert (again.result, again.check_in.status, again.rewards) == (
        Result.REPLAYED,
        "verified",
        ("first_visit",),
    )


def test_one_of_several_kept_visits_of_a_day_counts(
    traveller: Traveller, area: Location, editor_a: User
) -> None:
    times = [NOON + timedelta(hours=hour) for hour in (2, 0, 1, 24)]
    kept = [visit(traveller, area, captured_at=time, now=LATER).check_in for time in times]
    far = visit(traveller, area, fix=fix(4_000), captured_at=NOON - timedelta(days=1)).check_in
    assert survey(area, editor_a) == 2
    counted = set(CheckIn.objects.counted())
    assert counted == {kept[1], kept[3]}
    assert Stamp.objects.get().check_in == kept[1]
    far.refresh_from_db()
    assert (far.status, far.distance_m) == ("unverified", 4_000)
    assert recount() == []


def test_a_counted_visit_is_never_taken_away(traveller: Traveller, editor_a: User) -> None:
    gate = make.location()
    counted = visit(traveller, gate).check_in
    assert survey(gate, editor_a, at=LatLng.of(31.0, 104.0)) == 0
    counted.refresh_from_db()
    assert (counted.status, counted.counted, counted.distance_m) == ("verified", True, 42)


def test_a_survey_elsewhere_brings_nothing_and_can_be_mended(
    traveller: Traveller, area: Location, editor_a: User
) -> None:
    visit(traveller, area)
    assert survey(area, editor_a, at=LatLng.of(31.0, 104.0)) == 0
    assert survey(area, editor_a) == 1
    assert survey(area, editor_a) == 0


def test_a_forgotten_position_is_not_judged_again(
    traveller: Traveller, area: Location, editor_a: User
) -> None:
    visit(traveller, area)
    CheckIn.objects.update(lat=None, lng=None)
    assert survey(area, editor_a) == 0


def test_a_withdrawn_consent_keeps_the_position_from_being_used(
    traveller: Traveller, area: Location, editor_a: User
) -> None:
    visit(traveller, area)
    Consent.objects.update(withdrawn_at=LATER)
    assert survey(area, editor_a) == 0


def test_a_rejected_visit_stays_rejected(
    traveller: Traveller, area: Location, editor_a: User
) -> None:
    visit(traveller, area)
    CheckIn.objects.update(status="rejected")
    assert survey(area, editor_a) == 0


def test_the_command_judges_the_places_it_is_given(traveller: Traveller, area: Location) -> None:
    visit(traveller, area)
    Location.objects.filter(pk=area.pk).update(
        lat=GATE.lat, lng=GATE.lng, pin_quality="approximate", pin_accuracy_m=100
    )
    out = StringIO()
    call_command("judge_kept_visits", "area", stdout=out)
    call_command("judge_kept_visits", stdout=out)
    assert out.getvalue() == "area: 1 now count\ndone\ndone\n"
    assert CheckIn.objects.get().status == "probable"
    with pytest.raises(CommandError, match="no place called nowhere"):
        call_command("judge_kept_visits", "nowhere")
