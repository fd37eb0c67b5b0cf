"""Runs a program once on SQLite and once on a private PostgreSQL, each in a process of its own."""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace

from store import ROOT, open_store

STORES = ("sqlite", "postgres")
NO_POSTGRES = 3


def add_store(parser: ArgumentParser) -> None:
    parser.add_argument("--store", choices=[*STORES, "both"], default="both")
    parser.add_argument("--inside", action="store_true", help="DATABASE_URL is the store")


def run_on_each(asked: Namespace) -> int | None:
    """The worst exit status of all stores; None where this process is to do the work itself."""
    if asked.inside or asked.store == "sqlite":
        return None
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    mine = [sys.executable, *sys.argv]
    statuses = []
    for store in STORES if asked.store == "both" else [asked.store]:
        command = [*mine, "--store", store]
        if store == "postgres":
            program = str(ROOT / "bin" / "with_postgres.py")
            command = [sys.executable, program, *command, "--inside"]
        status = subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  # ours
        if status != NO_POSTGRES:  # which says so itself
            statuses.append(status)
    return max(statuses, default=0)


def open_asked(asked: Namespace) -> dict[str, int]:
    """Opens the store of this process; how a site on it is served.

    On PostgreSQL more than one process, and threads enough to be at one another's rows at once.
    """
    open_store(os.environ["DATABASE_URL"] if asked.inside else "")
    return {"workers": 2, "threads": 4} if asked.inside else {"workers": 1, "threads": 2}
