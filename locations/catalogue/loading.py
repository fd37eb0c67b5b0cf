"""Writes a checked catalogue: the catalogue's values follow it, a bureau's stay.

Each value is compared three ways: as the catalogue says it now, as the record has it, and as the
catalogue said it when it was last written (`CatalogueEntry`). Only a record that still has the
last written value gets the new one.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from locations.catalogue.checking import Catalogue, Row, check_references, read_catalogue
from locations.catalogue.parts import Part
from locations.catalogue.register import Register
from locations.catalogue.report import Change, Left, Report, shown
from locations.catalogue.tables import TABLES, Table
from locations.models import CatalogueEntry

NEVER = object()  # the catalogue has not written this part yet


def load_catalogue(*, folder: Path, dry_run: bool = False) -> Report:
    """Loads the tables of `folder` in one transaction and tells what happened.

    A refused cell anywhere means that nothing is written; `Report.refused` names them all.
    """
    with translation.override("en"):  # of the model's messages, which stand beside ours
        catalogue = read_catalogue(folder)
        with transaction.atomic():
            load = _Load(catalogue)
            load.run()
            if dry_run or load.report.refused:
                transaction.set_rollback(True)
    return load.report


class _Load:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.register = Register()
        self.report = Report()
        self.late: list[tuple[Part, Any, Any]] = []
        self.entries: list[CatalogueEntry] = []

    def run(self) -> None:
        check_references(self.catalogue, self.register.known())
        for table in TABLES:
            if table.name in self.catalogue.rows and not self.catalogue.faults:
                self._load_table(table, self.catalogue.rows[table.name])
        self.report.refused = sorted(self.catalogue.faults, key=lambda f: (f.file, f.row, f.column))

    def _load_table(self, table: Table, rows: list[Row]) -> None:
        self.report.tables.append(table.name)
        for row in rows:
            try:
                self._load_row(table, row)
            except ValidationError as error:
                self._refuse(table, row, error)
        if self.catalogue.faults:
            return
        for part, record, value in self.late:
            part.put(record, value, self.register)
        self._keep_entries()
        listed = {row.key for row in rows}
        for key in self.register.entries[table.name]:
            if key not in listed and self.register.find(table.name, key):
                self.report.vanished.append((table.name, key))

    def _load_row(self, table: Table, row: Row) -> None:
        values = {name: part.value(row.cells) for name, part in table.parts.items()}
        if self.register.is_deleted(table.name, row.key):
            self._leave(table, row, "", "was deleted here and is not made again")
        elif record := self.register.find(table.name, row.key):
            self._merge(table, row, record, values)
        else:
            self._create(table, row, values)

    def _create(self, table: Table, row: Row, values: dict[str, Any]) -> None:
        """A row cannot stand without a record it names; a list in it can wait."""
        for name in [name for name in values if self._absent(table.parts[name], values[name])]:
            reason = self._absent(table.parts[name], values.pop(name))
            if not table.parts[name].late:
                self._leave(table, row, "", reason)
                return
            self._leave(table, row, name, reason)
        record = table.model(**{table.key: row.key})
        self._write(table, record, values)
        self.register.add(table.name, row.key, record)
        self._remember(table, row, record, values)
        self.report.created.append((table.name, row.key))

    def _merge(self, table: Table, row: Row, record: Any, values: dict[str, Any]) -> None:
        entry = self.register.entries[table.name].get(row.key)
        written = dict(entry.values) if entry else {}
        changed: dict[str, Any] = {}
        left = len(self.report.left)
        for name, value in values.items():
            part = table.parts[name]
            now = part.current(record, self.register)
            if now == value:
                written[name] = value
            elif now != written.get(name, NEVER):
                self._leave(table, row, name, f"is {shown(now)} here, {shown(value)} there")
            elif reason := self._absent(part, value):
                self._leave(table, row, name, reason)
            else:
                changed[name] = written[name] = value
                self.report.updated.append(Change(table.name, row.key, name, now, value))
        if changed:
            self._write(table, record, changed)
        elif left == len(self.report.left):
            self.report.unchanged[table.name] += 1
        if not entry or entry.values != written or entry.record_pk != str(record.pk):
            self._remember(table, row, record, written)

    def _write(self, table: Table, record: Any, values: dict[str, Any]) -> None:
        """Saves the record, even if only its children change: its revision moves with them."""
        for name, value in values.items():
            part = table.parts[name]
            if part.late:
                self.late.append((part, record, value))
            else:
                part.put(record, value, self.register)
        relations = [f.name for f in record._meta.fields if f.is_relation]
        record.full_clean(exclude=relations)
        record.save(force_insert=record._state.adding)

    def _absent(self, part: Part, value: Any) -> str:
        """Why the value cannot be written: a record it names was deleted here or just refused."""
        for table, key in part.refers(value):
            if self.register.is_deleted(table, key):
                return f"names {table} {key}, which was deleted here"
            if not part.late and not self.register.find(table, key):
                return f"names {table} {key}, which was not loaded"
        return ""

    def _remember(self, table: Table, row: Row, record: Any, values: dict[str, Any]) -> None:
        known = self.register.entries[table.name]
        entry = known.setdefault(row.key, CatalogueEntry(table=table.name, key=row.key))
        entry.record_pk, entry.values = str(record.pk), values
        self.entries.append(entry)

    def _keep_entries(self) -> None:
        known = [entry for entry in self.entries if entry.pk]
        CatalogueEntry.objects.bulk_create([entry for entry in self.entries if not entry.pk])
        CatalogueEntry.objects.bulk_update(known, ["record_pk", "values"], batch_size=200)
        self.late.clear()
        self.entries.clear()

    def _leave(self, table: Table, row: Row, part: str, reason: str) -> None:
        self.report.left.append(Left(table.name, row.key, part, reason))

    def _refuse(self, table: Table, row: Row, error: ValidationError) -> None:
        for name, messages in error.message_dict.items():
            column = name if name in table.columns else ""
            self.catalogue.refuse(table, row, column, " ".join(messages))
