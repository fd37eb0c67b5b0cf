"""Which visits count, and what follows from it: the stamp and the tally of the place.

Everything here runs inside the caller's transaction, which holds `lock_place` and then
`lock_traveller`: one order everywhere, so that no two of them wait for each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Traveller
from accounts.services import lock_traveller
from checkins.models import CheckIn, LocationTally, Stamp
from locations.models import Location
from tourmap.api.problems import store_unavailable

FIRST_VISIT = "first_visit"
# What judging a visit and answering it reads of a place.
_OF_A_PLACE = (
    *("slug", "time_zone", "lat", "lng", "pin_quality", "pin_accuracy_m", "radius_m"),
    *("lifecycle", "lifecycle_from", "lifecycle_until", "check_ins_stopped"),
    *("etiquette_hans", "etiquette_hant", "etiquette_en"),
)
GOOD = (CheckIn.Status.VERIFIED, CheckIn.Status.PROBABLE)


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
    try:
        with transaction.atomic():
            CheckIn.objects.filter(pk=check_in.pk).update(counted=True)
    except IntegrityError:
        return False
    check_in.counted = True
    credit([check_in])
    if check_in.rewards:
        check_in.save(update_fields=["rewards"])
    return True


def credit(visits: Sequence[CheckIn]) -> None:
    """What visits of one traveller bring that come to count now, the earliest first.

    Their rewards are kept with them: a stamp may move to one that is synced later, the answer may
    not. Their rows may be written afterwards, in the same transaction.
    """
    new = _stamp(visits)
    for visit in new.values():
        visit.rewards = [FIRST_VISIT]
    counts = Counter(visit.location_id for visit in visits)
    add_to_tallies({place: (counts[place], int(place in new)) for place in counts})


def _stamp(visits: Sequence[CheckIn]) -> dict[int, CheckIn]:
    """Stamps for places that have none, and earlier ones than there are.

    Returns:
        By place, the visits that are the traveller's first there.
    """
    first: dict[int, CheckIn] = {}
    for visit in sorted(visits, key=_turn):
        first.setdefault(visit.location_id, visit)
    owner = {visit.traveller_id for visit in visits}
    kept = {
        stamp.location_id: stamp
        for stamp in Stamp.objects.filter(traveller__in=owner, location__in=first)
    }
    for place, stamp in kept.items():
        if _turn(first[place]) < (stamp.earned_at, stamp.check_in_id):
            _move(stamp, first[place])
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
    return new


def _turn(visit: CheckIn) -> tuple[datetime, UUID]:
    return visit.captured_at, visit.pk


def _move(stamp: Stamp, visit: CheckIn) -> None:
    stamp.check_in, stamp.earned_at = visit, visit.captured_at
    stamp.save(update_fields=["check_in", "earned_at"])


def settle_stamp(visit: CheckIn) -> int:
    """Puts the stamp of this traveller and place on the earliest counted visit.

    Returns:
        How the number of the place's visitors changes: 1, 0 or -1.
    """
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
        return -1 if stamp else 0
    if stamp is None:
        Stamp.objects.create(**pair, check_in=first, earned_at=first.captured_at)
        return 1
    if stamp.check_in_id != first.pk:
        _move(stamp, first)
    return 0


def take_back(visit: CheckIn) -> None:
    """Undoes what a counted visit brought, before its row goes; another good one of its day counts."""
    CheckIn.objects.filter(pk=visit.pk).update(counted=False)
    add_to_tally(visit.location_id, visits=-1, visitors=settle_stamp(visit))
    others = CheckIn.objects.filter(
        traveller_id=visit.traveller_id,
        location_id=visit.location_id,
        local_date=visit.local_date,
        status__in=GOOD,
        counted=False,
    ).exclude(pk=visit.pk)
    if next_best := others.order_by("received_at", "pk").first():
        count_visit(next_best)


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
