"""Leaderboards: who has been at the most places of a scope in a period.

A score is the number of places; of two with one score, who reached it first comes first. What the
store counted of a full board is kept for `KEPT_S`; who may be shown, and under which name, is asked
each time.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Max, Q

from accounts.models import Traveller
from checkins.models import BoardEntry, BoardName
from checkins.models.board import EVER
from locations.models import Location, Scene

TOP = 100
SPARE = 20  # for those who leave while the count is kept
KEPT_S = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which visits count: in a period, at the places of any of these dramas, in any region."""

    period: str = EVER
    dramas: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    def key(self) -> str:
        told = f"{self.period}|{sorted(self.dramas)}|{sorted(self.regions)}"
        return f"board:{hashlib.sha256(told.encode()).hexdigest()[:32]}"

    def entries(self) -> Any:
        entries = BoardEntry.objects.filter(period=self.period)
        if self.dramas:
            scenes = Scene.objects.published().filter(drama__slug__in=self.dramas)
            entries = entries.filter(location__in=scenes.values("location"))
        if self.regions:
            places = Location.objects.in_regions(self.regions)
            entries = entries.filter(location__in=places.values("pk"))
        return entries


class Standing(NamedTuple):
    traveller: UUID
    score: int
    reached_at: datetime


class Line(NamedTuple):
    """A rank on a board, from 1."""

    rank: int
    nickname: str
    score: int


def board(scope: Scope) -> dict[UUID, Line]:
    """The first hundred of a board by their keys, in the order of their ranks."""
    standings = _first_of_all(scope)
    shown = BoardName.objects.appearing().filter(pk__in=[one.traveller for one in standings])
    names = dict(shown.values_list("pk", "nickname"))
    present = [one for one in standings if one.traveller in names][:TOP]
    return {
        one.traveller: Line(rank, names[one.traveller], one.score)
        for rank, one in enumerate(present, 1)
    }


def _first_of_all(scope: Scope) -> list[Standing]:
    """Kept only where a whole board is filled: where few appear, counting costs next to nothing."""
    kept: list[Standing] | None = cache.get(scope.key())
    if kept is not None:
        return kept
    standings = first_of(scope, TOP + SPARE)
    if len(standings) == TOP + SPARE:
        cache.set(scope.key(), standings, KEPT_S)
    return standings


def line_of(traveller: Traveller, scope: Scope, lines: dict[UUID, Line]) -> Line | None:
    """The traveller's own line, also far down; None for who does not appear on this board."""
    if own := lines.get(traveller.pk):
        return own
    shown = BoardName.objects.appearing().filter(pk=traveller.pk).first()
    standing = _ranked(scope.entries().filter(traveller=traveller)).first()
    if shown is None or standing is None:
        return None
    key = f"{scope.key()}:{standing['score']}:{standing['reached_at'].isoformat()}"
    ahead = cache.get_or_set(key, lambda: _ahead_of(scope, standing), KEPT_S)
    return Line(max(ahead, len(lines)) + 1, shown.nickname, standing["score"])


def first_of(scope: Scope, number: int) -> list[Standing]:
    """The first so many of a board, as the store counts them now."""
    rows = _ranked(scope.entries())[:number]
    return [Standing(row["traveller"], row["score"], row["reached_at"]) for row in rows]


def _ranked(entries: Any) -> Any:
    scores = entries.order_by().values("traveller")
    counted = scores.annotate(score=Count("pk"), reached_at=Max("first_at"))
    return counted.order_by("-score", "reached_at", "traveller")


def _ahead_of(scope: Scope, own: dict[str, Any]) -> int:
    sooner = Q(score=own["score"], reached_at__lt=own["reached_at"])
    stable = Q(score=own["score"], reached_at=own["reached_at"], traveller__lt=own["traveller"])
    ranked = _ranked(scope.entries()).order_by()
    ahead: int = ranked.filter(Q(score__gt=own["score"]) | sooner | stable).count()
    return ahead
