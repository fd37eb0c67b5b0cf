"""Who appears on the leaderboards, and with what: it follows from counted visits and consent.

Rows are there only for travellers who appear: who agreed under the policy shown today, has a
nickname, and is not hidden. The caller holds the traveller's lock.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import services as identity
from accounts.models import Consent, Traveller
from accounts.services import Agreement, lock_traveller
from checkins.models import BoardEntry, BoardName, CheckIn
from checkins.models.board import periods_of

Key = tuple[int, str]  # a place and a period


def settle_boards(*, traveller_id: UUID, locations: Iterable[int] | None = None) -> None:
    """Makes one traveller's rows follow from the counted visits at these places; at all if None.

    One query for whoever does not appear, three and the writes for whoever does.
    """
    own = BoardEntry.objects.filter(traveller=traveller_id)
    visits = CheckIn.objects.counted().filter(traveller=traveller_id)
    if locations is not None:
        places = list(locations)
        own, visits = own.filter(location__in=places), visits.filter(location__in=places)
    if not BoardName.objects.appearing().filter(pk=traveller_id).exists():
        if locations is None:
            own.delete()
        return
    expected = firsts(visits.order_by().values_list("location", "local_date", "captured_at"))
    kept = {(row.location_id, row.period): row for row in own}
    _write(traveller_id, expected, kept)


def firsts(visits: Iterable[tuple[int, Any, datetime]]) -> dict[Key, datetime]:
    """Of visits (place, day, moment) the first moment for each place and period."""
    found: dict[Key, datetime] = {}
    for place, day, at in visits:
        for period in periods_of(day):
            found[place, period] = min(at, found.get((place, period), at))
    return found


def _write(traveller_id: UUID, expected: dict[Key, datetime], kept: dict[Key, BoardEntry]) -> None:
    if gone := [row.pk for key, row in kept.items() if key not in expected]:
        BoardEntry.objects.filter(pk__in=gone).delete()
    made, moved = [], []
    for key, at in sorted(expected.items()):
        row = kept.get(key)
        if row is None:
            made.append(
                BoardEntry(
                    traveller_id=traveller_id, location_id=key[0], period=key[1], first_at=at
                )
            )
        elif row.first_at != at:
            row.first_at = at
            moved.append(row)
    if moved:
        BoardEntry.objects.bulk_update(moved, ["first_at"], batch_size=500)
    if made:
        BoardEntry.objects.bulk_create(made, batch_size=500)


@transaction.atomic
def give_consent(
    *, traveller: Traveller, agreement: Agreement, now: datetime
) -> tuple[Consent, bool]:
    """`accounts.services.give_consent`, and what follows: whoever agrees to boards appears."""
    lock_traveller(traveller.pk)
    given = identity.give_consent(traveller=traveller, agreement=agreement, now=now)
    if agreement.purpose == Consent.Purpose.LEADERBOARD:
        settle_boards(traveller_id=traveller.pk)
    return given


@transaction.atomic
def set_nickname(*, traveller: Traveller, nickname: str) -> Traveller:
    """`accounts.services.set_nickname`; without a nickname nobody appears on a board.

    Raises:
        Refusal: `invalid`, the nickname is taken, or cannot be shown to everybody.
    """
    fresh = identity.set_nickname(traveller=traveller, nickname=nickname)
    settle_boards(traveller_id=traveller.pk)
    return fresh


@transaction.atomic
def hide_nickname(*, traveller: Traveller, hidden: bool, now: datetime) -> None:
    """A bureau takes a nickname off the boards, or puts it back; the traveller sees that it did."""
    lock_traveller(traveller.pk)
    own = Traveller.objects.filter(pk=traveller.pk)
    own.update(nickname_hidden_at=now if hidden else None)
    settle_boards(traveller_id=traveller.pk)
