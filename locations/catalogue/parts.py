"""How a value of the catalogue sits on a record: in one field, in several, beside it in children.

Values are what JSON can hold, so that `CatalogueEntry` can keep them; records of other tables
appear as their catalogue keys.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models

Cells = dict[str, Any]


class Keys(Protocol):
    """Which record a catalogue key means, and the other way round."""

    def record(self, table: str, key: str) -> Any: ...

    def key(self, table: str, pk: Any) -> str | None: ...


class Part(Protocol):
    """One value, whole: it follows the catalogue or is a bureau's, never half."""

    @property
    def late(self) -> bool:
        """Written after all rows of the table have been saved."""

    def value(self, cells: Cells) -> Any: ...

    def refers(self, value: Any) -> list[tuple[str, str]]:
        """The (table, key) of the records that the value names."""

    def current(self, record: Any, keys: Keys) -> Any: ...

    def put(self, record: Any, value: Any, keys: Keys) -> None: ...


@dataclass(frozen=True)
class Plain:
    """A field of the same name as its column, or as `column` says."""

    attr: str
    column: str = ""
    late: bool = False

    def value(self, cells: Cells) -> Any:
        return cells[self.column or self.attr]

    def refers(self, value: Any) -> list[tuple[str, str]]:
        return []

    def current(self, record: Any, keys: Keys) -> Any:
        value = getattr(record, self.attr)
        return value.isoformat() if hasattr(value, "isoformat") else value

    def put(self, record: Any, value: Any, keys: Keys) -> None:
        setattr(record, self.attr, record._meta.get_field(self.attr).to_python(value))


@dataclass(frozen=True)
class Reference:
    """A foreign key. A late one may point to a record of the same load and table."""

    attr: str
    table: str
    column: str = ""
    late: bool = False

    def value(self, cells: Cells) -> Any:
        return cells[self.column or self.attr]

    def refers(self, value: Any) -> list[tuple[str, str]]:
        return [(self.table, value)] if value else []

    def current(self, record: Any, keys: Keys) -> Any:
        return keys.key(self.table, getattr(record, f"{self.attr}_id"))

    def put(self, record: Any, value: Any, keys: Keys) -> None:
        setattr(record, self.attr, keys.record(self.table, value) if value else None)
        if self.late:
            record.save(update_fields=[self.attr])


@dataclass(frozen=True)
class Together:
    """Fields that are one fact, such as a pin with its quality: a bureau owns all of it or none."""

    parts: tuple[Plain | Reference, ...]
    late: bool = False

    def value(self, cells: Cells) -> Any:
        return {part.attr: part.value(cells) for part in self.parts}

    def refers(self, value: Any) -> list[tuple[str, str]]:
        return [named for part in self.parts for named in part.refers(value[part.attr])]

    def current(self, record: Any, keys: Keys) -> Any:
        return {part.attr: part.current(record, keys) for part in self.parts}

    def put(self, record: Any, value: Any, keys: Keys) -> None:
        for part in self.parts:
            part.put(record, value[part.attr], keys)


@dataclass(frozen=True)
class Sources(Plain):
    """Titles and addresses of the pages that say so, in the order of the file."""

    attr: str = "sources"

    def value(self, cells: Cells) -> Any:
        titles = cells["source_titles"]
        urls = cells["source_urls"] or [""] * len(titles)
        return [{"title": title, "url": url} for title, url in zip(titles, urls, strict=True)]


@dataclass(frozen=True)
class Tags:
    """A many-to-many relation; the order means nothing."""

    attr: str
    table: str
    late: bool = True

    def value(self, cells: Cells) -> Any:
        return cells[self.attr]

    def refers(self, value: Any) -> list[tuple[str, str]]:
        return [(self.table, key) for key in value]

    def current(self, record: Any, keys: Keys) -> Any:
        found = (keys.key(self.table, other.pk) for other in getattr(record, self.attr).all())
        return sorted(key for key in found if key)

    def put(self, record: Any, value: Any, keys: Keys) -> None:
        getattr(record, self.attr).set([keys.record(self.table, key) for key in value])


@dataclass(frozen=True)
class Children:
    """Rows that belong to the record, such as the stops of a trail; written as a whole."""

    attr: str
    model: type[models.Model]
    parent: str
    columns: tuple[str, ...]
    order_by: tuple[str, ...]
    references: dict[str, str] = field(default_factory=dict)
    late: bool = True

    def value(self, cells: Cells) -> Any:
        return self._ordered(cells[self.attr])

    def refers(self, value: Any) -> list[tuple[str, str]]:
        return [(table, item[n]) for item in value for n, table in self.references.items()]

    def current(self, record: Any, keys: Keys) -> Any:
        return self._ordered(
            [
                {name: self._read(child, name, keys) for name in self.columns}
                for child in getattr(record, self.attr).all()
            ]
        )

    def put(self, record: Any, value: Any, keys: Keys) -> None:
        rows = self.model._default_manager
        rows.filter(**{self.parent: record}).delete()
        rows.bulk_create(
            [self.model(**{self.parent: record}, **self._written(item, keys)) for item in value]
        )

    def _read(self, child: Any, name: str, keys: Keys) -> Any:
        if table := self.references.get(name):
            return keys.key(table, getattr(child, f"{name}_id"))
        return getattr(child, name)

    def _written(self, item: dict[str, Any], keys: Keys) -> dict[str, Any]:
        return item | {n: keys.record(table, item[n]) for n, table in self.references.items()}

    def _ordered(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(items, key=lambda item: tuple(item[name] for name in self.order_by))
