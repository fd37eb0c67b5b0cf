"""Durable check-ins per second over HTTP, and how far that is from what the store itself can do.

Ours: 32 travellers at once, each with an open connection, check in at the served site (granian as
`make run` starts it, SQLite with a full sync): token, parameters, rules, row, stamp and tally, one
transaction and one sync each. Every answer must be 201 and counted, and `manage.py recount` must
say "equal" afterwards.

The peer is bare SQL without any of it: one connection inserts a row of the same columns and moves
the same two counters, with one commit each, on the same disk with the same settings.

Both take turns in one run. Read the ratio; the times are those of one machine, whose disk and
cores the travellers share with the server.
"""

import argparse
import http.client
import io
import json
import random
import sqlite3
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from server import HOST, OURS, serving
from store import fill, open_store
from table import ms, show, times

RNG = random.Random(1)  # noqa: S311  # noise, no secret
HERE = {"lat": 30.315, "lng": 103.86, "datum": "wgs84", "accuracy_m": 12, "fix_age_s": 2}
CONSENT = {"purpose": "precise_position", "policy_version": "2026-11"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--travellers", type=int, default=32, help="at once (32)")
    parser.add_argument("--visits", type=int, default=20, help="of each traveller a round (20)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; medians are shown (3)")
    parser.add_argument("--port", type=int, default=8180, help="port of the site (8180)")
    asked = parser.parse_args()
    folder = open_store()
    fill(100)
    make_places(asked.visits * (asked.rounds + 1))
    bare, ours, waits = [], [], []
    with serving(OURS, asked.port), ThreadPoolExecutor(asked.travellers) as pool:
        people = [Traveller(asked.port) for _each in range(asked.travellers)]
        for number in range(asked.rounds + 1):
            places = range(number * asked.visits, (number + 1) * asked.visits)
            bare_rate = bare_inserts(folder / "bare.sqlite3", asked.travellers * asked.visits)
            start = time.perf_counter()
            each = list(pool.map(Traveller.visit_all, people, [places] * len(people)))
            rate = asked.travellers * asked.visits / (time.perf_counter() - start)
            if number:  # the first round warms up
                bare.append(bare_rate)
                ours.append(rate)
                waits += [wait for one in each for wait in one]
    report(median(ours), median(bare), waits, asked.travellers)
    print(f"  recount: {recounted()}; errors: 0")


def report(ours: float, bare: float, waits: list[float], travellers: int) -> None:
    centiles = quantiles(waits, n=20)
    show(
        f"Durable check-ins, {travellers} travellers at once",
        ["way", "per second", "p50", "p95", "share of bare SQL"],
        [
            ("ours, over HTTP", f"{ours:,.0f}", ms(centiles[9]), ms(centiles[18]),
             times(ours, bare)),
            ("bare SQL, one connection", f"{bare:,.0f}", "-", "-", times(bare, bare)),
        ],
    )  # fmt: skip


def make_places(number: int) -> None:
    """Surveyed places all at one spot, so that a traveller visits them without moving."""
    from django.utils import timezone

    from accounts.models import Region
    from locations.models import Kind, Location

    kind, region = Kind.objects.get(), Region.objects.get(level="city")
    Location.objects.bulk_create(
        [
            Location(
                slug=f"gate-{n}", name_hans=f"门{n}", kind=kind, region=region, lat=HERE["lat"],
                lng=HERE["lng"], pin_quality="surveyed", pin_accuracy_m=5,
                surveyed_at=timezone.now(), radius_m=120,
            )
            for n in range(number)
        ]
    )  # fmt: skip


def standing() -> dict[str, Any]:
    """Beside the pin: a position exactly on it is a copy, and so is one that everybody sends."""
    noise = {axis: HERE[axis] + RNG.gauss(0, 0.0001) for axis in ("lat", "lng")}
    return HERE | noise


class Traveller:
    """A guest with a token of her own and a connection that stays open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.headers = {"Content-Type": "application/json"}
        guest = self._post("/api/v1/auth/guest/", {"consents": [CONSENT]})
        self.headers["Authorization"] = f"Token {guest['token']}"

    def visit_all(self, places: range) -> list[float]:
        """Seconds that each check-in took; ends the program at the first that does not count."""
        return [self._visit(f"gate-{number}") for number in places]

    def _visit(self, place: str) -> float:
        body = {
            "id": str(uuid.uuid4()),
            "location": place,
            "captured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "position": standing(),
        }
        start = time.perf_counter()
        answer = self._post("/api/v1/check-ins/", body)
        taken = time.perf_counter() - start
        if not answer["counted"]:
            raise SystemExit(f"A visit did not count: {answer}")
        return taken

    def _post(self, address: str, body: dict[str, Any]) -> Any:
        self.connection.request("POST", address, json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 201:
            raise SystemExit(f"{address} answered {answer.status}: {text.decode()}")
        return json.loads(text)


def bare_inserts(path: Path, number: int) -> float:
    """Rows per second: the row, its stamp's counter and its place's counter, one commit each."""
    store = sqlite3.connect(path, isolation_level=None)
    store.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE IF NOT EXISTS visit (id TEXT PRIMARY KEY, traveller TEXT, place INTEGER,"
        " captured TEXT, received TEXT, day TEXT, lat REAL, lng REAL, accuracy REAL, status TEXT,"
        " counted INTEGER, checks TEXT, UNIQUE (traveller, place, day));"
        "CREATE TABLE IF NOT EXISTS tally (place INTEGER PRIMARY KEY, visits INTEGER,"
        " visitors INTEGER);"
        "INSERT OR IGNORE INTO tally VALUES (1, 0, 0);"
    )
    checks = json.dumps([{"code": "distance", "passed": True, "measured": 3.0, "limit": 132}] * 4)
    start = time.perf_counter()
    for _row in range(number):
        day = datetime.now(UTC).isoformat()
        store.execute("BEGIN IMMEDIATE")
        store.execute(
            "INSERT INTO visit VALUES (?, ?, 1, ?, ?, ?, 30.3, 103.8, 12, 'verified', 1, ?)",
            (str(uuid.uuid4()), str(uuid.uuid4()), day, day, day[:10], checks),
        )
        store.execute("UPDATE tally SET visits = visits + 1 WHERE place = 1")
        store.execute("UPDATE tally SET visitors = visitors + 1 WHERE place = 1")
        store.execute("COMMIT")
    rate = number / (time.perf_counter() - start)
    store.close()
    return rate


def recounted() -> str:
    """What `manage.py recount` says: stamps and tallies computed anew from the check-ins."""
    from django.core.management import call_command

    said = io.StringIO()
    call_command("recount", stdout=said)
    return said.getvalue().strip()


if __name__ == "__main__":
    main()
