"""Deeds about identity: a guest signs up, a token is revoked, a consent is given or withdrawn."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from knox.models import AuthToken

from accounts.models import Consent, Traveller, User
from tourmap.api.problems import Code, FieldError, Refusal


class GuestPass(NamedTuple):
    """What a new guest takes along; `token` is told once and kept only as a hash."""

    traveller: Traveller
    token: str
    expires_at: datetime


class Agreement(NamedTuple):
    """What somebody agrees to: one purpose under one version of the privacy policy."""

    purpose: str
    policy_version: str


@transaction.atomic
def sign_up_guest(*, agreements: Iterable[Agreement] = (), now: datetime) -> GuestPass:
    """A traveller with nothing personal: a name made of random digits and a token."""
    user = User.objects.create_user(f"guest-{uuid.uuid4().hex}")
    traveller = Traveller.objects.create(user=user, kind=Traveller.Kind.GUEST)
    for agreement in agreements:
        give_consent(traveller=traveller, agreement=agreement, now=now)
    row, token = AuthToken.objects.create(user)
    return GuestPass(traveller, token, row.expiry)


def sign_out(*, token: AuthToken) -> None:
    """Revokes this one token; the traveller's other devices stay signed in."""
    token.delete()


def give_consent(
    *, traveller: Traveller, agreement: Agreement, now: datetime
) -> tuple[Consent, bool]:
    """The consent in force and whether it is new. One given to an older policy is closed first.

    Raises:
        Refusal: `invalid`, the policy named is not the one that is shown today.
    """
    if agreement.policy_version != settings.PRIVACY_POLICY_VERSION:
        raise _other_policy(agreement.policy_version)
    with transaction.atomic():
        Traveller.objects.select_for_update(no_key=True).get(pk=traveller.pk)
        in_force = Consent.objects.filter(
            traveller=traveller, purpose=agreement.purpose, withdrawn_at=None
        )
        if same := in_force.filter(policy_version=agreement.policy_version).first():
            return same, False
        in_force.update(withdrawn_at=now)
        return Consent.objects.create(
            traveller=traveller, given_at=now, **agreement._asdict()
        ), True


def withdraw_consent(*, traveller: Traveller, purpose: str, now: datetime) -> None:
    """The row stays, with the time of the withdrawal; nothing happens where none is in force."""
    Consent.objects.filter(traveller=traveller, purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=now
    )


def has_consent(*, traveller: Traveller, purpose: str) -> bool:
    """Whether the traveller agrees to this use under the policy that is shown today."""
    return Consent.objects.filter(
        traveller=traveller,
        purpose=purpose,
        policy_version=settings.PRIVACY_POLICY_VERSION,
        withdrawn_at=None,
    ).exists()


def _other_policy(named: str) -> Refusal:
    message = _("Expected %(expected)s, the policy in use; got %(got)s.") % {
        "expected": settings.PRIVACY_POLICY_VERSION,
        "got": named,
    }
    return Refusal(
        Code.INVALID,
        f"policy_version: {message}",
        errors=[FieldError("policy_version", "wrong_policy_version", message)],
        policy_version=settings.PRIVACY_POLICY_VERSION,
    )
