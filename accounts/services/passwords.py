"""Accounts: a traveller takes a name and a password, proves them, changes them."""

from datetime import datetime

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from knox.models import AuthToken

from accounts.models import Traveller, User
from accounts.services.devices import close_other_devices
from accounts.services.locks import lock_traveller
from accounts.services.login_limits import count_attempt, forgive
from tourmap.api.problems import Code, FieldError, Refusal

RESERVED = ("guest-", "wechat-")  # what those are called who have no account


def make_account(*, traveller: Traveller, username: str, password: str, email: str = "") -> None:
    """The traveller keeps everything: stamps, consents, devices, WeChat.

    Raises:
        Refusal: `already_account`; `invalid`, the name is taken or reserved, or the password is
            weak.
    """
    user = User(username=username, email=email)
    _refuse_weak(password, user, field="password")
    user.set_password(password)  # slow, so before the lock
    if username.startswith(RESERVED):
        raise _name_refused(_("Names that begin with guest- or wechat- are reserved."), "reserved")
    with transaction.atomic():
        fresh = lock_traveller(traveller.pk)
        if fresh.kind == Traveller.Kind.ACCOUNT:
            raise Refusal(Code.ALREADY_ACCOUNT, _("Sign in with its name and password instead."))
        _take_name(fresh.user_id, user)
        fresh.kind = Traveller.Kind.ACCOUNT
        fresh.save(update_fields=["kind"])


def prove_password(*, username: str, password: str, address: str, now: datetime) -> Traveller:
    """The traveller of this account.

    A name nobody has, a wrong password, staff and deactivated users get the same answer after the
    same work.

    Raises:
        Refusal: `wrong_credentials`; `throttled`.
    """
    count_attempt(name=username, address=address, now=now)
    user = authenticate(username=username, password=password)
    traveller = _account_of(user)
    if traveller is None:
        raise Refusal(Code.WRONG_CREDENTIALS, _("Check the name and the password."))
    forgive(name=username, address=address)
    return traveller


def change_password(
    *,
    traveller: Traveller,
    old: str,
    new: str,
    address: str,
    here: AuthToken,
    now: datetime,
) -> None:
    """Every other device is signed out: one of them may be why the password is changed.

    Raises:
        Refusal: `no_account`; `wrong_credentials`; `throttled`; `invalid`, the new one is weak.
    """
    if traveller.kind != Traveller.Kind.ACCOUNT:
        raise Refusal(Code.NO_ACCOUNT, _("Make an account first: it has no password yet."))
    name = traveller.user.get_username()
    prove_password(username=name, password=old, address=address, now=now)
    _refuse_weak(new, traveller.user, field="new_password")
    traveller.user.set_password(new)
    with transaction.atomic():
        traveller.user.save(update_fields=["password"])
        close_other_devices(traveller=traveller, here=here)


def _account_of(user: object) -> Traveller | None:
    if not isinstance(user, User) or user.is_staff or user.is_superuser:
        return None
    try:
        return user.traveller
    except ObjectDoesNotExist:
        return None


def _take_name(pk: int, made: User) -> None:
    """Names are compared without case, those of staff too; the store decides among equals."""
    taken = _name_refused(_("This name is taken."), "taken")
    if User.objects.filter(username__iexact=made.username).exclude(pk=pk).exists():
        raise taken
    columns = {"username": made.username, "email": made.email, "password": made.password}
    try:
        with transaction.atomic():
            User.objects.filter(pk=pk).update(**columns)
    except IntegrityError as error:
        raise taken from error


def _refuse_weak(password: str, user: User, *, field: str) -> None:
    """Every rule of AUTH_PASSWORD_VALIDATORS that is broken, in the reader's language."""
    faults: list[FieldError] = []
    for rule in get_default_password_validators():
        try:
            rule.validate(password, user)
        except ValidationError as error:
            faults += [
                FieldError(field, each.code or "invalid", message)
                for each in error.error_list
                for message in each.messages
            ]
    if faults:
        raise _invalid(*faults)


def _name_refused(message: str, code: str) -> Refusal:
    return _invalid(FieldError("username", code, message))


def _invalid(*errors: FieldError) -> Refusal:
    detail = " ".join(f"{error.field}: {error.message}" for error in errors)
    return Refusal(Code.INVALID, detail, errors=list(errors))
