"""The deed: attempts of one traveller to check in, judged and kept, each once for its id."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Consent, Traveller
from accounts.services import has_consent, lock_traveller
from checkins import queries, rules, site_codes
from checkins.company import Around, Present
from checkins.days import local_day
from checkins.history import Asked, History
from checkins.models import CheckIn, CodeUse
from checkins.services import refusals
from checkins.services.attempts import Attempt, Outcome, Result
from checkins.services.guessing import note_guesses, refuse_guessing
from checkins.services.ledger import GOOD, credit, lock_places
from checkins.services.seen import Seen
from checkins.situation import Check, Judgement
from locations.models import Location, Scene
from tourmap.api.problems import Refusal

Answer = Outcome | Refusal


def check_in(*, traveller: Traveller, attempt: Attempt, now: datetime) -> Outcome:
    """Judges and keeps one attempt; safe to repeat, to race and to send late.

    The id is looked up before anything else, so that a retry is a replay whatever has changed
    since: the day, the place, the consent. Row, stamp and tally are one transaction.

    Raises:
        Refusal: `id_reused`, `clock_skew`, `too_late`, `invalid` (place or scene unknown),
            `location_closed`, `consent_required`, `throttled` (too many wrong codes).
    """
    [answer] = check_in_together(traveller=traveller, attempts=[attempt], now=now)
    if isinstance(answer, Refusal):
        raise answer
    return answer


def check_in_together(
    *, traveller: Traveller, attempts: Sequence[Attempt], now: datetime
) -> list[Answer]:
    """`check_in` for each, in the order given and in one transaction: all are kept or none.

    A refused attempt takes nothing from the others.

    Raises:
        OperationalError: the store could take none of them.
    """
    try:
        return _answers(traveller, attempts, now)
    except IntegrityError:
        # One of the ids came through another door at the same moment: now it is seen.
        return _answers(traveller, attempts, now)


def _answers(traveller: Traveller, attempts: Sequence[Attempt], now: datetime) -> list[Answer]:
    seen = Seen(traveller, [attempt.id for attempt in attempts])
    if all(attempt.id in seen for attempt in attempts):
        return [seen.answer(attempt) for attempt in attempts]
    with transaction.atomic():
        return _sit(traveller, attempts, seen, now)


def _sit(
    traveller: Traveller, attempts: Sequence[Attempt], seen: Seen, now: datetime
) -> list[Answer]:
    sitting = _Sitting(traveller, attempts, seen, now)
    found = [sitting.take(attempt) for attempt in attempts]
    sitting.write()
    # Now every row has its rewards and can be looked up.
    return [
        seen.answer(attempt)
        if each is None
        else each.outcome()
        if isinstance(each, _Made)
        else each
        for attempt, each in zip(attempts, found, strict=True)
    ]


class _Made(NamedTuple):
    """A new row; `first` is the visit that counts for its day when it is good and not counted."""

    row: CheckIn
    first: CheckIn | None
    day_is_taken: bool

    def outcome(self) -> Outcome:
        if self.first:
            return Outcome(Result.ALREADY_TODAY, self.first)
        return Outcome(Result.CREATED, self.row, tuple(self.row.rewards), self.day_is_taken)


class _Sitting:
    """Attempts are judged one after the other, each by what those before it brought.

    All that is needed is read at the beginning, under the locks, and written at the end, so that
    many attempts cost hardly more statements than one.
    """

    def __init__(
        self, traveller: Traveller, attempts: Sequence[Attempt], seen: Seen, now: datetime
    ) -> None:
        self.traveller, self.seen, self.now = traveller, seen, now
        self.places = lock_places(attempt.location for attempt in attempts)
        lock_traveller(traveller.pk)
        seen.look({attempt.id for attempt in attempts} - seen.kept.keys() - seen.deleted)
        new = [attempt for attempt in attempts if self._may_be_kept(attempt)]
        self.may_use_position = _may_use_position(traveller, new)
        self.scenes = _scenes(new)
        self.history = History(traveller, [Asked(one.captured_at, one.fix) for one in new])
        fixes = [one.fix for one in new if one.fix]
        self.around = Around(fixes, [one.device for one in new], now=now)
        self.rows: list[CheckIn] = []

    def take(self, attempt: Attempt) -> _Made | Refusal | None:
        """Judges one attempt; None if its id was seen before, also among those before it."""
        if attempt.id in self.seen:
            return None
        try:
            row = self._judge(attempt)
        except Refusal as refusal:
            return refusal
        self.rows.append(row)
        self.seen.kept[row.pk] = row
        return self._count(row)

    def write(self) -> None:
        CheckIn.objects.bulk_create(self.rows)
        if counted := [row for row in self.rows if row.counted]:
            credit(counted)

    def _may_be_kept(self, attempt: Attempt) -> bool:
        """Whether anything has to be read for it: at the ends of the calendar nothing can be."""
        return attempt.id not in self.seen and not rules.clock_fault(attempt.captured_at, self.now)

    def _judge(self, attempt: Attempt) -> CheckIn:
        place = self._open_place(attempt)
        self._refuse_without_consent(attempt)
        if attempt.codes:
            refuse_guessing(self.traveller, place, self.now)
        scene = self._scene(attempt, place)
        found = site_codes.look_up(
            attempt.codes,
            location=place,
            traveller=self.traveller,
            captured_at=attempt.captured_at,
            now=self.now,
        )
        present = Present(
            queries.situation(
                location=place,
                fix=attempt.fix,
                captured_at=attempt.captured_at,
                history=self.history,
                code=found.proof,
            ),
            traveller_id=self.traveller.pk,
            location_id=place.pk,
            local_date=local_day(attempt.captured_at, place.time_zone),
            step=found.step,
            device=attempt.device,
        )
        judgement = rules.judge(self.around.joined(present))
        note_guesses(self.traveller, place, found.guesses, self.now)
        row = self._row(attempt, place, scene, judgement)
        row.code_kind, row.is_about = present.code_kind, present.is_about
        if found.step is not None:
            CodeUse.objects.create(
                traveller=self.traveller, location=place, step=found.step, check_in=row
            )
        return row

    def _count(self, row: CheckIn) -> _Made:
        """A good visit counts, unless another one has its day."""
        first = self.history.of_day(row.location_id, row.local_date)
        row.counted = row.status in GOOD and first is None
        self.history.add(row)
        if row.status in GOOD and first is not None:
            return _Made(row, self._kept(first), True)
        return _Made(row, None, row.counted or first is not None)

    def _kept(self, id: UUID) -> CheckIn:
        self.seen.look({id} - self.seen.kept.keys())
        return self.seen.kept[id]

    def _open_place(self, attempt: Attempt) -> Location:
        if fault := rules.clock_fault(attempt.captured_at, self.now):
            raise refusals.clock(fault, captured_at=attempt.captured_at, now=self.now)
        place = self.places.get(attempt.location)
        if place is None:
            raise refusals.unknown("location", _("There is no such place."))
        day = local_day(attempt.captured_at, place.time_zone)
        if reason := rules.closed_because(queries.opening_of(place), day):
            raise refusals.closed(reason, place)
        return place

    def _refuse_without_consent(self, attempt: Attempt) -> None:
        if attempt.fix and not self.may_use_position:
            purpose = Consent.Purpose.PRECISE_POSITION
            raise refusals.no_consent(purpose, settings.PRIVACY_POLICY_VERSION)

    def _scene(self, attempt: Attempt, place: Location) -> Scene | None:
        if attempt.scene is None:
            return None
        scene = self.scenes.get(attempt.scene)
        if scene is None or scene.location_id != place.pk:
            raise refusals.unknown("scene", _("There is no such scene at this place."))
        return scene

    def _row(
        self, attempt: Attempt, place: Location, scene: Scene | None, judgement: Judgement
    ) -> CheckIn:
        return CheckIn(
            id=attempt.id,
            traveller=self.traveller,
            location=place,
            scene=scene,
            request_digest=attempt.digest(),
            captured_at=attempt.captured_at,
            received_at=self.now,
            local_date=local_day(attempt.captured_at, place.time_zone),
            visibility=attempt.visibility,
            note=attempt.note,
            device=attempt.device,
            **attempt.raw_position(),
            **verdict_columns(judgement, self.now),
        )


def _may_use_position(traveller: Traveller, attempts: Sequence[Attempt]) -> bool:
    purpose = Consent.Purpose.PRECISE_POSITION
    asked = any(attempt.fix for attempt in attempts)
    return asked and has_consent(traveller=traveller, purpose=purpose)


def _scenes(attempts: Sequence[Attempt]) -> dict[str, Scene]:
    slugs = {attempt.scene for attempt in attempts if attempt.scene is not None}
    return {scene.slug: scene for scene in Scene.objects.filter(slug__in=slugs)} if slugs else {}


def verdict_columns(judgement: Judgement, now: datetime) -> dict[str, Any]:
    """A judgement as columns. `counted` is false until the day turns out to be free."""
    return {
        "status": judgement.status,
        "counted": False,
        "distance_m": judgement.distance_m,
        "radius_m": judgement.radius_m,
        "checks": [stored_check(check) for check in judgement.checks],
        "hint": judgement.hint,
        "judged_at": now,
    }


def stored_check(check: Check) -> dict[str, Any]:
    """Codes and numbers only: the words are made for each reader."""
    return {
        "code": check.code.value,
        "passed": check.passed,
        "measured": check.measured,
        "limit": check.limit,
        "unit": check.unit,
        "reason": check.reason,
    }
