"""What happens to a check-in afterwards: it is edited, deleted, and its position forgotten."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import Consent, Traveller
from accounts.services import lock_traveller
from checkins.models import CheckIn, DeletedCheckIn
from checkins.models.check_in import CheckInQuerySet
from checkins.services.ledger import lock_place, take_back
from tourmap.api.problems import KINDS, Code, Refusal

# A position as it was declared, and the digest of its request, from which it could be guessed back.
NO_POSITION: dict[str, Any] = {
    "lat": None,
    "lng": None,
    "datum": "",
    "accuracy_m": None,
    "fix_age_s": None,
    "is_mock": None,
    "request_digest": "",
}


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
    """Empties raw positions older than the setting allows, and those without a consent in force.

    Distance and outcome stay, and the cell of about 1 km as long as the consent does.

    Returns:
        How many check-ins lost their position.
    """
    unwanted = forget_unwanted(CheckIn.objects.all())
    oldest = now - timedelta(days=settings.POSITION_KEPT_DAYS)
    old = CheckIn.objects.filter(lat__isnull=False, received_at__lt=oldest)
    return unwanted + old.update(**NO_POSITION)


def forget_unwanted(visits: CheckInQuerySet) -> int:
    """Empties the positions among `visits`, cells too, whose travellers no longer agree to them."""
    agreed = Consent.objects.filter(
        traveller=OuterRef("traveller"),
        purpose=Consent.Purpose.PRECISE_POSITION,
        withdrawn_at=None,
    )
    unwanted = visits.exclude(cell="").filter(~Exists(agreed))
    return unwanted.update(**NO_POSITION, cell="")


def _own(traveller: Traveller, id: UUID) -> CheckIn:
    own = CheckIn.objects.filter(traveller=traveller, pk=id).select_related("location", "scene")
    check_in = own.first()
    if check_in is None:
        raise Refusal(Code.NOT_FOUND, KINDS[Code.NOT_FOUND].title)
    return check_in
