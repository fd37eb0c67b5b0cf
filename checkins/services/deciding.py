"""An appeal is decided, and the visit, its stamp and the tally follow in the same transaction.

A human decision makes a visit `probable`: it counts, but nothing measured it.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import lock_traveller
from checkins.models import Appeal, AppealStep, CheckIn
from checkins.models.appeal import Reason
from checkins.services import refusals
from checkins.services.ledger import count_visit, lock_place, take_back

Deed = AppealStep.Deed


@transaction.atomic
def accept_appeal(*, pk: int, by: User, words: str = "", now: datetime) -> Appeal:
    """The visit becomes probable, and counts unless another one has its day by now.

    Raises:
        Refusal: `not_appealable`, it was decided or withdrawn meanwhile; `not_found`.
    """
    appeal = _locked(pk)
    if not appeal.is_waiting:
        raise refusals.not_appealable("decided")
    _grade(appeal.check_in, CheckIn.Status.PROBABLE, now)
    count_visit(appeal.check_in)
    _close(appeal, Appeal.State.ACCEPTED, by=by, words=words, now=now)
    return appeal


@transaction.atomic
def refuse_appeal(*, pk: int, by: User, reason: Reason, words: str = "", now: datetime) -> Appeal:
    """The visit is rejected for good; the traveller reads the reason and the words.

    Raises:
        Refusal: `not_appealable`, it was decided or withdrawn meanwhile; `not_found`.
    """
    appeal = _locked(pk)
    if not appeal.is_waiting:
        raise refusals.not_appealable("decided")
    _grade(appeal.check_in, CheckIn.Status.REJECTED, now)
    _close(appeal, Appeal.State.REFUSED, by=by, reason=reason, words=words, now=now)
    return appeal


@transaction.atomic
def undo_decision(*, pk: int, by: User, now: datetime) -> Appeal:
    """The appeal waits again; what an accepted visit brought is taken back.

    Raises:
        Refusal: `not_appealable`, no person has decided it; `not_found`.
    """
    appeal = _locked(pk)
    if not appeal.is_decided:
        raise refusals.not_appealable("decided")
    if appeal.was_measured:
        raise refusals.not_appealable("measured")
    visit = appeal.check_in
    if visit.counted:
        take_back(visit)
    visit.counted, visit.rewards = False, []
    _grade(visit, CheckIn.Status.UNDER_REVIEW, now)
    appeal.state, appeal.decided_at, appeal.decided_by = Appeal.State.OPEN, None, None
    appeal.reason = appeal.words = ""
    appeal.save()
    note_step(appeal, Deed.UNDONE, by=by, now=now)
    return appeal


def close_measured(visit: CheckIn, reason: Reason, now: datetime) -> None:
    """The appeal of a visit that turned out to be good by itself; the caller holds its locks."""
    appeal = Appeal.objects.waiting().filter(check_in=visit).first()
    if appeal:
        _close(appeal, Appeal.State.ACCEPTED, reason=reason, now=now)


def note_step(
    appeal: Appeal, deed: AppealStep.Deed, *, now: datetime, by: User | None = None
) -> None:
    """`by` is the member of staff; None for the traveller and for what happened by itself."""
    AppealStep.objects.create(
        appeal=appeal, deed=deed, at=now, by=by, reason=appeal.reason, words=appeal.words
    )


def _locked(pk: int) -> Appeal:
    """The appeal with its visit as they are now, under the locks of its place and traveller."""
    wanted = Appeal.objects.filter(pk=pk)
    for place in wanted.values_list("check_in__location", flat=True):
        lock_place(place)
    # Read under the lock of the place: the visit may have gone to another traveller or for good.
    appeal = wanted.select_related("check_in__location").first()
    if appeal is None:
        raise refusals.not_found()
    lock_traveller(appeal.check_in.traveller_id)
    return appeal


def _grade(visit: CheckIn, status: CheckIn.Status, now: datetime) -> None:
    visit.status, visit.judged_at = status, now
    visit.save(update_fields=["status", "counted", "rewards", "judged_at"])


def _close(
    appeal: Appeal,
    state: Appeal.State,
    *,
    now: datetime,
    by: User | None = None,
    reason: str = "",
    words: str = "",
) -> None:
    appeal.state, appeal.decided_at, appeal.decided_by = state, now, by
    appeal.reason, appeal.words = reason, words
    appeal.save()
    note_step(appeal, Deed(state.value), by=by, now=now)
