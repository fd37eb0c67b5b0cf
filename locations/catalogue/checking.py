"""Reads a folder of tables and finds every fault that can be found without writing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models

from locations.catalogue.parts import Cells, Children, Plain, Together
from locations.catalogue.reading import Fault, RawRow, read_table
from locations.catalogue.rows import with_stored_point
from locations.catalogue.shapes import BadCell, RefTo
from locations.catalogue.tables import LOCATIONS, STOPS, TABLES, TRAILS, Table

FIRST_ROW = 2  # a fault of an earlier one is a fault of the whole file


@dataclass(frozen=True)
class Row:
    """A row whose cells are good."""

    number: int
    key: str
    cells: Cells
    raw: dict[str, str]


@dataclass
class Catalogue:
    """What a folder holds. A table whose file is not there is absent, which is not empty."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    # Of refused rows too: a fault is told once, not again for every row that points to its row.
    keys: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, table: Table, row: Row, column: str, reason: str) -> None:
        value = row.raw.get(column, "")
        self.faults.append(Fault(table.file, row.number, column, value, reason))


def read_catalogue(folder: Path) -> Catalogue:
    """Every table in `folder`, checked by itself; `check_references` does the rest."""
    catalogue = Catalogue()
    known = {table.file: table for table in (*TABLES, STOPS)}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            reason = f"unknown table; there are {', '.join(known)}"
            catalogue.faults.append(Fault(path.name, 0, "", "", reason))
    for file, table in known.items():
        if (folder / file).is_file():
            _read(folder / file, table, catalogue)
    if not catalogue.rows and not catalogue.faults:
        reason = f"no table is there; {', '.join(known)} are looked for"
        catalogue.faults.append(Fault(str(folder), 0, "", "", reason))
    _fold_stops(catalogue)
    return catalogue


def check_references(catalogue: Catalogue, known: dict[str, set[str]]) -> None:
    """Refuses cells that name a row which is neither in these tables nor in `known`, the store's."""
    names = {name: known.get(name, set()).copy() for name in (table.name for table in TABLES)}
    for name, keys in catalogue.keys.items():
        names[name] |= keys
    for name in catalogue.unread & names.keys():
        del names[name]
    for table in (*TABLES, STOPS):
        for row in catalogue.rows.get(table.name, []):
            for column, reason in _dangling(table, row, names):
                catalogue.refuse(table, row, column, reason)


def _dangling(table: Table, row: Row, names: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    for column, spec in table.columns.items():
        if isinstance(spec.shape, RefTo) and spec.shape.table in names:
            missing = set(spec.shape.keys(row.cells[column])) - names[spec.shape.table]
            for key in sorted(missing):
                yield column, f"there is no row {key!r} in {spec.shape.table}.csv"


def _read(path: Path, table: Table, catalogue: Catalogue) -> None:
    raw_rows, faults = read_table(path, list(table.columns))
    catalogue.faults += faults
    if any(fault.row < FIRST_ROW for fault in faults):
        catalogue.unread.add(table.name)
    if table.key:
        catalogue.keys[table.name] = {raw.cells[table.key] for raw in raw_rows}
    rows = [row for raw in raw_rows if (row := _checked(table, raw, catalogue))]
    _refuse_twins(table, rows, catalogue)
    catalogue.rows[table.name] = sorted(rows, key=lambda row: table.load_order(row.cells))


def _checked(table: Table, raw: RawRow, catalogue: Catalogue) -> Row | None:
    cells: Cells = {}
    faults: list[tuple[str, str]] = []
    for name, column in table.columns.items():
        try:
            cells[name] = column.value(raw.cells[name])
        except BadCell as error:
            faults.append((name, str(error)))
    row = Row(raw.number, raw.cells.get(table.key, ""), cells, raw.cells)
    if not faults:
        faults = [fault for check in table.checks for fault in check(cells)]
    if not faults:
        faults = list(_field_faults(table, cells))
    for name, reason in faults:
        catalogue.refuse(table, row, name, reason)
    if faults:
        return None
    return (
        Row(row.number, row.key, with_stored_point(cells), raw.cells) if table is LOCATIONS else row
    )


def _field_faults(table: Table, cells: Cells) -> Iterator[tuple[str, str]]:
    """What the model's own fields refuse: texts too long, numbers too large."""
    for column, model, attr, value in _field_values(table, cells):
        if value in (None, "", []):
            continue
        model_field = cast("models.Field[Any, Any]", model._meta.get_field(attr))
        try:
            model_field.clean(value, None)
        except ValidationError as error:
            yield column, " ".join(error.messages)


def _field_values(table: Table, cells: Cells) -> Iterator[tuple[str, type[models.Model], str, Any]]:
    """`(column, model, field, value)` of every field that a row fills by itself."""
    if table.key:
        yield table.key, table.model, table.key, cells[table.key]
    for whole in table.parts.values():
        for part in whole.parts if isinstance(whole, Together) else (whole,):
            if type(part) is Plain:
                column = part.column or part.attr
                yield column, table.model, part.attr, cells[column]
            elif isinstance(part, Children):
                for item in cells.get(part.attr, []):
                    for name, value in item.items():
                        yield part.attr, part.model, name, value


def _refuse_twins(table: Table, rows: list[Row], catalogue: Catalogue) -> None:
    counts = Counter(row.key for row in rows) if table.key else Counter()
    for row in rows:
        if counts[row.key] > 1:
            first = next(other.number for other in rows if other.key == row.key)
            if row.number != first:
                catalogue.refuse(table, row, table.key, f"is in row {first} already")


def _fold_stops(catalogue: Catalogue) -> None:
    """Puts the stops into the cells of their trails, whose whole value they are."""
    stops_of: dict[str, list[Row]] = {}
    for row in catalogue.rows.get(STOPS.name, []):
        stops_of.setdefault(row.cells["trail"], []).append(row)
    for rows in stops_of.values():
        _check_order(rows, catalogue)
    for trail in catalogue.rows.get(TRAILS.name, []):
        trail.cells["stops"] = [_stop(row.cells) for row in stops_of.get(trail.key, [])]
    for table, other in ((STOPS, TRAILS), (TRAILS, STOPS)):
        if table.name in catalogue.rows and other.name not in catalogue.rows:
            reason = f"{other.file} must be there too"
            catalogue.faults.append(Fault(table.file, 0, "", "", reason))


def _check_order(rows: list[Row], catalogue: Catalogue) -> None:
    places = Counter(row.cells["location"] for row in rows)
    for expected, row in enumerate(sorted(rows, key=lambda row: row.cells["position"]), start=1):
        if row.cells["position"] != expected:
            catalogue.refuse(STOPS, row, "position", f"{expected} was expected: stops are 1 to n")
            break
    for row in rows:
        if places[row.cells["location"]] > 1:
            catalogue.refuse(STOPS, row, "location", "is twice on the trail")


def _stop(cells: Cells) -> dict[str, Any]:
    return {
        "position": cells["position"],
        "location": cells["location"],
        "note_hans": cells["note_hans"],
        "note_hant": "",
        "note_en": cells["note_en"],
    }
