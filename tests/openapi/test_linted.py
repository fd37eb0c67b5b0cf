"""Redocly, a linter that others keep, finds nothing in the OpenAPI document."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.clients.generated import CLIENTS, PACKAGES, needs_node
from tourmap.api import docs

pytestmark = needs_node


def found(document: dict[str, Any], folder: Path) -> set[str]:
    """The rules that are broken."""
    file = folder / "schema.json"
    file.write_text(json.dumps(document))
    linter = PACKAGES / ".bin" / "redocly"
    config = CLIENTS / "typescript" / "redocly.yaml"
    said = subprocess.run(
        [linter, "lint", "--config", config, "--format=json", file],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    return {problem["ruleId"] for problem in json.loads(said.stdout)["problems"]}


def test_the_linter_finds_nothing(tmp_path: Path) -> None:
    assert found(docs.document(), tmp_path) == set()


def test_the_linter_would_find_something(tmp_path: Path) -> None:
    document = json.loads(json.dumps(docs.document()))
    operation = document["paths"]["/api/v1/kinds/"]["get"]
    del operation["summary"]
    operation["responses"]["400"]["content"] = {"text/html": {}}
    assert found(document, tmp_path) >= {
        "operation-summary",
        "operation-4xx-problem-details-rfc7807",
    }
