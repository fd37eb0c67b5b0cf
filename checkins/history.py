"""What a traveller's counted visits say about further ones: those just before and after, and those
from exactly the same spot. Read in a fixed few queries, however many attempts are judged by it.
"""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from accounts.models import Traveller
from checkins.models import CheckIn
from checkins.models.check_in import CheckInQuerySet
from checkins.situation import Fix, Neighbour

_OF_A_NEIGHBOUR = (
    *("captured_at", "lat", "lng", "datum", "accuracy_m", "fix_age_s", "is_mock"),
    *("location__lat", "location__lng"),
)
_LAST_ID = UUID(int=2**128 - 1)

Spot = tuple[float, float, str]


class Asked(NamedTuple):
    """When and where an attempt was made, as far as other visits matter to it."""

    captured_at: datetime
    fix: Fix | None


class History:
    """The counted visits of one traveller around some attempts. Those that come to count
    meanwhile are added, so that the next attempt is judged by them as well.
    """

    def __init__(
        self, traveller: Traveller, asked: Collection[Asked], *, besides: UUID | None = None
    ) -> None:
        counted = CheckIn.objects.counted().filter(traveller=traveller)
        counted = counted.exclude(pk=besides) if besides else counted
        around = _around(counted, [one.captured_at for one in asked])
        self._visits = sorted((row.captured_at, row.pk, _neighbour(row)) for row in around)
        self._spots = _at_the_spots(counted, [one.fix for one in asked if one.fix])

    def previous(self, captured_at: datetime) -> Neighbour | None:
        index = bisect_right(self._visits, (captured_at, _LAST_ID), key=_moment)
        return self._visits[index - 1][2] if index else None

    def following(self, captured_at: datetime) -> Neighbour | None:
        index = bisect_right(self._visits, (captured_at, _LAST_ID), key=_moment)
        return self._visits[index][2] if index < len(self._visits) else None

    def same_coordinates(self, fix: Fix) -> int:
        """How many of the counted visits were made at exactly these coordinates."""
        return self._spots[_spot(fix)]

    def add(self, visit: CheckIn) -> None:
        """A visit that counts from now on."""
        insort(self._visits, (visit.captured_at, visit.pk, _neighbour(visit)), key=_moment)
        if fix := visit.fix:
            self._spots[_spot(fix)] += 1


def _moment(visit: tuple[datetime, UUID, Neighbour | None]) -> tuple[datetime, UUID]:
    return visit[0], visit[1]


def _around(counted: CheckInQuerySet, moments: list[datetime]) -> list[CheckIn]:
    """Every visit between the first moment and the last, and the one before and the one after."""
    if not moments:
        return []
    first, last = min(moments), max(moments)
    rows = counted.select_related("location").only(*_OF_A_NEIGHBOUR)
    before = rows.filter(captured_at__lte=first).order_by("-captured_at", "-pk")[:1]
    after = rows.filter(captured_at__gt=last).order_by("captured_at", "pk")[:1]
    # One moment has nothing between.
    between = rows.filter(captured_at__gt=first, captured_at__lte=last) if first < last else []
    return [*before, *between, *after]


def _neighbour(check_in: CheckIn) -> Neighbour | None:
    """A counted visit was near its pin, so the pin stands for a position that is forgotten."""
    fix = check_in.fix
    point = fix.wgs84 if fix else check_in.location.point
    if point is None:
        return None
    return Neighbour(
        point=point,
        trusted_accuracy_m=fix.trusted_accuracy_m if fix else 0,
        captured_at=check_in.captured_at,
    )


def _spot(fix: Fix) -> Spot:
    return fix.point.lat, fix.point.lng, fix.datum.value


def _at_the_spots(counted: CheckInQuerySet, fixes: list[Fix]) -> Counter[Spot]:
    spots = {_spot(fix) for fix in fixes}
    if not spots:
        return Counter()
    near = counted.filter(lat__in={lat for lat, _lng, _datum in spots}).order_by()
    return Counter(spot for spot in near.values_list("lat", "lng", "datum") if spot in spots)
