"""200 travellers on a bad line end with exactly the visits that happened."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from checkins.models import CheckIn, LocationTally, Stamp
from checkins.services import recount
from tests import make
from tests.checkins.offline import Phone, Visit, a_phone, sync_times
from tests.checkins.visits import NOON
from tourmap.api.throttling import ScopeThrottle

pytestmark = pytest.mark.django_db

SINGLE = "/api/v1/check-ins/"
BATCH = "/api/v1/check-ins/batch/"
RATES = ("check_in", "check_in_batch")
AT_HOME = 12  # tries with a signal, half a day apart; few phones need more than four


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    monkeypatch.setattr(ScopeThrottle, "THROTTLE_RATES", dict.fromkeys(RATES, "100000/hour"))
    return lambda now: monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def sending(app: APIClient) -> Callable[[list[dict[str, Any]]], list[int]]:
    """One portion: alone through the single address, else as a batch."""

    def send(portion: list[dict[str, Any]]) -> list[int]:
        if len(portion) == 1:
            return [app.post(SINGLE, portion[0]).status_code]
        answer = app.post(BATCH, {"items": portion})
        assert answer.status_code == 200, answer.json()
        return [result["http_status"] for result in answer.json()["results"]]

    return send


def travel(
    number: int, *, seed: int, set_clock: Callable[[datetime], None], forgetful: bool = False
) -> list[Phone]:
    """Everybody travels and syncs, all mixed in time, until every phone is satisfied."""
    rng = random.Random(seed)  # noqa: S311  # a fixed world, no secret
    places = [make.location(lat=30.30 + 0.004 * step, radius_m=150) for step in range(8)]
    phones, senders, signals = [], [], []
    for index in range(number):
        person = make.traveller()
        phone = a_phone(rng, person.pk, forgetful=forgetful)
        phone.travel(places)
        phones.append(phone)
        senders.append(sending(make.app_of(person)))
        signals += [(at, index) for at in sync_times(rng)]
    for evening in range(AT_HOME):
        at_home = NOON + timedelta(hours=12 * evening)
        signals += [(at_home + timedelta(minutes=rng.random()), each) for each in range(number)]
    for now, index in sorted(signals):
        set_clock(now)
        phones[index].sync(now, senders[index])
    return phones


def counted() -> list[Visit]:
    rows = CheckIn.objects.counted().order_by()
    return list(rows.values_list("traveller", "location__slug", "local_date"))


def test_200_travellers_on_a_bad_line_end_with_exactly_their_visits(
    set_clock: Callable[[datetime], None],
) -> None:
    phones = travel(200, seed=20261123, set_clock=set_clock)
    truth = {visit for phone in phones for visit in phone.truth}
    made = {body["id"] for phone in phones for _at, body in phone.made}
    answered = {id: status for phone in phones for id, status in phone.answered.items()}
    assert set(answered) == made
    assert set(answered.values()) <= {200, 201}
    assert {str(id) for id in CheckIn.objects.values_list("pk", flat=True)} == made
    assert sorted(counted(), key=str) == sorted(truth, key=str)
    assert set(Stamp.objects.values_list("traveller", "location__slug")) == {
        visit[:2] for visit in truth
    }
    visitors = Counter(place for _who, place in {visit[:2] for visit in truth})
    visits = Counter(place for _who, place, _day in truth)
    assert set(LocationTally.objects.values_list("location__slug", "visits", "visitors")) == {
        (place, visits[place], visitors[place]) for place in visits
    }
    assert recount() == []
    assert len(truth) > 500
    assert len(made) > len(truth) * 1.2


def test_the_simulation_notices_a_visit_that_is_lost(
    set_clock: Callable[[datetime], None],
) -> None:
    """An app that drops what it has sent, without waiting for the answer, loses visits."""
    phones = travel(20, seed=1, set_clock=set_clock, forgetful=True)
    truth = {visit for phone in phones for visit in phone.truth}
    assert set(counted()) < truth
