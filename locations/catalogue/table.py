"""What a table is, and the columns and parts that several tables share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import models

from dramas.models.drama import Confidence
from locations.catalogue.parts import Cells, Part, Plain, Sources
from locations.catalogue.shapes import Column, listed, one_of, slots, words

Check = Callable[[Cells], Iterator[tuple[str, str]]]


@dataclass(frozen=True)
class Table:
    """One file. `load_order` sorts rows that point to rows of the same file."""

    name: str
    model: type[models.Model]
    key: str
    columns: dict[str, Column]
    parts: dict[str, Part]
    checks: tuple[Check, ...] = ()
    load_order: Callable[[Cells], int] = field(default=lambda cells: 0)

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


def texts(*names: str, empty: object = "") -> dict[str, Column]:
    return {name: Column(words, empty) for name in names}


def plain(*names: str) -> dict[str, Part]:
    return {name: Plain(name) for name in names}


NAMES = ("name_hans", "name_hant", "name_en")
NAME_COLUMNS = {
    "name_hans": Column(words),
    **texts("name_hant", "name_en"),
}
SOURCE_COLUMNS = {
    "confidence": Column(one_of(Confidence.values)),
    "source_titles": Column(listed),
    "source_urls": Column(slots, []),
    **texts("note_hans", "note_en"),
}
SOURCE_PARTS: dict[str, Part] = {
    **plain("confidence", "note_hans", "note_en"),
    "sources": Sources(),
}
QUESTIONS = ("open_question_hans", "open_question_en")
