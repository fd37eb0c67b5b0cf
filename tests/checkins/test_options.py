"""The preflight says what the write would say."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.models import Traveller
from checkins import preflight
from checkins.models import CheckIn
from checkins.preflight import options
from checkins.services import Result, check_in
from checkins.services.refusals import closed_message
from tests import make
from tests.checkins.test_check_in import ANSWER, GOOD_CHECKS
from tests.checkins.visits import NOON, attempt, fix, visit
from tourmap.api.problems import Code, Refusal
from tourmap.geo import Datum

URL = "/api/v1/locations/gate/check-in-options/"
HERE = fix().point
QUERY = f"?lat={HERE.lat}&lng={HERE.lng}&datum=wgs84&accuracy_m=18&lang=en"


@pytest.mark.usefixtures("noon")
def test_somebody_without_a_token_is_told_what_would_happen(api: APIClient) -> None:
    make.location("gate", etiquette_en="Please be quiet.")
    answer = api.get(URL + QUERY)
    assert answer.status_code == 200
    assert answer.json() == {
        "location": {"slug": "gate", "name": "Place gate", "name_lang": "en"},
        "open": True,
        "closed_reason": None,
        "access": "unknown",
        "etiquette": "Please be quiet.",
        "etiquette_lang": "en",
        "pin_quality": "surveyed",
        "status": "verified",
        "would_count": True,
        "already_today": False,
        "local_date": "2026-11-23",
        "next_countable_at": "2026-11-23T12:00:00+08:00",
        "distance_m": 42,
        "radius_m": 120,
        "checks": [each for each in GOOD_CHECKS if each["code"] not in {"fresh_fix", "mock"}],
        "hint": None,
        "consents_needed": ["precise_position"],
        "policy_version": "2026-11",
        "proofs": ["position"],
        "appeal": ANSWER["appeal"],
    }
    assert CheckIn.objects.count() == 0


@pytest.mark.usefixtures("noon")
def test_a_traveller_is_told_of_the_visit_that_counts_already(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    visit(traveller, make.location("gate"))
    answer = as_traveller.get(URL + QUERY).json()
    assert (answer["already_today"], answer["would_count"], answer["status"]) == (
        True,
        False,
        "verified",
    )
    assert answer["next_countable_at"] == "2026-11-24T00:00:00+08:00"
    assert answer["consents_needed"] == []
    assert "speed_from_previous" in {check["code"] for check in answer["checks"]}


@pytest.mark.usefixtures("noon")
def test_without_a_position_the_place_still_says_whether_it_is_open(api: APIClient) -> None:
    make.location("gate", lifecycle="demolished")
    answer = api.get(f"{URL}?lang=en").json()
    assert (answer["open"], answer["status"], answer["checks"]) == (False, None, [])
    assert answer["closed_reason"] == {
        "code": "demolished",
        "message": "This place no longer exists; it takes no check-ins.",
    }


def test_staff_are_told_what_anybody_is_told(api: APIClient, editor_a: Any) -> None:
    make.location("gate")
    api.force_authenticate(editor_a)
    assert api.get(URL).json()["consents_needed"] == ["precise_position"]


@pytest.mark.django_db
def test_an_unpublished_place_is_not_there(api: APIClient) -> None:
    make.location("gate", is_published=False)
    assert api.get(URL).status_code == 404


PLACES = st.fixed_dictionaries(
    {
        "pin_quality": st.sampled_from(["surveyed", "approximate", "area", "none"]),
        "pin_accuracy_m": st.integers(0, 600),
        "radius_m": st.integers(10, 1_000),
        "lifecycle": st.sampled_from(["open", "unknown", "seasonal", "private", "closed"]),
        "check_ins_stopped": st.booleans(),
        "lifecycle_until": st.sampled_from([None, NOON.date(), NOON.date() - timedelta(1)]),
    }
)
FIXES = st.builds(
    lambda metres, datum, **values: fix(metres, datum=datum, **values),
    st.floats(0, 3_000),
    st.sampled_from(list(Datum)),
    accuracy_m=st.none() | st.floats(0, 500),
    fix_age_s=st.none() | st.floats(0, 600),
    is_mock=st.none() | st.booleans(),
)
# Earlier and later visits: minutes from now, metres from the gate.
VISITS = st.lists(
    st.tuples(st.integers(-3_000, 3_000), st.sampled_from([0.0, 50.0, 5_000.0, 200_000.0])),
    max_size=3,
)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=PLACES, here=FIXES, before=VISITS, repeat=st.booleans())
def test_preflight_and_write_agree(
    place: dict[str, Any], here: Any, before: Any, repeat: bool
) -> None:
    with transaction.atomic():
        person = make.traveller()
        if place["pin_quality"] == "none":
            place = place | {"pin_accuracy_m": None}
        gate = make.location(**place)
        for minutes, metres in before:
            known = make.location(lat=fix(metres).point.lat, radius_m=50_000)
            when = NOON + timedelta(minutes=minutes)
            spot = here if repeat else fix(metres)
            made = attempt(known, id=uuid4(), captured_at=when, fix=spot)
            check_in(traveller=person, attempt=made, now=when)
        _agree(person, gate, here)
        transaction.set_rollback(True)


def _agree(person: Traveller, gate: Any, here: Any) -> None:
    told = options(location=gate, traveller=person, fix=here, now=NOON)
    if not told.is_open:
        with pytest.raises(Refusal) as refused:
            check_in(traveller=person, attempt=attempt(gate, fix=here), now=NOON)
        assert refused.value.code is Code.LOCATION_CLOSED
        assert refused.value.detail == closed_message(told.closed_because, gate)
        assert told.judgement is None
        return
    outcome = check_in(traveller=person, attempt=attempt(gate, fix=here), now=NOON)
    assert told.judgement
    assert outcome.result is Result.CREATED
    stored = outcome.check_in
    assert told.judgement.status == stored.status
    assert told.checks == stored.checks
    assert told.would_count == stored.counted
    assert (told.judgement.distance_m, told.radius_m) == (stored.distance_m, stored.radius_m)
    after = options(location=gate, traveller=person, fix=here, now=NOON)
    assert after.already_today == stored.counted


def test_the_agreement_can_fail(traveller: Traveller, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preflight that forgot the traveller's other visits would be caught."""
    far = make.location(lat=31.315)
    gate = make.location()
    visit(traveller, far, captured_at=NOON - timedelta(minutes=5), fix=fix(2, of=far.point))
    forgetful = preflight._judge
    monkeypatch.setattr(
        preflight, "_judge", lambda place, _person, here, now: forgetful(place, None, here, now)
    )
    with pytest.raises(AssertionError):
        _agree(traveller, gate, fix())
