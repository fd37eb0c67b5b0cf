"""The table of rules, and the one function that runs it."""

from collections.abc import Callable

from checkins.rules.codes import code_sent
from checkins.rules.devices import shared_device
from checkins.rules.position import (
    accuracy,
    datum,
    fresh_fix,
    measured_distance,
    mock,
    pin_quality,
    within_radius,
)
from checkins.rules.relays import code_relay
from checkins.rules.repeats import copied_position, repeated_position
from checkins.rules.rounds import scripted_round
from checkins.rules.travel import speed_from_previous
from checkins.rules.weak import weak_together
from checkins.situation import Check, CheckCode, CodeFinding, Grade, Judgement, Situation

RULES: dict[CheckCode, Callable[[Situation], Check | None]] = {
    # code                            best grade when it does not pass; * no code lifts it
    CheckCode.WITHIN_RADIUS: within_radius,  # probable up to 1.5 × the radius, else unverified
    CheckCode.PIN_QUALITY: pin_quality,  # approximate: probable; area, none: unverified
    CheckCode.ACCURACY: accuracy,  # probable
    CheckCode.DATUM: datum,  # none of its own: a hint
    CheckCode.SPEED_FROM_PREVIOUS: speed_from_previous,  # suspicious: probable; else unverified *
    CheckCode.FRESH_FIX: fresh_fix,  # probable
    CheckCode.MOCK: mock,  # unverified
    CheckCode.REPEATED_POSITION: repeated_position,  # probable; on a fourth day unverified
    CheckCode.COPIED_POSITION: copied_position,  # unverified
    CheckCode.SHARED_DEVICE: shared_device,  # a fifth traveller: probable; more: unverified *
    CheckCode.SCRIPTED_ROUND: scripted_round,  # unverified; pace *
    CheckCode.WEAK_TOGETHER: weak_together,  # unverified
    CheckCode.CODE_RELAY: code_relay,  # none of its own: the code lifts nothing *
    CheckCode.CODE: code_sent,  # none of its own; a valid one lifts, see _lifted
}


def judge(situation: Situation) -> Judgement:
    """Grade one attempt: what the position proves, lifted by what a code from the place proves."""
    checks = tuple(check for rule in RULES.values() if (check := rule(situation)))
    best = Grade.VERIFIED if situation.fix else Grade.UNVERIFIED
    by_position = min([best, *(check.allows for check in checks)])
    return Judgement(
        grade=_lifted(by_position, situation, checks),
        checks=checks,
        distance_m=measured_distance(situation),
        radius_m=situation.place.effective_radius_m,
    )


def _lifted(by_position: Grade, situation: Situation, checks: tuple[Check, ...]) -> Grade:
    """A valid code lifts by one grade. A rotating one makes the visit certain by itself, unless
    the position sent with it says that the traveller was somewhere else: then it lifts by one too.
    """
    finding = situation.code.finding if situation.code else None
    if finding is None or not finding.is_valid or any(check.binds for check in checks):
        return by_position
    if finding is CodeFinding.ROTATING and not any(map(_contradicts, checks)):
        return Grade.VERIFIED
    return Grade(min(by_position + 1, Grade.VERIFIED))


def _contradicts(check: Check) -> bool:
    """Evidence against the visit. A pin that is not surveyed only proves nothing."""
    return check.allows is Grade.UNVERIFIED and check.code is not CheckCode.PIN_QUALITY
