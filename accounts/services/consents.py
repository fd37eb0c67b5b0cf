"""Consents: given to one policy, withdrawn, and asked for before a use."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Consent, Traveller
from accounts.services.locks import lock_traveller
from tourmap.api.problems import Code, FieldError, Refusal


class Agreement(NamedTuple):
    """What somebody agrees to: one purpose under one version of the privacy policy."""

    purpose: str
    policy_version: str
    age_14_or_over: bool | None = None  # None: not asked


def give_consent(
    *, traveller: Traveller, agreement: Agreement, now: datetime
) -> tuple[Consent, bool]:
    """The consent in force and whether it is new. One given to an older policy is closed first.

    Raises:
        Refusal: `invalid`, the policy named is not the one that is shown today;
            `guardian_required`, the traveller is under 14.
    """
    refuse_young(agreement.age_14_or_over)
    if agreement.policy_version != settings.PRIVACY_POLICY_VERSION:
        raise _other_policy(agreement.policy_version)
    with transaction.atomic():
        lock_traveller(traveller.pk)
        in_force = Consent.objects.filter(
            traveller=traveller, purpose=agreement.purpose, withdrawn_at=None
        )
        same = in_force.filter(policy_version=agreement.policy_version).first()
        if same and (same.age_14_or_over or not agreement.age_14_or_over):
            return same, False
        in_force.update(withdrawn_at=now)
        return Consent.objects.create(
            traveller=traveller, given_at=now, **agreement._asdict()
        ), True


def refuse_young(age_14_or_over: bool | None) -> None:
    """Nothing of somebody under 14 is taken without a guardian, whom this site has no way to ask.

    Raises:
        Refusal: `guardian_required`.
    """
    if age_14_or_over is False:
        raise Refusal(
            Code.GUARDIAN_REQUIRED,
            _(
                "Nothing was stored. Go on as a guest: look around, and check in with the code at "
                "the place, which needs no position and no consent."
            ),
            min_age=14,
        )


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
