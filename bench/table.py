"""Figures as a small table. Ratios are what to read: absolute times are those of one machine."""

import platform
import sqlite3
import sys
from collections.abc import Sequence


def show(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints `rows` under `heads`; the first column is text, the others are numbers."""
    cells = [list(heads), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    print(f"\n{title}")
    for row in cells:
        first, *numbers = row
        padded = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        print("  " + "  ".join([first.ljust(widths[0]), *padded]))
    python = f"Python {platform.python_version()}"
    print(f"  ({python}, SQLite {sqlite3.sqlite_version}, {sys.platform})", flush=True)


def times(value: float, of: float) -> str:
    """How many times `of` the `value` is."""
    ratio = value / of
    return f"{ratio:.0f} ×" if ratio >= 20 else f"{ratio:.1f} ×" if ratio >= 2 else f"{ratio:.2f} ×"


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:,.0f} ms"
