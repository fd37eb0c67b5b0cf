"""What other travellers did lately, as far as it says something about some attempts.

Two queries for any number of attempts, about coordinates and devices; those about a code are asked
where one stands without a position. Windows are of `received_at`: nobody can choose when something arrives.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from checkins import rules
from checkins.models import CheckIn, CodeUse, PrintedCode, RotatingKey
from checkins.situation import CodeFinding, Company, Fix, Situation

LATELY = timedelta(days=7)
DEVICE_LATELY = timedelta(days=30)

Pairs = Iterable[tuple[Hashable, UUID]]


class Present(NamedTuple):
    """One attempt: its situation, of which all but `company` is known, and where it came from.

    `step` is that of a valid rotating code, `device` the hash of the installation.
    """

    situation: Situation
    traveller_id: UUID
    location_id: int
    local_date: date
    step: int | None = None
    device: str = ""

    @property
    def code_kind(self) -> str:
        """Which valid code was sent, as the column says it."""
        proof = self.situation.code
        return proof.finding.value if proof and proof.finding.is_valid else ""

    @property
    def is_about(self) -> bool:
        """Whether its position puts the traveller about the place, as the column says it."""
        return rules.is_about(self.situation)


class _Others:
    """Distinct travellers by some key."""

    def __init__(self, pairs: Pairs = ()) -> None:
        self._of: defaultdict[Hashable, set[UUID]] = defaultdict(set)
        for key, traveller in pairs:
            self._of[key].add(traveller)

    def than(self, traveller: UUID, key: Hashable) -> int:
        return len(self._of.get(key, set()) - {traveller})


class Around:
    """Others around some attempts that arrived at `now`: their coordinates and devices are read at
    once, the codes of a place when an attempt first needs them.

    For visits that are judged again, `now` is when the first of them arrived, so that what came
    in with and after them is seen too.
    """

    def __init__(self, fixes: Iterable[Fix], devices: Iterable[str], *, now: datetime) -> None:
        self._since = now - LATELY
        self._spots = _spots({fix.point.lat for fix in fixes}, self._since)
        self._devices, self._days = _devices(set(devices) - {""}, now - DEVICE_LATELY)
        self._positions: dict[int, _Others] = {}
        self._codes: dict[tuple[int, str], _Code] = {}

    def joined(self, one: Present) -> Situation:
        """The whole situation of an attempt."""
        return replace(one.situation, company=self.company(one))

    def company(self, one: Present) -> Company:
        me, place, fix = one.traveller_id, one.location_id, one.situation.fix
        same = self._spots.than(me, _spot(fix)) if fix else 0
        crowded = same >= rules.SHARED_COARSE
        return Company(
            same_coordinates=same,
            positions_here=self._here(place).than(me, place) if crowded else 0,
            device_here=self._days.than(me, (one.device, place, one.local_date)),
            device_lately=self._devices.than(me, one.device),
            **self._around_code(one),
        )

    def _here(self, place: int) -> _Others:
        if place not in self._positions:
            self._positions[place] = _positions(place, self._since)
        return self._positions[place]

    def _around_code(self, one: Present) -> dict[str, int]:
        """Whoever is about the place is not held to the crowd."""
        if not one.code_kind or one.is_about:
            return {}
        code = (one.location_id, one.code_kind)
        if code not in self._codes:
            self._codes[code] = _code(*code, self._since)
        alone, seen = self._codes[code]
        me = one.traveller_id
        in_step = _step(one.location_id, one.step).than(me, one.step) if one.step else 0
        return {
            "code_step": in_step,
            "code_alone": alone.than(me, True),
            "seen_here": seen.than(me, True),
        }


class _Code(NamedTuple):
    """Who used a code without a position about the place, and who was seen there meanwhile."""

    alone: _Others
    seen: _Others


def _spot(fix: Fix) -> Hashable:
    return fix.point.lat, fix.point.lng, fix.datum.value


def _spots(lats: Collection[float], since: datetime) -> _Others:
    if not lats:
        return _Others()
    rows = CheckIn.objects.filter(lat__in=lats, received_at__gte=since).order_by()
    found = rows.values_list("lat", "lng", "datum", "traveller").distinct()
    return _Others(((lat, lng, datum), traveller) for lat, lng, datum, traveller in found)


def _positions(place: int, since: datetime) -> _Others:
    rows = CheckIn.objects.filter(location=place, received_at__gte=since, lat__isnull=False)
    return _Others(rows.order_by().values_list("location", "traveller").distinct())


def _devices(devices: Collection[str], since: datetime) -> tuple[_Others, _Others]:
    if not devices:
        return _Others(), _Others()
    rows = CheckIn.objects.filter(device__in=devices, received_at__gte=since).order_by()
    found = list(rows.values_list("device", "location", "local_date", "traveller").distinct())
    return (
        _Others((device, traveller) for device, _place, _day, traveller in found),
        _Others(((device, place, day), traveller) for device, place, day, traveller in found),
    )


_KINDS: dict[str, Any] = {
    CodeFinding.PRINTED.value: PrintedCode,
    CodeFinding.ROTATING.value: RotatingKey,
}


def _code(place: int, kind: str, since: datetime) -> _Code:
    """Since the code was made: what was done with the one before is forgiven."""
    in_use = _KINDS[kind].objects.in_use().filter(location=place)
    made_at = in_use.values_list("made_at", flat=True).first()
    visits = CheckIn.objects.filter(
        location=place, received_at__gte=max(made_at or since, since)
    ).order_by()
    alone = visits.filter(is_about=False, code_kind=kind).values_list("traveller", flat=True)
    seen = visits.filter(is_about=True).values_list("traveller", flat=True)
    return _Code(*(_Others((True, who) for who in rows.distinct()) for rows in (alone, seen)))


def _step(place: int, step: int) -> _Others:
    """A use outlives its check-in: one that was deleted still counts as alone."""
    uses = CodeUse.objects.filter(location=place, step=step).exclude(check_in__is_about=True)
    return _Others(uses.values_list("step", "traveller"))
