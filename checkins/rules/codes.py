"""What a code seen at the place proves, and when guessing one has to stop."""

from dataclasses import replace
from datetime import timedelta

from checkins.situation import Check, CheckCode, CodeFinding, Situation

CODE_TOLERANCE_S = 30  # beside the 30 s in which the screen shows a code
WRONG_CODES = 10
WRONG_CODES_OF_ALL = 1_000
GUESSING = timedelta(hours=1)


def code_sent(situation: Situation) -> Check | None:
    """What became of the codes sent along; one that proves nothing spoils nothing."""
    proof = situation.code
    if proof is None:
        return None
    passed, reason = proof.finding.is_valid, proof.finding.value
    check = Check(code=CheckCode.CODE, passed=passed, reason=reason)
    if proof.finding is not CodeFinding.STALE:
        return check
    return replace(check, measured=proof.off_s, limit=CODE_TOLERANCE_S, unit="s")


def may_not_guess(own_wrong: int, wrong_of_all: int) -> bool:
    """Whether to wait before the next code. Without a wrong one of one's own it is always no, so
    that nobody can shut the others out; where many guess, one is enough.
    """
    return own_wrong >= WRONG_CODES or (own_wrong > 0 and wrong_of_all >= WRONG_CODES_OF_ALL)
