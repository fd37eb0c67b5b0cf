"""`make run` as its users have it: one process, one port, data that stays."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

ROOT: Path = settings.BASE_DIR

pytestmark = pytest.mark.served


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """bin/serve.py with its own data folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.environment = {
            name: value for name, value in os.environ.items() if name != "DATABASE_URL"
        } | {"TOURMAP_DATA_DIR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
        self.address = f"http://127.0.0.1:{port}"
        self.running: list[subprocess.Popen[str]] = []

    def start(self) -> str:
        """What it says until it answers."""
        process = subprocess.Popen(
            [sys.executable, "bin/serve.py"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.running.append(process)
        assert process.stdout
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Stop with Ctrl-C"):
                break
        self._wait()
        return said

    def _wait(self) -> None:
        for _ in range(200):
            try:
                with socket.create_connection(("127.0.0.1", int(self.environment["PORT"]))):
                    return
            except ConnectionRefusedError:
                time.sleep(0.05)
        pytest.fail("the site did not open its port")

    def get(self, path: str) -> tuple[int, bytes]:
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:  # noqa: S310  # ours
            return answer.status, answer.read()

    def end(self, how: signal.Signals) -> None:
        process = self.running.pop()
        process.send_signal(how)
        process.wait(timeout=20)
        assert process.stdout
        process.stdout.read()  # ends when the last process that holds the port is gone
        process.stdout.close()


@pytest.fixture
def site(tmp_path: Path, port: int) -> Iterator[Site]:
    made = Site(tmp_path / "data", port)
    yield made
    for _ in list(made.running):
        made.end(signal.SIGKILL)


def test_killed_server_leaves_nothing_behind_and_starts_again_with_its_data(site: Site) -> None:
    first = site.start()
    assert re.findall(r"^    (\w+) +\w{16}$", first, re.MULTILINE) == [
        "admin",
        "meishan",
        "chengdu",
    ]
    assert f"    Site      {site.address}/\n" in first
    assert site.get("/healthz") == (200, b'{"status": "alive"}')
    assert site.get("/readyz") == (200, b'{"status": "ready"}')
    site.end(signal.SIGKILL)

    second = site.start()
    assert "Logins exist already" in second
    assert re.findall(r"^    (\w+) +\w{16}$", second, re.MULTILINE) == []
    assert site.get("/readyz") == (200, b'{"status": "ready"}')


def test_port_in_use_is_said_plainly(port: int, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        refused = _serve(PORT=str(port), TOURMAP_DATA_DIR=str(tmp_path))
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr == (
        f"Port {port} cannot be used: Address already in use.\n"
        "Stop the program that has it, or choose another: make run PORT=8000\n"
    )


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "80 80", "８０００"])
def test_port_that_is_no_port_is_said_plainly(text: str, tmp_path: Path) -> None:
    refused = _serve(PORT=text, TOURMAP_DATA_DIR=str(tmp_path))
    assert refused.returncode == 1
    assert refused.stderr == f"PORT is {text!r}; it should be a number from 1 to 65535.\n"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://u@h/db", "A setting is wrong: DATABASE_URL should begin with sqlite:// or "),
        ("postgres://u@127.0.0.1:1/db", "The store cannot be reached: "),
        ("sqlite:////nowhere/x.sqlite3", "The store cannot be reached: unable to open database"),
    ],
)
def test_store_that_cannot_be_used_is_said_plainly(
    address: str, said: str, port: int, tmp_path: Path
) -> None:
    refused = _serve(PORT=str(port), TOURMAP_DATA_DIR=str(tmp_path), DATABASE_URL=address)
    assert refused.returncode == 1
    assert refused.stderr.startswith(said)
    assert "Traceback" not in refused.stderr


def _serve(**environment: str) -> Any:
    return subprocess.run(
        [sys.executable, "bin/serve.py"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_suite_runs_on_the_store_it_was_given() -> None:
    """`make test-postgres` would prove nothing if the suite quietly used SQLite."""
    wanted = os.environ.get("DATABASE_URL", "sqlite").split(":")[0]
    assert {"postgres": "postgresql", "sqlite": "sqlite"}[wanted] == connection.vendor
