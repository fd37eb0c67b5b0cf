"""The deed for many: in the order in which the visits were made, all in one go where that works."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import OperationalError, connection

from accounts.models import Traveller
from checkins.services.attempts import Attempt
from checkins.services.checking_in import Answer, check_in_together
from tourmap.api.problems import store_unavailable

# A locked store lets each attempt wait for seconds: after the second time it is left in peace.
MAX_STORE_FAULTS = 2

log = logging.getLogger(__name__)


def check_in_each(
    *, traveller: Traveller, attempts: Sequence[Attempt], now: datetime
) -> list[Answer]:
    """Judges and keeps each attempt as `check_in` does.

    What is acknowledged is committed, and one that is refused takes nothing from the others. The
    order of `attempts` changes nothing: the visit made first is judged first. (Of two with one id
    and one moment the first given is taken.) They are kept in one transaction; where the store
    cannot take them so, one by one, and those that it could not take then are refused with
    `store_unavailable` and may be sent again.

    Returns:
        For each attempt, in the order given, its outcome or why it was refused.
    """
    turns = sorted(range(len(attempts)), key=lambda number: _turn(attempts[number]))
    in_turn = [attempts[number] for number in turns]
    judged = dict(zip(turns, _judge_all(traveller, in_turn, now), strict=True))
    return [judged[number] for number in range(len(attempts))]


def _judge_all(traveller: Traveller, attempts: Sequence[Attempt], now: datetime) -> list[Answer]:
    try:
        return check_in_together(traveller=traveller, attempts=attempts, now=now)
    except OperationalError as error:
        log.warning("The store refused a batch, which goes on one by one: %s", error)
    _mend_connection()
    return _judge_one_by_one(traveller, attempts, now)


def _judge_one_by_one(
    traveller: Traveller, attempts: Sequence[Attempt], now: datetime
) -> list[Answer]:
    answers: list[Answer] = []
    faults = 0
    for attempt in attempts:
        if faults >= MAX_STORE_FAULTS:
            answers.append(store_unavailable())
            continue
        try:
            answers += check_in_together(traveller=traveller, attempts=[attempt], now=now)
        except OperationalError as error:
            log.warning("The store refused an item of a batch: %s", error)
            answers.append(store_unavailable())
            faults += 1
            _mend_connection()
    return answers


def _mend_connection() -> None:
    """Django replaces a broken connection between requests only; the next attempt needs one now."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _turn(attempt: Attempt) -> tuple[datetime, UUID]:
    """By the time of the visit; the id decides between two of one moment, however they were sent."""
    return attempt.captured_at, attempt.id
