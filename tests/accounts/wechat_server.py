"""A stand-in for WeChat on this machine: speaks `code2session` as documented, and all its ills."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.log_watch import secret

APPID, SECRET, SESSION_KEY = "wx0123456789abcdef", "the-app-secret", "dGhlLXNlc3Npb24ta2V5"
ERRORS = {
    "invalid": (40029, "invalid code"),
    "used": (40163, "code been used"),
    "often": (45011, "api minute-quota reach limit"),
    "busy": (-1, "system error"),
    "risky": (40226, "code blocked"),
    "unheard": (99999, "what is this"),
}


class Stub(BaseHTTPRequestHandler):
    """The code says what happens; any code of the form `user-…` is good once for that openid."""

    used: set[str] = set()

    def do_GET(self) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        assert urlsplit(self.path).path == "/sns/jscode2session", self.path
        code = query.get("js_code", "")
        if ill := getattr(self, f"ill_{code}", None):
            ill()
        else:
            self.say(json.dumps(self.answer(query, code)).encode())

    def answer(self, query: dict[str, str], code: str) -> dict[str, Any]:
        if query.get("appid") != APPID:
            return {"errcode": 40013, "errmsg": "invalid appid"}
        if query.get("secret") != SECRET:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if query.get("grant_type") != "authorization_code":
            return {"errcode": 40002, "errmsg": "invalid grant_type"}
        if code in self.used:
            code = "used"
        if code in ERRORS:
            number, words = ERRORS[code]
            return {"errcode": number, "errmsg": f"{words}, rid: 1-2-3"}
        if not code.startswith("user-"):
            return {"errcode": 40029, "errmsg": "invalid code"}
        self.used.add(secret(code))
        openid = "o" + code.removeprefix("user-").split(".")[0]
        return {"openid": secret(openid), "session_key": SESSION_KEY, "unionid": "u1"}

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def ill_slow(self) -> None:
        time.sleep(4)

    def ill_drops(self) -> None:
        """A byte at a time, each in time, and never an end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drop: ")
        for _drop in range(20):
            self.wfile.write(b".")
            self.wfile.flush()
            time.sleep(0.3)

    def ill_slow_body(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _drop in range(20):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.3)

    def ill_huge(self) -> None:
        self.say(b'{"openid": "o1", "x": "' + b"x" * 10_000_000 + b'"}')

    def ill_html(self) -> None:
        self.say(b"<!doctype html><title>Welcome to the hotel</title>")

    def ill_nothing(self) -> None:
        self.say(b"")

    def ill_hang_up(self) -> None:
        self.connection.close()

    def ill_nonsense(self) -> None:
        self.wfile.write(b"\x00\xff\x01 hello\r\n\r\n")

    def ill_broken(self) -> None:
        self.say(b"{}", 500)

    def ill_redirect(self) -> None:
        self.say(b'{"openid": "stolen"}', 302, Location="http://127.0.0.1:1/")

    def ill_list(self) -> None:
        self.say(b'["openid"]')

    def ill_odd_openid(self) -> None:
        self.say(b'{"openid": "o\\u0000; DROP", "session_key": "k"}')

    def ill_odd_errcode(self) -> None:
        self.say(b'{"errcode": {"a": 1}}')

    def log_message(self, *_args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: Any) -> None:
        """Clients that hang up are part of the play."""


@contextmanager
def served() -> Iterator[str]:
    """The address of a stand-in that lives as long as the block."""
    Stub.used = set()
    for each in (SECRET, SESSION_KEY):
        secret(each)
    with Server(("127.0.0.1", 0), Stub) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:  # a test that fails must not leave it running
            server.shutdown()
            thread.join()
