"""The law of the check-in: numbers in, verdict out. No clock, no ORM, no settings, no words.

`judge` runs every rule of `RULES` over one `Situation`; each rule that has something to say gives
a `Check` with the best grade it still allows, and the worst of those is the status. Preflight and
write call this same function. The words for a check are made in `messages.py`, from its code and
its numbers.

Distances, reaches and speeds are rounded to whole numbers *before* they are compared, so that the
numbers shown always agree with the verdict: measured ≤ limit is what passed means.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from checkins.situation import (
    MAX_TRUSTED_ACCURACY_M,
    Check,
    CheckCode,
    CodeFinding,
    Fix,
    Grade,
    Judgement,
    Neighbour,
    Opening,
    Place,
    Situation,
)
from tourmap.geo import Datum, LatLng, distance_m, to_wgs84

CLOSED_FOR_GOOD = {"private", "demolished", "closed"}
PROBABLE_FACTOR = 1.5
SUSPICIOUS_KMH = 350
IMPOSSIBLE_KMH = 1_000
FLIGHT_M = 100_000
FRESH_FIX_S = 120
SAME_COORDINATES_VISITS = 2
COORDINATE_DIGITS = 7
CODE_TOLERANCE_S = 30  # beside the 30 s in which the screen shows a code
WRONG_CODES = 10
WRONG_CODES_OF_ALL = 1_000
GUESSING = timedelta(hours=1)
MAX_AHEAD = timedelta(minutes=5)
MAX_LATE = timedelta(days=30)


def judge(situation: Situation) -> Judgement:
    """Grade one attempt: what the position proves, lifted by what a code from the place proves."""
    checks = tuple(check for rule in RULES.values() if (check := rule(situation)))
    best = Grade.VERIFIED if situation.fix else Grade.UNVERIFIED
    by_position = min([best, *(check.allows for check in checks)])
    return Judgement(
        grade=_lifted(by_position, situation, checks),
        checks=checks,
        distance_m=_distance(situation),
        radius_m=situation.place.effective_radius_m,
    )


def _lifted(by_position: Grade, situation: Situation, checks: tuple[Check, ...]) -> Grade:
    """A valid code lifts by one grade. A rotating one makes the visit certain by itself, unless
    the position sent with it says that the traveller was somewhere else: then it lifts by one too.
    """
    finding = situation.code.finding if situation.code else None
    if finding is CodeFinding.ROTATING and not any(map(_contradicts, checks)):
        return Grade.VERIFIED
    if finding is not None and finding.is_valid:
        return Grade(min(by_position + 1, Grade.VERIFIED))
    return by_position


def _contradicts(check: Check) -> bool:
    """Evidence against the visit. A pin that is not surveyed only proves nothing."""
    return check.allows is Grade.UNVERIFIED and check.code is not CheckCode.PIN_QUALITY


def _distance(situation: Situation) -> int | None:
    """Whole metres from the pin; None where the pin says too little for a distance to mean any."""
    if situation.fix is None:
        return None
    return _metres_to(situation.place, situation.fix.wgs84)


def _metres_to(place: Place, point_wgs84: LatLng) -> int | None:
    if place.point is None or not place.proves:
        return None
    return round(distance_m(place.point, point_wgs84))


def _within_radius(situation: Situation) -> Check | None:
    fix, place, measured = situation.fix, situation.place, _distance(situation)
    if fix is None or measured is None:
        return None
    radius_m = place.effective_radius_m
    limit = radius_m + fix.trusted_accuracy_m
    far = is_far(distance_m=measured, radius_m=radius_m, accuracy_m=fix.trusted_accuracy_m)
    reason, allows = ("far", Grade.UNVERIFIED) if far else ("near", Grade.PROBABLE)
    if measured <= limit:
        reason, allows = "", Grade.VERIFIED
    return Check(
        code=CheckCode.WITHIN_RADIUS,
        passed=measured <= limit,
        measured=measured,
        limit=limit,
        unit="m",
        reason=reason,
        allows=allows,
    )


def is_far(*, distance_m: float, radius_m: int, accuracy_m: int) -> bool:
    """Whether a position speaks against a visit, whatever the phone's own doubt is given."""
    return distance_m - accuracy_m > PROBABLE_FACTOR * radius_m


