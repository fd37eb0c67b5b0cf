"""Runs a command with DATABASE_URL set to a private PostgreSQL that lives as long as the command.

    python bin/with_postgres.py COMMAND ...

The server comes from Debian's programs (or the PATH), listens on a socket in a folder of its own
and nowhere else, and is stopped and removed whatever becomes of the command. PostgreSQL refuses to
run as root, so root hands it to an unprivileged user. Exit status: the command's; 3 without
PostgreSQL.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NO_POSTGRES = 3
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
# A store for tests: nothing in it has to survive a power cut.
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200 "
    "-c shared_buffers=128MB -c log_min_messages=fatal"
)


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl, of the newest version there is."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [path for place in PLACES for path in Path("/").glob(place.removeprefix("/"))]
    complete = [path for path in folders if (path / "initdb").exists()]
    return max(complete, key=_version, default=None)


def _version(programs: Path) -> list[int]:
    """[15] of /usr/lib/postgresql/15/bin."""
    return [int(number) for number in re.findall(r"[0-9]+", programs.parent.name)]


def _unprivileged() -> dict[str, Any]:
    """For subprocess: whom to run the server as. Root gives it to postgres or nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    sys.exit("PostgreSQL does not run as root, and there is no user postgres or nobody.")


@contextmanager
def private_server(programs: Path) -> Iterator[str]:
    """A running server; gives its address as DATABASE_URL wants it."""
    person = _unprivileged()
    # Not under TMPDIR: a socket's path has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="tourmap-pg-", dir="/tmp"))  # mkdtemp is private
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(data), *arguments]
        done = subprocess.run(  # noqa: S603  # programs of the system, arguments of ours
            command, capture_output=True, text=True, cwd=folder, check=False, **person
        )
        if done.returncode:
            sys.exit(f"{program} failed:\n{done.stdout}{done.stderr}{_log(folder)}")

    try:
        if person:
            os.chown(folder, person["user"], person["group"])
        run("initdb", "-U", "tourmap", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"{OPTIONS} -c unix_socket_directories={folder}"
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
        try:
            yield f"postgres://tourmap@/{folder}/postgres"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _log(folder: Path) -> str:
    log = folder / "log"
    return log.read_text(errors="replace") if log.exists() else ""


def main(command: list[str]) -> int:
    programs = find_programs()
    if programs is None:
        return NO_POSTGRES
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with private_server(programs) as address:
        environment = os.environ | {"DATABASE_URL": address}
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  # as asked


if __name__ == "__main__":
    status = main(sys.argv[1:])
    if status == NO_POSTGRES:
        print("There is no PostgreSQL here (initdb was not found).", file=sys.stderr)
    sys.exit(status)
