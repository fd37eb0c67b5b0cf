"""The deed: one attempt to check in, judged and kept, once for its id."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Consent, Traveller
from accounts.services import has_consent, lock_traveller
from checkins import queries, rules, site_codes
from checkins.days import local_day
from checkins.models import CheckIn, CodeUse, DeletedCheckIn
from checkins.models.check_in import CheckInQuerySet
from checkins.services import refusals
from checkins.services.guessing import note_guesses, refuse_guessing
from checkins.services.ledger import GOOD, count_visit, lock_place
from checkins.situation import Check, Fix, Judgement
from locations.models import Location, Scene
from tourmap.api.problems import Code, Refusal


class Result(StrEnum):
    CREATED = "created"
    REPLAYED = "replayed"
    ALREADY_TODAY = "already_today"


class Outcome(NamedTuple):
    """What became of an attempt, and the record that answers it.

    `day_is_taken`: this visit or another one counts for its day, so that no further one can.
    """

    result: Result
    check_in: CheckIn
    rewards: tuple[Any, ...] = ()
    day_is_taken: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What the app sends. `location` and `scene` are slugs, `id` is the idempotency key."""

    id: UUID
    location: str
    captured_at: datetime
    fix: Fix | None = None
    scene: str | None = None
    codes: tuple[str, ...] = field(default=())
    visibility: str = CheckIn.Visibility.PRIVATE
    note: str = ""

    def digest(self) -> str:
        """Equal for equal content, however it was spelled."""
        fix = self.fix
        position = fix and [
            *(fix.point.lat, fix.point.lng, fix.datum.value),
            *(fix.accuracy_m, fix.fix_age_s, fix.is_mock),
        ]
        content = [
            *(self.location, self.scene, self.captured_at.timestamp(), position),
            *(self.codes, self.visibility, self.note),
        ]
        return hashlib.sha256(orjson.dumps(content)).hexdigest()


def check_in(*, traveller: Traveller, attempt: Attempt, now: datetime) -> Outcome:
    """Judges and keeps one attempt; safe to repeat, to race and to send late.

    The id is looked up before anything else, so that a retry is a replay whatever has changed
    since: the day, the place, the consent. Row, stamp and tally are one transaction.

    Raises:
        Refusal: `id_reused`, `clock_skew`, `too_late`, `invalid` (place or scene unknown),
            `location_closed`, `consent_required`, `throttled` (too many wrong codes).
    """
    if known := _known(traveller, attempt):
        return known
    return check_in_unseen(traveller=traveller, attempt=attempt, now=now)


def check_in_unseen(*, traveller: Traveller, attempt: Attempt, now: datetime) -> Outcome:
    """`check_in` for an id that was not there a moment ago; under the locks it is looked up anyway."""
    _refuse_bad_clock(attempt.captured_at, now)
    with transaction.atomic():
        location = lock_place(_find_location(attempt.location).pk)
        lock_traveller(traveller.pk)
        if known := _known(traveller, attempt):
            return known
        _refuse_closed(location, attempt.captured_at)
        if attempt.fix:
            _refuse_without_consent(traveller)
        if attempt.codes:
            refuse_guessing(traveller, location, now)
        return _judge_and_keep(traveller, location, attempt, now)


def _known(traveller: Traveller, attempt: Attempt) -> Outcome | None:
    """The answer to an id that was seen before."""
    same_id = CheckIn.objects.filter(pk=attempt.id)
    if not same_id.exists():  # nearly always: asked before the whole row is
        if DeletedCheckIn.objects.filter(pk=attempt.id).exists():
            raise Refusal(Code.ID_REUSED, _("This check-in was deleted; make a new id."))
        return None
    kept = same_id.select_related("location", "scene").get()
    # An empty digest: the position is forgotten, and its content with it.
    same = kept.request_digest in {"", attempt.digest()}
    if kept.traveller_id != traveller.pk or not same:
        raise Refusal(
            Code.ID_REUSED,
            _("This id was sent before with other content. Make a new id for a new check-in."),
        )
    if first := first_of_the_day(kept):
        return Outcome(Result.ALREADY_TODAY, first)
    return _outcome(Result.REPLAYED, kept)


