"""The facts of the store, in memory: the same definitions as `checkins.situation` gives them."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bench.corpus.ground import Site
from checkins import rules
from checkins.situation import (
    CodeFinding,
    CodeProof,
    Company,
    Fix,
    Judgement,
    Neighbour,
    Situation,
)

LATELY = timedelta(days=7)
DEVICE_LATELY = timedelta(days=30)
TRAIL = timedelta(hours=50)
TRAIL_VISITS = 12
STEP_S = 30
TO_LOCAL = timedelta(hours=8)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One attempt of the corpus. `shown_at`: when the screen showed the rotating code sent along."""

    kind: str
    honest: bool
    traveller: int
    site: Site
    captured_at: datetime
    received_at: datetime
    fix: Fix | None = None
    printed: bool = False
    shown_at: datetime | None = None
    device: int | None = None

    @property
    def local_date(self) -> date:
        return (self.captured_at + TO_LOCAL).date()

    @property
    def step(self) -> int | None:
        return int(self.shown_at.timestamp() // STEP_S) if self.shown_at else None


class Kept(NamedTuple):
    visit: Visit
    judgement: Judgement
    here: Neighbour | None
    about: bool


class Seen:
    """Who was seen when, so that distinct others of a while can be counted."""

    def __init__(self) -> None:
        self._last: dict[int, datetime] = {}

    def note(self, traveller: int, at: datetime) -> None:
        self._last[traveller] = at

    def others(self, traveller: int, since: datetime) -> int:
        return sum(at >= since and who != traveller for who, at in self._last.items())


class World:
    """Takes attempts in the order of their arrival, judges each and keeps what it adds."""

    def __init__(self) -> None:
        self._of: defaultdict[int, list[Kept]] = defaultdict(list)
        self._counted_days: set[tuple[int, int, date]] = set()
        self._used: set[tuple[int, int, int | None]] = set()
        self._seen: defaultdict[object, Seen] = defaultdict(Seen)

    def judge(self, visit: Visit) -> tuple[Judgement, bool]:
        """The judgement, and whether the visit counts."""
        found = self._situation(visit)
        judgement = rules.judge(found)
        day = (visit.traveller, visit.site.number, visit.local_date)
        counts = judgement.counted and day not in self._counted_days
        if counts:
            self._counted_days.add(day)
        self._note(visit, found)
        here = Neighbour.of(
            pin=visit.site.place.point,
            doubt_m=visit.site.place.doubt_m,
            fix=visit.fix,
            captured_at=visit.captured_at,
            distance_m=judgement.distance_m,
        )
        self._of[visit.traveller].append(Kept(visit, judgement, here, _was_about(found)))
        return judgement, counts

    def _situation(self, visit: Visit) -> Situation:
        kept = self._of[visit.traveller]
        counted = sorted(
            (one for one in kept if one.judgement.counted), key=lambda one: one.visit.captured_at
        )
        before = [one.here for one in counted if one.visit.captured_at <= visit.captured_at]
        after = [one.here for one in counted if one.visit.captured_at > visit.captured_at]
        same = [one.visit for one in counted if visit.fix and _spot(one.visit) == _spot(visit)]
        days = {one.local_date for one in same} - {visit.local_date}
        found = Situation(
            place=visit.site.place,
            fix=visit.fix,
            captured_at=visit.captured_at,
            previous=before[-1] if before else None,
            following=after[0] if after else None,
            same_coordinates=len(same),
            same_coordinates_days=len(days),
            code=self._code(visit),
            trail=_trail(kept, visit),
            ahead=_ahead(kept, visit),
        )
        return replace(found, company=self._company(visit))

    def _code(self, visit: Visit) -> CodeProof | None:
        if visit.shown_at:
            off_s = abs((visit.captured_at - visit.shown_at).total_seconds())
            if off_s > 2 * STEP_S:
                return CodeProof(finding=CodeFinding.STALE, off_s=round(off_s))
            if (visit.traveller, visit.site.number, visit.step) in self._used:
                return CodeProof(finding=CodeFinding.USED)
            return CodeProof(finding=CodeFinding.ROTATING)
        return CodeProof(finding=CodeFinding.PRINTED) if visit.printed else None

    def _company(self, visit: Visit) -> Company:
        site, me, now = visit.site.number, visit.traveller, visit.received_at

        def others(*key: object, within: timedelta = LATELY) -> int:
            return self._seen[key].others(me, now - within) if key in self._seen else 0

        device = visit.device
        return Company(
            same_coordinates=others("spot", _spot(visit)) if visit.fix else 0,
            positions_here=others("position", site),
            device_here=others("device", device, site, visit.local_date) if device else 0,
            device_lately=others("device", device, within=DEVICE_LATELY) if device else 0,
            code_step=others("step", site, visit.step) if visit.step else 0,
            code_alone=others("alone", site, visit.printed),
            seen_here=others("about", site),
        )

    def _note(self, visit: Visit, found: Situation) -> None:
        site, proof, about = visit.site.number, found.code, rules.is_about(found)
        keys: list[tuple[object, ...]] = []
        if visit.fix:
            keys += [("spot", _spot(visit)), ("position", site)]
        if about:
            keys.append(("about", site))
        if visit.device:
            keys += [("device", visit.device), ("device", visit.device, site, visit.local_date)]
        if proof and proof.finding.is_valid and not about:
            keys += [("alone", site, visit.printed), ("step", site, visit.step)]
        if proof and proof.finding is CodeFinding.ROTATING:
            self._used.add((visit.traveller, site, visit.step))
        for key in keys:
            self._seen[key].note(visit.traveller, visit.received_at)


def _was_about(found: Situation) -> bool:
    coded = found.code is not None and found.code.finding.is_valid
    return coded or rules.is_about(found)


def _spot(visit: Visit) -> object:
    return visit.fix and (visit.fix.point, visit.fix.datum)


def _trail(kept: list[Kept], visit: Visit) -> tuple[Neighbour, ...]:
    last: dict[tuple[int, date], Kept] = {}
    for one in sorted(kept, key=lambda one: one.visit.captured_at):
        if one.about and visit.captured_at - TRAIL <= one.visit.captured_at < visit.captured_at:
            last[one.visit.site.number, one.visit.local_date] = one
    last.pop((visit.site.number, visit.local_date), None)
    latest = sorted((one.here for one in last.values() if one.here), key=lambda at: at.captured_at)
    return tuple(latest[::-1][:TRAIL_VISITS])


def _ahead(kept: list[Kept], visit: Visit) -> tuple[Neighbour, ...]:
    first: dict[tuple[int, date], Kept] = {}
    for one in sorted(kept, key=lambda one: one.visit.captured_at):
        if one.about and visit.captured_at < one.visit.captured_at <= visit.captured_at + TRAIL:
            first.setdefault((one.visit.site.number, one.visit.local_date), one)
    first.pop((visit.site.number, visit.local_date), None)
    earliest = sorted(
        (one.here for one in first.values() if one.here), key=lambda at: at.captured_at
    )
    return tuple(earliest[:TRAIL_VISITS])
