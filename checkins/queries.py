"""Turns rows into what the rules look at; preflight, write and survey all come through here."""

from datetime import datetime

from checkins.days import local_day
from checkins.history import History
from checkins.situation import CodeProof, Fix, Opening, Place, Situation
from locations.models import Location


def place_of(location: Location) -> Place:
    return Place(
        point=location.point,
        pin_quality=location.pin_quality,
        pin_accuracy_m=location.pin_accuracy_m,
        radius_m=location.radius_m,
    )


def opening_of(location: Location) -> Opening:
    return Opening(
        lifecycle=location.lifecycle,
        lifecycle_from=location.lifecycle_from,
        lifecycle_until=location.lifecycle_until,
        check_ins_stopped=location.check_ins_stopped,
    )


def situation(
    *,
    location: Location,
    fix: Fix | None,
    captured_at: datetime,
    history: History | None,
    code: CodeProof | None = None,
) -> Situation:
    """What there is to judge an attempt by; no query. `history` is None for somebody unknown."""
    if history is None:
        return Situation(place=place_of(location), fix=fix, captured_at=captured_at, code=code)
    day = local_day(captured_at, location.time_zone)
    return Situation(
        place=place_of(location),
        fix=fix,
        captured_at=captured_at,
        previous=history.previous(captured_at),
        following=history.following(captured_at),
        same_coordinates=history.same_coordinates(fix) if fix else 0,
        same_coordinates_days=history.same_coordinates_days(fix, day) if fix else 0,
        code=code,
        trail=history.trail(captured_at, location.pk, day),
        ahead=history.ahead(captured_at, location.pk, day),
    )
