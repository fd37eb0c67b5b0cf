"""Makes appealed visits; name only what the test is about."""

from datetime import timedelta
from typing import Any

from accounts.models import Traveller
from checkins.models import Appeal, CheckIn
from checkins.services import make_appeal
from locations.models import Location
from tests.checkins.visits import NOON, fix, visit

TEXT = "我就在老街口，信号不好。"
SOON = NOON + timedelta(minutes=30)


def far_visit(traveller: Traveller, place: Location, **values: Any) -> CheckIn:
    """An attempt from 4 km away: unverified."""
    return visit(traveller, place, **({"fix": fix(4_000)} | values)).check_in


def appealed(traveller: Traveller, place: Location, **values: Any) -> Appeal:
    """The open appeal of a visit that lacks proof."""
    made = far_visit(traveller, place, **values)
    now = made.received_at + timedelta(minutes=30)
    make_appeal(traveller=traveller, id=made.pk, text=TEXT, now=now)
    return Appeal.objects.get(check_in=made)


def standing(check_in: CheckIn) -> tuple[str, bool]:
    check_in.refresh_from_db()
    return check_in.status, check_in.counted
