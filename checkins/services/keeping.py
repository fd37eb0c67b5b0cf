"""What happens to a check-in afterwards: it is edited, deleted, and its position forgotten."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import Consent, Traveller
from accounts.services import lock_traveller
from checkins.models import CheckIn, DeletedCheckIn
from checkins.services.ledger import lock_place, take_back
from tourmap.api.problems import KINDS, Code, Refusal


@transaction.atomic
def edit_check_in(*, traveller: Traveller, id: UUID, changes: dict[str, Any]) -> CheckIn:
    """Changes note and visibility; what was measured stays as it is.

    Raises:
        Refusal: `not_found`, there is none of this traveller's.
    """
    check_in = _own(traveller, id)
    for name in changes.keys() & {"note", "visibility"}:
        setattr(check_in, name, changes[name])
    check_in.save(update_fields=["note", "visibility"])
    return check_in


@transaction.atomic
def delete_check_in(*, traveller: Traveller, id: UUID, now: datetime) -> None:
    """Removes the visit and what it brought; its id stays used, so that no late retry revives it.

    Raises:
        Refusal: `not_found`, there is none of this traveller's.
    """
    lock_place(_own(traveller, id).location_id)
    lock_traveller(traveller.pk)
    check_in = _own(traveller, id)
    if check_in.counted:
        take_back(check_in)
    DeletedCheckIn.objects.create(id=check_in.pk, traveller=traveller, deleted_at=now)
    check_in.delete()


@transaction.atomic
def forget_positions(*, now: datetime) -> int:
    """Empties raw positions older than the setting allows, and those without a consent in force;
    with them what tells which phones are the same.

    Distance, outcome and the cell of about 1 km stay. The digest of the request goes too: a
    position could be guessed back from it.

    Returns:
        How many check-ins lost something.
    """
    agreed = Consent.objects.filter(
        traveller=OuterRef("traveller"),
        purpose=Consent.Purpose.PRECISE_POSITION,
        withdrawn_at=None,
    )
    oldest = now - timedelta(days=settings.POSITION_KEPT_DAYS)
    raw = CheckIn.objects.filter(Q(lat__isnull=False) | ~Q(device=""))
    old = raw.filter(Q(received_at__lt=oldest) | ~Exists(agreed))
    return old.update(
        lat=None,
        lng=None,
        datum="",
        accuracy_m=None,
        fix_age_s=None,
        is_mock=None,
        device="",
        request_digest="",
    )


def _own(traveller: Traveller, id: UUID) -> CheckIn:
    own = CheckIn.objects.filter(traveller=traveller, pk=id).select_related("location", "scene")
    check_in = own.first()
    if check_in is None:
        raise Refusal(Code.NOT_FOUND, KINDS[Code.NOT_FOUND].title)
    return check_in
