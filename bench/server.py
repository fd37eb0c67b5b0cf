"""A served site for one measurement: granian as `make run` starts it, on a store made by `store`."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import ROOT

HOST = "127.0.0.1"
READY_AFTER_S = 30
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
OURS = ["bin.served:application"]
TEXTBOOK = ["--factory", "django.core.wsgi:get_wsgi_application"]


class Server:
    """One granian with one worker, and one open connection to it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port
        self.connection = http.client.HTTPConnection(HOST, port, timeout=20)

    def get(self, address: str, **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
        self.connection.request("GET", address, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read(), answer.headers

    def cpu_s(self) -> float:
        """Processor seconds of the server and its workers, as the operating system counts them."""
        return sum(_ticks(pid) for pid in _family(self.process.pid)) / TICKS_PER_S

    def wait(self) -> None:
        deadline = time.monotonic() + READY_AFTER_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get("/healthz")
            except OSError:
                self.connection.close()
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"No server answered on port {self.port} within {READY_AFTER_S} s.")


@contextmanager
def serving(target: list[str], port: int, **environment: str) -> Iterator[Server]:
    """A server of `target` with further environment variables; it ends with the block."""
    process = started(target, port, **environment)
    try:
        server = Server(process, port)
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def started(
    target: list[str], port: int, *, workers: int = 1, threads: int = 2, **environment: str
) -> subprocess.Popen[bytes]:
    """A server that was just told to start; whoever starts it ends it."""
    granian = Path(sys.executable).with_name("granian")
    options = [
        *("--interface=wsgi", f"--host={HOST}", f"--port={port}", f"--workers={workers}"),
        *(f"--blocking-threads={threads}", "--no-ws", "--log-level=warning"),
    ]
    path = os.pathsep.join([str(ROOT), str(ROOT / "bench")])
    return subprocess.Popen(  # noqa: S603  # our own words alone
        [granian, *options, *target],
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if key != "SERVER_PID"}
        | {"PYTHONPATH": path}
        | environment,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """As a power cut does: the server and its workers, and no goodbye to any of them."""
    for pid in _family(process.pid):
        os.kill(pid, signal.SIGKILL)
    process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _ticks(pid: int) -> int:
    """User and system time of a process with all its threads (proc(5), fields 14 and 15)."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])
