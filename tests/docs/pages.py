"""What is made of a journey: docs/api.md, and the examples of the OpenAPI document."""

import json
from pathlib import Path
from typing import Any

from tests.docs.journey import Exchange, Journey, Keep
from tourmap.api import docs, recorded

WIDTH = 96
LONGEST_LIST = 2
REST = "…"


def api_md(journey: Journey) -> str:
    """The page, with the stand-ins in it."""
    shown = [
        each if isinstance(each, str) else _exchange(each)
        for each in journey.page
        if isinstance(each, str) or each.told
    ]
    return _with_stand_ins("\n\n".join(shown) + "\n", journey)


def examples(journey: Journey) -> dict[Path, str]:
    """The files of `tourmap.api.recorded`. Of each operation the first answer of each status."""
    paths = docs.document()["paths"]
    found: dict[Path, dict[str, Any]] = {}
    for each in journey.exchanges:
        path, method = each.operation
        name = paths[path][method]["operationId"]
        told = found.setdefault(
            recorded.folder_of(each.view) / f"{name}.json",
            {"path": each.values, "request": {}, "answers": {}},
        )
        is_json = each.body is not None and not isinstance(each.body, bytes)
        if is_json and each.status < 300 and not told["request"]:
            told["request"] = {"application/json": each.body}
        if each.answer is not None:
            by_type = told["answers"].setdefault(str(each.status), {})
            by_type.setdefault(each.media_type, _shortened(each.answer))
    return {
        path: _with_stand_ins(json.dumps(told, ensure_ascii=False, indent=1) + "\n", journey)
        for path, told in found.items()
    }


def _with_stand_ins(text: str, journey: Journey) -> str:
    for made, shown in journey.stand_ins.items():
        text = text.replace(made, shown)
    return text


def _shortened(value: Any) -> Any:
    """An answer with the first few of each list: an example shows a shape, not a catalogue."""
    if isinstance(value, dict):
        return {name: _shortened(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_shortened(member) for member in value[:LONGEST_LIST]]
    return value


def _exchange(each: Exchange) -> str:
    request = f"{each.method} {each.address}"
    if each.has_token:
        request += f"\nAuthorization: Token {REST}"
    if each.body is not None:
        picture = isinstance(each.body, bytes)
        request += "\n\n(the picture)" if picture else f"\n\n{printed(each.body)}"
    headers = "".join(f", `{name}: {value}`" for name, value in each.headers.items())
    answer = f"```http\n{request}\n```\n\n**{each.status}**{headers}"
    if each.answer is None:
        return answer
    return f"{answer}\n\n```json\n{printed(_kept(each.answer, each.keep))}\n```"


def _kept(value: Any, keep: Keep) -> Any:
    """What is shown of an answer; whatever is left out leaves a `…`."""
    if isinstance(value, list):
        kept = [_kept(member, keep) for member in value[:LONGEST_LIST]]
        return [*kept, REST] if len(value) > LONGEST_LIST else kept
    if keep is None or not isinstance(value, dict):
        return value
    asked = keep if isinstance(keep, dict) else dict.fromkeys(keep)
    inside = {name.rstrip("?"): deeper for name, deeper in asked.items()}
    missing = {name for name in asked if not name.endswith("?")} - set(value)
    assert not missing, f"the answer has no {sorted(missing)}"
    kept = {name: _kept(member, inside[name]) for name, member in value.items() if name in inside}
    return kept if len(kept) == len(value) else kept | {REST: REST}


def printed(value: Any, indent: str = "") -> str:
    """JSON as a person writes it: on one line what fits on one."""
    if not isinstance(value, dict | list) or not value:
        return REST if value == REST else json.dumps(value, ensure_ascii=False)
    names = [f"{json.dumps(name, ensure_ascii=False)}: " for name in value]
    members = list(value.values()) if isinstance(value, dict) else value
    if isinstance(value, list):
        names = [""] * len(value)
    start, end = ("{", "}") if isinstance(value, dict) else ("[", "]")
    deeper = indent + "  "
    parts = [
        REST if member == REST else f"{name}{printed(member, deeper)}"
        for name, member in zip(names, members, strict=True)
    ]
    line = f"{start}{', '.join(parts)}{end}"
    if "\n" not in line and len(indent) + len(line) <= WIDTH:
        return line
    return f"{start}\n{deeper}" + f",\n{deeper}".join(parts) + f"\n{indent}{end}"
