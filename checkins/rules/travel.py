"""How fast the traveller would have gone from one visit to the next."""

from checkins.rules.measuring import apart_m
from checkins.situation import Check, CheckCode, Grade, Neighbour, Situation

SUSPICIOUS_KMH = 350
IMPOSSIBLE_KMH = 1_000
FLIGHT_M = 100_000


def speed_from_previous(situation: Situation) -> Check | None:
    """Against the counted visit before, and after: late sync can put a visit between two others.

    A visit proved by a code alone stands at the pin of its place, so that posting codes is no way
    to travel. Nobody is at two places at once, so no code lifts what is impossible.
    """
    here = here_of(situation)
    if here is None:
        return None
    legs = [
        _leg(here, neighbour)
        for neighbour in (situation.previous, situation.following)
        if neighbour is not None
    ]
    return min(legs, key=lambda leg: (leg.allows, -(leg.measured or 0)), default=None)


def here_of(situation: Situation) -> Neighbour | None:
    """Where this attempt says the traveller is; None if nothing it sent says so."""
    coded = situation.code is not None and situation.code.finding.is_valid
    if situation.fix is None and not coded:
        return None
    place = situation.place
    return Neighbour.of(
        pin=place.point,
        doubt_m=place.doubt_m,
        fix=situation.fix,
        captured_at=situation.captured_at,
    )


def way_m(one: Neighbour, other: Neighbour) -> float:
    """The least way between two visits, their doubts taken off."""
    apart = apart_m(one.point, other.point)
    return max(0.0, apart - one.trusted_accuracy_m - other.trusted_accuracy_m)


def _leg(here: Neighbour, neighbour: Neighbour) -> Check:
    way = way_m(here, neighbour)
    # Two visits in the same second still have a speed that can be written down.
    took_s = max(1.0, abs((here.captured_at - neighbour.captured_at).total_seconds()))
    kmh = round(way / took_s * 3.6)
    reason, allows, limit = "", Grade.VERIFIED, SUSPICIOUS_KMH
    if kmh > IMPOSSIBLE_KMH:
        reason, allows, limit = "impossible", Grade.UNVERIFIED, IMPOSSIBLE_KMH
    elif kmh > SUSPICIOUS_KMH and way < FLIGHT_M:
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
        binds=reason == "impossible",
    )
