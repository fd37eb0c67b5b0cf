"""The records of the store by their catalogue keys, read once per table."""

from collections.abc import Iterable
from typing import Any

from locations.catalogue.parts import Children, Tags
from locations.catalogue.tables import TABLES, Table
from locations.models import CatalogueEntry


class Register:
    """Which record each key means: the one the catalogue made, or one that has the key by itself.

    A record whose slug a bureau has changed is still the one its entry names.
    """

    def __init__(self, tables: Iterable[Table] = TABLES) -> None:
        self.entries: dict[str, dict[str, CatalogueEntry]] = {table.name: {} for table in TABLES}
        self._records: dict[str, dict[str, Any]] = {}
        self._keys: dict[str, dict[str, str]] = {}
        for entry in CatalogueEntry.objects.all():
            self.entries[entry.table][entry.key] = entry
        for table in tables:
            self._read(table)

    def _read(self, table: Table) -> None:
        related = [p.attr for p in table.parts.values() if isinstance(p, Children | Tags)]
        stored = list(table.model._default_manager.prefetch_related(*related))
        by_pk = {str(record.pk): record for record in stored}
        entries = self.entries[table.name]
        made = {key: by_pk[e.record_pk] for key, e in entries.items() if e.record_pk in by_pk}
        taken = {record.pk for record in made.values()}
        own = {getattr(record, table.key): record for record in stored if record.pk not in taken}
        self._records[table.name] = own | made
        self._keys[table.name] = {str(r.pk): key for key, r in self._records[table.name].items()}

    def find(self, table: str, key: str) -> Any | None:
        return self._records[table].get(key)

    def record(self, table: str, key: str) -> Any:
        return self._records[table][key]

    def key(self, table: str, pk: Any) -> str | None:
        """The key of the record with this primary key, which may be one a bureau has added."""
        return None if pk is None else self._keys[table].get(str(pk), f"#{pk}")

    def add(self, table: str, key: str, record: Any) -> None:
        self._records[table][key] = record
        self._keys[table][str(record.pk)] = key

    def is_deleted(self, table: str, key: str) -> bool:
        """Loaded once, and deleted here since."""
        return key in self.entries[table] and key not in self._records[table]

    def known(self) -> dict[str, set[str]]:
        return {
            name: set(records) | set(self.entries[name]) for name, records in self._records.items()
        }
