"""Watches what the site writes into its log, and the addresses its answers hold, for secrets.

Every test runs under `watching()`. What is looked for: coordinates, tokens, codes of a place and
addresses with a key by their shapes; passwords, openids and login codes by name, as the makers of
tests tell them to `known`.
"""

import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client

BASE32 = "[0-9A-HJKMNP-TV-Z]"
SHAPES = {
    "coordinate": r"(?<!\d:)(?<![\d.\w-])-?\d{1,3}\.\d{4,}(?![\d.])",
    "token": r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])",
    "address with a key": r"(?<![\w-])/(?:c|display)/[^/\s…]+/",
    "code of a place": rf"(?<![\w-]){BASE32}{{4}}(?:-{BASE32}{{4}}){{2,}}(?![\w-])",
}
SHAPE = re.compile("|".join(SHAPES.values()))
# In addresses of our own: a token, or where somebody is. A place's own pin goes into map links.
LINK = re.compile(
    r"""(?:https?://(?:testserver|127\.0\.0\.1|localhost)[:/]|["'(]/)[^\s"'<>()]*""", re.ASCII
)
IN_LINK = re.compile(
    rf"{SHAPES['token']}|\b(?:lat|lng|near)=[^&]*?\d\.\d{{4,}}|[?&](?:token|code|password)=[^&\s]"
)
# SQL is logged at DEBUG, and then only where DJANGO_DEBUG is on or a test counts queries.
# The others are the tests' own phones and proxies: what they ask, the site did not write.
LEFT_OUT = ("django.db.backends", "httpx", "httpcore")

known: set[str] = set()


def secret(text: str) -> str:
    """Tells the watch that this must not be seen; gives it back."""
    known.add(text)
    return text


def found_in(text: str) -> list[str]:
    """The secrets in lines of a log."""
    named = [one for one in known if re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", text)]
    return named + [match[0] for match in SHAPE.finditer(text)]


def found_in_addresses(text: str) -> list[str]:
    """Our own addresses in an answer that hold a secret."""
    links = [match[0] for match in LINK.finditer(text)]
    return [one for one in links if IN_LINK.search(one) or any(word in one for word in known)]


class Watch:
    """What one test has written so far."""

    def __init__(self) -> None:
        self.lines = io.StringIO()
        self.addresses: list[str] = []

    @property
    def faults(self) -> list[str]:
        return found_in(self.lines.getvalue()) + self.addresses

    def forget(self) -> None:
        """For tests that plant a secret and have seen it found."""
        self.lines.seek(0)
        self.lines.truncate()
        self.addresses.clear()

    def look_at(self, response: Any) -> None:
        told = response.headers.get("Location", "")
        if told and found_in_addresses(f'"{told}"'):
            self.addresses.append(told)
        kind = response.headers.get("Content-Type", "")
        if not response.streaming and ("html" in kind or "json" in kind):
            self.addresses += found_in_addresses(response.content.decode(errors="replace"))


def _console() -> logging.Handler:
    """The handler that settings give to the root: what it lets through is what is written."""
    return next(h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)


def _handler(stream: io.StringIO) -> logging.Handler:
    """Writes as the console's handler does, everything from DEBUG on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_console().formatter)
    for each in _console().filters:
        handler.addFilter(each)
    handler.addFilter(lambda record: not record.name.startswith(LEFT_OUT))
    return handler


@contextmanager
def watching() -> Iterator[Watch]:
    known.clear()
    watch, root = Watch(), logging.getLogger()
    handler, level = _handler(watch.lines), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", _watched(Client.request, watch))
        try:
            yield watch
        finally:
            root.setLevel(level)
            root.removeHandler(handler)


def _watched(request: Callable[..., Any], watch: Watch) -> Callable[..., Any]:
    def watched(client: Client, **asked: Any) -> Any:
        response = request(client, **asked)
        watch.look_at(response)
        return response

    return watched
