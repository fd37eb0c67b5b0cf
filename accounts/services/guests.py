"""A guest signs up: a traveller with nothing personal."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import Traveller, User
from accounts.services.consents import Agreement, give_consent
from accounts.services.devices import Pass, open_device


@transaction.atomic
def sign_up_guest(*, agreements: Iterable[Agreement] = (), now: datetime) -> Pass:
    """A traveller with nothing personal: a name made of random digits and a token."""
    user = User.objects.create_user(f"guest-{uuid.uuid4().hex}")
    traveller = Traveller.objects.create(user=user, kind=Traveller.Kind.GUEST)
    for agreement in agreements:
        give_consent(traveller=traveller, agreement=agreement, now=now)
    return open_device(traveller=traveller)
