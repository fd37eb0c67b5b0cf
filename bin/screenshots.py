"""Takes the pictures of the documentation from the site as it is served, catalogue and all.

Serves it from a store of its own that is thrown away afterwards; needs Chromium (CHROMIUM names it
where it is not on the path). The maps are shown on paper, without tiles, so that the pictures are
the same everywhere.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PATIENCE_S = 120
PICTURES = [
    ("home-phone.png", "/", (390, 844)),
    ("drama-phone.png", "/dramas/jia-li-jia-wai/", (390, 844)),
    ("map-desk.png", "/map/?drama=jia-li-jia-wai&base=blank", (1280, 800)),
]


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for name, path, (width, height) in PICTURES:
            page = browser.new_page(
                viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce"
            )
            page.route(lambda url: not url.startswith(site), lambda route: route.abort())
            page.goto(site + path)
            if page.locator("#map").count():
                page.wait_for_selector("#map[data-drawn]")
            page.screenshot(path=IMAGES / name)
            page.close()
            print(
                f"{(IMAGES / name).relative_to(ROOT)}: {(IMAGES / name).stat().st_size // 1024} kB"
            )
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """The address of a site that runs while the block does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        settings = os.environ | {"PORT": str(port), "TOURMAP_DATA_DIR": folder}
        settings.pop("DATABASE_URL", None)
        server = subprocess.Popen(
            [sys.executable, "bin/serve.py"],
            cwd=ROOT,
            env=settings,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  # our own address
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
        else:
            return
    sys.exit("The site did not start.")


if __name__ == "__main__":
    main()