def _pin_quality(situation: Situation) -> Check | None:
    place = situation.place
    if situation.fix is None:
        return None
    allows = {"surveyed": Grade.VERIFIED, "approximate": Grade.PROBABLE}
    return Check(
        code=CheckCode.PIN_QUALITY,
        passed=place.pin_quality == "surveyed",
        measured=place.pin_accuracy_m,
        unit="m",
        reason=place.pin_quality,
        allows=allows.get(place.pin_quality, Grade.UNVERIFIED)
        if place.proves
        else Grade.UNVERIFIED,
    )


def _accuracy(situation: Situation) -> Check | None:
    if situation.fix is None:
        return None
    accuracy_m = situation.fix.accuracy_m
    passed = accuracy_m is not None and 0 < accuracy_m <= MAX_TRUSTED_ACCURACY_M
    reason = "" if passed else "coarse"
    if not accuracy_m:
        reason = "missing" if accuracy_m is None else "zero"
    return _weak_unless(passed, CheckCode.ACCURACY, accuracy_m, MAX_TRUSTED_ACCURACY_M, "m", reason)


def _datum(situation: Situation) -> Check | None:
    """A position that is too far as declared, but fits when read in another datum: a hint only."""
    fix, place, declared = situation.fix, situation.place, _within_radius(situation)
    if fix is None or declared is None or declared.allows > Grade.UNVERIFIED:
        return None
    limit = place.effective_radius_m + fix.trusted_accuracy_m
    others = [datum for datum in Datum if datum is not fix.datum]
    read = [(_metres_to(place, to_wgs84(fix.point, datum)), datum) for datum in others]
    fits = [(metres, datum) for metres, datum in read if metres is not None and metres <= limit]
    if not fits:
        return None
    measured, datum = min(fits)
    return Check(
        code=CheckCode.DATUM,
        passed=False,
        measured=measured,
        limit=limit,
        unit="m",
        reason=f"{fix.datum.value}_read_as_{datum.value}",
    )


def _speed_from_previous(situation: Situation) -> Check | None:
    """Against the counted visit before, and after: late sync can put a visit between two others."""
    fix = situation.fix
    if fix is None:
        return None
    legs = [
        _leg(fix, situation.captured_at, neighbour)
        for neighbour in (situation.previous, situation.following)
        if neighbour is not None
    ]
    return min(legs, key=lambda leg: (leg.allows, -(leg.measured or 0)), default=None)


def _leg(fix: Fix, captured_at: datetime, neighbour: Neighbour) -> Check:
    apart_m = distance_m(fix.wgs84, neighbour.point)
    way_m = max(0.0, apart_m - fix.trusted_accuracy_m - neighbour.trusted_accuracy_m)
    # Two visits in the same second still have a speed that can be written down.
    took_s = max(1.0, abs((captured_at - neighbour.captured_at).total_seconds()))
    kmh = round(way_m / took_s * 3.6)
    reason, allows, limit = "", Grade.VERIFIED, SUSPICIOUS_KMH
    if kmh > IMPOSSIBLE_KMH:
        reason, allows, limit = "impossible", Grade.UNVERIFIED, IMPOSSIBLE_KMH
    elif kmh > SUSPICIOUS_KMH and way_m < FLIGHT_M:
        reason, allows = "suspicious", Grade.PROBABLE
    elif kmh > SUSPICIOUS_KMH:
        reason, limit = "flight", IMPOSSIBLE_KMH
    return Check(
        code=CheckCode.SPEED_FROM_PREVIOUS,
        passed=allows is Grade.VERIFIED,
        measured=kmh,
        limit=limit,
        unit="km/h",
        reason=reason,
        allows=allows,
    )


