"""Which visits count, and what follows: the stamp, the tally, badges, and rows of leaderboards.

Everything here runs inside the caller's transaction, which holds `lock_place` and then
`lock_traveller`: one order everywhere, so that no two of them wait for each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Traveller
from accounts.services import lock_traveller
from checkins.models import CheckIn, LocationTally, Stamp
from checkins.services.badges import settle_badges
from checkins.services.boards import settle_boards
from checkins.services.rewarding import give_rewards
from locations.models import Location
from tourmap.api.problems import store_unavailable

# What judging a visit and answering it reads of a place.
_OF_A_PLACE = (
    *("slug", "time_zone", "lat", "lng", "pin_quality", "pin_accuracy_m", "radius_m"),
    *("lifecycle", "lifecycle_from", "lifecycle_until", "check_ins_stopped"),
    *("etiquette_hans", "etiquette_hant", "etiquette_en"),
)
GOOD = (CheckIn.Status.VERIFIED, CheckIn.Status.PROBABLE)


class StampChange(NamedTuple):
    """How the number of the place's visitors changes (1, 0 or -1), and whether a stamp moved."""

    visitors: int
    moved: bool


def lock_place(pk: int) -> Location:
    """The place as it is now; its pin cannot change before the transaction ends."""
    return Location.objects.select_for_update(no_key=True).get(pk=pk)


def lock_places(slugs: Iterable[str]) -> dict[str, Location]:
    """By slug, those of these places that are shown, as they are now; locked as one place is."""
    shown = Location.objects.published().filter(slug__in=set(slugs)).order_by("pk")
    locked = shown.only(*_OF_A_PLACE).select_for_update(no_key=True)
    return {place.slug: place for place in locked}


def lock_people(*people: Traveller) -> list[int]:
    """Locks the places where these travellers have visits, then the travellers themselves.

    Returns:
        The places, in the order of their keys.

    Raises:
        Refusal: `store_unavailable`: one of them has gone, or has just been at a further place,
            which cannot be locked any more without breaking the order.
    """
    visits = CheckIn.objects.filter(traveller__in=people).order_by()
    places = sorted(visits.values_list("location", flat=True).distinct())
    for place in places:
        lock_place(place)
    for pk in sorted(person.pk for person in people):
        lock_traveller(pk)
    if visits.exclude(location__in=places).exists():
        raise store_unavailable()
    return places


def count_visit(check_in: CheckIn) -> bool:
    """Makes a good visit count, unless another one already has its day: the constraint decides."""
    if not _set_counted(check_in):
        return False
    credit([check_in])
    return True


def _set_counted(check_in: CheckIn) -> bool:
    try:
        with transaction.atomic():
            CheckIn.objects.filter(pk=check_in.pk).update(counted=True)
    except IntegrityError:
        return False
    check_in.counted = True
    return True


def credit(visits: Sequence[CheckIn]) -> None:
    """What visits of one traveller bring that have come to count, in the order they were judged.

    Their rewards are kept with them: a stamp may move to one that is synced later, the answer may
    not.
    """
    owner, places = visits[0].traveller_id, {visit.location_id for visit in visits}
    entered = _enter(visits)
    if entered.touched:
        won = settle_badges(traveller_id=owner, locations=entered.touched)
        give_rewards(visits, first={visit.pk for visit in entered.new.values()}, won=won)
        rewarded = [visit for visit in visits if visit.rewards]
        CheckIn.objects.bulk_update(rewarded, ["rewards"])
    settle_boards(traveller_id=owner, locations=places)


class Entered(NamedTuple):
    """By place, the visits that are a traveller's first there; all places whose stamp changed."""

    new: dict[int, CheckIn]
    touched: set[int]


