"""nginx before the site, as docs/nginx.conf.example has it, on ports of this machine without TLS."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.journey.site import ROOT, free_port

EXAMPLE = ROOT / "docs" / "nginx.conf.example"
PROGRAM = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin") or "nginx"
START_TIMEOUT_S = 10

# Around the example stands what Debian has: a log with whole requests that a site inherits.
AROUND = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 64; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""


@dataclass(frozen=True)
class Proxy:
    """`url` stands for the site over HTTPS, `plain_url` for the one that leads there."""

    folder: Path
    url: str
    plain_url: str

    def logs(self) -> str:
        """Every log there is, the site's own errors too."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


def _as_is(example: str) -> str:
    return example


@contextmanager
def proxy(folder: Path, *, upstream: int, change: Callable[[str], str] = _as_is) -> Iterator[Proxy]:
    """nginx before the port `upstream`, for as long as the block; `change` spoils the example."""
    port, plain = free_port(), free_port()
    site = change(EXAMPLE.read_text())
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    site = site.replace("/var/log/nginx/", f"{folder}/")
    site = re.sub(r"^ *(ssl_certificate|listen \[::\]).*\n", "", site, flags=re.MULTILINE)
    site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    site = site.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    config = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    config.write_text(AROUND.format(folder=folder, site=site, user=user))
    process = subprocess.Popen(
        [PROGRAM, "-p", str(folder), "-c", str(config), "-e", str(folder / "start.log")],
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(plain, process, folder)
        yield Proxy(folder, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{plain}")
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        assert process.poll() is None, (folder / "start.log").read_text()
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nginx did not answer after {START_TIMEOUT_S} s")
