"""A pin becomes better known, and the visits that waited for it are judged again."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import Consent, Traveller, User
from checkins import queries, rules, site_codes
from checkins.company import Around, Present
from checkins.history import Asked, History
from checkins.models import CheckIn, CodeUse
from checkins.models.appeal import Reason
from checkins.services.checking_in import verdict_columns
from checkins.services.deciding import close_measured
from checkins.services.ledger import count_visit, lock_place
from locations.models import Location
from locations.models.location import PinQuality
from tourmap.geo import LatLng


@transaction.atomic
def survey_location(
    *,
    location: Location,
    by: User,
    point_wgs84: LatLng,
    accuracy_m: int,
    radius_m: int | None = None,
    now: datetime,
) -> int:
    """A bureau confirms the spot; `location` is brought up to date as well.

    Returns:
        How many kept visits now count.
    """
    location.lat, location.lng = point_wgs84.lat, point_wgs84.lng
    location.pin_quality, location.pin_accuracy_m = PinQuality.SURVEYED, accuracy_m
    location.surveyed_at, location.surveyed_by = now, by
    location.radius_m = location.radius_m if radius_m is None else radius_m
    # Saving takes the revision and then the place, as every edit does: no lock before it.
    location.save(
        update_fields=[
            *("lat", "lng", "pin_quality", "pin_accuracy_m"),
            *("surveyed_at", "surveyed_by", "radius_m"),
        ]
    )
    return judge_kept_visits(location=location, now=now)


@transaction.atomic
def judge_kept_visits(*, location: Location, now: datetime) -> int:
    """Judges every visit of this place that does not count and whose position is still kept.

    In the order in which they were made, so that each sees those before it. A visit that counts
    is never taken away. One that is appealed stays under review unless it turns out to be good:
    then its appeal is accepted.

    Returns:
        How many of them now count.
    """
    place = lock_place(location.pk)
    kept = _kept_visits(place)
    if not kept:
        return 0
    _lock_travellers(kept)
    around = _around(kept)
    steps = dict(CodeUse.objects.filter(check_in__in=kept).values_list("check_in", "step"))
    return sum(_judge_again(visit, place, around, steps.get(visit.pk), now=now) for visit in kept)


def _kept_visits(location: Location) -> list[CheckIn]:
    """Those whose traveller still agrees to the use of the position."""
    agreed = Consent.objects.filter(
        traveller=OuterRef("traveller"),
        purpose=Consent.Purpose.PRECISE_POSITION,
        withdrawn_at=None,
    )
    waiting = CheckIn.objects.waiting_for_a_pin().filter(Exists(agreed), location=location)
    return list(waiting.order_by("captured_at", "pk"))


def _lock_travellers(visits: list[CheckIn]) -> None:
    """All at once and in one order, before any of their rows is touched."""
    people = Traveller.objects.filter(pk__in={visit.traveller_id for visit in visits})
    list(people.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _around(kept: list[CheckIn]) -> Around:
    """Others since the first of the visits came in: they are seen by each other as well."""
    fixes = [fix for visit in kept if (fix := visit.fix)]
    first = min(visit.received_at for visit in kept)
    return Around(fixes, [visit.device for visit in kept], now=first)


def _judge_again(
    visit: CheckIn, location: Location, around: Around, step: int | None, *, now: datetime
) -> bool:
    fix, set_at = visit.fix, location.surveyed_at
    found = queries.situation(
        location=location,
        fix=fix,
        captured_at=visit.captured_at,
        history=History(visit.traveller, [Asked(visit.captured_at, fix)], besides=visit.pk),
        code=site_codes.kept_proof(visit),
    )
    pin_is_newer = set_at is not None and set_at > visit.received_at
    present = Present(
        replace(found, pin_is_newer=pin_is_newer),
        traveller_id=visit.traveller_id,
        location_id=visit.location_id,
        local_date=visit.local_date,
        step=step,
        device=visit.device,
    )
    judgement = rules.judge(around.joined(present))
    columns = verdict_columns(judgement, now) | {"is_about": present.is_about}
    if visit.status == CheckIn.Status.UNDER_REVIEW:
        if judgement.counted:
            close_measured(visit, Reason.SURVEYED, now)
        else:
            columns["status"] = visit.status
    CheckIn.objects.filter(pk=visit.pk).update(**columns)
    return judgement.counted and count_visit(visit)