def _outcome(result: Result, check_in: CheckIn) -> Outcome:
    taken = check_in.counted or _visit_of_its_day(check_in).exists()
    return Outcome(result, check_in, tuple(check_in.rewards), taken)


def first_of_the_day(kept: CheckIn) -> CheckIn | None:
    """The visit that counts for the day of a good one that does not."""
    if kept.counted or kept.status not in GOOD:
        return None
    return _visit_of_its_day(kept).select_related("location", "scene").first()


def _visit_of_its_day(kept: CheckIn) -> CheckInQuerySet:
    return CheckIn.objects.counted_on(
        kept.local_date, traveller=kept.traveller_id, location=kept.location_id
    )


def _find_location(slug: str) -> Location:
    location = Location.objects.published().filter(slug=slug).only("pk").first()
    if location is None:
        raise refusals.unknown("location", _("There is no such place."))
    return location


def _find_scene(slug: str | None, location: Location) -> Scene | None:
    if slug is None:
        return None
    scene = Scene.objects.filter(slug=slug, location=location).first()
    if scene is None:
        raise refusals.unknown("scene", _("There is no such scene at this place."))
    return scene


def _refuse_bad_clock(captured_at: datetime, now: datetime) -> None:
    if fault := rules.clock_fault(captured_at, now):
        raise refusals.clock(fault, captured_at=captured_at, now=now)


def _refuse_closed(location: Location, captured_at: datetime) -> None:
    day = local_day(captured_at, location.time_zone)
    if reason := rules.closed_because(queries.opening_of(location), day):
        raise refusals.closed(reason, location)


def _refuse_without_consent(traveller: Traveller) -> None:
    purpose = Consent.Purpose.PRECISE_POSITION
    if not has_consent(traveller=traveller, purpose=purpose):
        raise refusals.no_consent(purpose, settings.PRIVACY_POLICY_VERSION)


def _judge_and_keep(
    traveller: Traveller, location: Location, attempt: Attempt, now: datetime
) -> Outcome:
    found = site_codes.look_up(
        attempt.codes,
        location=location,
        traveller=traveller,
        captured_at=attempt.captured_at,
        now=now,
    )
    judgement = rules.judge(
        queries.situation(
            location=location,
            fix=attempt.fix,
            captured_at=attempt.captured_at,
            traveller=traveller,
            code=found.proof,
        )
    )
    row = _row(traveller, location, attempt, judgement, now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # The same id came through another door at the same moment.
        if known := _known(traveller, attempt):
            return known
        raise
    note_guesses(traveller, location, found.guesses, now)
    if found.step is not None:
        CodeUse.objects.create(
            traveller=traveller, location=location, step=found.step, check_in=row
        )
    if judgement.counted and not count_visit(row) and (first := first_of_the_day(row)):
        return Outcome(Result.ALREADY_TODAY, first)
    return _outcome(Result.CREATED, row)


def _row(
    traveller: Traveller,
    location: Location,
    attempt: Attempt,
    judgement: Judgement,
    now: datetime,
) -> CheckIn:
    return CheckIn(
        id=attempt.id,
        traveller=traveller,
        location=location,
        scene=_find_scene(attempt.scene, location),
        request_digest=attempt.digest(),
        captured_at=attempt.captured_at,
        received_at=now,
        local_date=local_day(attempt.captured_at, location.time_zone),
        visibility=attempt.visibility,
        note=attempt.note,
        **_raw_position(attempt.fix),
        **verdict_columns(judgement, now),
    )


def _raw_position(fix: Fix | None) -> dict[str, Any]:
    if fix is None:
        return {}
    return {
        "lat": fix.point.lat,
        "lng": fix.point.lng,
        "datum": fix.datum.value,
        "accuracy_m": fix.accuracy_m,
        "fix_age_s": fix.fix_age_s,
        "is_mock": fix.is_mock,
        "cell": fix.wgs84.cell(),
    }


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
