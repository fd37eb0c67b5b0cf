"""What a traveller's other visits say about further ones: that of the same day and place, those
just before and after, the trail up to them, and those from exactly the same spot. Two queries for
any number of attempts.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import starmap
from typing import NamedTuple
from uuid import UUID

from accounts.models import Traveller
from checkins import rules
from checkins.models import CheckIn
from checkins.models.check_in import CheckInQuerySet
from checkins.situation import Fix, Neighbour
from tourmap.geo import Datum, LatLng

_COLUMNS = (
    *("captured_at", "pk", "location", "local_date", "lat", "lng", "datum", "accuracy_m"),
    *("location__lat", "location__lng", "location__radius_m", "location__pin_accuracy_m"),
    *("counted", "is_about", "code_kind", "distance_m", "radius_m"),
)
TRAIL_VISITS = 12
# One day at a place whose time zone is put right may span this much: 24 h and 26 h between zones.
WINDOW = timedelta(hours=50)
_LAST_ID = UUID(int=2**128 - 1)

Spot = tuple[float, float, str]


class Asked(NamedTuple):
    """When and where an attempt was made, as far as other visits matter to it."""

    captured_at: datetime
    fix: Fix | None


class History:
    """The visits of one traveller within `WINDOW` of some attempts. Those that are made meanwhile
    are added, so that the next attempt is judged by them as well. Counted ones alone, but for the
    trail: what was held back is part of a script too.

    Further away in time no visit can speak against another: half the way round the earth takes
    a day at a speed that is possible.
    """

    def __init__(
        self, traveller: Traveller, asked: Collection[Asked], *, besides: UUID | None = None
    ) -> None:
        others = CheckIn.objects.filter(traveller=traveller)
        others = others.exclude(pk=besides) if besides else others
        around = _around(others, [one.captured_at for one in asked])
        self._visits = [one for one in around if one.counted]
        self._trail = [one for one in around if one.is_about or one.code_kind]
        self._days = {(one.location_id, one.local_date): one.id for one in self._visits}
        self._spots = _at_the_spots(others.counted(), [one.fix for one in asked if one.fix])

    def previous(self, captured_at: datetime) -> Neighbour | None:
        return self._near(captured_at, _after(self._visits, captured_at) - 1)

    def following(self, captured_at: datetime) -> Neighbour | None:
        return self._near(captured_at, _after(self._visits, captured_at))

    def same_coordinates(self, fix: Fix) -> int:
        """How many of the counted visits were made at exactly these coordinates."""
        return len(self._spots[_spot(fix)])

    def same_coordinates_days(self, fix: Fix, besides: date) -> int:
        """On how many other days those were."""
        return len({*self._spots[_spot(fix)]} - {besides})

    def trail(self, captured_at: datetime, location_id: int, day: date) -> tuple[Neighbour, ...]:
        """Where the traveller was before, the last one of each other place and day first."""
        last: dict[tuple[int, date], _Visit] = {}
        for visit in self._trail[: _after(self._trail, captured_at)]:
            if captured_at - visit.captured_at <= WINDOW:
                last[visit.location_id, visit.local_date] = visit
        last.pop((location_id, day), None)
        latest = sorted(last.values(), key=_moment, reverse=True)[:TRAIL_VISITS]
        return tuple(near for visit in latest if (near := visit.neighbour()))

    def ahead(self, captured_at: datetime, location_id: int, day: date) -> tuple[Neighbour, ...]:
        """Where the traveller was afterwards, as far as that is known already; the earliest first."""
        first: dict[tuple[int, date], _Visit] = {}
        for visit in self._trail[_after(self._trail, captured_at) :]:
            if visit.captured_at - captured_at <= WINDOW:
                first.setdefault((visit.location_id, visit.local_date), visit)
        first.pop((location_id, day), None)
        earliest = sorted(first.values(), key=_moment)[:TRAIL_VISITS]
        return tuple(near for visit in earliest if (near := visit.neighbour()))

    def of_day(self, location_id: int, day: date) -> UUID | None:
        """The visit that counts for a day at a place."""
        return self._days.get((location_id, day))

    def add(self, visit: CheckIn) -> None:
        """A visit that was just made, counted or not."""
        place = visit.location
        noted = _Visit(
            captured_at=visit.captured_at,
            id=visit.pk,
            location_id=visit.location_id,
            local_date=visit.local_date,
            lat=visit.lat,
            lng=visit.lng,
            datum=visit.datum,
            accuracy_m=visit.accuracy_m,
            pin_lat=place.lat,
            pin_lng=place.lng,
            radius_m=place.radius_m,
            pin_accuracy_m=place.pin_accuracy_m,
            counted=visit.counted,
            is_about=visit.is_about,
            code_kind=visit.code_kind,
            distance_m=visit.distance_m,
            judged_radius_m=visit.radius_m,
        )
        if noted.is_about or noted.code_kind:
            insort(self._trail, noted, key=_moment)
        if not noted.counted:
            return
        insort(self._visits, noted, key=_moment)
        self._days[visit.location_id, visit.local_date] = visit.pk
        if fix := visit.fix:
            self._spots[_spot(fix)].append(visit.local_date)

    def _near(self, captured_at: datetime, index: int) -> Neighbour | None:
        if not 0 <= index < len(self._visits):
            return None
        visit = self._visits[index]
        return visit.neighbour() if abs(visit.captured_at - captured_at) <= WINDOW else None


class _Visit(NamedTuple):
    """The columns of a visit, and the pin of its place."""

    captured_at: datetime
    id: UUID
    location_id: int
    local_date: date
    lat: float | None
    lng: float | None
    datum: str
    accuracy_m: float | None
    pin_lat: float | None
    pin_lng: float | None
    radius_m: int
    pin_accuracy_m: int | None
    counted: bool
    is_about: bool
    code_kind: str
    distance_m: float | None
    judged_radius_m: int

    def neighbour(self) -> Neighbour | None:
        """The pin, with all its doubt, stands for a position that was not sent, or is forgotten,
        and for one that was far off in a visit that counts: a code or the bureau knew better.
        """
        pin = None
        if self.pin_lat is not None and self.pin_lng is not None:
            pin = LatLng.of(self.pin_lat, self.pin_lng)
        fix = self._fix()
        misled = fix is not None and self.counted and self._was_far(fix)
        return Neighbour.of(
            pin=pin,
            doubt_m=self.radius_m + (self.pin_accuracy_m or 0),
            fix=None if misled else fix,
            captured_at=self.captured_at,
            distance_m=self.distance_m,
        )

    def _fix(self) -> Fix | None:
        if self.lat is None or self.lng is None:
            return None
        point, datum = LatLng.of(self.lat, self.lng), Datum(self.datum)
        return Fix(point=point, datum=datum, accuracy_m=self.accuracy_m)

    def _was_far(self, fix: Fix) -> bool:
        """Beyond what the rule about the radius lets pass."""
        if self.distance_m is None:
            return False
        return (
            self.distance_m - fix.trusted_accuracy_m > rules.PROBABLE_FACTOR * self.judged_radius_m
        )


def _moment(visit: _Visit) -> tuple[datetime, UUID]:
    return visit.captured_at, visit.id


def _after(visits: list[_Visit], captured_at: datetime) -> int:
    """The index of the first visit after that moment."""
    return bisect_right(visits, (captured_at, _LAST_ID), key=_moment)


def _around(rows: CheckInQuerySet, moments: list[datetime]) -> list[_Visit]:
    """Those of the same days at their places, and those just before and after; in order."""
    if not moments:
        return []
    rows = rows.filter(captured_at__range=(min(moments) - WINDOW, max(moments) + WINDOW))
    return sorted(starmap(_Visit, rows.order_by().values_list(*_COLUMNS)), key=_moment)


def _spot(fix: Fix) -> Spot:
    return fix.point.lat, fix.point.lng, fix.datum.value


def _at_the_spots(counted: CheckInQuerySet, fixes: list[Fix]) -> defaultdict[Spot, list[date]]:
    """The days of the visits at each spot."""
    found: defaultdict[Spot, list[date]] = defaultdict(list)
    spots = {_spot(fix) for fix in fixes}
    if spots:
        near = counted.filter(lat__in={lat for lat, _lng, _datum in spots}).order_by()
        for lat, lng, datum, day in near.values_list("lat", "lng", "datum", "local_date"):
            if lat is not None and lng is not None:
                found[lat, lng, datum].append(day)
    return found
