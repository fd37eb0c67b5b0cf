"""The site as its users get it: its own process, its own store, real HTTP."""

import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import environ
import httpx
import psycopg

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT_S = 120


@dataclass
class Site:
    """A served tourmap with the real catalogue; `url` has no slash at its end."""

    folder: Path
    environment: dict[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.folder / "server.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """What `make run` starts once the packages are there; returns when it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "bin/serve.py"],
                cwd=ROOT,
                env=self.environment | {"PORT": str(self.port)},
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"not serving after {START_TIMEOUT_S} s: {self.log.read_text()}")

    def password_of(self, login: str) -> str:
        """The password that the first start printed for `login`."""
        found = re.search(rf"^    {login} +(\S+)$", self.log.read_text(), re.MULTILINE)
        assert found, self.log.read_text()
        return found[1]

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def kill(self) -> None:
        """As a power cut does: no goodbye to the server or its workers."""
        assert self.process
        subprocess.run(["pkill", "-KILL", "-P", str(self.process.pid)], check=False)
        self.process.kill()
        self.process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(folder: Path) -> dict[str, str]:
    """A store of the site's own: SQLite in `folder`, or a new database where DATABASE_URL points."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TOURMAP_", "DJANGO_"))
    }
    environment["TOURMAP_DATA_DIR"] = str(folder / "data")
    environment["TOURMAP_STATIC_ROOT"] = str(folder / "static")
    if url := environment.get("DATABASE_URL"):
        environment["DATABASE_URL"] = _new_database(url, f"journey_{os.getpid()}")
    return environment


def _new_database(url: str, name: str) -> str:
    """The same server, another database; addresses are read as the settings read them."""
    server = environ.Env.db_url_config(url)
    told = {
        "host": server["HOST"],
        "port": server["PORT"],
        "user": server["USER"],
        "password": server["PASSWORD"],
        "dbname": server["NAME"],
    }
    with psycopg.connect(**{k: v for k, v in told.items() if v}, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{url.rpartition('/')[0]}/{name}"
