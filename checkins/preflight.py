"""What this visitor may do here, now: the write's own rules, and nothing is stored."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings

from accounts.models import Consent, Traveller
from accounts.services import has_consent
from checkins import queries, rules, site_codes
from checkins.company import Around, Present
from checkins.days import local_day, start_of_next_day, wire_time
from checkins.history import Asked, History
from checkins.models import CheckIn
from checkins.services.checking_in import stored_check
from checkins.situation import Fix, Judgement
from locations.models import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`judgement` is None without a position, and where the place takes no check-ins."""

    location: Location
    closed_because: str
    local_date: date
    next_countable_at: str
    already_today: bool
    judgement: Judgement | None
    policy_version: str
    consents_needed: list[str] = field(default_factory=list)
    proofs: tuple[str, ...] = ("position",)

    @property
    def is_open(self) -> bool:
        return not self.closed_because

    @property
    def radius_m(self) -> int:
        return queries.place_of(self.location).effective_radius_m

    @property
    def checks(self) -> list[dict[str, Any]]:
        return [stored_check(check) for check in self.judgement.checks] if self.judgement else []

    @property
    def would_count(self) -> bool:
        return bool(self.judgement and self.judgement.counted and not self.already_today)

    @property
    def could_be_appealed(self) -> bool:
        """Whether the check-in that would be made lacks proof, and its day is free."""
        return bool(self.judgement and not self.judgement.counted and not self.already_today)


def options(
    *, location: Location, traveller: Traveller | None, fix: Fix | None, now: datetime
) -> Options:
    day = local_day(now, location.time_zone)
    closed_because = rules.closed_because(queries.opening_of(location), day)
    already_today = _has_counted(location, traveller, day)
    next_at = start_of_next_day(day, location.time_zone) if already_today else now
    judged = fix is not None and not closed_because
    return Options(
        location=location,
        closed_because=closed_because,
        local_date=day,
        next_countable_at=wire_time(next_at, location.time_zone),
        already_today=already_today,
        judgement=_judge(location, traveller, fix, now) if judged else None,
        policy_version=settings.PRIVACY_POLICY_VERSION,
        consents_needed=_consents_needed(traveller),
        proofs=("position", *site_codes.kinds_at(location)),
    )


def _judge(
    location: Location, traveller: Traveller | None, fix: Fix | None, now: datetime
) -> Judgement:
    found = queries.situation(
        location=location,
        fix=fix,
        captured_at=now,
        history=History(traveller, [Asked(now, fix)]) if traveller and fix else None,
    )
    if traveller is None or fix is None:
        return rules.judge(found)
    present = Present(
        found,
        traveller_id=traveller.pk,
        location_id=location.pk,
        local_date=local_day(now, location.time_zone),
    )
    return rules.judge(Around([fix], [], now=now).joined(present))


def _has_counted(location: Location, traveller: Traveller | None, day: date) -> bool:
    if traveller is None:
        return False
    return CheckIn.objects.counted_on(day, traveller=traveller, location=location).exists()


def _consents_needed(traveller: Traveller | None) -> list[str]:
    purpose = Consent.Purpose.PRECISE_POSITION
    given = traveller is not None and has_consent(traveller=traveller, purpose=purpose)
    return [] if given else [purpose.value]
