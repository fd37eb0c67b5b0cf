"""The law of the check-in: numbers in, verdict out. No clock, no ORM, no settings, no words.

`judge` runs every rule of `RULES` over one `Situation`; each rule that has something to say gives
a `Check` with the best grade it still allows, and the worst of those is the status. Preflight and
write call this same function. The words for a check are made in `messages.py`, from its code and
its numbers.

Distances, reaches and speeds are rounded to whole numbers *before* they are compared, so that the
numbers shown always agree with the verdict: measured ≤ limit is what passed means.
"""

from checkins.rules.admission import MAX_AHEAD, MAX_LATE, clock_fault, closed_because
from checkins.rules.codes import (
    CODE_TOLERANCE_S,
    GUESSING,
    WRONG_CODES,
    WRONG_CODES_OF_ALL,
    may_not_guess,
)
from checkins.rules.judging import RULES, judge
from checkins.rules.position import FRESH_FIX_S, PROBABLE_FACTOR
from checkins.rules.relays import is_about
from checkins.rules.repeats import COORDINATE_DIGITS, SAME_COORDINATES_VISITS, SHARED_COARSE
from checkins.rules.travel import FLIGHT_M, IMPOSSIBLE_KMH, SUSPICIOUS_KMH

__all__ = [
    "CODE_TOLERANCE_S",
    "COORDINATE_DIGITS",
    "FLIGHT_M",
    "FRESH_FIX_S",
    "GUESSING",
    "IMPOSSIBLE_KMH",
    "MAX_AHEAD",
    "MAX_LATE",
    "PROBABLE_FACTOR",
    "RULES",
    "SAME_COORDINATES_VISITS",
    "SHARED_COARSE",
    "SUSPICIOUS_KMH",
    "WRONG_CODES",
    "WRONG_CODES_OF_ALL",
    "clock_fault",
    "closed_because",
    "is_about",
    "judge",
    "may_not_guess",
]
