"""A traveller takes a nickname, the only thing of theirs that others may see."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Bureau, Traveller
from accounts.nicknames import LONGEST, SHORTEST, cleaned, fault_of
from accounts.services.locks import lock_traveller
from tourmap.api.problems import Code, FieldError, Refusal

_FAULTS: dict[str, Any] = {
    "wrong_length": _("Expected %(shortest)s to %(longest)s characters."),
    "wrong_characters": _("Expected letters, digits, single spaces and · - _ . ' only."),
    "looks_like_a_number": _(
        "This looks like a telephone number, and everybody can read a nickname."
    ),
    "official": _("This sounds like a bureau or this site; choose another."),
    "taken": _("Another traveller has this nickname."),
}


def set_nickname(*, traveller: Traveller, nickname: str) -> Traveller:
    """Takes a nickname, or none with an empty one. One that a bureau hid stays hidden.

    Raises:
        Refusal: `invalid`: too short or long, characters that nobody sees, a telephone number, the
            name of a bureau, or another traveller's.
    """
    wanted = cleaned(nickname)
    if wanted and (fault := fault_of(wanted, reserved=_bureaus())):
        raise _refused(fault)
    with transaction.atomic():
        fresh = lock_traveller(traveller.pk)
        fresh.nickname = wanted
        try:
            with transaction.atomic():
                fresh.save(update_fields=["nickname"])
        except IntegrityError as error:
            raise _refused("taken") from error
    return fresh


def _bureaus() -> list[str]:
    rows = Bureau.objects.order_by().values_list("name_hans", "name_hant", "name_en")
    return [name for names in rows for name in names]


def _refused(fault: str) -> Refusal:
    message = str(_FAULTS[fault]) % {"shortest": SHORTEST, "longest": LONGEST}
    return Refusal(
        Code.INVALID, f"nickname: {message}", errors=[FieldError("nickname", fault, message)]
    )
