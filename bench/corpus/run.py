"""Plays a seeded corpus through the rules and counts, kind by kind, what became of it."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bench.corpus.apart import APART
from bench.corpus.cast import Cast
from bench.corpus.fakes import FAKES
from bench.corpus.honest import HONEST
from bench.corpus.world import Visit, World
from checkins import rules
from checkins.situation import Judgement

TUNED_ON = 1

Trace = Callable[[Cast], Iterator[Visit]]
ALL: tuple[Trace, ...] = (*APART, *HONEST, *FAKES)


class Sent(NamedTuple):
    """`apart`: of a kind that counts in no share."""

    visit: Visit
    apart: bool


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


def corpus(seed: int, size: float = 1.0, traces: Sequence[Trace] = ALL) -> list[Sent]:
    """The attempts of `traces` in the order of their arrival."""
    cast = Cast(random.Random(seed), size)  # noqa: S311  # repeatable, no secret
    sent = [Sent(visit, trace in APART) for trace in traces for visit in trace(cast)]
    return sorted(sent, key=lambda one: (one.visit.received_at, one.visit.traveller))


def play(seed: int, size: float = 1.0, traces: Sequence[Trace] = ALL) -> list[Tally]:
    """Judges a corpus in a new world; one tally for each kind."""
    tallies: dict[str, Tally] = {}
    world = World()
    for visit, apart in corpus(seed, size, traces):
        judgement, counts = world.judge(visit)
        tally = tallies.setdefault(visit.kind, Tally(visit.kind, visit.honest, apart))
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
