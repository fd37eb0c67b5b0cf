"""A traveller asks the bureau to look at a visit, and may think better of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from accounts.models import Consent, Traveller
from accounts.services import has_consent, lock_traveller
from checkins import queries, rules, site_codes
from checkins.appealing import not_appealable_because
from checkins.company import Around, Present
from checkins.days import local_day
from checkins.history import Asked, History
from checkins.models import Appeal, AppealStep, CheckIn, CodeUse
from checkins.models.appeal import Reason
from checkins.services import refusals
from checkins.services.checking_in import verdict_columns
from checkins.services.deciding import close_measured, note_step
from checkins.services.guessing import note_guesses, refuse_guessing
from checkins.services.keeping import own_check_in
from checkins.services.ledger import count_visit, lock_place
from checkins.situation import CheckCode
from locations.models import Location

Deed = AppealStep.Deed


class Appealed(NamedTuple):
    """`code`: what became of the code sent along, as a stored check; None without one."""

    check_in: CheckIn
    is_new: bool
    code: dict[str, Any] | None = None


@transaction.atomic
def make_appeal(
    *, traveller: Traveller, id: UUID, text: str, codes: Sequence[str] = (), now: datetime
) -> Appealed:
    """Puts a visit before the bureau; a valid code from the place lifts it without waiting.

    The same words again change nothing, whatever was decided since. Other words replace those of
    an appeal that waits. One that was withdrawn is made anew.

    Raises:
        Refusal: `not_found`; `not_appealable` with its `reason`; `throttled` (too many wrong codes).
    """
    place = lock_place(own_check_in(traveller, id).location_id)
    lock_traveller(traveller.pk)
    visit = own_check_in(traveller, id)
    appeal: Appeal | None = getattr(visit, "appeal", None)
    waits = appeal is not None and appeal.is_waiting
    if appeal and appeal.text == text and (appeal.is_decided or (waits and not codes)):
        return Appealed(visit, is_new=False)
    if not waits:
        _refuse_unless_appealable(visit, now)
    if codes:
        refuse_guessing(traveller, place, now)
    _put(visit, appeal, text, now)
    code = _try_codes(visit, place, codes, now) if codes else None
    return Appealed(own_check_in(traveller, id), is_new=not waits, code=code)


@transaction.atomic
def withdraw_appeal(*, traveller: Traveller, id: UUID, now: datetime) -> None:
    """The visit is unverified again; nothing happens where that was done before.

    Raises:
        Refusal: `not_found`, also without an appeal; `not_appealable`, it was decided.
    """
    lock_place(own_check_in(traveller, id).location_id)
    lock_traveller(traveller.pk)
    visit = own_check_in(traveller, id)
    appeal: Appeal | None = getattr(visit, "appeal", None)
    if appeal is None:
        raise refusals.not_found()
    if appeal.is_decided:
        raise refusals.not_appealable("decided")
    if not appeal.is_waiting:
        return
    CheckIn.objects.filter(pk=visit.pk).update(status=CheckIn.Status.UNVERIFIED)
    appeal.state = Appeal.State.WITHDRAWN
    appeal.save()
    note_step(appeal, Deed.WITHDRAWN, now=now)


def _refuse_unless_appealable(visit: CheckIn, now: datetime) -> None:
    reason = not_appealable_because(
        status=visit.status,
        counted=visit.counted,
        day_is_taken=visit.day_is_taken,  # type: ignore[attr-defined]  # annotated by for_answers
        received_at=visit.received_at,
        now=now,
    )
    if reason:
        raise refusals.not_appealable(reason)


def _put(visit: CheckIn, appeal: Appeal | None, text: str, now: datetime) -> None:
    """Makes the row, or brings its words up to date."""
    if appeal is None:
        appeal, deed = Appeal(check_in=visit, made_at=now), Deed.MADE
    elif appeal.is_waiting:
        deed = Deed.CHANGED
    else:
        appeal.made_at, deed = now, Deed.MADE
    if deed == Deed.CHANGED and appeal.text == text:
        return
    appeal.text, appeal.state = text, Appeal.State.OPEN
    appeal.save()
    CheckIn.objects.filter(pk=visit.pk).update(status=CheckIn.Status.UNDER_REVIEW)
    note_step(appeal, deed, now=now)


def _try_codes(
    visit: CheckIn, place: Location, codes: Sequence[str], now: datetime
) -> dict[str, Any]:
    """Judges the visit again with what was sent now, by the rules of a check-in."""
    today = local_day(now, place.time_zone) == visit.local_date
    found = site_codes.look_up(
        codes,
        location=place,
        traveller=visit.traveller,
        captured_at=visit.captured_at,
        now=now,
        or_now=today,
    )
    note_guesses(visit.traveller, place, found.guesses, now)
    if found.step is not None:
        CodeUse.objects.create(
            traveller=visit.traveller, location=place, step=found.step, check_in=visit
        )
    agreed = has_consent(traveller=visit.traveller, purpose=Consent.Purpose.PRECISE_POSITION)
    fix = visit.fix if agreed else None
    present = Present(
        queries.situation(
            location=place,
            fix=fix,
            captured_at=visit.captured_at,
            history=History(visit.traveller, [Asked(visit.captured_at, fix)], besides=visit.pk),
            code=found.proof,
        ),
        traveller_id=visit.traveller_id,
        location_id=visit.location_id,
        local_date=visit.local_date,
        step=found.step,
        device=visit.device,
    )
    others = Around([fix] if fix else [], [visit.device], now=now)
    judgement = rules.judge(others.joined(present))
    columns = verdict_columns(judgement, now)
    columns |= {"code_kind": present.code_kind, "is_about": present.is_about}
    if judgement.counted:
        CheckIn.objects.filter(pk=visit.pk).update(**columns)
        count_visit(visit)
        close_measured(visit, Reason.CODE, now)
    return next(check for check in columns["checks"] if check["code"] == CheckCode.CODE)
