"""What happens to a check-in afterwards: it is edited, deleted, and its position forgotten."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import Consent, Traveller
from accounts.services import lock_traveller
from checkins.models import Appeal, CheckIn, DeletedCheckIn, Photo
from checkins.models.check_in import CheckInQuerySet
from checkins.services import refusals
from checkins.services.ledger import lock_place, take_back
from checkins.services.photo_files import remove_files_of

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
    lock_traveller(traveller.pk)  # it may be deleted at the same moment
    check_in = own_check_in(traveller, id)
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
    lock_place(own_check_in(traveller, id).location_id)
    lock_traveller(traveller.pk)
    check_in = own_check_in(traveller, id)
    if check_in.counted:
        take_back(check_in)
    remove_files_of(Photo.objects.filter(check_in=check_in))
    DeletedCheckIn.objects.create(id=check_in.pk, traveller=traveller, deleted_at=now)
    check_in.delete()


@transaction.atomic
def forget_positions(*, now: datetime) -> int:
    """Empties raw positions older than the setting allows, and those without a consent in force.
    What tells which phones are the same is no position and goes by its age alone.

    An appeal that waits keeps its position, however old, but not without the consent. Distance
    and outcome stay, and the cell of about 1 km as long as the consent does.

    Returns:
        How many check-ins lost their position.
    """
    unwanted = forget_unwanted(CheckIn.objects.all())
    oldest = now - timedelta(days=settings.POSITION_KEPT_DAYS)
    appealed = Appeal.objects.waiting().filter(check_in=OuterRef("pk"))
    old = CheckIn.objects.filter(~Exists(appealed), received_at__lt=oldest)
    old.exclude(device="").update(device="")
    return unwanted + old.filter(lat__isnull=False).update(**NO_POSITION)


def forget_unwanted(visits: CheckInQuerySet) -> int:
    """Empties the positions among `visits`, cells too, whose travellers no longer agree to them."""
    agreed = Consent.objects.filter(
        traveller=OuterRef("traveller"),
        purpose=Consent.Purpose.PRECISE_POSITION,
        withdrawn_at=None,
    )
    return visits.exclude(cell="").filter(~Exists(agreed)).update(**NO_POSITION, cell="")


def own_check_in(traveller: Traveller, id: UUID) -> CheckIn:
    check_in = CheckIn.objects.filter(traveller=traveller, pk=id).for_answers().first()
    if check_in is None:
        raise refusals.not_found()
    return check_in
