"""The shell of a map for a page: drawn once by folium, kept, and given each response's nonce."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe


class ShellKind(StrEnum):
    EXPLORE = "explore"  # all places, fetched view by view
    FEW = "few"  # the places of a drama, a trail or around a place, fetched at once


class Shell(NamedTuple):
    head: SafeString
    body: SafeString
    script: SafeString


def shell_for(request: HttpRequest, kind: ShellKind) -> Shell:
    """The fragments for one response. They hold no text of a visitor, an editor or the store."""
    from maps.folium_shell.figure import NONCE_PLACEHOLDER

    head, body, script = _drawn(kind)
    nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by the CSP middleware
    parts = (head, body, script.replace(NONCE_PLACEHOLDER, nonce))
    return Shell(*(mark_safe(part) for part in parts))  # noqa: S308  # constant markup of ours


@lru_cache(maxsize=len(ShellKind))
def _drawn(kind: ShellKind) -> tuple[str, str, str]:
    from maps.folium_shell.build import build

    head, body, script = build(
        places_url=reverse("maps:places"),
        bases=settings.MAP_BASES,
        follows_view=kind is ShellKind.EXPLORE,
    )
    return head, body, script
