"""Queries that are compiled once and run often: compiling costs several times what running does."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import FloatField, QuerySet, Value


class Slot(Value):
    """A number in a query that is filled in by its name when the query runs."""

    def __init__(self, name: str) -> None:
        super().__init__(name, output_field=FloatField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Prepared:
    """A queryset of `values_list` whose numbers are slots. Its rows are as the store gives them:
    texts and numbers; a column that Django converts (a date, a boolean, JSON) has no place here."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self.using = rows.db
        try:
            self.sql, self.params = rows.query.get_compiler(self.using).as_sql()
        except EmptyResultSet:  # its filters let nothing by
            self.sql, self.params = "", ()

    def run(self, numbers: dict[str, float]) -> list[tuple[Any, ...]]:
        """The rows for these values of the slots."""
        if not self.sql:
            return []
        filled = [numbers[it.value] if isinstance(it, Slot) else it for it in self.params]
        with connections[self.using].cursor() as cursor:
            cursor.execute(self.sql, filled)
            return cursor.fetchall()
