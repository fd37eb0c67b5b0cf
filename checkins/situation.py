"""What a judgement looks at and what it says: plain values, no behaviour beyond their own numbers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from tourmap.geo import Datum, LatLng, to_wgs84

MAX_TRUSTED_ACCURACY_M = 100


class Grade(IntEnum):
    UNVERIFIED = 0
    PROBABLE = 1
    VERIFIED = 2

    @property
    def status(self) -> str:
        return self.name.lower()


class CheckCode(StrEnum):
    """Stable: an app may branch on them."""

    WITHIN_RADIUS = "within_radius"
    PIN_QUALITY = "pin_quality"
    ACCURACY = "accuracy"
    DATUM = "datum"
    SPEED_FROM_PREVIOUS = "speed_from_previous"
    FRESH_FIX = "fresh_fix"
    MOCK = "mock"
    REPEATED_POSITION = "repeated_position"
    CODE = "code"


class CodeFinding(StrEnum):
    """What a code sent along turned out to be. Kept as the reason of the check `code`."""

    ROTATING = "rotating"
    PRINTED = "printed"
    USED = "used"  # a rotating one that this traveller has used before
    STALE = "stale"  # a rotating one of another time
    REPLACED = "replaced"  # a printed one of this place that stopped
    ELSEWHERE = "elsewhere"  # the printed one of another place
    WRONG = "wrong"
    NONE_IN_USE = "none_in_use"

    @property
    def is_valid(self) -> bool:
        return self in {CodeFinding.ROTATING, CodeFinding.PRINTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeProof:
    """The best of the codes that were sent. `off_s`: how far a stale one is from its time."""

    finding: CodeFinding
    off_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A location as the rules see it; `point` is WGS-84, None where none is known."""

    point: LatLng | None
    pin_quality: str
    pin_accuracy_m: int | None
    radius_m: int

    @property
    def proves(self) -> bool:
        """Whether a position can be held against this pin at all."""
        return self.point is not None and self.pin_quality in {"surveyed", "approximate"}

    @property
    def effective_radius_m(self) -> int:
        """An approximate pin may itself be off: the visitor is given that much more."""
        slack = self.pin_accuracy_m or 0 if self.pin_quality == "approximate" else 0
        return self.radius_m + slack


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A position as the phone declared it; everything here is evidence, nothing is proof."""

    point: LatLng
    datum: Datum
    accuracy_m: float | None = None
    fix_age_s: float | None = None
    is_mock: bool | None = None

    @property
    def wgs84(self) -> LatLng:
        return to_wgs84(self.point, self.datum)

    @property
    def trusted_accuracy_m(self) -> int:
        """How much the phone's own doubt may help it: never more than 100 m."""
        return round(min(self.accuracy_m or 0, MAX_TRUSTED_ACCURACY_M))


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The traveller's counted visit just before or after this one, by captured time."""

    point: LatLng  # WGS-84
    trusted_accuracy_m: int
    captured_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything a judgement may look at.

    `same_coordinates` counts the traveller's *other* counted visits at exactly these coordinates.
    """

    place: Place
    fix: Fix | None
    captured_at: datetime
    previous: Neighbour | None = None
    following: Neighbour | None = None
    same_coordinates: int = 0
    code: CodeProof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one rule found. `reason` tells apart what one code can mean; `allows` is the best grade."""

    code: CheckCode
    passed: bool
    measured: float | None = None
    limit: float | None = None
    unit: str = ""
    reason: str = ""
    allows: Grade = Grade.VERIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    grade: Grade
    checks: tuple[Check, ...]
    distance_m: int | None
    radius_m: int

    @property
    def status(self) -> str:
        return self.grade.status

    @property
    def counted(self) -> bool:
        return self.grade >= Grade.PROBABLE

    @property
    def hint(self) -> str:
        return "datum_mismatch" if any(c.code is CheckCode.DATUM for c in self.checks) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """When and whether a place takes visitors, as its bureau says."""

    lifecycle: str
    lifecycle_from: date | None
    lifecycle_until: date | None
    check_ins_stopped: bool
