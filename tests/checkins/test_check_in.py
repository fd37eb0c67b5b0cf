"""The write: judged, kept once for its id, counted once a day."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from accounts.models import Consent, Traveller
from checkins.models import CheckIn, LocationTally, Stamp
from checkins.services import Result, check_in, recount
from tests import make
from tests.checkins.visits import ID, NOON, attempt, fix, position, request, visit
from tourmap.api.problems import Code, Refusal
from tourmap.geo import Datum, LatLng

URL = "/api/v1/check-ins/"


def check(code: str, passed: bool, measured: Any, limit: Any, unit: str, message: str) -> Any:
    return {
        "code": code,
        "passed": passed,
        "measured": measured,
        "limit": limit,
        "unit": unit,
        "message": message,
    }


GOOD_CHECKS = [
    check(
        "within_radius", True, 42, 138, "m", "You are 42 m from the place; up to 138 m is accepted."
    ),
    check("pin_quality", True, 10, None, "m", "The bureau has surveyed this place."),
    check(
        "accuracy",
        True,
        18,
        100,
        "m",
        "Your position is accurate to 18 m; up to 100 m is enough.",
    ),
    check("fresh_fix", True, 3, 120, "s", "The position is 3 s old; up to 2 min is fresh."),
    check("mock", True, None, None, "", "The phone says that the position is real."),
    check(
        "repeated_position",
        True,
        1,
        2,
        "visits",
        "Visits from exactly these coordinates, this one included: 1; up to 2 is usual.",
    ),
]
ANSWER = {
    "id": str(ID),
    "result": "created",
    "status": "verified",
    "counted": True,
    "local_date": "2026-11-23",
    "received_at": "2026-11-23T12:00:00+08:00",
    "next_countable_at": "2026-11-24T00:00:00+08:00",
    "distance_m": 42,
    "radius_m": 120,
    "checks": GOOD_CHECKS,
    "hint": None,
    "rewards": [
        {
            "code": "first_visit",
            "message": "Your first visit here: the stamp is in your passport.",
        }
    ],
    "appeal": {
        "allowed": False,
        "url": None,
        "status": None,
        "reason": None,
        "words": "",
        "decided_at": None,
        "message": "",
    },
    "frames": [],
}


@pytest.mark.usefixtures("noon")
def test_a_visitor_at_the_gate_is_counted_and_the_same_request_gets_the_same_answer(
    as_traveller: APIClient,
) -> None:
    make.location("gate")
    first = as_traveller.post(f"{URL}?lang=en", request())
    again = as_traveller.post(f"{URL}?lang=en", request())
    assert (first.status_code, first.json()) == (201, ANSWER)
    assert (again.status_code, again.json()) == (200, ANSWER | {"result": "replayed"})
    assert first["Cache-Control"] == "private, no-store"
    assert CheckIn.objects.count() == Stamp.objects.count() == 1


@pytest.mark.usefixtures("noon")
def test_the_answer_is_in_the_readers_language(as_traveller: APIClient) -> None:
    make.location("gate")
    body = request(position=position(lat=30.35))
    answer = as_traveller.post(URL, body, headers={"Accept-Language": "zh-CN"}).json()
    assert answer["checks"][0]["message"] == (
        "您距此地 3.9 公里，最多允许 138 米。请走近入口后重新打卡。"
        "如果您当时确实在现场，也可以申请文旅部门核查这次到访。"
    )
    later = as_traveller.get(f"/api/v1/me/check-ins/{ID}/", headers={"Accept-Language": "zh-TW"})
    assert later.json()["checks"][0]["message"] == (
        "您距此地 3.9 公里，最多允許 138 公尺。請走近入口後重新打卡。"
        "如果您當時確實在現場，也可以申請文旅部門核查這次到訪。"
    )


@pytest.mark.usefixtures("noon")
def test_a_phone_of_another_datum_is_understood_and_a_wrong_one_gets_the_hint(
    as_traveller: APIClient,
) -> None:
    make.location("gate")
    amap = fix(datum=Datum.GCJ02).point
    numbers = {"lat": amap.lat, "lng": amap.lng}
    right = request(position=position(**numbers, datum="gcj02"))
    wrong = request(id=str(uuid4()), position=position(**numbers, datum="wgs84"))
    refused = as_traveller.post(f"{URL}?lang=en", wrong).json()
    taken = as_traveller.post(f"{URL}?lang=en", right).json()
    assert (taken["status"], taken["distance_m"], taken["hint"]) == ("verified", 42, None)
    assert (refused["status"], refused["counted"], refused["rewards"]) == ("unverified", False, [])
    assert refused["hint"] == {
        "code": "datum_mismatch",
        "message": "Your position was sent as WGS-84. Read as GCJ-02 it would be 42 m from the "
        "place, within the 138 m accepted. Tell the makers of the app to declare the datum of "
        "their map SDK, then check in again.",
    }


@pytest.mark.usefixtures("noon")
def test_a_second_visit_of_the_day_is_answered_with_the_first(as_traveller: APIClient) -> None:
    make.location("gate")
    as_traveller.post(URL, request())
    second = request(id=str(uuid4()), captured_at="2026-11-23T11:59:00+08:00")
    expected = ANSWER | {"result": "already_today", "rewards": []}
    for _time in range(2):
        answer = as_traveller.post(f"{URL}?lang=en", second)
        assert (answer.status_code, answer.json()) == (200, expected)
    assert CheckIn.objects.counted().count() == 1
    assert LocationTally.objects.get().visits == 1


def test_a_better_attempt_later_that_day_counts(traveller: Traveller) -> None:
    gate = make.location()
    far = visit(traveller, gate, fix=fix(4_000))
    near = visit(traveller, gate, captured_at=NOON + timedelta(hours=1))
    assert (far.check_in.status, far.check_in.counted) == ("unverified", False)
    assert (near.result, near.check_in.counted, near.rewards) == (
        Result.CREATED,
        True,
        ("first_visit",),
    )


def test_the_same_id_with_other_content_is_refused(traveller: Traveller) -> None:
    gate = make.location()
    first = attempt(gate)
    check_in(traveller=traveller, attempt=first, now=NOON)
    others = [
        attempt(gate, id=first.id, note="another"),
        attempt(gate, id=first.id, visibility="public"),
        attempt(gate, id=first.id, fix=fix(43)),
        attempt(gate, id=first.id, fix=fix(is_mock=None)),
        attempt(gate, id=first.id, captured_at=NOON + timedelta(seconds=1)),
        attempt(gate, id=first.id, codes=("1234",)),
        attempt(make.location(), id=first.id),
    ]
    for other in others:
        with pytest.raises(Refusal) as refused:
            check_in(traveller=traveller, attempt=other, now=NOON)
        assert refused.value.code is Code.ID_REUSED
    assert CheckIn.objects.count() == 1


def test_the_id_of_another_traveller_is_refused(traveller: Traveller) -> None:
    gate = make.location()
    first = attempt(gate)
    check_in(traveller=traveller, attempt=first, now=NOON)
    with pytest.raises(Refusal) as refused:
        check_in(traveller=make.traveller(), attempt=first, now=NOON)
    assert refused.value.code is Code.ID_REUSED


def test_a_retry_is_a_replay_whatever_has_changed_since(traveller: Traveller) -> None:
    gate = make.location()
    made = attempt(gate, captured_at=NOON.replace(hour=23, minute=59, second=58))
    first = check_in(traveller=traveller, attempt=made, now=made.captured_at)
    gate.lifecycle, gate.is_published = "closed", False
    gate.save()
    Consent.objects.update(withdrawn_at=NOON)
    for later in (timedelta(seconds=5), timedelta(days=1), timedelta(days=90)):
        again = check_in(traveller=traveller, attempt=made, now=made.captured_at + later)
        assert (again.result, again.check_in) == (Result.REPLAYED, first.check_in)
    assert str(first.check_in.local_date) == "2026-11-23"
    assert CheckIn.objects.count() == 1


def test_a_visit_after_midnight_is_another_day(traveller: Traveller) -> None:
    gate = make.location()
    before = visit(traveller, gate, captured_at=NOON.replace(hour=23, minute=59))
    after = visit(traveller, gate, captured_at=NOON + timedelta(hours=12))
    assert [one.result for one in (before, after)] == [Result.CREATED, Result.CREATED]
    assert [str(one.check_in.local_date) for one in (before, after)] == ["2026-11-23", "2026-11-24"]
    assert LocationTally.objects.values_list("visits", "visitors").get() == (2, 1)
    assert after.rewards == ()


@pytest.mark.parametrize(
    ("captured_at", "day", "next_at"),
    [
        # Clocks go forward on 29 March 2026 at 01:00 UTC, back on 25 October.
        ("2026-03-28T23:30:00+00:00", date(2026, 3, 28), "2026-03-29T00:00:00+00:00"),
        ("2026-03-29T23:30:00+00:00", date(2026, 3, 30), "2026-03-31T00:00:00+01:00"),
        ("2026-10-24T23:30:00+00:00", date(2026, 10, 25), "2026-10-26T00:00:00+00:00"),
        ("2026-10-25T23:30:00+00:00", date(2026, 10, 25), "2026-10-26T00:00:00+00:00"),
    ],
)
def test_the_day_is_that_of_the_place(
    as_traveller: APIClient,
    monkeypatch: pytest.MonkeyPatch,
    captured_at: str,
    day: date,
    next_at: str,
) -> None:
    london = LatLng.of(51.5007, -0.1246)
    make.location("westminster", time_zone="Europe/London", lat=london.lat, lng=london.lng)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromisoformat(captured_at))
    here = position(lat=london.lat + 0.0001, lng=london.lng)
    answer = as_traveller.post(
        URL, request("westminster", captured_at=captured_at, position=here)
    ).json()
    assert (answer["local_date"], answer["next_countable_at"]) == (str(day), next_at)


@pytest.mark.usefixtures("noon")
def test_an_id_in_capital_letters_is_the_same_id(as_traveller: APIClient) -> None:
    make.location("gate")
    assert as_traveller.post(URL, request() | {"id": str(ID).upper()}).status_code == 201
    assert as_traveller.post(URL, request()).json()["result"] == "replayed"
    for spelled in (str(ID), str(ID).upper()):
        read = as_traveller.get(f"/api/v1/me/check-ins/{spelled}/")
        assert (read.status_code, read.json().get("id")) == (200, str(ID))
    assert as_traveller.get(f"/api/v1/me/check-ins/{ID.hex}/").status_code == 404


@pytest.mark.usefixtures("noon")
def test_a_worthless_attempt_says_from_when_another_can_count(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate = make.location("gate")
    far = request(position=position(lat=30.35))
    alone = as_traveller.post(URL, far).json()
    assert (alone["counted"], alone["next_countable_at"]) == (False, "2026-11-23T12:00:00+08:00")

    visit(traveller, gate)
    beside = as_traveller.post(URL, far | {"id": str(uuid4())}).json()
    replayed = as_traveller.post(URL, far).json()
    for answer in (beside, replayed):
        assert (answer["counted"], answer["next_countable_at"]) == (
            False,
            "2026-11-24T00:00:00+08:00",
        )


def test_late_sync_is_accepted_and_both_times_are_kept(traveller: Traveller) -> None:
    received = NOON + timedelta(days=29)
    kept = visit(traveller, make.location(), now=received).check_in
    assert (kept.captured_at, kept.received_at, kept.counted) == (NOON, received, True)


def test_a_late_sync_between_two_visits_is_judged_by_both(traveller: Traveller) -> None:
    gate = make.location()
    far = make.location(lat=31.315)
    at_far = fix(2, of=LatLng.of(31.315, 103.86))
    visit(traveller, far, captured_at=NOON + timedelta(minutes=5), fix=at_far)
    late = visit(traveller, gate, now=NOON + timedelta(days=1))
    speed = next(c for c in late.check_in.checks if c["code"] == "speed_from_previous")
    assert (late.check_in.status, speed["reason"]) == ("unverified", "impossible")
    assert speed["measured"] > 1_000


def test_the_stamp_moves_to_an_earlier_visit_that_comes_in_later(traveller: Traveller) -> None:
    gate = make.location()
    visit(traveller, gate)
    earlier = visit(
        traveller, gate, captured_at=NOON - timedelta(days=3), now=NOON + timedelta(days=1)
    ).check_in
    stamp = Stamp.objects.get()
    assert (stamp.check_in, stamp.earned_at) == (earlier, earlier.captured_at)
    assert LocationTally.objects.values_list("visits", "visitors").get() == (2, 1)
    assert recount() == []


def test_an_answer_keeps_its_reward_when_the_stamp_moves(traveller: Traveller) -> None:
    place = make.location()
    late = attempt(place, captured_at=NOON)
    first = check_in(traveller=traveller, attempt=late, now=NOON)
    earlier = attempt(place, captured_at=NOON - timedelta(days=2))
    synced = check_in(traveller=traveller, attempt=earlier, now=NOON + timedelta(hours=1))
    assert Stamp.objects.get().check_in == synced.check_in
    again = check_in(traveller=traveller, attempt=late, now=NOON + timedelta(hours=2))
    assert (first.rewards, again.rewards, synced.rewards) == (
        ("first_visit",),
        ("first_visit",),
        (),
    )


def test_a_scene_must_be_one_of_the_place(traveller: Traveller) -> None:
    gate = make.location()
    scene = make.scene(make.drama(), gate)
    elsewhere = make.scene(make.drama(), make.location())
    assert visit(traveller, gate, scene=scene.slug).check_in.scene == scene
    with pytest.raises(Refusal) as refused:
        visit(traveller, gate, scene=elsewhere.slug)
    assert refused.value.numbers["errors"][0].field == "scene"


def test_an_approximate_pin_counts_as_probable(traveller: Traveller) -> None:
    place = make.location(pin_quality="approximate", pin_accuracy_m=300)
    outcome = visit(traveller, place, fix=fix(400))
    assert (outcome.check_in.status, outcome.check_in.counted) == ("probable", True)
    assert outcome.check_in.radius_m == 420


def test_only_a_cell_and_no_text_is_stored_with_the_verdict(traveller: Traveller) -> None:
    kept = visit(traveller, make.location()).check_in
    kept.refresh_from_db()
    assert kept.cell == "30.31,103.86"
    assert kept.checks[0] == {
        "code": "within_radius",
        "passed": True,
        "measured": 42,
        "limit": 138,
        "unit": "m",
        "reason": "",
    }
