"""A hundred check-ins that waited for a network: sent in one batch, against one by one.

A traveller with an open connection sends 100 new check-ins at 100 places to the served site
(granian as `make run` starts it, SQLite with a full sync) as one batch, and then 20 others one
after the other. Every answer must be 201 and counted, the same batch sent again must answer 200
for each item, and `manage.py recount` must say "equal" afterwards.

Both take turns in one run; the medians of the rounds are shown. On this machine a request travels
for nothing, which flatters the single ones, so the table says it also for a mobile network: the
same figures with a way there and back added to each request.

Read the ratios; the times are those of one machine.
"""

import argparse
import http.client
import json
import time
import uuid
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from check_in import CONSENT, make_places, recounted, standing
from server import HOST, OURS, serving
from store import fill, open_store
from table import ms, show, times

BATCH, SINGLES = 100, 20
ROUND_TRIPS_S = (0.0, 0.05, 0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=7, help="rounds; medians are shown (7)")
    parser.add_argument("--port", type=int, default=8190, help="port of the site (8190)")
    asked = parser.parse_args()
    open_store()
    fill(100)
    make_places(BATCH + SINGLES)
    batches, replays, singles = [], [], []
    with serving(OURS, asked.port):
        for number in range(asked.rounds + 1):
            batch_s, replay_s, singles_s = one_round(Traveller(asked.port))
            if number:  # the first round warms up
                batches.append(batch_s)
                replays.append(replay_s)
                singles.append(singles_s)
    report(median(batches), median(replays), median(singles))
    print(f"  recount: {recounted()}; errors: 0")


def one_round(traveller: "Traveller") -> tuple[float, float, float]:
    """Seconds of the batch, of the batch again, and of the single check-ins."""
    visits = [visit(f"gate-{number}") for number in range(BATCH + SINGLES)]
    waiting, alone = visits[:BATCH], visits[BATCH:]
    batch_s = traveller.send(waiting, 201)
    start = time.perf_counter()
    for each in alone:
        status, answer = traveller.post("/api/v1/check-ins/", each)
        expect(status, 201, answer)
    singles_s = time.perf_counter() - start
    return batch_s, traveller.send(waiting, 200), singles_s


def visit(place: str) -> dict[str, Any]:
    """One of the last days' visits."""
    made = datetime.now(UTC) - timedelta(hours=1)
    return {
        "id": str(uuid.uuid4()),
        "location": place,
        "captured_at": made.isoformat(timespec="seconds"),
        "position": standing(),
    }


class Traveller:
    """A guest with a token of her own and a connection that stays open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.headers = {"Content-Type": "application/json"}
        status, guest = self.post("/api/v1/auth/guest/", {"consents": [CONSENT]})
        if status != 201:
            raise SystemExit(f"The guest got {status}: {guest}")
        self.headers["Authorization"] = f"Token {guest['token']}"

    def send(self, visits: list[dict[str, Any]], expected: int) -> float:
        """Seconds of one batch; ends the program at the first item that does not count."""
        start = time.perf_counter()
        _status, answer = self.post("/api/v1/check-ins/batch/", {"items": visits})
        taken = time.perf_counter() - start
        for result in answer["results"]:
            expect(result["http_status"], expected, result["body"])
        return taken

    def post(self, address: str, body: dict[str, Any]) -> tuple[int, Any]:
        self.connection.request("POST", address, json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())


def expect(status: int, expected: int, answer: Any) -> None:
    if status != expected or not answer["counted"]:
        raise SystemExit(f"A visit got {status}: {answer}")


def report(batch_s: float, replay_s: float, singles_s: float) -> None:
    rows = []
    for way_s in ROUND_TRIPS_S:
        batch, singles = batch_s + way_s, singles_s + SINGLES * way_s
        row = (
            ms(batch),
            ms(singles),
            times(singles, batch),
            times(singles / SINGLES * BATCH, batch),
        )
        rows.append((f"{way_s * 1000:.0f} ms", *row))
    show(
        f"A batch of {BATCH} against {SINGLES} single check-ins",
        ["way there and back", "batch", "singles", "singles / batch", "the same for each check-in"],
        rows,
    )
    even_s = max(0.0, (batch_s - singles_s) / (SINGLES - 1))
    print(f"  the batch is faster than {SINGLES} singles from {ms(even_s)} there and back on")
    print(f"  the same batch again: {ms(replay_s)}")


if __name__ == "__main__":
    main()
