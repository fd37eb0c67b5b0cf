"""Two travellers turn out to be one person: a guest is folded into whom she signs in as."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from knox.models import AuthToken

from accounts.models import Consent, GoneTraveller, Traveller
from checkins.models import (
    BadgeAward,
    BoardEntry,
    CheckIn,
    CodeGuesses,
    CodeUse,
    DeletedCheckIn,
    Stamp,
)
from checkins.services.badges import fold_awards
from checkins.services.boards import settle_boards
from checkins.services.keeping import forget_unwanted
from checkins.services.ledger import add_to_tally, lock_people, settle_stamp

# Whatever else points to a traveller has to be thought of here: a test compares.
MOVED = {
    *(BadgeAward, BoardEntry, CheckIn, CodeGuesses, CodeUse, Consent, DeletedCheckIn, Stamp),
}


def merge_guest(*, guest: Traveller, into: Traveller, now: datetime) -> None:
    """Everything of the guest becomes `into`'s, the tokens as well; the guest is no more.

    Of two counted visits of one place and day the one received first stays counted; the other
    is kept, as a second good one of its day is. A consent that either of them withdrew is withdrawn,
    and the positions go with it.

    Raises:
        Refusal: `store_unavailable`, one of the two has gone meanwhile.
    """
    if guest.kind != Traveller.Kind.GUEST or guest.pk == into.pk:
        raise ValueError("only a guest is folded into another traveller")
    with transaction.atomic():
        places = lock_people(guest, into)
        for place in places:
            _fold_place(place, guest, into)
        fold_awards(guest, into, places)
        DeletedCheckIn.objects.filter(traveller=guest).update(traveller=into)
        _fold_codes(guest, into)
        _fold_consents(guest, into, now)
        forget_unwanted(CheckIn.objects.filter(traveller=into))
        _fold_person(guest, into, now)
        settle_boards(traveller_id=into.pk)


def _fold_place(place: int, guest: Traveller, into: Traveller) -> None:
    """The visits of one place, its stamp and its tally."""
    visits = CheckIn.objects.filter(location=place)
    twice = _counted_twice(place, guest, into)
    visits.filter(pk__in=twice).update(counted=False)
    stamps, _rows = Stamp.objects.filter(traveller=guest, location=place).delete()
    moved = list(visits.filter(traveller=guest).values_list("pk", flat=True))
    visits.filter(pk__in=moved).update(traveller=into)
    any_visit = visits.filter(traveller=into).first()
    gained = settle_stamp(any_visit).visitors if any_visit else 0
    if twice or stamps != gained:
        add_to_tally(place, visits=-len(twice), visitors=gained - stamps)


def _counted_twice(place: int, guest: Traveller, into: Traveller) -> list[UUID]:
    """Of each day at which both have a counted visit, the one that came in later."""
    days: dict[date, list[tuple[datetime, UUID]]] = defaultdict(list)
    counted = CheckIn.objects.counted().filter(location=place, traveller__in=[guest, into])
    for day, received_at, pk in counted.values_list("local_date", "received_at", "pk"):
        days[day].append((received_at, pk))
    return [pk for visits in days.values() for _received_at, pk in sorted(visits)[1:]]


def _fold_codes(guest: Traveller, into: Traveller) -> None:
    """A code used by either is used; wrong guesses add up, so that a new guest is no new chance."""
    used = CodeUse.objects.filter(traveller=into).values_list("location", "step")
    both = set(used) & set(CodeUse.objects.filter(traveller=guest).values_list("location", "step"))
    for location, step in both:
        CodeUse.objects.filter(traveller=guest, location=location, step=step).delete()
    CodeUse.objects.filter(traveller=guest).update(traveller=into)
    for guesses in CodeGuesses.objects.filter(traveller=guest):
        known = CodeGuesses.objects.filter(traveller=into, location=guesses.location_id).first()
        if known is None:
            CodeGuesses.objects.filter(pk=guesses.pk).update(traveller=into)
            continue
        known.wrong += guesses.wrong
        known.since = max(known.since, guesses.since)
        known.save(update_fields=["wrong", "since"])


def _fold_consents(guest: Traveller, into: Traveller, now: datetime) -> None:
    """The stricter of the two: withdrawn by either is withdrawn; of two in force the later one is."""
    both = Consent.objects.filter(traveller__in=[guest, into])
    in_force = both.filter(withdrawn_at=None)
    for purpose in Consent.Purpose.values:
        given = list(in_force.filter(purpose=purpose).order_by("-given_at", "-pk"))
        asked = set(both.filter(purpose=purpose).values_list("traveller", flat=True))
        agree = {consent.traveller_id for consent in given}
        over = given if asked - agree else given[1:]
        in_force.filter(pk__in=[consent.pk for consent in over]).update(withdrawn_at=now)
    both.filter(traveller=guest).update(traveller=into)


def _fold_person(guest: Traveller, into: Traveller, now: datetime) -> None:
    AuthToken.objects.filter(user=guest.user_id).update(user=into.user_id)
    # As they are now that both are locked: a nickname may have been taken a moment ago.
    guest.refresh_from_db()
    into.refresh_from_db()
    Traveller.objects.filter(pk=guest.pk).update(nickname="")  # a nickname means one traveller
    Traveller.objects.filter(pk=into.pk).update(
        nickname=into.nickname or guest.nickname,
        nickname_hidden_at=into.nickname_hidden_at or guest.nickname_hidden_at,
        created_at=min(into.created_at, guest.created_at),
    )
    GoneTraveller.objects.create(
        digest=GoneTraveller.digest_of(guest.pk),
        into=GoneTraveller.digest_of(into.pk),
        gone_at=now,
    )
    guest.user.delete()
