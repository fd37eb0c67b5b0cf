"""Many check-ins at once: each as if it had come alone, whatever becomes of the others."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import OperationalError, transaction
from rest_framework.test import APIClient

from accounts.models import Traveller
from checkins.models import CheckIn
from checkins.services import Result, check_in_each, delete_check_in, recount
from tests import make
from tests.checkins.test_check_in import ANSWER
from tests.checkins.visits import ID, NOON, attempt, fix, position, request
from tourmap.api.problems import Refusal
from tourmap.api.throttling import ScopeThrottle

SINGLE = "/api/v1/check-ins/?lang=en"
URL = "/api/v1/check-ins/batch/?lang=en"
NOT_AN_OBJECT = {
    "type": "urn:tourmap:problem:invalid",
    "title": "The request has values that cannot be used.",
    "status": 400,
    "detail": "Invalid data. Expected a dictionary, but got str.",
    "code": "invalid",
    "errors": [
        {
            "field": "",
            "code": "invalid",
            "message": "Invalid data. Expected a dictionary, but got str.",
        }
    ],
}
CLOSED = {
    "type": "urn:tourmap:problem:location_closed",
    "title": "This place does not take check-ins now.",
    "status": 409,
    "detail": "This place no longer exists; it takes no check-ins.",
    "code": "location_closed",
    "errors": [],
    "reason": "demolished",
    "etiquette": "",
    "etiquette_lang": None,
}
BUSY = {
    "type": "urn:tourmap:problem:store_unavailable",
    "title": "The store cannot be reached for a moment.",
    "status": 503,
    "detail": "Please try again.",
    "code": "store_unavailable",
    "errors": [],
    "retry_after_s": 2,
}
REUSED = "id_reused"


def number(value: int) -> str:
    """An id that ends with this number."""
    return f"0190f5f2-7c1e-7a54-9a6b-{value:012}"


def results(app: APIClient, items: list[Any]) -> list[dict[str, Any]]:
    answer = app.post(URL, {"items": items})
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()) == {"results"}
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def statuses(found: list[dict[str, Any]]) -> list[int]:
    return [result["http_status"] for result in found]


@pytest.mark.usefixtures("noon")
def test_each_item_has_its_own_answer_in_the_order_sent(as_traveller: APIClient) -> None:
    make.location("gate")
    make.location("closed", lifecycle="demolished")
    items = [
        request(),
        "a check-in",
        request("closed", id=number(2), captured_at="2026-11-22T09:00:00+08:00"),
    ]
    answer = as_traveller.post(URL, {"items": items})
    assert answer.json() == {
        "results": [
            {"id": str(ID), "http_status": 201, "body": ANSWER},
            {"id": None, "http_status": 400, "body": NOT_AN_OBJECT},
            {"id": number(2), "http_status": 409, "body": CLOSED},
        ]
    }
    assert answer["Cache-Control"] == "private, no-store"
    assert CheckIn.objects.count() == 1


@pytest.mark.usefixtures("noon")
def test_the_whole_batch_again_gets_the_same_answers(as_traveller: APIClient) -> None:
    make.location("gate")
    make.location("other", lat=30.3151)
    items = [
        request(),
        request("other", id=number(2), captured_at="2026-11-22T09:00:00+08:00"),
        request("nowhere", id=number(3)),
    ]
    first = results(as_traveller, items)
    again = results(as_traveller, items)
    assert (statuses(first), statuses(again)) == ([201, 201, 400], [200, 200, 400])
    for one, other in zip(first[:2], again[:2], strict=True):
        assert other["body"] == one["body"] | {"result": "replayed"}
    assert again[2] == first[2]
    assert CheckIn.objects.count() == 2
    assert recount() == []


@pytest.mark.usefixtures("noon")
def test_one_id_twice_in_a_batch_is_a_replay_or_reused(as_traveller: APIClient) -> None:
    make.location("gate")
    capitals = request(id=str(ID).upper())
    found = results(as_traveller, [request(), capitals, request(note="other")])
    assert statuses(found) == [201, 200, 422]
    assert {result["id"] for result in found} == {str(ID)}
    assert CheckIn.objects.count() == 1


@pytest.mark.usefixtures("noon")
def test_a_reused_id_with_a_bad_clock_is_told_as_alone(as_traveller: APIClient) -> None:
    """The id comes before the clock, also for one that this very batch brought."""
    make.location("gate")
    ahead = request(captured_at="2026-11-23T18:00:00+08:00")
    found = results(as_traveller, [ahead, request()])
    assert [result["body"].get("code") for result in found] == [REUSED, None]
    assert found[0]["body"] == as_traveller.post(SINGLE, ahead).json()


@pytest.mark.usefixtures("noon")
def test_the_first_visit_of_a_day_counts_whatever_the_order(as_traveller: APIClient) -> None:
    make.location("gate")
    morning = request(id=number(1), captured_at="2026-11-23T08:00:00+08:00")
    later = request(id=number(2), captured_at="2026-11-23T11:00:00+08:00")
    late, early = results(as_traveller, [later, morning])
    assert (early["http_status"], early["body"]["result"]) == (201, "created")
    assert (late["http_status"], late["body"]["result"]) == (200, "already_today")
    assert (late["id"], late["body"]["id"]) == (number(2), number(1))
    assert CheckIn.objects.counted().get().pk == UUID(number(1))


@pytest.mark.usefixtures("noon")
def test_a_deleted_check_in_does_not_come_back(
    as_traveller: APIClient, traveller: Traveller
) -> None:
    make.location("gate")
    results(as_traveller, [request()])
    delete_check_in(traveller=traveller, id=ID, now=NOON)
    found = results(as_traveller, [request(), request(id=number(2))])
    assert statuses(found) == [422, 201]


@pytest.mark.usefixtures("noon")
def test_items_need_the_consent_as_alone() -> None:
    make.location("gate")
    app = make.app_of(make.traveller(consent=False))
    code = request(id=number(2), position=None, proof=[{"type": "code", "value": "x"}])
    found = results(app, [request(), code])
    assert statuses(found) == [403, 201]
    assert found[0]["body"]["code"] == "consent_required"


@pytest.mark.usefixtures("noon")
def test_messages_are_in_the_readers_language(as_traveller: APIClient) -> None:
    make.location("gate")
    answer = as_traveller.post(
        "/api/v1/check-ins/batch/",
        {"items": [request(captured_at="2026-11-23T13:00:00+08:00"), 5]},
        headers={"Accept-Language": "zh-TW"},
    ).json()["results"]
    assert answer[0]["body"]["detail"] == (
        "打卡時間比現在晚 3600 秒，最多允許 300 秒。請校準裝置時鐘，再以正確的時間重新提交。"
    )
    assert answer[1]["body"]["title"] == "請求中有無法使用的值。"


def _any_item(rng: random.Random) -> Any:
    """Mostly good visits of two days at three places; wrong in one way or another every so often."""
    made = NOON - timedelta(minutes=rng.randrange(0, 2_880))
    item = request(
        rng.choice(["gate", "other", "area", "closed"]),
        id=number(rng.randrange(24)),
        captured_at=made.isoformat(),
        position=position(
            lat=round(rng.gauss(30.3151, 0.0006), 7),
            is_mock=rng.random() < 0.05,
            accuracy_m=rng.choice([None, 0, 5, 18, 140]),
        ),
        note=rng.choice(["", "", "", "雨"]),
    )
    faults: list[Any] = [
        {"location": "nowhere"},
        {"scene": "nowhere"},
        {"captured_at": "2026-11-23T13:00:00+08:00"},
        {"captured_at": "2026-10-01T13:00:00+08:00"},
        {"position": position(lat=103.86, lng=30.3)},
        {"counted": True},
        {"id": "1"},
    ]
    if rng.random() < 0.2:
        return item | rng.choice(faults)
    return rng.choice([None, [], 7]) if rng.random() < 0.05 else item


def _turn(item: Any) -> tuple[datetime, str]:
    if not isinstance(item, dict):
        return NOON, ""
    return datetime.fromisoformat(item["captured_at"]), item["id"]


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("seed", range(12))
def test_a_batch_answers_and_keeps_what_single_requests_would(
    as_traveller: APIClient, seed: int
) -> None:
    """The same items in a batch, and one by one in the order in which they were captured."""
    make.location("gate")
    make.location("other", lat=30.3155)
    make.location("area", pin_quality="area", pin_accuracy_m=2_500)
    make.location("closed", lifecycle="closed")
    rng = random.Random(seed)  # noqa: S311  # a fixed world, no secret
    items = [_any_item(rng) for _each in range(30)]
    with transaction.atomic():
        together = results(as_traveller, items)
        kept_together = list(CheckIn.objects.order_by("pk").values())
        transaction.set_rollback(True)
    assert CheckIn.objects.count() == 0
    alone: list[Any] = [None] * len(items)
    for index in sorted(range(len(items)), key=lambda index: _turn(items[index])):
        whole = orjson.dumps(items[index])
        answer = as_traveller.generic("POST", SINGLE, whole, content_type="application/json")
        alone[index] = {"http_status": answer.status_code, "body": answer.json()}
    assert [{k: r[k] for k in ("http_status", "body")} for r in together] == alone
    assert list(CheckIn.objects.order_by("pk").values()) == kept_together
    assert len({result["http_status"] for result in together}) >= 4
    assert recount() == []


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_items_changes_nothing_that_is_kept(
    traveller: Traveller, seed: int
) -> None:
    places = [make.location(), make.location(lat=30.3155)]
    rng = random.Random(seed)  # noqa: S311  # a fixed world, no secret
    attempts = [
        attempt(
            rng.choice(places),
            id=UUID(number(rng.randrange(15))),
            captured_at=NOON - timedelta(seconds=rng.randrange(0, 172_800)),
            fix=fix(rng.choice([5.0, 42.0, 130.0, 400.0])),
            note=rng.choice(["", "雨"]),
        )
        for _each in range(25)
    ]
    kept = []
    for _order in range(3):
        rng.shuffle(attempts)
        with transaction.atomic():
            check_in_each(traveller=traveller, attempts=attempts, now=NOON)
            kept.append(list(CheckIn.objects.order_by("pk").values()))
            assert recount() == []
            transaction.set_rollback(True)
    assert kept[0] == kept[1] == kept[2]
    assert {row["counted"] for row in kept[0]} == {True, False}


class LockedStore:
    """Stands for the deed; the store is locked for the ids told. `tried`: what it was asked for."""

    def __init__(self, deed: Any, *locked: str) -> None:
        self.deed, self.locked = deed, {UUID(id) for id in locked}
        self.tried: list[list[int]] = []

    def __call__(self, **values: Any) -> Any:
        ids = [attempt.id for attempt in values["attempts"]]
        self.tried.append([int(str(id)[-12:]) for id in ids])
        if self.locked & set(ids):
            raise OperationalError("database is locked")
        return self.deed(**values)


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> Any:
    from checkins.services import batch

    def lock(*ids: str) -> LockedStore:
        store = LockedStore(batch.check_in_together, *ids)
        monkeypatch.setattr(batch, "check_in_together", store)
        return store

    return lock


def _of_an_hour(hour: int) -> dict[str, Any]:
    return request(
        f"place-{hour}", id=number(hour), captured_at=f"2026-11-23T{hour:02}:00:00+08:00"
    )


@pytest.mark.usefixtures("noon")
def test_a_store_that_is_locked_for_one_item_leaves_the_others(
    as_traveller: APIClient, lock: Any
) -> None:
    for hour in (8, 9, 10):
        make.location(f"place-{hour}")
    lock(number(9))
    found = results(as_traveller, [_of_an_hour(hour) for hour in (10, 9, 8)])
    assert statuses(found) == [201, 503, 201]
    assert found[1] == {"id": number(9), "http_status": 503, "body": BUSY}
    assert CheckIn.objects.counted().count() == 2


@pytest.mark.usefixtures("noon")
def test_a_store_that_refuses_twice_is_left_in_peace(as_traveller: APIClient, lock: Any) -> None:
    """Each wait for a lock takes seconds; a hundred of them would outlast the app's patience."""
    for hour in range(6, 12):
        make.location(f"place-{hour}")
    store = lock(number(7), number(9))
    items = [_of_an_hour(hour) for hour in range(6, 12)]
    assert statuses(results(as_traveller, items)) == [201, 503, 201, 503, 503, 503]
    assert store.tried == [[6, 7, 8, 9, 10, 11], [6], [7], [8], [9]]
    store.locked.clear()
    assert statuses(results(as_traveller, items)) == [200, 201, 200, 201, 201, 201]
    assert recount() == []


