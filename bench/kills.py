"""Kills the served site at random moments under 32 clients, and asks for everything it promised.

Each client checks in without a pause and writes every acknowledged id into a ledger; what was not
answered it sends again, as an app does. Meanwhile the server and its workers are killed outright
and started again. In the end each id of the ledger must be there and count, no id may have been
made twice, nothing may count that was never sent, stamps and tallies must follow from the rows
(`manage.py recount`), SQLite must find its file whole, and after each kill the site must have
answered again within 3 seconds. Any fault is shown and makes the exit status 1.

A process kill proves that nothing is acknowledged before it is committed. It proves nothing about
a power cut, which every setting of the store survives in such a test.
"""

import argparse
import http.client
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from both_stores import add_store, open_asked, run_on_each
from check_in import make_places, recounted
from guest import WRITE, Guest, visit
from server import HOST, OURS, free_port, kill, started
from store import fill
from table import show

CLIENTS = 32
PLACES = 100
SEED = 20261125
GIVE_UP_AFTER_S = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--kills", type=int, default=20, help="(20)")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between, at most (2)")
    parser.add_argument(
        "--back-in", type=float, default=3.0, help="seconds, at most; more on a busy machine (3)"
    )
    add_store(parser)
    asked = parser.parse_args()
    if (status := run_on_each(asked)) is not None:
        return status
    served = open_asked(asked)
    fill(10)
    make_places(PLACES)
    site = Site(free_port(), served)
    site.start()
    ledgers = [Ledger(Guest.signed_up(site.port)) for _client in range(CLIENTS)]
    over = threading.Event()
    clients = [threading.Thread(target=ledger.fill, args=(over,)) for ledger in ledgers]
    for client in clients:
        client.start()
    backs = killed(site, asked.kills, asked.pause)
    over.set()
    for client in clients:
        client.join()
    site.end()
    return report(asked.store, backs, asked.back_in, ledgers)


def killed(site: "Site", kills: int, pause_s: float) -> list[float]:
    """Seconds from each kill to the first answer after it."""
    rng = random.Random(SEED)  # noqa: S311  # moments, no secret
    backs = []
    for _kill in range(kills):
        time.sleep(rng.uniform(0.1, pause_s))
        start = time.perf_counter()
        kill(site.process)
        site.start()
        backs.append(time.perf_counter() - start)
    time.sleep(pause_s)
    return backs


@dataclass
class Site:
    port: int
    served: dict[str, int]
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        """Returns when the store answers through it."""
        self.process = started(OURS, self.port, **self.served)
        deadline = time.monotonic() + GIVE_UP_AFTER_S
        while time.monotonic() < deadline:
            try:
                connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
            finally:
                connection.close()
        raise SystemExit(f"The site was not back after {GIVE_UP_AFTER_S} s.")

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@dataclass
class Ledger:
    """What one client was told: the ids acknowledged, how often each was made, what went wrong."""

    guest: Guest
    acknowledged: list[str] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)
    made: dict[str, int] = field(default_factory=dict)
    unanswered: int = 0
    faults: list[str] = field(default_factory=list)

    def fill(self, over: threading.Event) -> None:
        """Each place once a day of the last days; what is under way is finished in the end."""
        number = 0
        while not over.is_set() and number < 25 * PLACES:
            self.deliver(visit(f"gate-{number % PLACES}", days_ago=number // PLACES), over)
            number += 1

    def deliver(self, body: dict[str, Any], over: threading.Event) -> None:
        """Until it is answered; once the kills are over, for a minute more."""
        self.sent.add(body["id"])
        deadline = None
        while deadline is None or time.monotonic() < deadline:
            if deadline is None and over.is_set():
                deadline = time.monotonic() + GIVE_UP_AFTER_S
            try:
                status, answer = self.guest.send("POST", WRITE, body)
            except (OSError, http.client.HTTPException):
                self.unanswered += 1
                time.sleep(0.3)
                continue
            if status == 503:  # said with Retry-After
                time.sleep(0.2)
                continue
            if status not in {200, 201} or not answer["counted"]:
                self.faults.append(f"{body['id']} got {status}: {answer}")
                return
            self.acknowledged.append(body["id"])
            self.made[body["id"]] = self.made.get(body["id"], 0) + (status == 201)
            return
        self.faults.append(f"{body['id']} was never answered")


def report(store: str, backs: list[float], back_in_s: float, ledgers: list[Ledger]) -> int:
    from checkins.models import CheckIn

    rows = {str(pk): counted for pk, counted in CheckIn.objects.values_list("pk", "counted")}
    acknowledged = [id for ledger in ledgers for id in ledger.acknowledged]
    sent = {id for ledger in ledgers for id in ledger.sent}
    missing = [id for id in acknowledged if not rows.get(id)]
    doubled = [id for ledger in ledgers for id, made in ledger.made.items() if made > 1]
    faults = [fault for ledger in ledgers for fault in ledger.faults]
    faults += [f"unknown: {id}" for id in rows.keys() - sent]
    said, whole = recounted(), integrity()
    unanswered = sum(ledger.unanswered for ledger in ledgers)
    slowest = f"{median(backs):.1f} s, {max(backs):.1f} s at worst"
    show(
        f"{len(backs)} kills under {CLIENTS} clients on {store}",
        ["", "acknowledged", "unanswered", "missing", "doubled", "recount", "integrity", "back in"],
        [("", len(acknowledged), unanswered, len(missing), len(doubled), said, whole, slowest)],
    )
    for fault in faults[:10]:
        print(f"  {fault}")
    late = [back for back in backs if back > back_in_s]
    if late:
        print(f"  {len(late)} of {len(backs)} times it was not back within {back_in_s:g} s")
    good = said == "equal" and whole == "ok" and len(acknowledged) > 0
    return int(bool(missing or doubled or faults or late) or not good)


def integrity() -> str:
    """What SQLite says of its file; PostgreSQL recovers by itself and has no such question."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return "ok"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return str(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
