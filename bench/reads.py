"""What one read costs the server: processor time per request, by the operating system's accounting.

Ours, served as `make run` serves it, against the list of a textbook ModelViewSet on the same
store (bench/textbook). Addresses take turns within each round, so that a busy moment of the
machine meets all of them; the figure is the median of the rounds.

Read the ratios: how many empty views (`/healthz`) a request costs, and its share of the textbook's
list of 20. Milliseconds are those of one machine.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from statistics import median

from server import OURS, TEXTBOOK, Server, serving
from store import fill, open_store, visitors_at
from table import ms, show, times

TEXTBOOK_LIST = "textbook list of 20"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--places", type=int, default=10_000, help="places in the store (10000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds; the median is shown (5)")
    parser.add_argument("--seconds", type=float, default=1.0, help="per address and round (1)")
    parser.add_argument("--port", type=int, default=8180, help="this port and the next (8180)")
    asked = parser.parse_args()
    open_store()
    fill(asked.places)
    textbook = {"DJANGO_SETTINGS_MODULE": "textbook.settings"}
    with (
        serving(OURS, asked.port) as ours,
        serving(TEXTBOOK, asked.port + 1, **textbook) as peer,
    ):
        figures = measured(requests(ours, peer), asked.rounds, asked.seconds)
    empty, list_of_20 = figures["empty view"], figures[TEXTBOOK_LIST]
    show(
        f"Processor time per request, {asked.places:,} places",
        ["request", "time", "of an empty view", "of the textbook list"],
        [
            (name, ms(cost), times(cost, empty), times(cost, list_of_20))
            for name, cost in figures.items()
        ],
    )


Send = Callable[[], int]


def requests(ours: Server, peer: Server) -> dict[str, tuple[Server, Send, int]]:
    """For each name a server, how to ask it once, and the status it answers with."""
    visitors = visitors_at(500)
    near = cycle(f"/api/v1/locations/?near={lat:.6f},{lng:.6f}" for lat, lng in visitors)
    views = cycle(
        f"/map/places.json?datum=gcj02&zoom=12&bbox="
        f"{lng - 0.05:.6f},{lat - 0.08:.6f},{lng + 0.05:.6f},{lat + 0.08:.6f}"
        for lat, lng in visitors
    )
    listed = "/api/v1/locations/"
    etag = ours.get(listed)[2]["ETag"]
    once = {
        "empty view": (ours, cycle(["/healthz"]), 200, {}),
        "near, 20 places": (ours, near, 200, {}),
        "list of 20 places": (ours, cycle([listed]), 200, {}),
        "list of 100 places": (ours, cycle([f"{listed}?limit=100"]), 200, {}),
        "dramas, 20": (ours, cycle(["/api/v1/dramas/"]), 200, {}),
        "one drama": (ours, cycle(["/api/v1/dramas/drama-3/"]), 200, {}),
        "not modified (304)": (ours, cycle([listed]), 304, {"If-None-Match": etag}),
        "places.json, one view": (ours, views, 200, {}),
        "textbook empty view": (peer, cycle(["/healthz"]), 200, {}),
        TEXTBOOK_LIST: (peer, cycle(["/locations/"]), 200, {}),
    }
    return {
        name: (server, sender(server, addresses, headers), status)
        for name, (server, addresses, status, headers) in once.items()
    }


def sender(server: Server, addresses: Iterator[str], headers: dict[str, str]) -> Send:
    return lambda: server.get(next(addresses), **headers)[0]


def measured(
    asked: dict[str, tuple[Server, Send, int]], rounds: int, seconds: float
) -> dict[str, float]:
    """Processor seconds per request, the median of the rounds."""
    found: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(rounds + 1):
        for name, (server, send, status) in asked.items():
            before, sent, until = server.cpu_s(), 0, time.monotonic() + seconds
            while time.monotonic() < until:
                if (got := send()) != status:
                    raise SystemExit(f"{name}: expected {status}, got {got}.")
                sent += 1
            if number:  # the first round warms up
                found[name].append((server.cpu_s() - before) / sent)
    return {name: median(each) for name, each in found.items()}


if __name__ == "__main__":
    main()