@pytest.mark.usefixtures("noon")
def test_batches_are_limited_by_their_number(
    as_traveller: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = {"check_in": "1/hour", "check_in_batch": "2/hour"}
    monkeypatch.setattr(ScopeThrottle, "THROTTLE_RATES", rates)
    make.location("gate")
    items = [request(id=number(each)) for each in range(50)]
    answers = [as_traveller.post(URL, {"items": items}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"]
    assert as_traveller.post(SINGLE, request()).status_code == 200


@pytest.mark.parametrize("visits", [1, 3, 30])
def test_many_visits_cost_as_many_statements_as_a_few(
    traveller: Traveller, django_assert_num_queries: Any, visits: int
) -> None:
    """Savepoints included, which stand here for the transaction."""
    attempts = [
        attempt(make.location(), id=UUID(number(n)), captured_at=NOON - timedelta(minutes=n))
        for n in range(visits)
    ]
    with django_assert_num_queries(23):
        answers = check_in_each(traveller=traveller, attempts=attempts, now=NOON)
    assert all(not isinstance(each, Refusal) and each.check_in.counted for each in answers)


def test_an_unforeseen_fault_is_not_hidden_in_an_item(
    traveller: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    from checkins.services import batch

    def broken(**_values: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(batch, "check_in_together", broken)
    with pytest.raises(ZeroDivisionError):
        check_in_each(traveller=traveller, attempts=[attempt(make.location())], now=NOON)


def test_the_deed_gives_outcomes_and_refusals_in_the_order_given(traveller: Traveller) -> None:
    gate = make.location()
    far = NOON - timedelta(days=31)
    good, late = attempt(gate), attempt(gate, captured_at=far)
    refused, taken = check_in_each(traveller=traveller, attempts=[late, good], now=NOON)
    assert isinstance(refused, Refusal)
    assert refused.code == "too_late"
    assert not isinstance(taken, Refusal)
    assert taken.result is Result.CREATED
    assert check_in_each(traveller=traveller, attempts=[], now=NOON) == []
