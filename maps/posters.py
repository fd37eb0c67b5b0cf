"""The look of a drama without a picture: an ink, a picture and a size of type, always the same."""

import zlib
from typing import NamedTuple

INKS = 10  # classes `ink-0` … `ink-9` in tourmap.css
PICTURES = 8  # symbols `picture-0` … `picture-7` in posters.svg

# Longest title that a size of type can set, in full-width characters; the sizes are in tourmap.css.
_SIZES = ((4, "xl"), (6, "l"), (10, "m"), (16, "s"))
_LETTERS = {"xl": 6, "l": 8, "m": 9, "s": 11}  # of a Latin word that fits on one line


class Look(NamedTuple):
    ink: int
    picture: int
    size: str
    is_upright: bool  # set in a column from top to bottom; Latin titles lie


def look_of(slug: str, title: str) -> Look:
    """The poster of a drama. A second season keeps the first one's ink and picture."""
    family = zlib.crc32(slug.rstrip("0123456789").rstrip("-").encode())
    is_upright = sum(char.isascii() for char in title) <= len(title) / 2
    length = len(title) if is_upright else len(title) / 3
    word = 0 if is_upright else max(map(len, title.split()))
    fitting = (name for most, name in _SIZES if length <= most and word <= _LETTERS[name])
    size = next(fitting, "xs")
    return Look(family % INKS, family // INKS % PICTURES, size, is_upright)


def ink_of(slug: str) -> int:
    """The drama's colour on posters, pins and labels."""
    return look_of(slug, "").ink
