"""Plays a seeded corpus through the rules and counts, kind by kind, what became of it."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from bench.corpus.apart import APART
from bench.corpus.cast import Cast
from bench.corpus.fakes import FAKES
from bench.corpus.honest import HONEST
from bench.corpus.world import Visit, World
from checkins import rules
from checkins.situation import Judgement

TUNED_ON = 1


@dataclass
class Tally:
    """Attempts of one kind. `counted`: a stamp's worth; `lost`: refused, or without a next step."""

    kind: str
    honest: bool
    apart: bool
    sent: int = 0
    verified: int = 0
    probable: int = 0
    counted: int = 0
    lost: int = 0

    @property
    def unverified(self) -> int:
        return self.sent - self.verified - self.probable


def corpus(seed: int, size: float = 1.0) -> tuple[list[Visit], set[str]]:
    """All attempts in the order of their arrival, and the kinds that are shown apart."""
    cast = Cast(random.Random(seed), size)  # noqa: S311  # repeatable, no secret
    apart = [visit for trace in APART for visit in trace(cast)]
    mixed = [visit for trace in (*HONEST, *FAKES) for visit in trace(cast)]
    order = sorted([*apart, *mixed], key=lambda visit: (visit.received_at, visit.traveller))
    return order, {visit.kind for visit in apart}


def play(seed: int, size: float = 1.0) -> list[Tally]:
    visits, apart = corpus(seed, size)
    tallies: dict[str, Tally] = {}
    world = World()
    for visit in visits:
        judgement, counts = world.judge(visit)
        tally = tallies.setdefault(visit.kind, Tally(visit.kind, visit.honest, visit.kind in apart))
        tally.sent += 1
        tally.verified += judgement.status == "verified"
        tally.probable += judgement.status == "probable"
        tally.counted += counts
        tally.lost += _is_lost(visit, judgement)
    return sorted(tallies.values(), key=lambda one: (one.apart, not one.honest, one.kind))


def _is_lost(visit: Visit, judgement: Judgement) -> bool:
    """Refused for its clock, or held back by nothing that could be explained and appealed."""
    if rules.clock_fault(visit.captured_at, visit.received_at):
        return True
    return not judgement.counted and all(check.passed for check in judgement.checks)


def unrewarded(tallies: Iterable[Tally]) -> float:
    """The share of fakes that brought nothing."""
    fakes = [one for one in tallies if not one.honest and not one.apart]
    return 1 - sum(one.counted for one in fakes) / sum(one.sent for one in fakes)


def held_back(tallies: Iterable[Tally]) -> float:
    """The share of honest attempts that do not count at the first answer."""
    honest = [one for one in tallies if one.honest and not one.apart]
    return sum(one.unverified for one in honest) / sum(one.sent for one in honest)


def lost(tallies: Iterable[Tally]) -> int:
    return sum(one.lost for one in tallies if one.honest)
