"""Codes seen at a place, as arithmetic: how they are made, read and compared. No clock, no ORM.

Both kinds are written in Crockford's base 32, which has no I, L, O and U: whoever copies a code
by hand cannot mistake a letter for a digit, and no word comes out by chance. A printed code has
60 random bits; a rotating one shows 80 bits of an HMAC over version, place and 30-second step.
"""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
STEP_S = 30
TOLERANCE_STEPS = 1
# How far around its time a code is still recognised as one that came too early or too late.
RECOGNISED_STEPS = 20
PRINTED_LENGTH = 12
ROTATING_BITS = 80
SEED_BYTES = 32
_VERSION = 1
_GROUP = 4
_MISREAD = str.maketrans("OIL", "011")
_IN_ADDRESS = re.compile(r"/c/([^/?#]+)", re.ASCII)


def new_printed_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(PRINTED_LENGTH))


def read(typed: str) -> str:
    """A code as it is compared: from a keyboard, in groups, in full width, or a poster's address."""
    if found := _IN_ADDRESS.search(typed):
        typed = found[1]
    letters = unicodedata.normalize("NFKC", typed).upper().translate(_MISREAD)
    return "".join(letter for letter in letters if letter.isalnum())


def grouped(code: str) -> str:
    """As a person reads it: ABCD-EFGH-JKMN."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def step_of(moment: datetime) -> int:
    return int(moment.timestamp() // STEP_S)


def start_of_step(step: int) -> datetime:
    return datetime.fromtimestamp(step * STEP_S, tz=UTC)


def rotating_code(key: bytes, place: int, step: int) -> str:
    """What the screen at `place` shows during `step`."""
    told = f"tourmap site code|{_VERSION}|{place}|{step}".encode()
    digest = hmac.new(key, told, sha256).digest()
    number = int.from_bytes(digest[: ROTATING_BITS // 8])
    return "".join(ALPHABET[number >> shift & 31] for shift in range(ROTATING_BITS - 5, -1, -5))


def same(one: str, other: str) -> bool:
    """Takes as long for a wrong code as for a right one."""
    return hmac.compare_digest(one.encode(), other.encode())


def step_shown(code: str, key: bytes, place: int, captured: int) -> int | None:
    """The step nearest to `captured` at which the screen showed `code`; None if it never did.

    Every step of the stretch is looked at, so that the time taken tells nothing.
    """
    found = [step for step in _around(captured) if same(code, rotating_code(key, place, step))]
    return min(found, key=lambda step: abs(step - captured), default=None)


def _around(step: int) -> Iterable[int]:
    return range(step - RECOGNISED_STEPS, step + RECOGNISED_STEPS + 1)
