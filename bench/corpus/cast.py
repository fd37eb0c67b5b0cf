"""Who plays: new travellers with their phones, and the attempts they send."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bench.corpus.ground import Ground, Site
from bench.corpus.phones import Phone, phone
from bench.corpus.world import Visit


@dataclass
class Cast:
    """`size` multiplies how many visits each kind of trace has."""

    rng: random.Random
    size: float = 1.0
    ground: Ground = field(init=False)
    _numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.ground = Ground(self.rng)

    def many(self, number: int) -> range:
        """So many rounds of a trace, at least one."""
        return range(max(1, round(number * self.size)))

    def traveller(self, kind: str = "") -> Phone:
        """A new one; the number of the phone is also that of its owner."""
        return phone(self.rng, next(self._numbers), kind)

    def sent(
        self, kind: str, who: Phone, site: Site, at: datetime, *, honest: bool, **values: Any
    ) -> Visit:
        """Received at once, from the traveller's own phone, unless told."""
        defaults = {
            "traveller": who.number,
            "device": who.number,
            "received_at": at + timedelta(seconds=self.rng.uniform(0.3, 4)),
        }
        return Visit(kind=kind, honest=honest, site=site, captured_at=at, **(defaults | values))
