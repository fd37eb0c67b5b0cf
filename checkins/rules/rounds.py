"""A round from place to place as no feet, wheels or hands make it."""

from itertools import pairwise

from checkins.rules.finding import held_back
from checkins.rules.position import measured_distance
from checkins.rules.travel import FLIGHT_M, SUSPICIOUS_KMH, here_of, way_m
from checkins.situation import Check, CheckCode, Neighbour, Situation

PACE_LEGS = 2
PACE_KMH = 200  # under 100 km, from door to door: the fastest trains stop more often
FLIGHT_KMH = 900
FLIGHT_GROUND_S = 1_800
STAY_S = 30
RHYTHM_EQUAL = 3
RHYTHM_S = 3
RHYTHM_LONG_S = 600  # minutes apart, one more equal gap happens by chance
RHYTHM_SHORTEST_S = 60  # whoever taps through a row of neighbouring places is quick and regular
PINNED_VISITS = 3
PINNED_M = 3
APART_M = 50


def scripted_round(situation: Situation) -> Check | None:
    """Only over several visits, so that one bad fix or one train is no script."""
    here = here_of(situation)
    if here is None:
        return None
    # Backwards and onwards: whoever sends a round with its last visit first is no better for it.
    ways = ((here, *situation.trail), (here, *situation.ahead))
    found = (_pace(way[: PACE_LEGS + 1]) or _rhythm(way) or _pinned(situation, way) for way in ways)
    return next(filter(None, found), None)


def _pace(visits: tuple[Neighbour, ...]) -> Check | None:
    """The quickest way through the last places takes longer than the traveller had."""
    if len(visits) <= PACE_LEGS:
        return None
    needed_s = round(sum(_quickest_s(way_m(*pair)) for pair in pairwise(visits)))
    took_s = round(abs((visits[0].captured_at - visits[-1].captured_at).total_seconds()))
    if needed_s <= took_s:
        return None
    return held_back(CheckCode.SCRIPTED_ROUND, needed_s, took_s, "s", "pace", binds=True)


def _quickest_s(way: float) -> float:
    if way <= APART_M:
        return 0  # two places from one bench
    if way < FLIGHT_M:
        return STAY_S + way / PACE_KMH * 3.6
    by_train_s = way / SUSPICIOUS_KMH * 3.6
    by_air_s = FLIGHT_GROUND_S + way / FLIGHT_KMH * 3.6
    return STAY_S + min(by_train_s, by_air_s)


def _rhythm(visits: tuple[Neighbour, ...]) -> Check | None:
    """The time to the visit beside it is, to seconds, that between many others."""
    if all(visit.captured_at.second == 0 for visit in visits):
        return None  # an app that keeps whole minutes makes equal gaps of its own
    gaps = [
        abs((one.captured_at - next_one.captured_at).total_seconds())
        for one, next_one in pairwise(visits)
    ]
    if not gaps or gaps[0] < RHYTHM_SHORTEST_S:
        return None
    equal = sum(abs(gap - gaps[0]) <= RHYTHM_S for gap in gaps)
    limit = RHYTHM_EQUAL + (gaps[0] < RHYTHM_LONG_S)
    if equal <= limit:
        return None
    return held_back(CheckCode.SCRIPTED_ROUND, equal, limit, "visits", "rhythm")


def _pinned(situation: Situation, visits: tuple[Neighbour, ...]) -> Check | None:
    """At place after place nearer to the pin than receivers are true."""
    distances = [measured_distance(situation), *(each.distance_m for each in visits[1:])]
    on_pin = 0
    for visit, distance, before in zip(visits, distances, (*visits[1:], None), strict=True):
        if distance is None or distance > PINNED_M:
            break
        on_pin += before is None or way_m(visit, before) > APART_M
    if on_pin <= PINNED_VISITS:
        return None
    return held_back(CheckCode.SCRIPTED_ROUND, on_pin, PINNED_VISITS, "visits", "pinned")
