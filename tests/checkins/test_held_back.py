"""Cheats through the real services: what others did is read, told, and not forgotten by a survey."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.models import Traveller, User
from checkins.models import CheckIn, CodeUse, PrintedCode, RotatingKey
from checkins.services import Attempt, Result, check_in, check_in_each, recount, survey_location
from checkins.site_code import STEP_S
from checkins.site_codes import shown_at
from locations.models import Location
from tests import make
from tests.checkins.visits import GATE, NOON, attempt, fix, visit
from tourmap.geo import destination

MINUTE = timedelta(minutes=1)


@pytest.fixture
def gate(db: None) -> Location:
    return make.location("gate")


def why(row: CheckIn) -> list[tuple[str, str]]:
    """The checks that failed, and how."""
    return [(check["code"], check["reason"]) for check in row.checks if not check["passed"]]


def sent(place: Location, who: Traveller | None = None, **values: Any) -> CheckIn:
    return visit(who or make.traveller(), place, **values).check_in


def test_shared_coordinates_pass_four_times(gate: Location) -> None:
    rows = [sent(gate) for _traveller in range(6)]
    assert [row.status for row in rows] == ["verified"] * 4 + ["unverified"] * 2
    assert why(rows[-1]) == [("copied_position", "shared")]
    assert recount() == []


def test_one_phone_serves_a_family(gate: Location) -> None:
    phone: UUID = uuid4()
    rows = [sent(gate, fix=fix(30 + n), installation=phone) for n in range(6)]
    assert [row.status for row in rows] == ["verified"] * 4 + ["probable", "unverified"]
    assert why(rows[-1]) == [("shared_device", "many")]
    assert sent(gate, fix=fix(60)).status == "verified"


def test_a_poster_that_leaks_asks_for_a_position(gate: Location) -> None:
    code = PrintedCode.objects.create(location=gate, made_at=NOON - MINUTE).value
    alone: dict[str, Any] = {"fix": None, "codes": (code,)}
    rows = [sent(gate, make.traveller(consent=False), **alone) for _user in range(41)]
    assert {row.status for row in rows[:40]} == {"probable"}
    assert (rows[40].status, why(rows[40])) == ("unverified", [("code_relay", "leaked")])
    honest = make.traveller()
    assert sent(gate, honest, **alone).status == "unverified"
    assert sent(gate, honest, codes=(code,)).status == "verified"


def test_one_step_of_the_screen_is_not_for_a_chat_group(gate: Location) -> None:
    key = RotatingKey.objects.create(location=gate, made_at=NOON - MINUTE)
    code = shown_at(key, NOON).code
    alone: dict[str, Any] = {"fix": None, "codes": (code,)}
    rows = [sent(gate, make.traveller(consent=False), **alone) for _user in range(31)]
    assert [row.status for row in rows[29:]] == ["verified", "unverified"]
    assert why(rows[30]) == [("code_relay", "crowd")]
    assert sent(gate, codes=(code,)).status == "verified"


def test_codes_of_two_cities_are_not_used_in_one_minute(
    gate: Location, traveller: Traveller
) -> None:
    far = make.location(lat=31.315)
    codes = [PrintedCode.objects.create(location=one, made_at=NOON).value for one in (gate, far)]
    first = sent(gate, traveller, fix=None, codes=(codes[0],))
    other = sent(far, traveller, fix=None, codes=(codes[1],), captured_at=NOON + MINUTE)
    assert (first.status, other.status) == ("probable", "unverified")
    assert why(other) == [("speed_from_previous", "impossible")]


def script() -> list[Attempt]:
    """Eight places, one every half an hour to the second."""
    spots = [destination(GATE, 90, 3_000 * number) for number in range(8)]
    places = [make.location(lat=spot.lat, lng=spot.lng) for spot in spots]
    return [
        attempt(
            place,
            captured_at=NOON + timedelta(seconds=1_800 * number + 7),
            fix=fix(20 + number, of=spot),
        )
        for number, (place, spot) in enumerate(zip(places, spots, strict=True))
    ]


def test_a_script_that_sends_its_last_visit_first_is_caught_all_the_same(
    traveller: Traveller, db: None
) -> None:
    for made in reversed(script()):
        check_in(traveller=traveller, attempt=made, now=NOON + timedelta(days=1))
    rows = list(CheckIn.objects.order_by("-captured_at"))
    assert [row.status for row in rows] == ["verified"] * 4 + ["unverified"] * 4
    assert why(rows[4]) == [("scripted_round", "rhythm")]


def test_a_script_is_caught_within_one_batch(traveller: Traveller, db: None) -> None:
    attempts = script()
    answers = check_in_each(traveller=traveller, attempts=attempts, now=NOON + timedelta(days=1))
    rows = list(CheckIn.objects.order_by("captured_at"))
    assert len(answers) == len(rows) == 8
    assert [row.status for row in rows] == ["verified"] * 4 + ["unverified"] * 4
    assert why(rows[4]) == [("scripted_round", "rhythm")]


def test_an_old_position_does_not_serve_a_fourth_day(gate: Location, traveller: Traveller) -> None:
    days = [NOON + timedelta(days=number, minutes=number * number) for number in range(5)]
    rows = [sent(gate, traveller, captured_at=day) for day in days]
    assert [row.status for row in rows] == [
        *("verified", "verified", "probable", "unverified", "unverified")
    ]
    assert ("repeated_position", "replayed") in why(rows[-1])


def test_a_survey_does_not_forgive_what_was_shared(editor_a: User, db: None) -> None:
    """Kept at a place that was not surveyed, all by one position: after it, none is the first."""
    area = make.location("area", pin_quality="area", pin_accuracy_m=2_500, lat=30.333)
    for _traveller in range(6):
        sent(area)
    alone = sent(area, fix=fix(60))
    now_counted = survey_location(
        location=area, by=editor_a, point_wgs84=GATE, accuracy_m=5, now=NOON + timedelta(days=9)
    )
    alone.refresh_from_db()
    assert (now_counted, alone.status, alone.is_about) == (1, "verified", True)


def test_a_survey_does_not_forgive_a_relayed_code(editor_a: User, gate: Location) -> None:
    key = RotatingKey.objects.create(location=gate, made_at=NOON - MINUTE)
    code = shown_at(key, NOON).code
    for _user in range(30):
        sent(gate, make.traveller(consent=False), fix=None, codes=(code,))
    mocked = sent(gate, fix=fix(42, is_mock=True), codes=(code,))
    assert (mocked.status, ("code_relay", "crowd") in why(mocked)) == ("unverified", True)
    assert CodeUse.objects.filter(step=NOON.timestamp() // STEP_S).count() == 31
    survey_location(
        location=gate, by=editor_a, point_wgs84=GATE, accuracy_m=5, now=NOON + timedelta(days=1)
    )
    mocked.refresh_from_db()
    assert mocked.status == "unverified"


def test_a_second_good_visit_of_a_day_is_still_told_as_that(
    gate: Location, traveller: Traveller
) -> None:
    visit(traveller, gate)
    assert visit(traveller, gate, fix=fix(50)).result is Result.ALREADY_TODAY
