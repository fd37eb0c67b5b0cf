"""Everything that must be good, in one go: what `make test` does once .venv is there.

Every step runs, whatever the others say; the exit status is 1 if one of them failed.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NPM_PACKAGES = ROOT / "clients" / "typescript" / "node_modules"
WITH_POSTGRES = [sys.executable, "bin/with_postgres.py"]
NO_POSTGRES = 3
SBIN = "/usr/sbin:/usr/local/sbin"  # nginx is there, and not in everybody's PATH


def main() -> int:
    os.chdir(ROOT)
    pytest = [str(TOOLS / "pytest"), "-n", "2", "-q"]
    remarks, without = [], []
    if not any(map(shutil.which, CHROMIUM)):
        without.append("not browser")
        remarks.append("Chromium was not found: the browser tests did not run.")
    if not shutil.which("nginx", path=f"{os.environ['PATH']}:{SBIN}"):
        without.append("not proxy")
        remarks.append("nginx was not found: the shipped proxy configuration was not tried.")
    if not NPM_PACKAGES.exists():
        without.append("not node")
        remarks.append("Node 20.19 or newer was not found: the TypeScript client was not tried.")
    if without:
        pytest += ["-m", " and ".join(without)]
    results = {
        "ruff check": _run("ruff check", [str(TOOLS / "ruff"), "check", "--quiet", "."]),
        "ruff format": _run("ruff format", [str(TOOLS / "ruff"), "format", "--check", "-q", "."]),
        "mypy": _run("mypy", [str(TOOLS / "mypy"), "--no-error-summary"]),
        "pytest on SQLite": _run("pytest on SQLite", pytest, DATABASE_URL=None),
    }
    status = _run("pytest on PostgreSQL", [*WITH_POSTGRES, *pytest])
    if status == NO_POSTGRES:
        remarks.append("PostgreSQL was not found: the suite did not run on it.")
    else:
        results["pytest on PostgreSQL"] = status
    print()
    for name, result in results.items():
        print(f"{'failed' if result else 'passed':8}{name}")
    for remark in remarks:
        print(remark)
    return int(any(results.values()))


def _run(name: str, command: list[str], **environment: str | None) -> int:
    print(f"\n=== {name}", flush=True)
    merged = {**os.environ, **environment}
    started = time.monotonic()
    status = subprocess.run(  # noqa: S603  # commands of ours
        command, env={k: v for k, v in merged.items() if v is not None}, check=False
    ).returncode
    print(f"--- {name}: {time.monotonic() - started:.0f} s", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
