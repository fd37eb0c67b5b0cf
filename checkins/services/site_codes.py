"""A bureau gives a place its codes, or replaces them: the old ones stop at once."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from checkins.models import PrintedCode, RotatingKey
from checkins.services.ledger import lock_place
from locations.models import Location


@transaction.atomic
def replace_printed_code(*, location: Location, by: User, now: datetime) -> PrintedCode:
    """The first printed code of a place, or the one after the present; who and when are kept."""
    made: PrintedCode = _replace(PrintedCode, location, by, now)
    return made


@transaction.atomic
def replace_rotating_key(*, location: Location, by: User, now: datetime) -> RotatingKey:
    """A new key for the screen. Pages opened with the old one stop showing codes."""
    made: RotatingKey = _replace(RotatingKey, location, by, now)
    return made


def _replace(model: Any, location: Location, by: User, now: datetime) -> Any:
    lock_place(location.pk)
    model.objects.in_use().filter(location=location).update(replaced_at=now, replaced_by=by)
    return model.objects.create(location=location, made_at=now, made_by=by)
