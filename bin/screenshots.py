"""Takes pictures of a fresh site with its real catalogue, at phone and desk size.

python bin/screenshots.py                 those of the documentation, into docs/images
python bin/screenshots.py FOLDER          every page listed here, to be looked at

No request leaves the machine: maps are shown on paper, so the pictures are the same everywhere.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
PAGES = {
    "home": "/",
    "map": "/map/?drama=jia-li-jia-wai&base=blank",
    "map-all": "/map/?base=blank",
    "drama": "/dramas/jia-li-jia-wai/",
    "place": "/locations/qinglong-laojie/",
    "trail": "/trails/jia-li-jia-wai-trail/",
    "about": "/about/",
    "api": "/api/v1/docs/",
}
PLACE = "青龙老街"  # whose form at the desk is shown
DESK = {
    "admin": "/admin/",
    "admin-places": "/admin/locations/location/",
    "admin-place": f"/admin/locations/location/?q={PLACE}",
}
DOCUMENTED = {"drama-phone", "place-phone", "map-desk", "admin-place-desk"}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SETTLED_MS = 1500  # for tiles and fonts, after the page itself is quiet


@contextmanager
def fresh_site() -> Iterator[tuple[str, str]]:
    """`(address, password of the editor of 眉山)` of a site that is gone afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PORT": port, "TOURMAP_DATA_DIR": folder}
        environment["PYTHONUNBUFFERED"] = "1"
        command = [sys.executable, str(ROOT / "bin" / "serve.py")]
        server = subprocess.Popen(  # noqa: S603  # a command of ours
            command, env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            yield f"http://127.0.0.1:{port}", _password(server)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _password(server: subprocess.Popen[str]) -> str:
    said = ""
    for line in server.stdout or []:
        said += line
        if line.startswith("Stop with Ctrl-C"):
            break
    found = re.search(r"^    meishan +(\w+)$", said, re.MULTILINE)
    if found is None:
        sys.exit(f"The site did not start:\n{said}")
    return found[1]


def take(browser: Browser, site: str, password: str, folder: Path, wanted: set[str]) -> None:
    for size, (width, height) in SIZES.items():
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", device_scale_factor=1
        )
        context.route(lambda url: not url.startswith(site), lambda route: route.abort())
        page = context.new_page()
        for pages in (PAGES, DESK):
            if pages is DESK:
                _sign_in(page, site, password)
            for name, path in pages.items():
                if not wanted or f"{name}-{size}" in wanted:
                    _picture(page, site + path, folder / f"{name}-{size}.png")
        context.close()


def _picture(page: Page, address: str, file: Path) -> None:
    answer = page.goto(address, wait_until="load")
    if file.name.startswith("admin-place-"):
        page.locator("#result_list").get_by_role("link", name=PLACE).first.click()
        page.locator(".pin-map").evaluate("map => map.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=file)
    print(f"{answer.status if answer else '---'} {file.name}", flush=True)


def _sign_in(page: Page, site: str, password: str) -> None:
    page.goto(f"{site}/admin/login/")
    page.fill("input[name=username]", "meishan")
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site}/admin/")


def main() -> None:
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        sys.exit("Chromium was not found. On Debian: apt-get install chromium fonts-noto-cjk")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    wanted = set() if len(sys.argv) > 1 else DOCUMENTED
    folder.mkdir(parents=True, exist_ok=True)
    with fresh_site() as (site, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        take(browser, site, password, folder, wanted)
        browser.close()


if __name__ == "__main__":
    main()
