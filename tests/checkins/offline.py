"""Travellers in the mountains: what they did, and what their phones make of it on a bad line.

Each phone keeps its check-ins until it has read an answer to them. The line loses requests and
answers, the app sends what waits in any order and any portions, sends some of it again although it
was answered, and its clock is wrong by minutes.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from locations.models import Location
from tests.checkins.visits import NOON, request
from tourmap.geo import Datum, LatLng, destination, from_wgs84

Send = Callable[[list[dict[str, Any]]], list[int]]
Visit = tuple[UUID, str, date]  # traveller, place, day

DAYS = 3
CLOCK_OFF_S = 280  # at most 5 minutes ahead are taken
LOST_REQUEST, LOST_ANSWER, SENT_TWICE, SENT_ALONE = 0.15, 0.25, 0.2, 0.2
ZONES = [ZoneInfo("Asia/Shanghai"), ZoneInfo("UTC"), ZoneInfo("America/New_York")]


@dataclass(kw_only=True)
class Phone:
    """One traveller's app. `made` are all her check-ins, `truth` her visits that have to count."""

    rng: random.Random
    owner: UUID
    zone: ZoneInfo
    clock_off: timedelta
    datum: Datum
    forgetful: bool = False  # a bad app: it drops what it has sent before it reads an answer
    made: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    truth: set[Visit] = field(default_factory=set)
    answered: dict[str, int] = field(default_factory=dict)

    def travel(self, places: list[Location]) -> None:
        """A few stops a day, hours apart; now and then a bad first try or a second visit."""
        for back in range(DAYS, 0, -1):
            hours = sorted(self.rng.sample(range(8, 20), self.rng.choice([0, 1, 1, 2])))
            for hour in hours:
                self._stop(self.rng.choice(places), NOON - timedelta(days=back, hours=12 - hour))

    def _stop(self, place: Location, at: datetime) -> None:
        if self.rng.random() < 0.2:  # too early: she still stood at the bus stop
            self._check_in(place, at - timedelta(minutes=20), metres=900)
        self._check_in(place, at, metres=abs(self.rng.gauss(0, 25)))
        if self.rng.random() < 0.2:
            self._check_in(place, at + timedelta(minutes=15), metres=30)
        self.truth.add((self.owner, place.slug, (at + self.clock_off).date()))

    def _check_in(self, place: Location, at: datetime, *, metres: float) -> None:
        assert place.lat is not None
        assert place.lng is not None
        gate = LatLng.of(place.lat, place.lng)
        stood = destination(gate, self.rng.uniform(0, 360), metres)
        said = from_wgs84(stood, self.datum).rounded(7)
        position = {"lat": said.lat, "lng": said.lng, "datum": self.datum.value}
        body = request(
            place,
            id=str(UUID(int=self.rng.getrandbits(128), version=4)),
            captured_at=(at + self.clock_off).astimezone(self.zone).isoformat(),
            position=position | {"accuracy_m": self.rng.choice([5, 12, 30])},
        )
        self.made.append((at, body))

    def waiting(self, now: datetime) -> list[dict[str, Any]]:
        return [body for at, body in self.made if at <= now and body["id"] not in self.answered]

    def sync(self, now: datetime, send: Send) -> None:
        """Everything that waits, shuffled and in portions, over a line that loses things."""
        items = self.waiting(now)
        if not items:
            return
        done = [body for at, body in self.made if at <= now and body["id"] in self.answered]
        items += [body for body in done if self.rng.random() < SENT_TWICE]
        self.rng.shuffle(items)
        for portion in self._portions(items):
            if self.forgetful:
                self.answered |= {body["id"]: 0 for body in portion}
            if self.rng.random() < LOST_REQUEST:
                continue
            statuses = send(portion)
            if self.rng.random() < LOST_ANSWER:
                continue
            for body, status in zip(portion, statuses, strict=True):
                self.answered[body["id"]] = status

    def _portions(self, items: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
        """Batches of up to five, some with an item twice, some of one alone."""
        while items:
            size = 1 if self.rng.random() < SENT_ALONE else self.rng.randrange(2, 6)
            portion, items = items[:size], items[size:]
            if len(portion) > 1 and self.rng.random() < SENT_TWICE:
                portion = [*portion, portion[0]]
            yield portion


def a_phone(rng: random.Random, owner: UUID, *, forgetful: bool) -> Phone:
    return Phone(
        forgetful=forgetful,
        rng=rng,
        owner=owner,
        zone=rng.choice(ZONES),
        clock_off=timedelta(seconds=rng.randint(-CLOCK_OFF_S, CLOCK_OFF_S)),
        datum=rng.choice(list(Datum)),
    )


def sync_times(rng: random.Random) -> list[datetime]:
    """When a phone has a signal: some moments on the way, and the days at home."""
    start = NOON - timedelta(days=DAYS)
    on_the_way = [start + timedelta(hours=rng.uniform(0, 24 * DAYS)) for _each in range(2)]
    return sorted(on_the_way)
