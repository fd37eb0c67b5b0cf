"""A traveller appeals, over HTTP: what may be, what is answered, what a code does."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from accounts.models import Consent, Traveller, User
from checkins.models import (
    Appeal,
    AppealStep,
    CheckIn,
    CodeUse,
    LocationTally,
    PrintedCode,
    RotatingKey,
    Stamp,
)
from checkins.services import make_appeal, recount, refuse_appeal
from checkins.site_code import rotating_code, step_of
from locations.models import Location
from tests import make
from tests.checkins.appeals import SOON, TEXT, appealed, far_visit, standing
from tests.checkins.visits import ID, NOON, fix, position, request, visit
from tourmap.api.problems import Refusal

CHECK_INS = "/api/v1/check-ins/"
URL = f"{CHECK_INS}{ID}/appeal/"
READ = f"/api/v1/me/check-ins/{ID}/"
NONE_MADE = {"status": None, "reason": None, "words": "", "decided_at": None}
OPEN = {
    "allowed": False,
    "url": URL,
    "status": "open",
    "reason": None,
    "words": "",
    "decided_at": None,
    "message": "Your appeal is with the tourism bureau. You need not do anything; the decision "
    "will be shown here.",
}


@pytest.fixture
def far(traveller: Traveller, db: None) -> CheckIn:
    return far_visit(traveller, make.location("gate"), id=ID)


@pytest.fixture(autouse=True)
def _half_past_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: SOON)


def post(api: APIClient, text: str = TEXT, url: str = URL, **values: Any) -> Any:
    return api.post(f"{url}?lang=en", {"text": text} | values)


def test_an_answer_that_lacks_proof_says_where_to_appeal(as_traveller: APIClient) -> None:
    make.location("gate")
    body = request(position=position(lat=30.35), captured_at="2026-11-23T12:29:00+08:00")
    answer = as_traveller.post(f"{CHECK_INS}?lang=en", body).json()
    shown = {
        "allowed": True,
        "url": URL,
        **NONE_MADE,
        "message": "If you were there, ask the tourism bureau to look: say what you saw, and add "
        "a photo or the code from the place.",
    }
    assert answer["appeal"] == shown
    assert as_traveller.get(f"{READ}?lang=en").json()["appeal"] == shown
    last = [check["message"] for check in answer["checks"] if not check["passed"]][-1]
    assert last.endswith(
        " If you were there, you can also ask the tourism bureau to look at your visit."
    )


def test_an_appeal_is_made_once_whatever_is_retried(far: CheckIn, as_traveller: APIClient) -> None:
    first, again = post(as_traveller), post(as_traveller)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == as_traveller.get(f"{URL}?lang=en").json()
    shown = first.json()
    visit_shown = shown.pop("check_in")
    assert shown == {name: OPEN[name] for name in OPEN if name not in {"allowed", "url"}} | {
        "text": TEXT,
        "made_at": "2026-11-23T12:30:00+08:00",
        "code": None,
    }
    assert visit_shown == as_traveller.get(f"{READ}?lang=en").json()
    assert (visit_shown["status"], visit_shown["appeal"]) == ("under_review", OPEN)
    assert [step.deed for step in AppealStep.objects.all()] == ["made"]


def test_the_retry_of_the_check_in_shows_the_appeal(
    as_traveller: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.location("gate")
    body = request(position=position(lat=30.35), captured_at="2026-11-23T12:29:00+08:00")
    as_traveller.post(CHECK_INS, body)
    post(as_traveller)
    again = as_traveller.post(f"{CHECK_INS}?lang=en", body).json()
    assert (again["result"], again["status"], again["appeal"]) == ("replayed", "under_review", OPEN)


def test_other_words_replace_those_of_an_appeal_that_waits(
    far: CheckIn, as_traveller: APIClient
) -> None:
    post(as_traveller)
    other = post(as_traveller, "照片里的树就在门口。")
    assert (other.status_code, other.json()["text"]) == (200, "照片里的树就在门口。")
    assert [step.deed for step in AppealStep.objects.all()] == ["made", "changed"]
    assert Appeal.objects.get().made_at == SOON


def test_it_is_withdrawn_and_made_anew(far: CheckIn, as_traveller: APIClient) -> None:
    assert as_traveller.delete(URL).status_code == 404
    post(as_traveller)
    assert [as_traveller.delete(URL).status_code for _time in range(2)] == [204, 204]
    assert standing(far) == ("unverified", False)
    shown = as_traveller.get(f"{READ}?lang=en").json()["appeal"]
    assert (shown["allowed"], shown["status"]) == (True, "withdrawn")
    assert post(as_traveller).status_code == 201
    assert standing(far) == ("under_review", False)


def test_what_was_decided_is_neither_withdrawn_nor_appealed_again(
    far: CheckIn, as_traveller: APIClient, editor_a: User
) -> None:
    post(as_traveller)
    refuse_appeal(pk=Appeal.objects.get().pk, by=editor_a, reason="other", words="不", now=SOON)
    assert (post(as_traveller).status_code, post(as_traveller).json()["words"]) == (200, "不")
    answer = post(as_traveller, "again")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_appealable")
    assert answer.json()["reason"] == "refused"
    assert as_traveller.delete(URL).json()["reason"] == "decided"
    appeal = as_traveller.get(f"{READ}?lang=en").json()["appeal"]
    assert (appeal["allowed"], appeal["status"]) == (False, "refused")
    assert appeal["reason"] == {
        "code": "other",
        "message": "The bureau has not accepted the visit.",
    }
    assert appeal["decided_at"] == "2026-11-23T12:30:00+08:00"


def reason_against(traveller: Traveller, check_in: CheckIn, now: datetime = SOON) -> str:
    with pytest.raises(Refusal) as caught:
        make_appeal(traveller=traveller, id=check_in.pk, text=TEXT, now=now)
    assert not Appeal.objects.exists()
    return str(caught.value.numbers["reason"])


def test_what_counts_or_is_late_is_not_appealed(traveller: Traveller, db: None) -> None:
    gate, bridge = make.location(), make.location()
    counted = visit(traveller, gate).check_in
    assert reason_against(traveller, counted) == "counts"
    assert reason_against(traveller, far_visit(traveller, gate)) == "day_taken"
    visit(traveller, gate)  # answered with the first, kept as a good one that does not count
    good = CheckIn.objects.get(counted=False, status="verified")
    assert reason_against(traveller, good) == "day_taken"
    old = far_visit(traveller, bridge)
    assert reason_against(traveller, old, old.received_at + timedelta(days=30, seconds=1)) == (
        "too_late"
    )
    make_appeal(traveller=traveller, id=old.pk, text=TEXT, now=old.received_at + timedelta(days=30))


UNPROVEN: dict[str, dict[str, Any]] = {
    "far": {"fix": fix(4_000)},
    "simulated": {"fix": fix(is_mock=True)},
    "a wrong code": {"fix": None, "codes": ("0000-0000-0000",)},
}


@pytest.mark.parametrize("how", UNPROVEN)
def test_whatever_lacks_proof_may_be_appealed(traveller: Traveller, how: str) -> None:
    gate = make.location()
    unproven = visit(traveller, gate, **UNPROVEN[how]).check_in
    assert unproven.status == "unverified"
    make_appeal(traveller=traveller, id=unproven.pk, text=TEXT, now=SOON)
    assert standing(unproven) == ("under_review", False)


def test_an_area_pin_and_a_place_that_has_closed_since_are_no_hindrance(
    traveller: Traveller,
) -> None:
    area = make.location(pin_quality="area", pin_accuracy_m=2_500)
    kept = visit(traveller, area).check_in
    Location.objects.update(lifecycle="demolished")
    make_appeal(traveller=traveller, id=kept.pk, text=TEXT, now=SOON)
    assert standing(kept) == ("under_review", False)


@pytest.mark.parametrize("method", ["post", "get", "delete"])
def test_the_appeal_of_another_is_not_there(far: CheckIn, method: str) -> None:
    make_appeal(traveller=far.traveller, id=ID, text=TEXT, now=SOON)
    other = make.app_of(make.traveller())
    answer = getattr(other, method)(URL, {"text": "mine"} if method == "post" else None)
    assert answer.status_code == 404
    assert Appeal.objects.get().text == TEXT


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": 5}, "text"),
        ({"text": "x", "state": "accepted"}, "state"),
        ({"text": "x", "counted": True}, "counted"),
        ({"text": "x", "code": "y" * 201}, "code"),
    ],
)
def test_values_that_cannot_be_used_are_named(
    far: CheckIn, as_traveller: APIClient, body: Any, field: str
) -> None:
    answer = as_traveller.post(URL, body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert not Appeal.objects.exists()


@pytest.fixture
def off(traveller: Traveller, db: None) -> CheckIn:
    """A visit that is off the mark, but not so far that a code speaks against it."""
    return far_visit(traveller, make.location("gate"), id=ID, fix=fix(900))


def test_a_printed_code_lifts_the_visit_at_once(off: CheckIn, as_traveller: APIClient) -> None:
    code = PrintedCode.objects.create(location=off.location, made_at=NOON)
    answers = [post(as_traveller, code=code.grouped) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    shown = answers[0].json()
    assert (shown["status"], shown["reason"]["code"]) == ("accepted", "code")
    assert (shown["code"]["passed"], shown["check_in"]["counted"]) == (True, True)
    assert standing(off) == ("probable", True)
    assert Stamp.objects.get().check_in == off
    assert LocationTally.objects.values_list("visits", "visitors").get() == (1, 1)
    assert recount() == []


def test_the_code_that_the_screen_shows_now_proves_the_same_day(
    off: CheckIn, as_traveller: APIClient
) -> None:
    key = RotatingKey.objects.create(location=off.location, made_at=NOON)
    now = rotating_code(key.key, off.location_id, step_of(SOON))
    # With a position that speaks against it a screen's code lifts by one grade, as in a check-in.
    assert post(as_traveller, code=now).json()["check_in"]["status"] == "probable"
    assert CodeUse.objects.get().check_in == off


def test_the_code_of_another_day_proves_nothing(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate = make.location("gate")
    yesterday = far_visit(traveller, gate, id=ID, captured_at=NOON - timedelta(days=1))
    key = RotatingKey.objects.create(location=gate, made_at=NOON)
    answer = post(as_traveller, code=rotating_code(key.key, gate.pk, step_of(SOON))).json()
    assert (answer["status"], answer["code"]["passed"]) == ("open", False)
    assert standing(yesterday) == ("under_review", False)


def test_wrong_codes_are_limited_as_in_a_check_in(far: CheckIn, as_traveller: APIClient) -> None:
    code = PrintedCode.objects.create(location=far.location, made_at=NOON)
    for number in range(10):
        answer = post(as_traveller, code=f"{number}")
        assert (answer.status_code, answer.json()["status"]) == (200 if number else 201, "open")
    for late in ("0", code.value):
        assert post(as_traveller, code=late).status_code == 429
    assert standing(far) == ("under_review", False)


def test_a_position_without_consent_is_not_used_with_a_code(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    area = make.location("gate", pin_quality="area", pin_accuracy_m=2_500)
    kept = visit(traveller, area, id=ID).check_in
    code = PrintedCode.objects.create(location=area, made_at=NOON)
    Consent.objects.update(withdrawn_at=NOON)
    post(as_traveller, code=code.value)
    kept.refresh_from_db()
    assert [check["code"] for check in kept.checks] == ["code"]
    assert standing(kept) == ("probable", True)


def test_options_say_whether_the_visit_could_be_appealed(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate = make.location("gate")
    address = "/api/v1/locations/gate/check-in-options/?lang=en"
    there, here = fix(4_000).point, fix().point
    shown = []
    for point in (there, here):
        query = f"&lat={point.lat}&lng={point.lng}&datum=wgs84&accuracy_m=18"
        shown.append(as_traveller.get(address + query).json())
    assert [each["appeal"]["allowed"] for each in shown] == [True, False]
    assert "tourism bureau" in shown[0]["checks"][-1]["message"] + shown[0]["appeal"]["message"]
    visit(traveller, gate)
    query = f"&lat={there.lat}&lng={there.lng}&datum=wgs84&accuracy_m=18"
    assert as_traveller.get(address + query).json()["appeal"]["allowed"] is False


def test_one_appeal_a_check_in_and_every_decision_with_its_time(
    far: CheckIn, as_traveller: APIClient
) -> None:
    post(as_traveller)
    rows = Appeal.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(check_in=far, text="second", made_at=SOON)
    broken: list[dict[str, Any]] = [
        {"state": "accepted"},
        {"decided_at": SOON},
        {"state": "refused", "decided_at": SOON},
        {"state": "refused", "decided_at": SOON, "reason": "surveyed"},
        {"state": "accepted", "decided_at": SOON, "reason": "other"},
    ]
    for values in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_appeal_needs_a_check_in(as_traveller: APIClient, method: str) -> None:
    url = f"{CHECK_INS}{uuid4()}/appeal/"
    answer = getattr(as_traveller, method)(url, {"text": "x"} if method == "post" else None)
    assert answer.status_code == 404


def test_lists_read_the_appeals_with_the_visits(
    traveller: Traveller, as_traveller: APIClient, django_assert_num_queries: Any
) -> None:
    gate = make.location()
    for day in range(3):
        appealed(traveller, gate, captured_at=NOON - timedelta(days=day))
    # Token, the user's other tokens, traveller, check-ins with their appeals, photos.
    with django_assert_num_queries(5):
        rows = as_traveller.get("/api/v1/me/check-ins/").json()["results"]
    assert [row["appeal"]["status"] for row in rows] == ["open"] * 3
