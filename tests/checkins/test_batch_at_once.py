"""Batches among other writers: real locks, on the store that there is."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from accounts.models import Traveller
from checkins.models import CheckIn
from checkins.services import Attempt, check_in_each, recount
from checkins.services.checking_in import Answer, check_in_together
from checkins.services.ledger import lock_place
from locations.models import Location
from tests import make
from tests.checkins.test_concurrency import at_once
from tests.checkins.visits import NOON, attempt, fix
from tourmap.api.problems import Refusal

pytestmark = pytest.mark.django_db(transaction=True)

PLACES = 6
SHORT_WAIT = {"sqlite": "PRAGMA busy_timeout = 100", "postgresql": "SET lock_timeout = '100ms'"}


def said(traveller: Traveller, attempts: list[Attempt]) -> list[str]:
    """The word for what became of each attempt."""
    answers = check_in_each(traveller=traveller, attempts=attempts, now=NOON)
    return [str(each.code if isinstance(each, Refusal) else each.result) for each in answers]


def a_morning(places: list[Location], person: int = 0) -> list[Attempt]:
    """Ten minutes and a bit at each place; everybody stands somewhere else."""
    return [
        attempt(
            place,
            id=uuid4(),
            captured_at=NOON - timedelta(minutes=10 * number, seconds=number * number),
            fix=fix(20 + person),
        )
        for number, place in enumerate(places)
    ]


@contextmanager
def locked_elsewhere(place: Location) -> Iterator[None]:
    """Another connection holds the place; on SQLite that is the whole store."""
    held, enough = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            lock_place(place.pk)
            held.set()
            enough.wait(30)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        held.wait(10)
        try:
            yield
        finally:
            enough.set()
            holding.result()


def test_a_place_that_is_locked_holds_up_its_own_item_alone() -> None:
    places = [make.location(lat=30.315 + 0.0001 * number) for number in range(3)]
    traveller, attempts = make.traveller(), a_morning(places)
    with connection.cursor() as cursor:
        cursor.execute(SHORT_WAIT[connection.vendor])
    with locked_elsewhere(places[1]):
        first = said(traveller, attempts)
    busy = "store_unavailable"
    expected = {"postgresql": ["created", busy, "created"], "sqlite": [busy, busy, busy]}
    assert first == expected[connection.vendor]
    assert CheckIn.objects.count() == first.count("created")
    again = said(traveller, attempts)
    assert again == ["replayed" if word == "created" else "created" for word in first]
    assert recount() == []
    connection.close()  # with its short wait


def test_the_same_batch_from_eight_threads_is_kept_once() -> None:
    places = [make.location(lat=30.315 + 0.0001 * number) for number in range(PLACES)]
    traveller, attempts = make.traveller(), a_morning(places)
    rng = random.Random(1)  # noqa: S311  # a fixed world, no secret
    orders = [rng.sample(attempts, len(attempts)) for _thread in range(8)]
    outcomes = Counter(
        word
        for words in at_once([lambda order=order: said(traveller, order) for order in orders])
        for word in words.strip("[]").replace("'", "").split(", ")
    )
    assert outcomes == {"created": PLACES, "replayed": 7 * PLACES}
    assert CheckIn.objects.counted().count() == PLACES
    assert recount() == []


def test_batches_of_many_travellers_at_the_same_places_all_end() -> None:
    """Each batch takes the locks of its places in one order, so none waits for another in a ring."""
    places = [make.location(lat=30.315 + 0.0001 * number) for number in range(PLACES)]
    rng = random.Random(2)  # noqa: S311  # a fixed world, no secret
    people = [make.traveller() for _each in range(16)]
    rounds = [a_morning(rng.sample(places, PLACES), number) for number in range(len(people))]
    deeds = [
        lambda person=person, attempts=attempts: said(person, attempts)
        for person, attempts in zip(people, rounds, strict=True)
    ]
    assert Counter(at_once(deeds)) == {str(["created"] * PLACES): len(people)}
    assert CheckIn.objects.counted().count() == len(people) * PLACES
    assert recount() == []


def test_a_connection_that_breaks_costs_nothing_or_one_item(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Broken in the whole batch, it goes on one by one; broken again, one item is told to wait."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could end a connection.")
    places = [make.location(lat=30.315 + 0.0001 * number) for number in range(3)]
    traveller, attempts = make.traveller(), a_morning(places)
    breaks = [attempts, attempts[1:2]]

    def broken(**values: Any) -> list[Answer]:
        if breaks and set(breaks[0]) <= set(values["attempts"]):
            breaks.pop(0)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return check_in_together(**values)

    monkeypatch.setattr("checkins.services.batch.check_in_together", broken)
    assert said(traveller, attempts) == ["created", "store_unavailable", "created"]
    assert breaks == []
    assert recount() == []
