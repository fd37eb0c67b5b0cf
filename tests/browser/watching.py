"""A page of the served site in a real browser, with everything noted down that it must not do."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect, sync_playwright

# As long as a page may take to load: on a busy machine, waiting costs a passing test nothing.
expect.set_options(timeout=30_000)

TILES = "https://tile.openstreetmap.org/"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# One grey pixel, given for every tile: no test leaves this machine.
TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6368"
    "000000820081dd436af40000000049454e44ae426082"
)
NOTE_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Watch:
    """What a page did wrong; `foreign` are requests to anybody but the site and the tile host."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    tiles: list[str] = field(default_factory=list)

    def assert_clean(self) -> None:
        assert (self.errors, self.foreign) == ([], [])


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """Chromium from CHROMIUM or the path."""
    path = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def observe(page: Page, watch: Watch, host: str) -> None:
    """Notes what `page` does; tiles are answered here, other hosts are not reached."""

    def note_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            watch.errors.append(message.text)

    def answer(route: Route) -> None:
        url = route.request.url
        if urlsplit(url).netloc == host:
            route.continue_()
        elif url.startswith(TILES):
            watch.tiles.append(url)
            route.fulfill(body=TILE, content_type="image/png")
        else:
            watch.foreign.append(url)
            route.abort()

    page.add_init_script(NOTE_VIOLATIONS)
    page.on("console", note_console)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.route(lambda url: url.startswith("http"), answer)
