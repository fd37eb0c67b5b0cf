"""A trail as a walker reads it: stops, the way between them, the whole length."""

from collections.abc import Sequence
from typing import NamedTuple

from locations.models import Location, Trail, TrailStop
from locations.models.location import PinQuality
from tourmap.geo import distance_m


class Leg(NamedTuple):
    """A stop and the straight way to it from the stop before; None at the first or without pins."""

    stop: TrailStop
    way_m: float | None
    is_within_error: bool  # shorter than the pins may be off: it says nothing about the way


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
    before: Location | None = None
    for stop in stops:
        here = stop.location
        way_m = (
            distance_m(before.point, here.point) if before and before.point and here.point else None
        )
        off_m = max(error_m(place) for place in (before, here) if place)
        legs.append(Leg(stop, way_m, way_m is not None and way_m < off_m))
        before = here if here.point else before
    ways = [leg.way_m for leg in legs if leg.way_m is not None]
    return Walk(trail, legs, sum(ways) if ways else None)


def error_m(place: Location) -> int:
    """How far the pin may be off."""
    return 0 if place.pin_quality == PinQuality.SURVEYED else place.pin_accuracy_m or 0
