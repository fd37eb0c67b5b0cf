"""Examples of the OpenAPI document that were really asked and answered.

`make docs` writes them, from the journey of `docs/api.md`: for each operation a file
`<app>/openapi/<operation_id>.json` in the app of its view. An example that a view gives by
`extend_schema` stands before the recorded one.
"""

import json
from pathlib import Path
from typing import Any

from django.apps import apps

FOLDER = "openapi"


def folder_of(view: type) -> Path:
    """Where the examples of the operations of this view class are."""
    app = apps.get_containing_app_config(view.__module__)
    assert app is not None, f"{view} belongs to no app"  # noqa: S101  # tells the type checker
    return Path(app.path) / FOLDER


def add_examples(operation: dict[str, Any], view: Any) -> None:
    """Puts what was recorded where the operation shows no example of its own."""
    file = folder_of(type(view)) / f"{operation['operationId']}.json"
    if not file.exists():
        return
    told = json.loads(file.read_text(encoding="utf-8"))
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path" and parameter["name"] in told["path"]:
            parameter.setdefault("example", told["path"][parameter["name"]])
    _show(operation.get("requestBody", {}), told["request"])
    for status, answer in operation["responses"].items():
        _show(answer, told["answers"].get(status, {}))


def _show(body: dict[str, Any], recorded: dict[str, Any]) -> None:
    for media_type, content in body.get("content", {}).items():
        if media_type in recorded and not content.get("examples"):
            content["examples"] = {"Recorded": {"value": recorded[media_type]}}
