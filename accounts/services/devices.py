"""Tokens as the devices that hold them: opened, listed, closed one by one."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from knox.models import AuthToken

from accounts.models import Traveller
from accounts.services.locks import lock_traveller
from tourmap.api.problems import KINDS, Code, Refusal

MAX_DEVICES = 20


class Pass(NamedTuple):
    """What somebody takes along who came in; `token` is told once and kept only as a hash."""

    traveller: Traveller
    token: str
    expires_at: datetime


class Device(NamedTuple):
    """A token in force. `last_used_on` is exact to the day: a token's life moves on once a day."""

    id: UUID
    created_at: datetime
    expires_at: datetime
    last_used_on: date
    is_this_one: bool


@transaction.atomic
def open_device(*, traveller: Traveller) -> Pass:
    """A further token. Of more than `MAX_DEVICES` those go that were unused for the longest time."""
    lock_traveller(traveller.pk)
    row, token = AuthToken.objects.create(traveller.user)
    kept = AuthToken.objects.filter(user=traveller.user).order_by("-expiry", "-created")
    surplus = list(kept.values_list("pk", flat=True)[MAX_DEVICES:])
    AuthToken.objects.filter(pk__in=surplus).exclude(pk=row.pk).delete()
    return Pass(traveller, token, row.expiry)


def devices_of(*, traveller: Traveller, here: AuthToken, now: datetime) -> list[Device]:
    """The tokens in force, the last used first."""
    rows = AuthToken.objects.filter(user=traveller.user_id, expiry__gt=now)
    return [_device(row, here) for row in rows.order_by("-expiry", "-created")]


def close_device(*, traveller: Traveller, id: UUID) -> None:
    """Revokes one token; it may be the one that asks.

    Raises:
        Refusal: `not_found`, there is none of this traveller's.
    """
    rows = AuthToken.objects.filter(user=traveller.user_id)
    found = next((row for row in rows if _public_id(row) == id), None)
    if found is None:
        raise Refusal(Code.NOT_FOUND, KINDS[Code.NOT_FOUND].title)
    found.delete()


def close_other_devices(*, traveller: Traveller, here: AuthToken) -> None:
    AuthToken.objects.filter(user=traveller.user_id).exclude(pk=here.pk).delete()


def sign_out(*, token: AuthToken) -> None:
    """Revokes this one token; the traveller's other devices stay signed in."""
    token.delete()


def forget_dead_tokens(*, now: datetime) -> int:
    """Removes the tokens that ended: nobody comes in with them, and nobody would ever ask."""
    gone, _rows = AuthToken.objects.filter(expiry__lte=now).delete()
    return int(gone)


def _device(row: AuthToken, here: AuthToken) -> Device:
    last_used = row.expiry - settings.REST_KNOX["TOKEN_TTL"]
    return Device(_public_id(row), row.created, row.expiry, last_used.date(), row.pk == here.pk)


def _public_id(row: AuthToken) -> UUID:
    """Made from the token's hash, which is not shown itself."""
    keyed = salted_hmac("accounts.device", row.pk, algorithm="sha256")
    return UUID(bytes=keyed.digest()[:16])
