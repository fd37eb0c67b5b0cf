"""Coordinates that come again although no receiver gives the same twice."""

from checkins.rules.finding import held_back, weak_unless
from checkins.rules.measuring import published
from checkins.situation import Check, CheckCode, Company, Fix, Place, Situation
from tourmap.geo import LatLng

COORDINATE_DIGITS = 7
SAME_COORDINATES_VISITS = 2
SAME_COORDINATES_DAYS = 3

PIN_DIGITS = 6  # 0.1 m
PIN_DEG = 1.01e-6  # and half a step of rounding on either side
# A family on one phone sends one cached fix; two phones never have one by satellites.
SHARED_SHARP = 4
# By Wi-Fi several phones do get one point: only where it is every tenth visitor's is it copied.
SHARED_COARSE = 20
SHARED_SHARE = 10


def repeated_position(situation: Situation) -> Check | None:
    """A real receiver never gives the same centimetre on many visits.

    By Wi-Fi one may, at one's place of work: that stays probable. From satellites it never comes
    again on a fourth day: somebody sends an old position once more.
    """
    if situation.fix is None:
        return None
    days = situation.same_coordinates_days + 1
    if situation.fix.is_sharp and days > SAME_COORDINATES_DAYS:
        return held_back(
            CheckCode.REPEATED_POSITION, days, SAME_COORDINATES_DAYS, "days", "replayed"
        )
    visits = situation.same_coordinates + 1
    passed = visits <= SAME_COORDINATES_VISITS
    return weak_unless(
        passed, CheckCode.REPEATED_POSITION, visits, SAME_COORDINATES_VISITS, "visits"
    )


def copied_position(situation: Situation) -> Check | None:
    """The published point of the place, or what several others have sent before."""
    fix = situation.fix
    if fix is None:
        return None
    if not situation.pin_is_newer and _is_pin(fix.point, situation.place):
        digits = PIN_DIGITS
        return held_back(CheckCode.COPIED_POSITION, digits, digits - 1, "", "pin")
    travellers, limit = situation.company.same_coordinates + 1, _shared_limit(fix, situation)
    if travellers <= limit:
        return None
    return held_back(CheckCode.COPIED_POSITION, travellers, limit, "travellers", "shared")


def _is_pin(point: LatLng, place: Place) -> bool:
    """Equal to the pin as some datum publishes it, whatever datum was declared."""
    if place.point is None or not place.proves:
        return False
    return any(
        _same(point.lat, pin.lat) and _same(point.lng, pin.lng) for pin in published(place.point)
    )


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= PIN_DEG


def _shared_limit(fix: Fix, situation: Situation) -> int:
    company: Company = situation.company
    if fix.is_sharp:
        return SHARED_SHARP
    return max(SHARED_COARSE, company.positions_here // SHARED_SHARE)
