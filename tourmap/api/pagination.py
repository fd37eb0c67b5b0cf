"""Cursor pages: `{next, previous, results}`, at most 100.

A cursor holds the values of the row where the page begins or ends (a keyset), so that a page
costs the same at any depth, ties are no matter, and rows that come or go shift nothing.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from django.core.exceptions import FieldDoesNotExist
from django.core.exceptions import ValidationError as InvalidValue
from django.db.models import Field, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param


class Cursor(NamedTuple):
    """After (or, read `backwards`, before) the row with these values of the ordering."""

    backwards: bool
    values: list[Any]

    def encoded(self) -> str:
        return urlsafe_b64encode(orjson.dumps([self.backwards, self.values])).decode().rstrip("=")


class CursorPagination(BasePagination):
    """Reads `ordering` from the view, else from here: columns that together are unique.

    A name may begin with `-`; columns must not be null.
    """

    page_size = 20
    max_page_size = 100
    page_size_query_param = "limit"
    cursor_query_param = "cursor"
    ordering: str | tuple[str, ...] = "slug"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        ordering = getattr(view, "ordering", None) or self.ordering
        self.columns = (ordering,) if isinstance(ordering, str) else tuple(ordering)
        self.address = request.build_absolute_uri()
        cursor = self._cursor(request, queryset)
        return self._rows(queryset, cursor, self._limit(request))

    def _rows(self, queryset: QuerySet[Any], cursor: Cursor | None, limit: int) -> list[Any]:
        backwards = cursor is not None and cursor.backwards
        columns = [_turned(name) for name in self.columns] if backwards else self.columns
        if cursor:
            queryset = queryset.filter(_beyond(columns, cursor.values))
        rows = list(queryset.order_by(*columns)[: limit + 1])
        more, rows = len(rows) > limit, rows[:limit]
        if backwards:
            rows.reverse()
        has_next = bool(rows) if backwards else more
        has_previous = more if backwards else cursor is not None and bool(rows)
        self.next = self._link(rows[-1], backwards=False) if has_next else None
        self.previous = self._link(rows[0], backwards=True) if has_previous else None
        return rows

    def _link(self, row: Any, *, backwards: bool) -> str:
        values = [getattr(row, name.lstrip("-")) for name in self.columns]
        cursor = Cursor(backwards, values).encoded()
        return replace_query_param(self.address, self.cursor_query_param, cursor)

    def _limit(self, request: Request) -> int:
        asked = request.query_params.get(self.page_size_query_param, str(self.page_size))
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= self.max_page_size):
            message = _("Expected a whole number from 1 to %(most)s.") % {
                "most": self.max_page_size
            }
            raise ValidationError({self.page_size_query_param: [message]})
        return int(asked)

    def _cursor(self, request: Request, queryset: QuerySet[Any]) -> Cursor | None:
        text = request.query_params.get(self.cursor_query_param)
        if text is None:
            return None
        try:
            backwards, values = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            columns = [_column(queryset, name.lstrip("-")) for name in self.columns]
            if not isinstance(backwards, bool) or not isinstance(values, list):
                raise ValueError(text)
            pairs = zip(columns, values, strict=True)
            return Cursor(backwards, [_cleaned(column, value) for column, value in pairs])
        except (ValueError, TypeError, OverflowError, InvalidValue) as error:
            message = _("Expected a cursor taken from `next` or `previous`.")
            raise ValidationError({"cursor": [message]}, code="invalid_cursor") from error

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link | {"description": "The page after this one; null on the last."},
                "previous": link | {"description": "The page before; null on the first."},
                "results": schema,
            },
        }


class WholeList(BasePagination):
    """A list that is short by its nature, whole in one page of the same shape."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        return list(queryset)

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": None, "previous": None, "results": data})

    get_paginated_response_schema = CursorPagination.get_paginated_response_schema


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(columns: Any, values: list[Any]) -> Q:
    """(a, b) after (x, y): a beyond x, or a = x and b beyond y."""
    beyond, equal = Q(), Q()
    for name, value in zip(columns, values, strict=True):
        column, step = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        beyond |= equal & Q(**{f"{column}__{step}": value})
        equal &= Q(**{column: value})
    return beyond


def _column(queryset: QuerySet[Any], name: str) -> "Field[Any, Any]":
    try:
        return queryset.model._meta.get_field(name)
    except FieldDoesNotExist:
        return queryset.query.annotations[name].output_field


def _cleaned(column: "Field[Any, Any]", value: Any) -> Any:
    """The value as the column's own type; a cursor that was made by hand fails here."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, str) and "\0" in value:
        raise ValueError(value)
    cleaned = column.clean(value, None)
    if isinstance(cleaned, datetime):
        # Only a moment that has an offset and that UTC can name was ever written into a cursor.
        if cleaned.tzinfo is None:
            raise ValueError(value)
        cleaned = cleaned.astimezone(UTC)
    return cleaned
