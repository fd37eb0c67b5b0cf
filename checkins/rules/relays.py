"""Codes that are used far from where they hang: passed on, published, or sent from home."""

from checkins.rules.measuring import apart_m
from checkins.rules.position import FRESH_FIX_S, mock
from checkins.rules.repeats import copied_position, repeated_position
from checkins.situation import Check, CheckCode, CodeFinding, Fix, Grade, Place, Situation

# No mistaken datum moves a point by more than 1.4 km.
NEIGHBOURHOOD_M = 2_000
STEP_TRAVELLERS = 30
ALONE_TRAVELLERS = 40  # a coach in a hall where no phone knows its position
ALONE_TO_SEEN = 5


def code_relay(situation: Situation) -> Check | None:
    """Whether a valid code may still be believed; if not, the position has to do without it.

    `far`: the position sent with it is somewhere else. `crowd`: more used one step of the screen
    without a position than can stand before it. `leaked`: many use the code without a position
    and next to none of the place's visitors has one. Whoever sends a position from about the
    place, however bad, is not held to what the others do.
    """
    finding = situation.code.finding if situation.code else None
    if finding is None or not finding.is_valid:
        return None
    off_m = _off_m(situation.place, situation.fix)
    if off_m is not None and off_m > NEIGHBOURHOOD_M and not _is_stale(situation.fix):
        return _doubted(off_m, NEIGHBOURHOOD_M, "m", "far")
    if is_about(situation):
        return None
    in_step, alone = situation.company.code_step + 1, situation.company.code_alone + 1
    if finding is CodeFinding.ROTATING and in_step > STEP_TRAVELLERS:
        return _doubted(in_step, STEP_TRAVELLERS, "travellers", "crowd")
    limit = max(ALONE_TRAVELLERS, ALONE_TO_SEEN * situation.company.seen_here)
    if alone > limit:
        return _doubted(alone, limit, "travellers", "leaked")
    return None


def is_about(situation: Situation) -> bool:
    """Whether a position puts the traveller in the neighbourhood, in the best reading of it.

    This is what `Company` means by a position that puts somebody here.
    """
    off_m = _off_m(situation.place, situation.fix)
    if situation.fix is None or (off_m is not None and off_m > NEIGHBOURHOOD_M):
        return False
    against = (mock(situation), copied_position(situation), repeated_position(situation))
    return not any(check and check.allows is Grade.UNVERIFIED for check in against)


def _off_m(place: Place, fix: Fix | None) -> int | None:
    """Metres from the pin, less all that the fix and the pin are in doubt; None without either.

    A phone that doubts its position by kilometres is believed that too, but no more than would
    put it into the neighbourhood.
    """
    if fix is None or place.point is None:
        return None
    slack_m = (fix.accuracy_m or 0) + (place.pin_accuracy_m or 0)
    return max(0, round(apart_m(place.point, fix.wgs84) - slack_m))


def _is_stale(fix: Fix | None) -> bool:
    """An old fix says where somebody was, not where they are."""
    return fix is not None and (fix.fix_age_s or 0) > FRESH_FIX_S


def _doubted(measured: int, limit: int, unit: str, reason: str) -> Check:
    return Check(
        code=CheckCode.CODE_RELAY,
        passed=False,
        measured=measured,
        limit=limit,
        unit=unit,
        reason=reason,
        binds=True,
    )
