"""What a position proves: how near the pin it is, how good the pin, how good the fix."""

from checkins.rules.finding import weak_unless
from checkins.rules.measuring import apart_m
from checkins.situation import (
    MAX_TRUSTED_ACCURACY_M,
    Check,
    CheckCode,
    Grade,
    Place,
    Situation,
)
from tourmap.geo import Datum, LatLng, to_wgs84

PROBABLE_FACTOR = 1.5
FRESH_FIX_S = 120


def measured_distance(situation: Situation) -> int | None:
    """Whole metres from the pin; None where the pin says too little for a distance to mean any."""
    if situation.fix is None:
        return None
    return metres_to(situation.place, situation.fix.wgs84)


def metres_to(place: Place, point_wgs84: LatLng) -> int | None:
    if place.point is None or not place.proves:
        return None
    return round(apart_m(place.point, point_wgs84))


def within_radius(situation: Situation) -> Check | None:
    fix, place, measured = situation.fix, situation.place, measured_distance(situation)
    if fix is None or measured is None:
        return None
    radius_m = place.effective_radius_m
    limit = radius_m + fix.trusted_accuracy_m
    near = measured - fix.trusted_accuracy_m <= PROBABLE_FACTOR * radius_m
    reason, allows = ("near", Grade.PROBABLE) if near else ("far", Grade.UNVERIFIED)
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


def pin_quality(situation: Situation) -> Check | None:
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


def accuracy(situation: Situation) -> Check | None:
    if situation.fix is None:
        return None
    accuracy_m = situation.fix.accuracy_m
    passed = accuracy_m is not None and 0 < accuracy_m <= MAX_TRUSTED_ACCURACY_M
    reason = "" if passed else "coarse"
    if not accuracy_m:
        reason = "missing" if accuracy_m is None else "zero"
    return weak_unless(passed, CheckCode.ACCURACY, accuracy_m, MAX_TRUSTED_ACCURACY_M, "m", reason)


def datum(situation: Situation) -> Check | None:
    """A position that is too far as declared, but fits when read in another datum: a hint only."""
    fix, place, declared = situation.fix, situation.place, within_radius(situation)
    if fix is None or declared is None or declared.allows > Grade.UNVERIFIED:
        return None
    limit = place.effective_radius_m + fix.trusted_accuracy_m
    others = [other for other in Datum if other is not fix.datum]
    read = [(metres_to(place, to_wgs84(fix.point, other)), other) for other in others]
    fits = [(metres, other) for metres, other in read if metres is not None and metres <= limit]
    if not fits:
        return None
    measured, fitting = min(fits)
    return Check(
        code=CheckCode.DATUM,
        passed=False,
        measured=measured,
        limit=limit,
        unit="m",
        reason=f"{fix.datum.value}_read_as_{fitting.value}",
    )


def fresh_fix(situation: Situation) -> Check | None:
    if situation.fix is None or situation.fix.fix_age_s is None:
        return None
    age_s = situation.fix.fix_age_s
    return weak_unless(age_s <= FRESH_FIX_S, CheckCode.FRESH_FIX, age_s, FRESH_FIX_S, "s")


def mock(situation: Situation) -> Check | None:
    """The phone's word that its position is made up is believed; its word that it is not, is not."""
    if situation.fix is None or situation.fix.is_mock is None:
        return None
    mocked = situation.fix.is_mock
    allows = Grade.UNVERIFIED if mocked else Grade.VERIFIED
    return Check(code=CheckCode.MOCK, passed=not mocked, allows=allows)
