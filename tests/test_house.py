"""The house stands: migrations match models, commands are listed, packages are pinned."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True)


ROOT: Path = settings.BASE_DIR


def test_make_help_lists_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    explained = re.findall(r"^([a-z-]+):.* ## \S", makefile, re.MULTILINE)
    assert phony
    assert explained == phony[1].split()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_packages_are_pinned_and_name_no_host(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[\w.-]+(\[\w,]+)?==[\w.]+", line)] == []


def test_everything_that_is_asked_for_is_pinned() -> None:
    for stem in ("requirements", "requirements-dev"):
        asked = re.findall(r"^([A-Za-z][\w-]*)", (ROOT / f"{stem}.in").read_text(), re.MULTILINE)
        pinned = (ROOT / f"{stem}.txt").read_text().lower()
        assert [
            name for name in asked if f"{name.lower()}==" not in pinned.replace("[binary]", "")
        ] == []


def test_commands_that_the_production_document_names_are_there() -> None:
    document = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    named = set(re.findall(r"manage\.py ([a-z_]+)", document))
    assert named - set(get_commands()) == set()
    assert "forget_positions" in named, "positions are forgotten by this command alone"


def test_npm_packages_are_pinned_and_name_no_host() -> None:
    folder = ROOT / "clients" / "typescript"
    asked = json.loads((folder / "package.json").read_text())
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]
    for name, version in (asked["dependencies"] | asked["devDependencies"]).items():
        assert re.fullmatch(r"[0-9.]+", version), name
        assert locked[f"node_modules/{name}"]["version"] == version
    assert [name for name, told in locked.items() if "resolved" in told] == []
