"""From the bytes of a table to rows of text; every fault is named with its file, row and column."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# A catalogue is read by people; a larger file is something else under its name.
MAX_BYTES = 20_000_000
BOM = "\ufeff"


@dataclass(frozen=True)
class Fault:
    """Why something of the catalogue is refused. `row` counts as a spreadsheet does: header = 1."""

    file: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class RawRow:
    number: int
    cells: dict[str, str]


def read_table(path: Path, columns: Sequence[str]) -> tuple[list[RawRow], list[Fault]]:
    """The rows of a CSV file with exactly these columns, in any order, and what is wrong with it."""
    try:
        text = _decoded(path.read_bytes())
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (ValueError, csv.Error) as error:
        return [], [Fault(path.name, 0, "", "", str(error))]
    header = [name.strip() for name in rows[0]] if rows else []
    if faults := _header_faults(path.name, header, columns):
        return [], faults
    read: list[RawRow] = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            reason = f"the row has {len(cells)} cells, the header has {len(header)}"
            faults.append(Fault(path.name, number, "", cells[0], reason))
            continue
        stripped = (cell.strip() for cell in cells)
        read.append(RawRow(number, dict(zip(header, stripped, strict=True))))
    return read, faults


def _decoded(raw: bytes) -> str:
    """UTF-8 with or without a byte order mark; raises ValueError that says what to do instead."""
    if len(raw) > MAX_BYTES:
        raise ValueError(f"the file has {len(raw)} bytes, at most {MAX_BYTES} are read")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("the file is UTF-16; save it as CSV in UTF-8")
    try:
        text = raw.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"the file is not UTF-8 (byte 0x{raw[error.start]:02x} in line {line}); it may be "
            "GB18030 from a spreadsheet: save it as CSV in UTF-8"
        ) from error
    if "\0" in text:
        raise ValueError("the file holds NUL characters; it is not a CSV file")
    return text


def _header_faults(file: str, header: list[str], columns: Sequence[str]) -> list[Fault]:
    if len(header) == 1 and len(columns) > 1:
        for separator, name in ((";", "semicolons"), ("\t", "tabs")):
            if separator in header[0]:
                reason = f"the columns are separated by {name}; commas are needed"
                return [Fault(file, 1, "", header[0], reason)]
    twice = sorted({name for name in header if header.count(name) > 1})
    return [
        *(
            Fault(file, 1, name, "", "the column is missing")
            for name in columns
            if name not in header
        ),
        *(Fault(file, 1, name, "", "unknown column") for name in header if name not in columns),
        *(Fault(file, 1, name, "", "the column is there twice") for name in twice),
    ]
