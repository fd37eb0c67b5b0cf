"""How fast the traveller would have gone from one visit to the next."""

from datetime import datetime

from checkins.situation import Check, CheckCode, Fix, Grade, Neighbour, Situation
from tourmap.geo import distance_m

SUSPICIOUS_KMH = 350
IMPOSSIBLE_KMH = 1_000
FLIGHT_M = 100_000


def speed_from_previous(situation: Situation) -> Check | None:
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
