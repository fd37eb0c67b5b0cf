"""A bad line between an app and the site: requests are lost, doubled, late, or find the site busy."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import urlsplit

# What becomes of a request, and how often of a hundred. `cut` breaks off in the answer; `gateway`
# is the page of a proxy that does not reach the site.
FATES = {"lost": 20, "unanswered": 20, "cut": 10, "gateway": 5, "twice": 15, "late": 10, "busy": 10}
FATES["well"] = 10
KEPT = {"content-type", "retry-after"}
LATE_S = 0.2


class Answer(NamedTuple):
    status: int
    body: bytes
    headers: dict[str, str]


BUSY = Answer(
    503,
    json.dumps(
        {
            "type": "urn:tourmap:problem:store_unavailable",
            "title": "The store cannot be reached for a moment.",
            "status": 503,
            "detail": "Please try again.",
            "code": "store_unavailable",
            "errors": [],
        }
    ).encode(),
    {"Content-Type": "application/problem+json", "Retry-After": "1"},
)
GATEWAY = Answer(502, b"<html><h1>502 Bad Gateway</h1></html>", {"Content-Type": "text/html"})


class Line(ThreadingHTTPServer):
    """`fates` counts what happened, `bodies` are what was sent, `arrived` that the site has one.

    While `holds_back` is set, what is answered does not come through: the time to kill an app.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, site: str, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.site = urlsplit(site).netloc
        self.is_bad = True
        self.rng = random.Random(seed)  # noqa: S311  # a fixed world, no secret
        self.lock = threading.Lock()
        self.fates: Counter[str] = Counter()
        self.bodies: list[bytes] = []
        self.arrived = threading.Event()
        self.holds_back = threading.Event()

    def fate(self, body: bytes) -> str:
        with self.lock:
            chosen = self.rng.choices(list(FATES), list(FATES.values()))[0]
            fate = chosen if self.is_bad and not self.holds_back.is_set() else "well"
            self.fates[fate] += 1
            self.bodies.append(body)
            return fate

    def handle_error(self, *_args: Any) -> None:
        """Apps that are killed hang up."""


class _Handler(BaseHTTPRequestHandler):
    server: Line

    def pass_on(self) -> None:
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        fate = self.server.fate(body)
        if fate in {"busy", "gateway"}:
            self.say(BUSY if fate == "busy" else GATEWAY)
        elif fate != "lost":
            time.sleep(LATE_S if fate == "late" else 0)
            self.deliver(body, fate)

    do_GET = do_POST = do_PATCH = do_DELETE = pass_on

    def deliver(self, body: bytes, fate: str) -> None:
        answer = self.ask(body)
        if fate == "twice":
            answer = self.ask(body)
        self.server.arrived.set()
        if self.server.holds_back.is_set():
            time.sleep(10)  # the app is killed meanwhile
        elif fate != "unanswered":
            self.say(answer, half=fate == "cut")

    def ask(self, body: bytes) -> Answer:
        upstream = HTTPConnection(self.server.site, timeout=30)
        headers = {k: v for k, v in self.headers.items() if k.lower() != "connection"}
        upstream.request(self.command, self.path, body, headers)
        answer = upstream.getresponse()
        told = {name: value for name, value in answer.getheaders() if name.lower() in KEPT}
        found = Answer(answer.status, answer.read(), told)
        upstream.close()
        return found

    def say(self, answer: Answer, *, half: bool = False) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if half else answer.body)

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def bad_line(site: str, *, seed: int) -> Iterator[Line]:
    with Line(site, seed) as line:
        thread = threading.Thread(target=line.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield line
        line.shutdown()
        thread.join()
