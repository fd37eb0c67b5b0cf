"""What a load did, for the person who started it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from locations.catalogue.reading import Fault

SHOWN = 60


@dataclass(frozen=True)
class Change:
    """A part of a record that now follows the catalogue."""

    table: str
    key: str
    part: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Left:
    """A part of a record, or the whole of it, that was left as a bureau has it."""

    table: str
    key: str
    part: str
    reason: str


@dataclass
class Report:
    tables: list[str] = field(default_factory=list)
    created: list[tuple[str, str]] = field(default_factory=list)
    updated: list[Change] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)
    vanished: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)

    @property
    def wrote(self) -> bool:
        return bool(self.created or self.updated)

    def lines(self, *, details: bool = False) -> Iterator[str]:
        """The report as text; `details` names every record that was created."""
        if self.refused:
            yield from map(_refusal, self.refused)
            return
        yield from self._counts()
        if details:
            for table, key in self.created:
                yield f"created  {table} {key}"
        for c in self.updated:
            yield f"updated  {c.table} {c.key}: {c.part} {shown(c.before)} → {shown(c.after)}"
        for left in self.left:
            part = f"{left.part} " if left.part else ""
            yield f"left     {left.table} {left.key}: {part}{left.reason}"
        for table, key in self.vanished:
            yield f"kept     {table} {key}: no longer in the catalogue, still here"

    def _counts(self) -> Iterator[str]:
        created = Counter(table for table, _ in self.created)
        updated = Counter(table for table, _ in {(c.table, c.key) for c in self.updated})
        left = Counter(table for table, _ in {(e.table, e.key) for e in self.left})
        yield f"{'':12}{'created':>9}{'updated':>9}{'unchanged':>11}{'with parts left':>17}"
        for name in self.tables:
            counts = f"{created[name]:>9}{updated[name]:>9}{self.unchanged[name]:>11}"
            yield f"{name:12}{counts}{left[name]:>17}"


def _refusal(fault: Fault) -> str:
    where = [fault.file]
    if fault.row:
        where.append(f"row {fault.row}")
    if fault.column:
        where.append(fault.column)
    value = f"{shown(fault.value)}: " if fault.value else ""
    return f"refused  {', '.join(where)}: {value}{fault.reason}"


def shown(value: Any) -> str:
    """A value short enough for a line."""
    text = repr(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
