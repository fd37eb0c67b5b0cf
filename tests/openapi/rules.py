"""What our OpenAPI document owes an app maker, beyond being valid. Each rule yields faults in words."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from openapi_schema_validator import OAS31Validator

Document = dict[str, Any]
PROBLEM = "application/problem+json"
LONGEST_SUMMARY = 100
SECURITY = [[{}], [{"token": []}], [{"token": []}, {}]]  # nobody's, a traveller's, either's

# Names that tell all there is to tell. One word means one thing, so a name that is described in
# one shape is known in all.
PLAIN = {
    *("slug", "name", "title", "year", "producers", "nickname", "passed", "allowed", "complete"),
    *("created_at", "updated_at", "given_at", "deleted_at", "exported_at", "date_joined"),
    *("latitude", "longitude"),
}
_WORDS = re.compile(r"`([a-z][a-z0-9_]*)`(?:,| or| and)")


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """`(GET /api/v1/…, path, operation)`."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", path, operation


def names(document: Document) -> Iterator[str]:
    count = Counter(operation["operationId"] for _n, _p, operation in operations(document))
    for name, times in count.items():
        if times > 1:
            yield f"{name} names {times} operations"
        if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name):
            yield f"{name} is not in snake_case"


def summaries(document: Document) -> Iterator[str]:
    for name, _path, operation in operations(document):
        summary = operation.get("summary", "")
        if not summary or len(summary) > LONGEST_SUMMARY or summary.endswith("."):
            yield f"{name} needs a summary of at most {LONGEST_SUMMARY} letters, without a full stop"
        for status, answer in operation["responses"].items():
            if not answer.get("description"):
                yield f"{name} does not describe {status}"


def tags(document: Document) -> Iterator[str]:
    known = {tag["name"] for tag in document.get("tags", []) if tag.get("description")}
    for name, _path, operation in operations(document):
        if len(operation.get("tags", [])) != 1 or not known.issuperset(operation["tags"]):
            yield f"{name} needs one tag that tourmap/settings/openapi.py describes"


def security(document: Document) -> Iterator[str]:
    for name, _path, operation in operations(document):
        if operation.get("security") not in SECURITY:
            yield f"{name} does not say whether it takes a token"


# A picture is bytes: JSON, in which examples are written, has none.
PICTURES = {"application/octet-stream", "image/webp"}


def refusals(document: Document) -> Iterator[str]:
    for name, path, operation in operations(document):
        due = {"400", "406", "503"}
        if {"token": []} in operation.get("security", []):
            due.add("401")
        if "{" in path:
            due.add("404")
        if "requestBody" in operation:
            due |= {"413", "415"}
        told = {status: a for status, a in operation["responses"].items() if status >= "400"}
        for status in sorted(due - set(told)):
            yield f"{name} does not tell that it may answer {status}"
        for status, answer in told.items():
            if set(answer.get("content", {})) != {PROBLEM}:
                yield f"{name} answers {status} with something else than a problem document"


def examples(document: Document) -> Iterator[str]:
    """Each request and each success has one, and each fits its schema."""
    for name, _path, operation in operations(document):
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path" and "example" not in parameter:
                yield f"{name} has no example of {parameter['name']}"
        bodies = {"request": operation.get("requestBody", {})} | operation["responses"]
        for which, body in bodies.items():
            for media_type, content in body.get("content", {}).items():
                if (
                    media_type not in PICTURES
                    and not content.get("examples")
                    and (which == "request" or which < "300")
                ):
                    yield f"{name} has no example of its {which} in {media_type}"
                for fault in _misfits(content, document):
                    yield f"{name} {which} {fault}"


def _misfits(content: dict[str, Any], document: Document) -> Iterator[str]:
    """What is wrong with the examples of one body."""
    shape = {"allOf": [content["schema"]], "components": document["components"]}
    for title, example in content.get("examples", {}).items():
        for error in OAS31Validator(shape).iter_errors(example["value"]):
            yield f"{title}: {error.json_path} {error.message}"


def descriptions(document: Document) -> Iterator[str]:
    """Every property is described somewhere, or has a name that is enough."""
    shapes = document["components"]["schemas"]
    known, unknown = set(PLAIN), {}
    for name, shape in shapes.items():
        if not shape.get("description") and "properties" in shape and "Paginated" not in name:
            yield f"{name} has no description"
        for field, told in shape.get("properties", {}).items():
            if told.get("description") or "$ref" in str(told):
                known.add(field)
            else:
                unknown.setdefault(field, name)
    for field, name in unknown.items():
        if field not in known:
            yield f"{name}.{field} is described nowhere"


def enums(document: Document) -> Iterator[str]:
    """A description that lists words says that the value is one of them: then the schema says it."""
    for name, shape in document["components"]["schemas"].items():
        for field, told in shape.get("properties", {}).items():
            listed = _WORDS.findall(told.get("description", ""))
            is_text = told.get("type") in ("string", ["string", "null"])
            if is_text and len(listed) > 1 and not {"enum", "x-extensible-enum"} & set(told):
                yield f"{name}.{field} lists words but has no enum"


RULES: list[Callable[[Document], Iterator[str]]] = [
    names,
    summaries,
    tags,
    security,
    refusals,
    examples,
    descriptions,
    enums,
]
