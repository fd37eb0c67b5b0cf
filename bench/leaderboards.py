"""What a leaderboard costs: our rows of who appears, against counting all check-ins.

Half of the seeded travellers appear. Both ways answer the same board, which is compared before
anything is measured, in turns within each round; the figure is the median of the rounds. Ours is
the count alone, without the 30 s for which it is kept.

Read the ratios. Milliseconds are those of one machine.
"""

import argparse
import random
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from statistics import median
from typing import Any

from store import BATCH, SEED, fill, open_store
from table import ms, show, times

DAYS = 330
START = datetime(2026, 1, 2, 4, tzinfo=UTC)
VISITS = (5, 10, 15, 20, 40)  # of one traveller, each as likely
TOP = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--entries", type=int, default=1_000_000, help="rows of boards (1000000)")
    parser.add_argument("--places", type=int, default=2_000, help="places in the store (2000)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds; the median is shown (9)")
    asked = parser.parse_args()
    open_store()
    fill(asked.places)
    entries, check_ins = visit_all(asked.entries)
    found = measured(scopes(), asked.rounds)
    show(
        f"One board, {entries:,} rows of who appears, {check_ins:,} check-ins",
        ["board", "ours", "all check-ins counted", "own rank"],
        [
            (name, ms(ours), times(naive, ours), ms(rank))
            for name, (ours, naive, rank) in found.items()
        ],
    )


def visit_all(wanted: int) -> tuple[int, int]:
    """Travellers one after the other, every second of them on the boards, until there are enough."""
    from django.db import connection

    from checkins.models import BoardEntry, CheckIn
    from locations.models import Location

    rng = random.Random(SEED)  # noqa: S311  # a fixed world, no secret
    places = list(Location.objects.order_by("pk").values_list("pk", flat=True))
    weights = [1 / rank for rank in range(1, len(places) + 1)]
    number = 0
    while BoardEntry.objects.count() < wanted:
        people = _people(number, BATCH // 10)
        number += len(people)
        made = [visit for person in people for visit in _visits(rng, person, places, weights)]
        _create(CheckIn, made)
        _create(BoardEntry, _entries(visit for visit in made if visit.traveller.nickname))
    connection.cursor().execute("ANALYZE")
    return BoardEntry.objects.count(), CheckIn.objects.count()


def _create(model: Any, rows: Any) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        model.objects.bulk_create(batch)


def _people(first: int, number: int) -> list[Any]:
    from accounts.models import Consent, Traveller, User

    users = User.objects.bulk_create([User(username=f"guest-{first + n}") for n in range(number)])
    people = Traveller.objects.bulk_create(
        [Traveller(user=user, nickname=f"旅人{user.pk}" if user.pk % 2 else "") for user in users]
    )
    Consent.objects.bulk_create(
        [
            Consent(traveller=one, purpose="leaderboard", policy_version="2026-11", given_at=START)
            for one in people
            if one.nickname
        ]
    )
    return people


def _visits(
    rng: random.Random, person: Any, places: list[int], weights: list[float]
) -> Iterator[Any]:
    """One a day at most at a place; big places are visited more often, by Zipf's law."""
    from checkins.models import CheckIn

    seen = set()
    for place in rng.choices(places, weights, k=rng.choice(VISITS)):
        at = START + timedelta(days=rng.randrange(DAYS), minutes=rng.randrange(600))
        if (place, at.date()) in seen:
            continue
        seen.add((place, at.date()))
        yield CheckIn(
            id=uuid.UUID(int=rng.getrandbits(128)),
            traveller=person,
            location_id=place,
            captured_at=at,
            received_at=at,
            judged_at=at,
            local_date=at.date(),
            status="verified",
            counted=True,
            radius_m=150,
        )


def _entries(visits: Iterator[Any]) -> Iterator[Any]:
    from checkins.models import BoardEntry
    from checkins.services.boards import firsts

    own: dict[Any, list[Any]] = defaultdict(list)
    for visit in visits:
        own[visit.traveller_id].append((visit.location_id, visit.local_date, visit.captured_at))
    for traveller, made in own.items():
        for (place, period), at in firsts(made).items():
            yield BoardEntry(traveller_id=traveller, location_id=place, period=period, first_at=at)


def scopes() -> dict[str, Any]:
    from checkins.boards import Scope
    from dramas.models import Drama
    from locations.models import Scene

    busiest = Scene.objects.order_by("location").values_list("drama", flat=True).first()
    drama = (Drama.objects.get(pk=busiest).slug,)
    return {
        "ever, everywhere": Scope(),
        "one year": Scope(period="2026"),
        "one month": Scope(period="2026-07"),
        "one drama, ever": Scope(dramas=drama),
        "one drama, one month": Scope(dramas=drama, period="2026-07"),
        "one region, one month": Scope(regions=("511400",), period="2026-07"),
    }


def ours(scope: Any) -> list[tuple[Any, int]]:
    from checkins.boards import first_of

    return [(one.traveller, one.score) for one in first_of(scope, TOP)]


def all_counted(scope: Any) -> list[tuple[Any, int]]:
    """What one would write first: the visits of whoever agreed, counted."""
    from django.db.models import Count, Max

    from checkins.models import BoardName, CheckIn
    from locations.models import Location, Scene

    visits = CheckIn.objects.counted().filter(traveller__in=BoardName.objects.appearing())
    if scope.period != "all":
        year, _dash, month = scope.period.partition("-")
        visits = visits.filter(local_date__year=year)
        visits = visits.filter(local_date__month=month) if month else visits
    if scope.dramas:
        scenes = Scene.objects.published().filter(drama__slug__in=scope.dramas)
        visits = visits.filter(location__in=scenes.values("location"))
    if scope.regions:
        places = Location.objects.in_regions(scope.regions)
        visits = visits.filter(location__in=places.values("pk"))
    counted = (
        visits.order_by()
        .values_list("traveller")
        .annotate(score=Count("location", distinct=True), last=Max("captured_at"))
    )
    return [(row[0], row[1]) for row in counted.order_by("-score", "last", "traveller")[:TOP]]


def own_rank(scope: Any, person: Any) -> None:
    """The line of somebody in the middle, whom no list shows."""
    from django.core.cache import cache

    from checkins.boards import line_of

    cache.clear()
    line_of(person, scope, {})


def _in_the_middle(scope: Any) -> Any:
    from accounts.models import Traveller

    people = sorted(set(scope.entries().values_list("traveller", flat=True)))
    return Traveller.objects.get(pk=people[len(people) // 2])


def measured(asked: dict[str, Any], rounds: int) -> dict[str, list[float]]:
    """Seconds for our count, for the count of all check-ins, and for one's own rank."""
    ways: dict[str, list[Callable[[], Any]]] = {}
    for name, scope in asked.items():
        if [score for _who, score in ours(scope)] != [score for _who, score in all_counted(scope)]:
            raise SystemExit(f"{name}: the two ways disagree.")
        person = _in_the_middle(scope)
        ways[name] = [
            partial(ours, scope),
            partial(all_counted, scope),
            partial(own_rank, scope, person),
        ]
    taken: dict[str, list[list[float]]] = {name: [[], [], []] for name in ways}
    for number in range(rounds):
        for name, deeds in ways.items():
            for turn in range(len(deeds)):
                # Who comes first in a round finds the pages that the one before has left.
                way = (turn + number) % len(deeds)
                begun = time.perf_counter()
                deeds[way]()
                taken[name][way].append(time.perf_counter() - begun)
    return {name: [median(each) for each in spent] for name, spent in taken.items()}


if __name__ == "__main__":
    main()
