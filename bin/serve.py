"""Brings the store up to date and serves the site: what `make run` does once .venv is there."""

import hashlib
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def main() -> None:
    port = _port()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tourmap.settings")
    _set_up()
    _prepare()
    _say_where(port)
    _serve(port)


def _port() -> int:
    """PORT from the environment, 8000 without it; ends with a plain sentence if it is no use."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        sys.exit(f"PORT is {text!r}; it should be a number from 1 to 65535.")
    with socket.socket() as probe:
        # As the server will: a port in TIME_WAIT after a restart is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            other = 8001 if text == "8000" else 8000
            sys.exit(
                f"Port {text} cannot be used: {error.strerror}.\n"
                f"Stop the program that has it, or choose another: make run PORT={other}"
            )
    return int(text)


def _set_up() -> None:
    """Ends with a plain sentence where a setting is wrong or the store cannot be reached."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, connection

    try:
        django.setup()
        connection.ensure_connection()
    except ImproperlyConfigured as error:
        sys.exit(f"A setting is wrong: {error}\nEach one is explained in docs/settings.md.")
    except OperationalError as error:
        sys.exit(
            f"The store cannot be reached: {str(error).strip()}\n"
            "Is DATABASE_URL right, and does its server run? Without it, SQLite is used."
        )


def _prepare() -> None:
    from django.core.management import call_command

    _say_warnings()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    _collect_static()
    print("Loading the catalogue", flush=True)
    call_command("load_catalogue", skip_checks=True)
    call_command("settle_badges", skip_checks=True)
    call_command("create_first_logins", skip_checks=True)


def _say_warnings() -> None:
    from django.core import checks

    for message in checks.run_checks(databases=["default"]):
        if message.level >= checks.ERROR:
            sys.exit(str(message))
        if message.level >= checks.WARNING:
            print(f"Note: {message.msg} {message.hint or ''}".rstrip())


def _collect_static() -> None:
    """Copies static files under hashed names, when one of them has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    print("Collecting static files", flush=True)
    call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
    stamp.write_text(digest.hexdigest())


def _say_where(port: int) -> None:
    site = f"http://{HOST}:{port}"
    print(
        f"\n    Site      {site}/"
        f"\n    Map       {site}/map/"
        f"\n    Admin     {site}/admin/"
        f"\n    API docs  {site}/api/v1/docs/"
        "\n\nStop with Ctrl-C; nothing is lost.\n",
        flush=True,
    )


def _serve(port: int) -> None:
    """Becomes granian. One worker on SQLite: one writer at a time is all it has, and the limits
    that live in memory stay exact. On PostgreSQL one worker per core."""
    from django.db import connections

    on_sqlite = connections["default"].vendor == "sqlite"
    workers = os.environ.get("WORKERS") or str(1 if on_sqlite else os.cpu_count() or 1)
    connections.close_all()
    granian = Path(sys.executable).with_name("granian")
    options = [
        "--interface=wsgi",
        f"--host={HOST}",
        f"--port={port}",
        f"--workers={workers}",
        "--blocking-threads=2",
        "--respawn-failed-workers",
        "--log-level=warning",
        "--no-access-log",  # whatever the environment says: its lines hold whole addresses
        "--no-ws",
        "bin.served:application",
    ]
    os.environ["SERVER_PID"] = str(os.getpid())
    os.execv(granian, [str(granian), *options])  # noqa: S606  # no shell, and nothing typed by users


if __name__ == "__main__":
    main()