def _fresh_fix(situation: Situation) -> Check | None:
    if situation.fix is None or situation.fix.fix_age_s is None:
        return None
    age_s = situation.fix.fix_age_s
    return _weak_unless(age_s <= FRESH_FIX_S, CheckCode.FRESH_FIX, age_s, FRESH_FIX_S, "s")


def _mock(situation: Situation) -> Check | None:
    """The phone's word that its position is made up is believed; its word that it is not, is not."""
    if situation.fix is None or situation.fix.is_mock is None:
        return None
    mocked = situation.fix.is_mock
    allows = Grade.UNVERIFIED if mocked else Grade.VERIFIED
    return Check(code=CheckCode.MOCK, passed=not mocked, allows=allows)


def _repeated_position(situation: Situation) -> Check | None:
    """A real receiver never gives the same centimetre on many visits."""
    if situation.fix is None:
        return None
    visits = situation.same_coordinates + 1
    passed = visits <= SAME_COORDINATES_VISITS
    return _weak_unless(
        passed, CheckCode.REPEATED_POSITION, visits, SAME_COORDINATES_VISITS, "visits"
    )


def _code(situation: Situation) -> Check | None:
    """What became of the codes sent along; one that proves nothing spoils nothing."""
    proof = situation.code
    if proof is None:
        return None
    passed, reason = proof.finding.is_valid, proof.finding.value
    check = Check(code=CheckCode.CODE, passed=passed, reason=reason)
    if proof.finding is not CodeFinding.STALE:
        return check
    return replace(check, measured=proof.off_s, limit=CODE_TOLERANCE_S, unit="s")


def _weak_unless(
    passed: bool,
    code: CheckCode,
    measured: float | None,
    limit: float,
    unit: str,
    reason: str = "",
) -> Check:
    return Check(
        code=code,
        passed=passed,
        measured=measured,
        limit=limit,
        unit=unit,
        reason=reason,
        allows=Grade.VERIFIED if passed else Grade.PROBABLE,
    )


RULES: dict[CheckCode, Callable[[Situation], Check | None]] = {
    # code                            best grade when it does not pass
    CheckCode.WITHIN_RADIUS: _within_radius,  # probable up to 1.5 × the radius, else unverified
    CheckCode.PIN_QUALITY: _pin_quality,  # approximate: probable; area, none: unverified
    CheckCode.ACCURACY: _accuracy,  # probable
    CheckCode.DATUM: _datum,  # none of its own: a hint
    CheckCode.SPEED_FROM_PREVIOUS: _speed_from_previous,  # suspicious: probable; else unverified
    CheckCode.FRESH_FIX: _fresh_fix,  # probable
    CheckCode.MOCK: _mock,  # unverified
    CheckCode.REPEATED_POSITION: _repeated_position,  # probable
    CheckCode.CODE: _code,  # none of its own; a valid one lifts, see _lifted
}


def closed_because(opening: Opening, on: date) -> str:
    """Why a place takes no check-in on that day of its own calendar; an empty text if it does.

    A place that is merely `not open to visitors` does take check-ins: it can be seen from
    outside. A bureau that wants nobody there says `private` or stops the check-ins.
    """
    if opening.lifecycle in CLOSED_FOR_GOOD:
        return opening.lifecycle
    if opening.check_ins_stopped:
        return "stopped"
    if opening.lifecycle_from and on < opening.lifecycle_from:
        return "not_yet"
    if opening.lifecycle_until and on > opening.lifecycle_until:
        return "over"
    return ""


def may_not_guess(own_wrong: int, wrong_of_all: int) -> bool:
    """Whether to wait before the next code. Without a wrong one of one's own it is always no, so
    that nobody can shut the others out; where many guess, one is enough.
    """
    return own_wrong >= WRONG_CODES or (own_wrong > 0 and wrong_of_all >= WRONG_CODES_OF_ALL)


def clock_fault(captured_at: datetime, now: datetime) -> str:
    """`clock_skew` for a visit more than 5 minutes ahead, `too_late` for one over 30 days old."""
    if captured_at - now > MAX_AHEAD:
        return "clock_skew"
    if now - captured_at > MAX_LATE:
        return "too_late"
    return ""
