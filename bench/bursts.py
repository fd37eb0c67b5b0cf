"""64 requests at one moment, 50 rounds of each kind, over HTTP: nothing doubled, lost or in error.

Each round has a new traveller, and 64 threads with a connection each that wait at one barrier. What
must come out is told by kind: the same id is made once and replayed 63 times, of 64 ids on one day
one counts, of one id with 64 contents one is taken, a batch and single check-ins of the same ids
make each of them once, and a check-in that is deleted while it is sent again is gone afterwards.

Rows, stamps and tallies are compared after every kind (`manage.py recount`). Any fault, and any
answer of 500 or more, is shown and makes the exit status 1. On SQLite the site has one worker with
two threads, as `make run` starts it; on PostgreSQL two workers with four each.
"""

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from both_stores import add_store, open_asked, run_on_each
from check_in import make_places, recounted
from guest import MINE, WRITE, Guest, visit
from server import OURS, free_port, serving
from store import fill
from table import show

THREADS = 64
ITEMS = 8
Answer = tuple[int, Any]
Deed = Callable[[Guest], Answer]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=50, help="of each kind (50)")
    add_store(parser)
    asked = parser.parse_args()
    if (status := run_on_each(asked)) is not None:
        return status
    served = open_asked(asked)
    fill(10)
    make_places(ITEMS)
    port = free_port()
    rows, faults = [], []
    with serving(OURS, port, **served), ThreadPoolExecutor(THREADS) as pool:
        for name, kind in KINDS.items():
            start, seen, wrong = time.perf_counter(), Counter[int](), []
            for _round in range(asked.rounds):
                statuses, fault = kind(Burst(port, pool))
                seen += statuses
                wrong += fault
            said = recounted()
            wrong += [] if said == "equal" else [f"recount: {said}"]
            faults += [f"{name}: {each}" for each in wrong]
            shown = " ".join(f"{number}×{status}" for status, number in sorted(seen.items()))
            taken = f"{time.perf_counter() - start:.0f} s"
            rows.append((name, asked.rounds, shown, said, len(wrong), taken))
    title = f"{THREADS} at once on {asked.store}, {asked.rounds} rounds of each kind"
    show(title, ["kind", "rounds", "answers", "recount", "faults", "time"], rows)
    for fault in faults[:20]:
        print(f"  {fault}")
    return int(bool(faults))


class Burst:
    """One round: a traveller of its own, and all its threads at one barrier."""

    def __init__(self, port: int, pool: ThreadPoolExecutor) -> None:
        self.guest, self.pool = Guest.signed_up(port), pool

    def at_once(self, deeds: list[Deed]) -> list[Answer]:
        barrier = threading.Barrier(len(deeds))
        self.guest.connection.close()  # idle meanwhile, the server would close it; it opens anew

        def run(deed: Deed) -> Answer:
            guest = self.guest.copy()
            guest.connection.connect()
            barrier.wait()
            try:
                return deed(guest)
            finally:
                guest.connection.close()

        return list(self.pool.map(run, deeds))

    def counted(self) -> int:
        """How many of the traveller's visits count, as the app reads it."""
        _status, answer = self.guest.send("GET", f"{MINE}?limit=100")
        return sum(row["counted"] for row in answer["results"])


def sending(body: Any) -> Deed:
    return lambda guest: guest.send("POST", WRITE, body)


def _judged(
    answers: list[Answer], expected: dict[int, int], *others: tuple[str, Any, Any]
) -> tuple[Counter[int], list[str]]:
    """The statuses, and a sentence for each thing that is not as expected."""
    seen = Counter(status for status, _body in answers)
    faults = [f"answers {dict(seen)} instead of {expected}"] if seen != expected else []
    faults += [f"{what}: {is_} instead of {due}" for what, is_, due in others if is_ != due]
    return seen, faults


def same_id(burst: Burst) -> tuple[Counter[int], list[str]]:
    answers = burst.at_once([sending(visit("gate-0"))] * THREADS)
    return _judged(answers, {201: 1, 200: THREADS - 1}, ("counted", burst.counted(), 1))


def same_day(burst: Burst) -> tuple[Counter[int], list[str]]:
    answers = burst.at_once([sending(visit("gate-0")) for _thread in range(THREADS)])
    results = Counter(body.get("result") for _status, body in answers)
    due = {"created": 1, "already_today": THREADS - 1}
    return _judged(
        answers,
        {201: 1, 200: THREADS - 1},
        ("counted", burst.counted(), 1),
        ("results", dict(results), due),
    )


def other_content(burst: Burst) -> tuple[Counter[int], list[str]]:
    body = visit("gate-0")
    answers = burst.at_once([sending(body | {"note": str(n)}) for n in range(THREADS)])
    return _judged(answers, {201: 1, 422: THREADS - 1}, ("counted", burst.counted(), 1))


def batch_and_single(burst: Burst) -> tuple[Counter[int], list[str]]:
    """Half of them send all in a batch, half one each; every id is made by exactly one."""
    items = [visit(f"gate-{number}") for number in range(ITEMS)]
    batch: Deed = lambda guest: guest.send("POST", f"{WRITE}batch/", {"items": items})  # noqa: E731  # as `sending`
    singles = [sending(items[number % ITEMS]) for number in range(THREADS // 2)]
    answers = burst.at_once([deed for single in singles for deed in (single, batch)])
    each = [(answer[0], answer[1]) for answer in answers if "results" not in (answer[1] or {})]
    for _status, body in answers:
        each += [(item["http_status"], item["body"]) for item in (body or {}).get("results", [])]
    sent = len(singles) * (ITEMS + 1)
    made = Counter(body.get("id") for status, body in each if status == 201)
    return _judged(
        each,
        {201: ITEMS, 200: sent - ITEMS},
        ("made once each", dict(made), dict.fromkeys((item["id"] for item in items), 1)),
        ("counted", burst.counted(), ITEMS),
    )


def deleted_meanwhile(burst: Burst) -> tuple[Counter[int], list[str]]:
    """One deletion is done; each resending is a replay before it, and refused after it."""
    body = visit("gate-0")
    burst.guest.send("POST", WRITE, body)
    remove: Deed = lambda guest: guest.send("DELETE", f"{MINE}{body['id']}/")  # noqa: E731  # as `sending`
    answers = burst.at_once([remove, sending(body)] * (THREADS // 2))
    removed = Counter(status for status, _body in answers[::2])
    sent = Counter(status for status, _body in answers[1::2])
    status, _body = burst.guest.send("POST", WRITE, body)
    seen = Counter(status for status, _body in answers)
    _same, faults = _judged(
        answers,
        dict(seen),
        ("deletions", dict(removed), {204: 1, 404: THREADS // 2 - 1}),
        ("resendings", sorted(sent.keys() - {200, 422}), []),
        ("sent again in the end", status, 422),
        ("counted", burst.counted(), 0),
    )
    return seen, faults


KINDS = {
    "the same id": same_id,
    "64 ids on the same day": same_day,
    "the same id, other content": other_content,
    "batches and single ones": batch_and_single,
    "deleted while sent again": deleted_meanwhile,
}

if __name__ == "__main__":
    sys.exit(main())
