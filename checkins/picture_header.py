"""What a picture says of itself in its first bytes, read without decoding it.

A file of a few kilobytes can ask for gigabytes. Format, size and how much work it is are known
here, before a decoder sees it.
"""

import re
from enum import StrEnum
from typing import NamedTuple

# A JPEG may refine the whole picture again in every scan of some bytes: ten are usual.
MAX_SCANS = 100
# Each part costs the decoder a step; a real photo has some dozens, with depth maps some hundred.
MAX_PARTS = 2_000
# How far into a file, and how far before its end, other programs look for what they understand.
MARGIN = 65_536

_MARKER = re.compile(rb"\xff[\x02-\xcf\xd9-\xfe]")
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # these three are tables
_SCAN, _END = 0xDA, 0xD9

_OTHERS = [
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("HEIC", re.compile(rb"....ftyp(hei|hev|mif1|msf1)", re.DOTALL)),
    ("AVIF", re.compile(rb"....ftypavi", re.DOTALL)),
    ("TIFF", re.compile(rb"II\*\0|MM\0\*")),
    ("BMP", re.compile(rb"BM....\0\0\0\0", re.DOTALL)),
    ("PDF", re.compile(rb"%PDF-")),
    ("ZIP", re.compile(rb"PK\x03\x04")),
    ("SVG", re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg", re.S)),
    ("HTML", re.compile(rb"\s*<(?:!doctype html|html|head|body|script)", re.IGNORECASE)),
]
# Text that a browser or a server would run, archives by their ends, and PDF.
_ACTIVE = re.compile(
    rb"<(?:html|head|body|script|iframe|svg|\?php|\?=|!doctype)[\s>/]|PK\x05\x06|%PDF-",
    re.IGNORECASE,
)


class Format(StrEnum):
    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"


class Fault(StrEnum):
    """What can be wrong with a picture; stable, an app may branch on it."""

    EMPTY = "empty"
    FORMAT = "format"
    SECOND_FORMAT = "second_format"
    PIXELS = "too_many_pixels"
    COMPLEX = "too_complex"
    ANIMATED = "animated"
    DAMAGED = "damaged"


class BadPicture(Exception):
    """A file that is not taken. `found` is what came instead, or how many pixels did."""

    def __init__(self, fault: Fault, found: str | int = "") -> None:
        super().__init__(fault, found)
        self.fault = fault
        self.found = found


class Header(NamedTuple):
    format: Format
    width: int
    height: int


def read_header(data: bytes) -> Header:
    """Format and size, of a file that is one thing only.

    Raises:
        BadPicture: not JPEG, PNG or WebP, something else besides, moving, or damaged.
    """
    if not data:
        raise BadPicture(Fault.EMPTY)
    if data.startswith(b"\xff\xd8\xff"):
        header = _jpeg(data)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        header = _png(data)
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        header = _webp(data)
    else:
        raise BadPicture(Fault.FORMAT, _name_of(data))
    if active := _ACTIVE.search(data[:MARGIN]) or _ACTIVE.search(data[-MARGIN:]):
        raise BadPicture(Fault.SECOND_FORMAT, active[0].decode("ascii").strip())
    if not header.width or not header.height:
        raise BadPicture(Fault.DAMAGED)
    return header


def _name_of(data: bytes) -> str:
    start = data[:MARGIN]
    return next((name for name, pattern in _OTHERS if pattern.match(start)), "")


def _jpeg(data: bytes) -> Header:
    """Walks over the segments up to the end of the picture; what follows is not looked at."""
    size: tuple[int, int] | None = None
    scans = parts = at = 0
    while found := _MARKER.search(data, at):
        marker, at = found[0][1], found.end()
        if marker == _END:
            break
        if marker in _FRAMES:
            if size:
                raise BadPicture(Fault.DAMAGED)  # two sizes: whom would the decoder believe?
            size = _number(data, at + 5, 2), _number(data, at + 3, 2)
        scans, parts = scans + (marker == _SCAN), parts + 1
        if scans > MAX_SCANS or parts > MAX_PARTS:
            raise BadPicture(Fault.COMPLEX)
        at += _number(data, at, 2)
    if size is None or not scans:
        raise BadPicture(Fault.DAMAGED)
    return Header(Format.JPEG, *size)


def _png(data: bytes) -> Header:
    if data[12:16] != b"IHDR":
        raise BadPicture(Fault.DAMAGED)
    at, parts = 8, 0
    while at + 8 <= len(data) and (kind := data[at + 4 : at + 8]) != b"IEND":
        if kind == b"acTL":
            raise BadPicture(Fault.ANIMATED)
        parts += kind != b"IDAT"
        if parts > MAX_PARTS:
            raise BadPicture(Fault.COMPLEX)
        at += 12 + _number(data, at, 4)
    return Header(Format.PNG, _number(data, 16, 4), _number(data, 20, 4))


def _webp(data: bytes) -> Header:
    kind = data[12:16]
    if kind == b"VP8X":
        if data[20:21] and data[20] & 0b10:
            raise BadPicture(Fault.ANIMATED)
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    elif kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    else:
        raise BadPicture(Fault.DAMAGED)
    return Header(Format.WEBP, width, height)


def _number(data: bytes, at: int, length: int) -> int:
    """A big-endian number; of a file that ends before it, too few bytes are a fault."""
    if at + length > len(data):
        raise BadPicture(Fault.DAMAGED)
    return int.from_bytes(data[at : at + length], "big")
