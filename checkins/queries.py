"""Turns rows into what the rules look at; preflight, write and survey all come through here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Traveller
from checkins.models import CheckIn
from checkins.situation import CheckCode, CodeProof, Fix, Neighbour, Opening, Place, Situation
from locations.models import Location
from tourmap.geo import Datum, LatLng


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


def fix_of(check_in: CheckIn) -> Fix | None:
    """The position as it was declared; None once it is forgotten."""
    if check_in.lat is None or check_in.lng is None:
        return None
    return Fix(
        point=LatLng.of(check_in.lat, check_in.lng),
        datum=Datum(check_in.datum),
        accuracy_m=check_in.accuracy_m,
        fix_age_s=check_in.fix_age_s,
        is_mock=check_in.is_mock,
    )


def situation(
    *,
    location: Location,
    fix: Fix | None,
    captured_at: datetime,
    traveller: Traveller | None,
    code: CodeProof | None = None,
    besides: UUID | None = None,
) -> Situation:
    """What there is to judge an attempt by. `besides` is the check-in itself, if it is stored."""
    if fix is None or traveller is None:
        return Situation(place=place_of(location), fix=fix, captured_at=captured_at, code=code)
    counted = CheckIn.objects.counted().filter(traveller=traveller)
    if besides:
        counted = counted.exclude(pk=besides)
    around = counted.select_related("location").only(*_OF_A_NEIGHBOUR)
    before = around.filter(captured_at__lte=captured_at).order_by("-captured_at", "-pk").first()
    after = around.filter(captured_at__gt=captured_at).order_by("captured_at", "pk").first()
    return Situation(
        place=place_of(location),
        fix=fix,
        captured_at=captured_at,
        previous=_neighbour(before),
        following=_neighbour(after),
        same_coordinates=counted.filter(**_coordinates(fix)).count(),
        code=code,
    )


_OF_A_NEIGHBOUR = (
    *("captured_at", "lat", "lng", "datum", "accuracy_m", "fix_age_s", "is_mock", "checks"),
    *("location__lat", "location__lng"),
)


def _coordinates(fix: Fix) -> dict[str, Any]:
    return {"lat": fix.point.lat, "lng": fix.point.lng, "datum": fix.datum.value}


def _neighbour(check_in: CheckIn | None) -> Neighbour | None:
    """A counted visit was at its pin, which stands for a position that is forgotten, or that was
    far off where a code or the bureau knew better.
    """
    if check_in is None:
        return None
    fix = None if _was_far(check_in) else fix_of(check_in)
    point = fix.wgs84 if fix else check_in.location.point
    if point is None:
        return None
    return Neighbour(
        point=point,
        trusted_accuracy_m=fix.trusted_accuracy_m if fix else 0,
        captured_at=check_in.captured_at,
    )


def _was_far(check_in: CheckIn) -> bool:
    return any(
        check["code"] == CheckCode.WITHIN_RADIUS and check["reason"] == "far"
        for check in check_in.checks
    )
