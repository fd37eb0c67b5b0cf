"""Coordinates that come again although no receiver gives the same twice."""

from checkins.rules.finding import weak_unless
from checkins.situation import Check, CheckCode, Situation

SAME_COORDINATES_VISITS = 2
COORDINATE_DIGITS = 7


def repeated_position(situation: Situation) -> Check | None:
    """A real receiver never gives the same centimetre on many visits."""
    if situation.fix is None:
        return None
    visits = situation.same_coordinates + 1
    passed = visits <= SAME_COORDINATES_VISITS
    return weak_unless(
        passed, CheckCode.REPEATED_POSITION, visits, SAME_COORDINATES_VISITS, "visits"
    )
