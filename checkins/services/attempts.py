"""What an app sends, and what became of it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.utils.crypto import salted_hmac

from checkins.models import CheckIn
from checkins.situation import Fix


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
    rewards: tuple[str, ...] = ()
    day_is_taken: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What the app sends. `location` and `scene` are slugs, `id` is the idempotency key.

    `installation` is the app's own random id on this phone: it says nothing about the visit, so
    that an app may begin to send it between a try and its retry.
    """

    id: UUID
    location: str
    captured_at: datetime
    fix: Fix | None = None
    scene: str | None = None
    codes: tuple[str, ...] = field(default=())
    visibility: str = CheckIn.Visibility.PRIVATE
    note: str = ""
    installation: UUID | None = None

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

    @property
    def device(self) -> str:
        """What is kept of the installation: the same for the same one, and nothing to find it by."""
        if self.installation is None:
            return ""
        return salted_hmac(
            "checkins.device", self.installation.bytes, algorithm="sha256"
        ).hexdigest()

    def raw_position(self) -> dict[str, Any]:
        """The position as columns of a check-in."""
        fix = self.fix
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
