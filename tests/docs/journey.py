"""A traveller's app and its talk with the API, written down as it happens."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from textwrap import dedent
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import resolve
from rest_framework.test import APIClient

START = datetime(2026, 11, 23, 10, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
# What a reader is shown of an answer: names of members, or members with what is shown of theirs.
# A name with `?` at its end may be missing.
Keep = list[str] | dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A request and its answer. `told` is whether docs/api.md shows it; all are examples."""

    method: str
    address: str
    view: type
    path: str  # as the OpenAPI document has it: /api/v1/dramas/{slug}/
    values: dict[str, str]  # of the path
    has_token: bool
    body: Any
    status: int
    media_type: str
    answer: Any
    headers: dict[str, str]
    told: bool
    keep: Keep

    @property
    def operation(self) -> tuple[str, str]:
        """Where the OpenAPI document has it: `paths[path][method]`."""
        return self.path, self.method.lower()


@dataclass
class Journey:
    """`page` is prose and exchanges in their order; `now` is the time that the server sees."""

    page: list[str | Exchange] = field(default_factory=list)
    now: datetime = START
    token: str = ""
    stand_ins: dict[str, str] = field(default_factory=dict)

    @property
    def exchanges(self) -> list[Exchange]:
        return [each for each in self.page if isinstance(each, Exchange)]

    def tell(self, text: str) -> None:
        """Prose for docs/api.md, in Markdown."""
        self.page.append(dedent(text).strip())

    def show(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """An exchange that docs/api.md shows."""
        return self._ask(method, path, body, told=True, **options)

    def ask(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """An exchange that is an example of the OpenAPI document alone."""
        return self._ask(method, path, body, told=False, **options)

    def stand_in(self, made: str, shown: str) -> None:
        """A value that differs each time is written down as `shown`."""
        self.stand_ins[made] = shown

    def later(self, **how_much: int) -> None:
        self.now += timedelta(**how_much)

    def _ask(
        self,
        method: str,
        path: str,
        body: Any,
        *,
        told: bool,
        expect: int = 200,
        as_nobody: bool = False,
        keep: Keep = None,
        headers: tuple[str, ...] = (),
        content_type: str = "application/json",
        **query: Any,
    ) -> Any:
        address = f"/api/v1/{path}" + (f"?{urlencode(query, safe=',')}" if query else "")
        app = APIClient(headers={"Accept-Language": "en"})
        has_token = bool(self.token) and not as_nobody
        if has_token:
            app.credentials(HTTP_AUTHORIZATION=f"Token {self.token}")
        answer = app.generic(
            method,
            address,
            _sent(body),
            content_type=content_type,
        )
        assert answer.status_code == expect, (method, address, answer.content.decode())
        found = resolve(address.split("?")[0])
        is_json = "json" in answer.headers.get("Content-Type", "")
        read = json.loads(answer.content) if is_json else None
        self.page.append(
            Exchange(
                method=method,
                address=address,
                view=found.func.view_class,
                path="/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", found.route),
                values={name: str(value) for name, value in found.kwargs.items()},
                has_token=has_token,
                body=body,
                status=answer.status_code,
                media_type=answer.headers.get("Content-Type", ""),
                answer=read,
                headers={name: answer.headers[name] for name in headers},
                told=told,
                keep=keep,
            )
        )
        return read


def _sent(body: Any) -> str | bytes:
    if body is None:
        return ""
    return body if isinstance(body, bytes) else json.dumps(body)