def _enter(visits: Sequence[CheckIn]) -> Entered:
    """Stamps and tallies: one statement for all that change alike."""
    first: dict[int, CheckIn] = {}
    for visit in sorted(visits, key=_turn):
        first.setdefault(visit.location_id, visit)
    owner = {visit.traveller_id for visit in visits}
    stamps = Stamp.objects.filter(traveller__in=owner, location__in=first)
    kept = {stamp.location_id: stamp for stamp in stamps}
    earlier = [
        stamp
        for place, stamp in kept.items()
        if _turn(first[place]) < (stamp.earned_at, stamp.check_in_id)
    ]
    for stamp in earlier:
        _move(stamp, first[stamp.location_id])
    new = {place: visit for place, visit in first.items() if place not in kept}
    Stamp.objects.bulk_create(
        Stamp(
            traveller_id=visit.traveller_id,
            location_id=place,
            check_in=visit,
            earned_at=visit.captured_at,
        )
        for place, visit in new.items()
    )
    counts = Counter(visit.location_id for visit in visits)
    add_to_tallies({place: (counts[place], int(place in new)) for place in counts})
    return Entered(new, {*new, *(stamp.location_id for stamp in earlier)})


def _turn(visit: CheckIn) -> tuple[datetime, UUID]:
    return visit.captured_at, visit.pk


def _move(stamp: Stamp, visit: CheckIn) -> None:
    stamp.check_in, stamp.earned_at = visit, visit.captured_at
    stamp.save(update_fields=["check_in", "earned_at"])


def settle_stamp(visit: CheckIn) -> StampChange:
    """Puts the stamp of this traveller and place on the earliest counted visit."""
    pair = {"traveller_id": visit.traveller_id, "location_id": visit.location_id}
    first = (
        CheckIn.objects.counted()
        .filter(**pair)
        .only("captured_at")
        .order_by("captured_at", "pk")
        .first()
    )
    stamp = Stamp.objects.filter(**pair).first()
    if first is None:
        if stamp:
            stamp.delete()
        return StampChange(-1 if stamp else 0, stamp is not None)
    if stamp is None:
        Stamp.objects.create(**pair, check_in=first, earned_at=first.captured_at)
        return StampChange(1, True)
    if stamp.check_in_id == first.pk:
        return StampChange(0, False)
    _move(stamp, first)
    return StampChange(0, True)


def take_back(visit: CheckIn) -> None:
    """Undoes what a counted visit brought, before its row goes; another good one of its day counts."""
    CheckIn.objects.filter(pk=visit.pk).update(counted=False)
    change = settle_stamp(visit)
    add_to_tally(visit.location_id, visits=-1, visitors=change.visitors)
    others = CheckIn.objects.filter(
        traveller_id=visit.traveller_id,
        location_id=visit.location_id,
        local_date=visit.local_date,
        status__in=GOOD,
        counted=False,
    ).exclude(pk=visit.pk)
    next_best = others.order_by("received_at", "pk").first()
    if next_best and _set_counted(next_best):
        _enter([next_best])
    # Only now: a badge may rest on a stamp that has just gone from one visit to the other.
    if change.moved:
        settle_badges(traveller_id=visit.traveller_id, locations=[visit.location_id])
    settle_boards(traveller_id=visit.traveller_id, locations=[visit.location_id])


def add_to_tally(location_id: int, *, visits: int, visitors: int) -> None:
    add_to_tallies({location_id: (visits, visitors)})


def add_to_tallies(changes: Mapping[int, tuple[int, int]]) -> None:
    """By place, how many visits and visitors more; one statement for all that change alike."""
    for change in sorted(set(changes.values())):
        visits, visitors = change
        places = {place for place, its_change in changes.items() if its_change == change}
        rows = LocationTally.objects.filter(location__in=places)
        if rows.update(visits=F("visits") + visits, visitors=F("visitors") + visitors) < len(
            places
        ):
            new = places - set(rows.values_list("location", flat=True))
            LocationTally.objects.bulk_create(
                LocationTally(location_id=place, visits=visits, visitors=visitors)
                for place in sorted(new)
            )
