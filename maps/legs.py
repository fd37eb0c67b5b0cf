"""A trail as a walker reads it: stops, the way between them, the whole length."""

from collections.abc import Sequence
from typing import NamedTuple

from locations.models import Trail, TrailStop
from tourmap.geo import distance_m


class Leg(NamedTuple):
    """A stop and the straight way to it from the stop before; None at the first or without pins."""

    stop: TrailStop
    way_m: float | None


class Walk(NamedTuple):
    trail: Trail
    legs: list[Leg]
    length_m: float | None

    @property
    def stops(self) -> int:
        return len(self.legs)


def walk(trail: Trail, stops: Sequence[TrailStop]) -> Walk:
    """`stops` in order, each with its place. Length: the straight ways between the known pins."""
    legs: list[Leg] = []
    before = None
    for stop in stops:
        here = stop.location.point
        legs.append(Leg(stop, distance_m(before, here) if before and here else None))
        before = here or before
    ways = [leg.way_m for leg in legs if leg.way_m is not None]
    return Walk(trail, legs, sum(ways) if ways else None)
