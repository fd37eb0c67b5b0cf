"""What other travellers did lately, as far as it says something about some attempts.

A few queries for any number of attempts, and only those that could matter: an attempt by position
costs one, by two where the app names its installation; those about codes are asked where a code
stands without a position. Windows are of `received_at`: nobody can choose when something arrives.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from checkins import rules
from checkins.models import CheckIn, CodeUse, PrintedCode, RotatingKey
from checkins.situation import CodeFinding, Company, Situation

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

    def columns(self) -> dict[str, Any]:
        """What is kept of this attempt for those who come after it."""
        return {"code_kind": self.code_kind, "is_about": rules.is_about(self.situation)}


class _Others:
    """Distinct travellers by some key."""

    def __init__(self, pairs: Pairs = ()) -> None:
        self._of: defaultdict[Hashable, set[UUID]] = defaultdict(set)
        for key, traveller in pairs:
            self._of[key].add(traveller)

    def than(self, traveller: UUID, key: Hashable) -> int:
        return len(self._of.get(key, set()) - {traveller})


def companies(attempts: Sequence[Present], *, now: datetime) -> list[Company]:
    """The company of each attempt, in their order; those of one traveller do not see each other.

    `now` is when the attempts arrived; for visits that are judged again, when the first of them
    did, so that what came in with and after them is seen too.
    """
    since = now - LATELY
    spots = _spots(attempts, since)
    shared = [one for one in attempts if _is_shared(one, spots)]
    positions = _positions({one.location_id for one in shared}, since)
    devices, days = _devices(attempts, now - DEVICE_LATELY)
    alone = [one for one in attempts if one.code_kind and not rules.is_about(one.situation)]
    codes = _Codes(alone, since)
    return [
        Company(
            same_coordinates=spots.than(one.traveller_id, _spot(one)),
            positions_here=positions.than(one.traveller_id, one.location_id),
            device_here=days.than(one.traveller_id, (one.device, one.location_id, one.local_date)),
            device_lately=devices.than(one.traveller_id, one.device),
            **codes.around(one),
        )
        for one in attempts
    ]


def _spot(one: Present) -> Hashable:
    fix = one.situation.fix
    return fix and (fix.point.lat, fix.point.lng, fix.datum.value)


def _spots(attempts: Collection[Present], since: datetime) -> _Others:
    lats = {one.situation.fix.point.lat for one in attempts if one.situation.fix}
    if not lats:
        return _Others()
    rows = CheckIn.objects.filter(lat__in=lats, received_at__gte=since).order_by()
    found = rows.values_list("lat", "lng", "datum", "traveller").distinct()
    return _Others(((lat, lng, datum), traveller) for lat, lng, datum, traveller in found)


def _is_shared(one: Present, spots: _Others) -> bool:
    """Whether it matters how many send a position here at all."""
    return spots.than(one.traveller_id, _spot(one)) >= rules.SHARED_COARSE


def _positions(places: Collection[int], since: datetime) -> _Others:
    if not places:
        return _Others()
    rows = CheckIn.objects.filter(location__in=places, received_at__gte=since, lat__isnull=False)
    return _Others(rows.order_by().values_list("location", "traveller").distinct())


def _devices(attempts: Collection[Present], since: datetime) -> tuple[_Others, _Others]:
    devices = {one.device for one in attempts if one.device}
    if not devices:
        return _Others(), _Others()
    rows = CheckIn.objects.filter(device__in=devices, received_at__gte=since).order_by()
    found = list(rows.values_list("device", "location", "local_date", "traveller").distinct())
    return (
        _Others((device, traveller) for device, _place, _day, traveller in found),
        _Others(((device, place, day), traveller) for device, place, day, traveller in found),
    )


class _Codes:
    """Who used the codes of some places without a position, and who was seen there."""

    def __init__(self, alone: Collection[Present], since: datetime) -> None:
        self._asked = set(alone)
        places = {one.location_id for one in alone}
        made = _made(places)
        visits = _visits(places, since)
        self._steps = _steps(alone)
        self._alone = _Others(
            ((place, kind), traveller)
            for place, kind, about, at, traveller in visits
            if kind and not about and at >= made.get((place, kind), since)
        )
        # For each kind: a code that is new starts with nobody seen, as with nobody alone.
        self._seen = _Others(
            ((place, kind), traveller)
            for place, _kind, about, at, traveller in visits
            for kind in _KINDS
            if about and at >= made.get((place, kind), since)
        )

    def around(self, one: Present) -> dict[str, int]:
        if one not in self._asked:
            return {}
        me, code = one.traveller_id, (one.location_id, one.code_kind)
        return {
            "code_step": self._steps.than(me, (one.location_id, one.step)),
            "code_alone": self._alone.than(me, code),
            "seen_here": self._seen.than(me, code),
        }


_KINDS: dict[str, Any] = {
    CodeFinding.PRINTED.value: PrintedCode,
    CodeFinding.ROTATING.value: RotatingKey,
}


def _made(places: Collection[int]) -> dict[tuple[int, str], datetime]:
    """When the codes in use were made: what was done with those before is forgiven."""
    if not places:
        return {}
    return {
        (place, kind): made_at
        for kind, model in _KINDS.items()
        for place, made_at in model.objects.in_use()
        .filter(location__in=places)
        .values_list("location", "made_at")
    }


def _visits(places: Collection[int], since: datetime) -> list[Any]:
    if not places:
        return []
    rows = CheckIn.objects.filter(location__in=places, received_at__gte=since).order_by()
    return list(rows.values_list("location", "code_kind", "is_about", "received_at", "traveller"))


def _steps(alone: Collection[Present]) -> _Others:
    steps = {one.step for one in alone if one.step is not None}
    if not steps:
        return _Others()
    places = {one.location_id for one in alone}
    # A use outlives its check-in: one that was deleted still counts as alone.
    uses = CodeUse.objects.filter(location__in=places, step__in=steps)
    found = uses.exclude(check_in__is_about=True).values_list("location", "step", "traveller")
    return _Others(((place, step), traveller) for place, step, traveller in found)
