"""Clients made from the OpenAPI document, as an app maker makes them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

# The generator knows pictures as bytes alone.
CONFIG = """
post_hooks: []
content_type_overrides:
  image/webp: application/octet-stream
"""
CLIENTS: Path = settings.BASE_DIR / "clients"
PACKAGES = CLIENTS / "typescript" / "node_modules"

needs_node = [
    pytest.mark.node,
    pytest.mark.skipif(
        not PACKAGES.exists(), reason="no npm packages: `make setup` with Node there"
    ),
]


def schema(folder: Path) -> Path:
    file = folder / "schema.json"
    call_command("spectacular", file=str(file), format="openapi-json")
    return file


def python_client(folder: Path) -> None:
    """The package `tourmap_client` in `folder`."""
    (folder / "config.yml").write_text(CONFIG)
    _run(
        *(sys.executable, "-m", "openapi_python_client", "generate", "--meta=none"),
        *("--path", str(schema(folder)), "--output-path", "tourmap_client"),
        *("--config", "config.yml", "--fail-on-warning"),
        at=folder,
    )


def python_journey(folder: Path) -> list[str]:
    """The command that runs clients/python/journey.py with a client made now."""
    python_client(folder)
    for file in (CLIENTS / "python").glob("*.py"):
        shutil.copy(file, folder)
    return [sys.executable, str(folder / "journey.py")]


def typescript_journey(folder: Path) -> list[str]:
    """The command that runs clients/typescript/src/journey.ts, types made and checked now."""
    ours = CLIENTS / "typescript"
    shutil.copytree(ours / "src", folder / "src", ignore=shutil.ignore_patterns("schema.d.ts"))
    for name in ("package.json", "tsconfig.json"):
        shutil.copy(ours / name, folder)
    (folder / "node_modules").symlink_to(PACKAGES)
    npm("generate", at=folder, SCHEMA=str(schema(folder)))
    npm("build", at=folder)
    return ["node", str(folder / "build" / "journey.js")]


def npm(script: str, *arguments: str, at: Path, **environment: str) -> str:
    return _run("npm", "run", "--silent", script, "--", *arguments, at=at, **environment)


def _run(*command: str, at: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=at, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
    return done.stdout
