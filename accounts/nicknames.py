"""What a nickname may be, since everybody reads it. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from tourmap.lang.search import normalise

SHORTEST, LONGEST = 2, 20
MAX_MARKS = 2  # on one letter: scripts need one or two, more only paint over the lines around
SIGNS = " ·-_.'’"
# Letters and marks that nobody sees: fillers, joiners, variation selectors.
INVISIBLE = {
    *"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0",
    *(chr(code) for code in range(0xFE00, 0xFE10)),
    *(chr(code) for code in range(0xE0100, 0xE01F0)),
}
PHONE = re.compile(r"\d{7}")
# As `normalise` writes them. Whoever carries one would seem to speak for a bureau or this site.
OFFICIAL = frozenset(
    {
        *("文旅", "文化和旅游", "旅游局", "管理员", "官方", "客服", "政府"),
        *("tourmap", "admin", "official", "moderator"),
    }
)


def cleaned(text: str) -> str:
    """NFKC, with single spaces and none around: two spellings of one name are one name."""
    return re.sub(" +", " ", unicodedata.normalize("NFKC", text)).strip(" ")


def fault_of(nickname: str, *, reserved: Iterable[str] = ()) -> str:
    """Why a cleaned nickname cannot be shown: a code, empty where it can. `reserved` are names."""
    if not SHORTEST <= len(nickname) <= LONGEST:
        return "wrong_length"
    if not all(_is_allowed(char) for char in nickname) or _is_overloaded(nickname):
        return "wrong_characters"
    folded = normalise(nickname)
    if not folded:
        return "wrong_characters"
    if PHONE.search(folded):
        return "looks_like_a_number"
    if any(word in folded for word in (*OFFICIAL, *filter(None, map(normalise, reserved)))):
        return "official"
    return ""


def _is_allowed(char: str) -> bool:
    """Letters, digits, marks and a few signs; so no control, no direction, no invisible ones."""
    if char in INVISIBLE:
        return False
    return char in SIGNS or unicodedata.category(char)[0] in "LNM"


def _is_overloaded(nickname: str) -> bool:
    marks = "".join(unicodedata.category(char)[0] for char in nickname)
    return "M" * (MAX_MARKS + 1) in marks
