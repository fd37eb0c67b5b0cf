"""What a proof finds: what should be in a table, and what is."""

from typing import Any, NamedTuple

Row = tuple[Any, ...]


class Difference(NamedTuple):
    """`expected` follows from the check-ins, `kept` is in the table; None where there is no row."""

    table: str
    key: Row
    expected: Row | None
    kept: Row | None


def compared(table: str, expected: dict[Row, Row], kept: dict[Row, Row]) -> list[Difference]:
    keys = sorted(expected.keys() | kept.keys(), key=str)
    pairs = [Difference(table, key, expected.get(key), kept.get(key)) for key in keys]
    return [pair for pair in pairs if pair.expected != pair.kept]
