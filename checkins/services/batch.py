"""The deed for many: every attempt by itself, in the order in which the visits were made."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import OperationalError, connection

from accounts.models import Traveller
from checkins.models import CheckIn, DeletedCheckIn
from checkins.services.checking_in import Attempt, Outcome, check_in, check_in_unseen
from tourmap.api.problems import Refusal, store_unavailable

# A locked store lets each attempt wait for seconds: after the second one it is left in peace.
MAX_STORE_FAULTS = 2

log = logging.getLogger(__name__)


def check_in_each(
    *, traveller: Traveller, attempts: Sequence[Attempt], now: datetime
) -> list[Outcome | Refusal]:
    """Judges and keeps each attempt as `check_in` does, in a transaction of its own.

    What is acknowledged is committed, and one that is refused takes nothing from the others. The
    order of `attempts` changes nothing: the visit made first is judged first. (Of two with one id
    and one moment the first given is taken.) Those that the store could not take are refused with
    `store_unavailable` and may be sent again.

    Returns:
        For each attempt, in the order given, its outcome or why it was refused.
    """
    answers: dict[int, Outcome | Refusal] = {}
    seen = _seen(attempts)
    faults = 0
    for number in sorted(range(len(attempts)), key=lambda number: _turn(attempts[number])):
        if faults >= MAX_STORE_FAULTS:
            answers[number] = store_unavailable()
            continue
        attempt = attempts[number]
        deed = check_in if attempt.id in seen else check_in_unseen
        try:
            answers[number] = deed(traveller=traveller, attempt=attempt, now=now)
            seen.add(attempt.id)
        except Refusal as refusal:
            answers[number] = refusal
        except OperationalError as error:
            log.warning("The store refused an item of a batch: %s", error)
            answers[number] = store_unavailable()
            faults += 1
            _mend_connection()
    return [answers[number] for number in range(len(attempts))]


def _seen(attempts: Sequence[Attempt]) -> set[UUID]:
    """The ids that were sent before, found in two queries and not in two for each attempt."""
    ids = {attempt.id for attempt in attempts}
    return {
        id
        for model in (CheckIn, DeletedCheckIn)
        for id in model.objects.filter(pk__in=ids).order_by().values_list("pk", flat=True)
    }


def _mend_connection() -> None:
    """Django replaces a broken connection between requests only; the next attempt needs one now."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _turn(attempt: Attempt) -> tuple[datetime, UUID]:
    """By the time of the visit; the id decides between two of one moment, however they were sent."""
    return attempt.captured_at, attempt.id
