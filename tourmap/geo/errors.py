"""One tree of refusals: every error of this package is a `GeoError`, and a `ValueError`."""

from __future__ import annotations

MAX_SHOWN = 60


def shown(value: object) -> str:
    """Return `value` as it is quoted in a message, short enough for a log line."""
    text = repr(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


class GeoError(ValueError):
    """A value that is no position, no box or no datum.

    `code` is a stable snake_case word for programs; `expected` and `got` are for people.
    """

    def __init__(self, code: str, *, expected: str, got: object) -> None:
        super().__init__(code, expected, got)
        self.code = code
        self.expected = expected
        self.got = got

    def __str__(self) -> str:
        return f"expected {self.expected}; got {shown(self.got)}"

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.code, self.expected, self.got)


def _again(kind: type[GeoError], code: str, expected: str, got: object) -> GeoError:
    return kind(code, expected=expected, got=got)


class InvalidPoint(GeoError):
    """Not a position on the earth."""


class InvalidBox(GeoError):
    """Not a box of longitudes and latitudes."""


class UnknownDatum(GeoError):
    """Not one of the datums this package knows."""
