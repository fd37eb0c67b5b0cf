"""A trail as a walker reads it: stops, the way between them, the whole length."""

from collections.abc import Sequence
from typing import NamedTuple

from locations import queries
from locations.models import Location, Trail, TrailStop
from locations.models.location import PinQuality


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
    """`stops` in order, each with its place, measured as the API measures them."""
    measured = queries.walk(stops)
    legs: list[Leg] = []
    off_m = 0  # of the last known pin
    for step in measured.steps:
        here = step.stop.location
        vague = step.leg_m is not None and step.leg_m < max(off_m, error_m(here))
        legs.append(Leg(step.stop, step.leg_m, vague))
        off_m = error_m(here) if here.point else off_m
    is_known = any(leg.way_m is not None for leg in legs)
    return Walk(trail, legs, measured.length_m if is_known else None)


def error_m(place: Location) -> int:
    """How far the pin may be off."""
    return 0 if place.pin_quality == PinQuality.SURVEYED else place.pin_accuracy_m or 0
