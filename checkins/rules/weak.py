"""Weak signs that are harmless one by one and are not together."""

from collections.abc import Callable

from checkins.rules.devices import shared_device
from checkins.rules.finding import held_back
from checkins.rules.position import accuracy, fresh_fix, within_radius
from checkins.rules.repeats import repeated_position
from checkins.rules.travel import speed_from_previous
from checkins.situation import Check, CheckCode, Grade, Situation

WEAK_LIMIT = 3

Rule = Callable[[Situation], Check | None]
# A bad phone in a bad valley has all three of its own signs at once: they reach the limit and
# never pass it. What somebody does weighs double.
WEIGHTS: dict[Rule, int] = {
    accuracy: 1,
    fresh_fix: 1,
    within_radius: 1,
    speed_from_previous: 2,
    repeated_position: 2,
    shared_device: 2,
}


def weak_together(situation: Situation) -> Check | None:
    """Silent up to the limit, and where a rule alone holds the visit back already."""
    weight = sum(weight for rule, weight in WEIGHTS.items() if _is_weak(rule(situation)))
    if weight <= WEAK_LIMIT:
        return None
    return held_back(CheckCode.WEAK_TOGETHER, weight, WEAK_LIMIT, "", "")


def _is_weak(check: Check | None) -> bool:
    return check is not None and check.allows is Grade.PROBABLE
