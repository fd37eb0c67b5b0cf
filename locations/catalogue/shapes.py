"""What a cell may hold: a shape takes the text of a filled cell and gives its value or `BadCell`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dramas.models.drama import PARTIAL_DATE

SEPARATOR = "|"
REQUIRED = object()


class BadCell(ValueError):
    """The text is not what its column holds; the message says what is expected."""


Shape = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """A column: its shape, and what an empty cell means (`REQUIRED`: it may not be empty)."""

    shape: Shape
    empty: Any = REQUIRED

    def value(self, text: str) -> Any:
        if text:
            return self.shape(text)
        if self.empty is REQUIRED:
            raise BadCell("must not be empty")
        return self.empty


@dataclass(frozen=True)
class RefTo:
    """The key of a row of another table."""

    table: str

    def __call__(self, text: str) -> str:
        return text

    def keys(self, value: Any) -> list[str]:
        return [value] if value else []


@dataclass(frozen=True)
class RefsTo(RefTo):
    """Keys of rows of another table, each once; kept sorted, since their order means nothing."""

    def __call__(self, text: str) -> Any:
        return sorted(_each_once(listed(text)))

    def keys(self, value: Any) -> list[str]:
        return list(value)


def words(text: str) -> str:
    if found := re.search(r"[\x00-\x1f\x7f\ufffd]", text):
        raise BadCell(f"holds the control or replacement character U+{ord(found[0]):04X}")
    return text


def slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+([-_]+[a-z0-9]+)*", text):
        raise BadCell("is no slug: lower-case letters, digits, - and _")
    return text


def region_code(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{5}", text):
        raise BadCell("is no region code: six digits (GB/T 2260)")
    return text


def whole(text: str) -> int:
    """A whole number, 0 or more. ASCII digits only: int() would also read １２."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise BadCell("is no whole number, 0 or more")
    return int(text)


def small(text: str) -> int:
    """A whole number up to 32767: what a small integer holds in every store."""
    if (number := whole(text)) > 32_767:
        raise BadCell("is more than 32767")
    return number


def degrees(text: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", text):
        raise BadCell("is no number of degrees, such as 30.3152")
    return float(text)


def listed(text: str) -> list[str]:
    items = [words(item.strip()) for item in text.split(SEPARATOR)]
    if not all(items):
        raise BadCell(f"has an empty item between two {SEPARATOR}")
    return items


def joined(text: str) -> str:
    """Several names in one line of Chinese text."""
    return "、".join(listed(text))


def slots(text: str) -> list[str]:
    """Items of which some may be empty; their places count."""
    return [words(item.strip()) for item in text.split(SEPARATOR)]


def partial_date(text: str) -> str:
    if not re.fullmatch(PARTIAL_DATE, text):
        raise BadCell("is no date: YYYY, YYYY-MM or YYYY-MM-DD")
    if len(text) == len("YYYY-MM-DD"):
        full_date(text)
    return text


def full_date(text: str) -> str:
    try:
        return date.fromisoformat(text if len(text) == len("YYYY-MM-DD") else "").isoformat()
    except ValueError as error:
        raise BadCell("is no day of the calendar: YYYY-MM-DD") from error


def one_of(values: Mapping[str, Any] | list[str]) -> Shape:
    """One of some words; a mapping gives another value for each word."""
    known = values if isinstance(values, Mapping) else {word: word for word in values}

    def shape(text: str) -> Any:
        if text not in known:
            raise BadCell(f"is none of {', '.join(known)}")
        return known[text]

    return shape


def platforms(text: str) -> list[dict[str, Any]]:
    """`name` or `name*planned`, in order; the addresses are a bureau's to add."""
    items = listed(text)
    planned = "*planned"
    names = _each_once([item.removesuffix(planned).strip() for item in items])
    return [
        {"name": name, "url": "", "is_planned": item.endswith(planned), "position": position}
        for position, (name, item) in enumerate(zip(names, items, strict=True))
    ]


def recognitions(text: str) -> list[dict[str, str]]:
    """`body;programme;batch;date` each; batch and date may be empty."""
    return [_recognition(item) for item in _each_once(listed(text))]


def _recognition(item: str) -> dict[str, str]:
    cells = [cell.strip() for cell in item.split(";")]
    if len(cells) != 4:
        raise BadCell(f"{item!r} has {len(cells)} parts, not body;programme;batch;date")
    body, programme, batch, day = cells
    if not programme:
        raise BadCell(f"{item!r} names no programme")
    return {
        "body": body,
        "programme": programme,
        "batch": batch,
        "date": partial_date(day) if day else "",
    }


def _each_once(items: list[str]) -> list[str]:
    if twice := sorted({item for item in items if items.count(item) > 1}):
        raise BadCell(f"names {', '.join(twice)} twice")
    return items
