"""How often a password may be tried: per name and per address, counted in the store.

An attempt is counted before the password is looked at, so that a thousand at once are a thousand.
Unlike the limits in the cache these hold over every worker, and nothing pushes them out.
"""

import math
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import LoginLimit
from tourmap.api.problems import Code, Refusal

WINDOW = timedelta(minutes=15)
PER_NAME = 10
PER_ADDRESS = 100  # a hotel's phones come from one


def count_attempt(*, name: str, address: str, now: datetime) -> None:
    """Counts one attempt at a password.

    Raises:
        Refusal: `throttled`, too many in this window for the name or from the address.
    """
    limits = sorted({_key("name", name): PER_NAME, _key("address", address): PER_ADDRESS}.items())
    with transaction.atomic():
        # Both are counted, in one order everywhere, before either may refuse.
        ends = [_count(key, limit, now) for key, limit in limits]
    if over := [end for end in ends if end]:
        wait_s = max(1, math.ceil((max(over) - now).total_seconds()))
        raise Refusal(
            Code.THROTTLED,
            _("Too many attempts to sign in. Try again in %(seconds)s seconds.")
            % {"seconds": wait_s},
            retry_after_s=wait_s,
        )


def forgive(*, name: str, address: str) -> None:
    """After the right password the name begins anew, and the address gets this attempt back."""
    LoginLimit.objects.filter(key=_key("name", name)).delete()
    LoginLimit.objects.filter(key=_key("address", address), attempts__gt=0).update(
        attempts=F("attempts") - 1
    )


def forget_attempts(*, now: datetime) -> None:
    """Removes the counts whose window is over."""
    LoginLimit.objects.filter(since__lte=now - WINDOW).delete()


def _count(key: str, limit: int, now: datetime) -> datetime | None:
    """Counts one; the end of the window if that is more than its limit."""
    row, _new = LoginLimit.objects.select_for_update().get_or_create(
        key=key, defaults={"attempts": 0, "since": now}
    )
    # A clock that was set back must not lock anybody out for longer than a window.
    if not now - WINDOW < row.since <= now:
        row.attempts, row.since = 0, now
    row.attempts = min(row.attempts, limit) + 1
    row.save(update_fields=["attempts", "since"])
    return row.since + WINDOW if row.attempts > limit else None


def _key(kind: str, value: str) -> str:
    """Neither names nor addresses are kept, only what they are recognized by."""
    return salted_hmac(f"accounts.login.{kind}", value, algorithm="sha256").hexdigest()
