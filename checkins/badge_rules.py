"""The law of the badges: which stamps meet a rule, and what an award rests on. Pure."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class RuleKind(StrEnum):
    """Stable: an app may branch on them."""

    PLACES_OF_DRAMA = "places_of_drama"
    STOPS_OF_TRAIL = "stops_of_trail"
    PLACES = "places"
    PLACES_OF_KIND = "places_of_kind"
    PROVINCES = "provinces"
    CITIES = "cities"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A stamp as the rules see it. `regions` are the place's own and those above it, by code."""

    place: int
    at: datetime
    day: date
    check_in: UUID
    kind: str = ""
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A badge as the rules see it. `places` are the drama's or the trail's that count, else None."""

    kind: RuleKind
    needed: int | None = None
    places: frozenset[int] | None = None
    place_kind: str | None = None
    region: str | None = None
    since: date | None = None
    until: date | None = None
    is_active: bool = True

    @property
    def goal(self) -> int:
        return len(self.places or ()) if self.needed is None else self.needed

    def counts(self, stamp: Visited) -> bool:
        if self.region is not None and self.region not in stamp.regions:
            return False
        if self.place_kind is not None and stamp.kind != self.place_kind:
            return False
        if self.places is not None and stamp.place not in self.places:
            return False
        return (self.since or stamp.day) <= stamp.day <= (self.until or stamp.day)


class Progress(NamedTuple):
    """`have` of `needed`; never more than is needed."""

    have: int
    needed: int

    @property
    def complete(self) -> bool:
        return 0 < self.needed <= self.have


class Evidence(NamedTuple):
    """What an award rests on, and the stamp that completed it."""

    places: frozenset[int]
    at: datetime
    check_in: UUID


def province_of(regions: Iterable[str]) -> str | None:
    """The first two digits of a code are the province (GB/T 2260)."""
    return next((code[:2] for code in regions), None)


def city_of(regions: Iterable[str]) -> str | None:
    """The first four; a place of which only the province is known is in no city."""
    return next((code[:4] for code in regions if code[2:4] != "00"), None)


def progress(rule: Rule, stamps: Iterable[Visited]) -> Progress:
    return Progress(len(_first_of_each(rule, stamps)), rule.goal)


def earliest(rule: Rule, stamps: Iterable[Visited]) -> Evidence | None:
    """The stamps by which the rule was met first; None where it is not met, or switched off."""
    found = _first_of_each(rule, stamps)
    if not rule.is_active or not Progress(len(found), rule.goal).complete:
        return None
    return _evidence(found)


def settled(
    rule: Rule, stamps: Mapping[int, Visited], kept: Iterable[Iterable[int]] = ()
) -> Evidence | None:
    """What the award of this badge rests on now; None where there is none to have.

    `kept` are the places that awards of this badge rested on until now: such an award stands as
    long as they are all stamped. Where stamps meet the rule earlier, it rests on those.
    """
    standing = [
        _evidence([stamps[place] for place in places])
        for places in map(frozenset, kept)
        if places and places <= stamps.keys()
    ]
    due = earliest(rule, stamps.values())
    found = [*standing, due] if due else standing
    return min(found, key=lambda evidence: evidence.at, default=None)


def _first_of_each(rule: Rule, stamps: Iterable[Visited]) -> list[Visited]:
    """The earliest stamp of each thing that is counted, no more of them than are needed."""
    found: dict[Hashable, Visited] = {}
    for stamp in sorted(stamps, key=_in_order):
        thing = _thing(rule, stamp)
        if thing is not None and len(found) < rule.goal:
            found.setdefault(thing, stamp)
    return list(found.values())


def _thing(rule: Rule, stamp: Visited) -> Hashable:
    """What a stamp counts as: its place, its province, its city, or nothing."""
    if not rule.counts(stamp):
        return None
    if rule.kind is RuleKind.PROVINCES:
        return province_of(stamp.regions)
    if rule.kind is RuleKind.CITIES:
        return city_of(stamp.regions)
    return stamp.place


def _in_order(stamp: Visited) -> tuple[datetime, int]:
    return stamp.at, stamp.place


def _evidence(stamps: Iterable[Visited]) -> Evidence:
    stamps = list(stamps)
    last = max(stamps, key=_in_order)
    return Evidence(frozenset(stamp.place for stamp in stamps), last.at, last.check_in)
