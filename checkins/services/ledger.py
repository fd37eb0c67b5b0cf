"""Which visits count, and what follows: the stamp, the tally, badges, and rows of leaderboards.

Everything here runs inside the caller's transaction, which holds `lock_place` and then
`lock_traveller`: one order everywhere, so that no two of them wait for each other.
"""

from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Traveller
from accounts.services import lock_traveller
from checkins.models import CheckIn, LocationTally, Stamp
from checkins.services.badges import settle_badges
from checkins.services.boards import settle_boards
from checkins.services.rewarding import rewards_of
from locations.models import Location
from tourmap.api.problems import store_unavailable

GOOD = (CheckIn.Status.VERIFIED, CheckIn.Status.PROBABLE)


class StampChange(NamedTuple):
    """How the number of the place's visitors changes (1, 0 or -1), and whether a stamp moved."""

    visitors: int
    moved: bool


def lock_place(pk: int) -> Location:
    """The place as it is now; its pin cannot change before the transaction ends."""
    return Location.objects.select_for_update(no_key=True).get(pk=pk)


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
    change = _count(check_in)
    if change is None:
        return False
    if change.moved:
        won = settle_badges(traveller_id=check_in.traveller_id, locations=[check_in.location_id])
        if rewards := rewards_of(check_in, won, is_first=change.visitors == 1):
            # Kept with the visit: a stamp may move to one that is synced later, the answer may not.
            check_in.rewards = rewards
            check_in.save(update_fields=["rewards"])
    settle_boards(traveller_id=check_in.traveller_id, locations=[check_in.location_id])
    return True


def _count(check_in: CheckIn) -> StampChange | None:
    """The visit, its stamp and the tally; None where another visit has the day."""
    try:
        with transaction.atomic():
            CheckIn.objects.filter(pk=check_in.pk).update(counted=True)
    except IntegrityError:
        return None
    check_in.counted = True
    change = settle_stamp(check_in)
    add_to_tally(check_in.location_id, visits=1, visitors=change.visitors)
    return change


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
    stamp.check_in, stamp.earned_at = first, first.captured_at
    stamp.save(update_fields=["check_in", "earned_at"])
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
    if next_best := others.order_by("received_at", "pk").first():
        _count(next_best)
    # Only now: a badge may rest on a stamp that has just gone from one visit to the other.
    if change.moved:
        settle_badges(traveller_id=visit.traveller_id, locations=[visit.location_id])
    settle_boards(traveller_id=visit.traveller_id, locations=[visit.location_id])


def add_to_tally(location_id: int, *, visits: int, visitors: int) -> None:
    LocationTally.objects.get_or_create(location_id=location_id)
    LocationTally.objects.filter(location_id=location_id).update(
        visits=F("visits") + visits, visitors=F("visitors") + visitors
    )
