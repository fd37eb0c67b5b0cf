"""One normalised form of names, so that one LIKE finds 家里家外 by 家裡家外, jialijiawai or jljw."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

# A separator that no query contains after `normalise`, so that a match never spans two names.
SEPARATOR = "\n"


@lru_cache(maxsize=1)
def _to_simplified() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def normalise(text: str) -> str:
    """NFKC, lower case, simplified characters, no spaces or marks: the form both sides compare in."""
    folded = _to_simplified().convert(unicodedata.normalize("NFKC", text).lower())
    return "".join(char for char in folded if char.isalnum())


def searchable(names: Iterable[str], *, pinyin: str = "") -> str:
    """What a record is found by: its names as written, their pinyin and their initials.

    `pinyin` overrides the computed reading for place names that are read unusually
    (syllables separated by spaces).
    """
    forms: dict[str, None] = {}
    for name in filter(None, names):
        forms[normalise(name)] = None
        for syllables in _readings(name, pinyin):
            forms[normalise("".join(syllables))] = None
            forms[normalise("".join(syllable[:1] for syllable in syllables))] = None
    return SEPARATOR + SEPARATOR.join(form for form in forms if form) + SEPARATOR


def _readings(name: str, override: str) -> list[list[str]]:
    if name.isascii():
        return []
    from pypinyin import lazy_pinyin

    computed = [s for s in lazy_pinyin(_to_simplified().convert(name)) if normalise(s)]
    return [computed, override.split()] if override else [computed]
