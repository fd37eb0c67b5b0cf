"""Addresses that somebody typed: which of them may become a link."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit


class Source(NamedTuple):
    """Where a fact comes from; `url` is empty where there is no address that may be opened."""

    title: str
    url: str
    host: str


def safe_url(url: object) -> str:
    """The address if it is plain http or https, else an empty text: `javascript:` is no link."""
    if not isinstance(url, str) or any(char.isspace() or not char.isprintable() for char in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""


def sources_of(entries: object) -> list[Source]:
    """The sources of a record as a page lists them; entries of no known shape are passed by."""
    if not isinstance(entries, list):
        return []
    return [source for entry in entries if (source := _source(entry))]


def _source(entry: Any) -> Source | None:
    if isinstance(entry, str):
        entry = {"title": entry, "url": entry}
    if not isinstance(entry, dict):
        return None
    title, typed = str(entry.get("title") or ""), str(entry.get("url") or "")
    url = safe_url(typed)
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    shown = title or host or typed
    return Source(shown, url, host) if shown else None
