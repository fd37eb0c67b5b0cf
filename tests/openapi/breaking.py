"""What a new OpenAPI document takes away from apps that were written for an old one.

A request must stay acceptable: what is sent may not be held to more. An answer must stay readable:
what comes may not be less, nor something new where the old document closed the list. Whatever is
added beside that is no break. Pure; both documents are given.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Schema = dict[str, Any]
Seen = frozenset[tuple[int, int]]
Walk = Callable[..., Iterator[str]]
CEILINGS = ("maximum", "maxLength", "maxItems", "exclusiveMaximum")
FLOORS = ("minimum", "minLength", "minItems", "exclusiveMinimum")
OPEN_WORDS = "x-extensible-enum"


class Side(NamedTuple):
    document: Schema
    schema: Schema

    def at(self, schema: Schema) -> "Side":
        return Side(self.document, schema)

    def resolved(self) -> Schema:
        """The schema itself, past references; `allOf` of one is that one."""
        schema = self.schema
        while True:
            if reference := schema.get("$ref"):
                schema = self.document
                for step in reference.removeprefix("#/").split("/"):
                    schema = schema[step]
            elif len(schema.get("allOf", [])) == 1:
                schema = schema["allOf"][0]
            else:
                return schema


def breaks(old: Schema, new: Schema) -> Iterator[str]:
    """Each break in words; none if apps of `old` go on working."""
    for path, methods in old["paths"].items():
        for method, before in methods.items():
            name = f"{method.upper()} {path}"
            after = new["paths"].get(path, {}).get(method)
            if after is None:
                yield f"{name} is gone"
                continue
            yield from _of_operation(name, before, after)
            yield from _of_parameters(name, Side(old, before), Side(new, after))
            yield from _of_request(name, Side(old, before), Side(new, after))
            yield from _of_answers(name, Side(old, before), Side(new, after))


def _of_operation(name: str, old: Schema, new: Schema) -> Iterator[str]:
    if old["operationId"] != new["operationId"]:
        yield f"{name} is called {new['operationId']}, no longer {old['operationId']}"
    if {} in old.get("security", [{}]) and {} not in new.get("security", [{}]):
        yield f"{name} needs a token now"


def _of_parameters(name: str, old: Side, new: Side) -> Iterator[str]:
    before = {(p["in"], p["name"]): p for p in old.schema.get("parameters", [])}
    after = {(p["in"], p["name"]): p for p in new.schema.get("parameters", [])}
    for key, parameter in before.items():
        if key not in after:
            yield f"{name} {key[1]} is gone"
            continue
        yield from _narrowed(
            f"{name} {key[1]}", old.at(parameter["schema"]), new.at(after[key]["schema"])
        )
    for key, parameter in after.items():
        if parameter.get("required") and not before.get(key, {}).get("required"):
            yield f"{name} {key[1]} is required now"


def _of_request(name: str, old: Side, new: Side) -> Iterator[str]:
    before, after = old.schema.get("requestBody", {}), new.schema.get("requestBody", {})
    if after.get("required") and not before.get("required"):
        yield f"{name} needs a body now"
    for media_type, content in before.get("content", {}).items():
        if media_type not in after.get("content", {}):
            yield f"{name} takes no {media_type} any more"
            continue
        there = new.at(after["content"][media_type]["schema"])
        yield from _narrowed(f"{name} request", old.at(content["schema"]), there)


def _of_answers(name: str, old: Side, new: Side) -> Iterator[str]:
    for status, before in old.schema["responses"].items():
        after = new.schema["responses"].get(status)
        if after is None:
            yield f"{name} {status} is gone"
            continue
        for media_type, content in before.get("content", {}).items():
            if media_type not in after.get("content", {}):
                yield f"{name} {status} gives no {media_type} any more"
                continue
            there = new.at(after["content"][media_type]["schema"])
            yield from _lessened(f"{name} {status}", old.at(content["schema"]), there)


# --- what is sent ------------------------------------------------------------------------------


def _narrowed(where: str, old: Side, new: Side, seen: Seen = frozenset()) -> Iterator[str]:
    """Values that `old` takes and `new` does not."""
    before, after = old.resolved(), new.resolved()
    if refused := _types(before) - _types(after):
        yield f"{where} takes no {_listed(refused)} any more"
    if "enum" in after and (refused := _enum(before) - _enum(after) or "enum" not in before):
        yield f"{where} takes fewer words: {_listed(refused)}"
    yield from _tightened(where, before, after)
    for name in sorted(set(after.get("required", [])) - set(before.get("required", []))):
        yield f"{where}.{name} is required now"
    if _is_closed(after) and not _is_closed(before):
        yield f"{where} takes no further members any more"
    if len(_choices(after)) < len(_choices(before)):
        yield f"{where} takes fewer shapes"
    yield from _deeper(_narrowed, where, old, new, seen)


def _tightened(where: str, before: Schema, after: Schema) -> Iterator[str]:
    for word in CEILINGS:
        if word in after and after[word] < before.get(word, float("inf")):
            yield f"{where} has a lower {word}"
    for word in FLOORS:
        if word in after and after[word] > before.get(word, float("-inf")):
            yield f"{where} has a higher {word}"
    for word in ("pattern", "format", "const"):
        if word in after and after[word] != before.get(word):
            yield f"{where} has another {word}"


# --- what comes back ---------------------------------------------------------------------------


def _lessened(where: str, old: Side, new: Side, seen: Seen = frozenset()) -> Iterator[str]:
    """Values that `new` gives and a reader of `old` does not know, or misses."""
    before, after = old.resolved(), new.resolved()
    yield from _unheard_of(where, before, after)
    if before.get("format") != after.get("format"):
        yield f"{where} has another format"
    for name in sorted(set(before.get("required", [])) - set(after.get("required", []))):
        if name in after.get("properties", {}):
            yield f"{where}.{name} may be missing now"
    if len(_choices(after)) > len(_choices(before)) > 0:
        yield f"{where} may have a further shape"
    yield from _deeper(_lessened, where, old, new, seen)


def _unheard_of(where: str, before: Schema, after: Schema) -> Iterator[str]:
    if unknown := _types(after) - _types(before):
        yield f"{where} may be {_listed(unknown)} now"
    if "enum" in before and (unknown := _enum(after) - _enum(before) or "enum" not in after):
        yield f"{where} may be other words: {_listed(unknown)}"
    if gone := set(before.get(OPEN_WORDS, [])) - set(after.get(OPEN_WORDS, [])):
        yield f"{where} is never {_listed(gone)} any more"


# --- both --------------------------------------------------------------------------------------


def _deeper(walk: Walk, where: str, old: Side, new: Side, seen: Seen) -> Iterator[str]:
    """The same for all that is inside; shapes that hold themselves are walked once."""
    pair = (id(old.resolved()), id(new.resolved()))
    if pair in seen:
        return
    for name, one, other in _inner(old, new):
        if other is None:
            yield f"{where}{name} is gone"
        else:
            yield from walk(f"{where}{name}", one, other, seen | {pair})


def _inner(old: Side, new: Side) -> Iterator[tuple[str, Side, Side | None]]:
    """Members, items and alternatives of `old`, each with its counterpart."""
    before, after = old.resolved(), new.resolved()
    for name, schema in before.get("properties", {}).items():
        there = after.get("properties", {}).get(name)
        yield f".{name}", old.at(schema), None if there is None else new.at(there)
    if "items" in before and "items" in after:
        yield "[]", old.at(before["items"]), new.at(after["items"])
    for number, (one, other) in enumerate(zip(_choices(before), _choices(after), strict=False)):
        yield f"|{number}", old.at(one), new.at(other)


def _is_closed(schema: Schema) -> bool:
    return schema.get("additionalProperties") is False


def _choices(schema: Schema) -> list[Schema]:
    found: list[Schema] = schema.get("oneOf") or schema.get("anyOf") or []
    return found


def _types(schema: Schema) -> set[str]:
    """With `integer` for each `number`, which holds it."""
    told = schema.get("type", [])
    types = {told} if isinstance(told, str) else set(told)
    return types | {"integer"} if "number" in types else types


def _enum(schema: Schema) -> set[Any]:
    return set(schema.get("enum", []))


def _listed(words: Any) -> str:
    return "a list now" if words is True else ", ".join(sorted(map(str, words)))
