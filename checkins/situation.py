"""What a judgement looks at and what it says: plain values, no behaviour beyond their own numbers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from tourmap.geo import Datum, LatLng, to_wgs84

MAX_TRUSTED_ACCURACY_M = 100
# Below this a fix comes from satellites and is never the same twice; above it may come from Wi-Fi
# or a mast, which give every phone beside them the same point.
SHARP_ACCURACY_M = 20


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
    COPIED_POSITION = "copied_position"
    SHARED_DEVICE = "shared_device"
    CODE_RELAY = "code_relay"
    SCRIPTED_ROUND = "scripted_round"
    WEAK_TOGETHER = "weak_together"


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

    @property
    def doubt_m(self) -> int:
        """How far from the pin somebody may stand who proved by a code alone to be here."""
        return self.radius_m + (self.pin_accuracy_m or 0)


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

    @property
    def is_sharp(self) -> bool:
        """Whether it claims to come from satellites. Saying nothing does not make it coarser."""
        return (self.accuracy_m or 0) < SHARP_ACCURACY_M


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another visit of the traveller, by captured time: where it was, give or take how much.

    `trusted_accuracy_m` is the doubt about `point`; `distance_m` the measured way to its pin.
    """

    point: LatLng  # WGS-84
    trusted_accuracy_m: int
    captured_at: datetime
    distance_m: float | None = None

    @classmethod
    def of(
        cls,
        *,
        pin: LatLng | None,
        doubt_m: int,
        fix: Fix | None,
        captured_at: datetime,
        distance_m: float | None = None,
    ) -> "Neighbour | None":
        """Without a position the pin stands for it, with all the doubt about the pin; None if
        there is no pin either.
        """
        point = fix.wgs84 if fix else pin
        if point is None:
            return None
        return cls(
            point=point,
            trusted_accuracy_m=fix.trusted_accuracy_m if fix else doubt_m,
            captured_at=captured_at,
            distance_m=distance_m,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What *other* travellers did that says something about this visit; each counted once.

    Windows are of the time of arrival here, which nobody can choose.

    `same_coordinates`: sent exactly these coordinates in the same datum, last 7 days.
    `positions_here`: sent a position at this place, last 7 days.
    `device_here`: sent at this place on this local day from the same installation.
    `device_lately`: sent anywhere from the same installation, last 30 days.
    `code_step`: used the same step of the rotating code with no position that puts them here.
    `code_alone`: used this printed code (or this screen) with no position that puts them here,
    last 7 days and since the code was made; `seen_here`: position puts them here, same time.
    """

    same_coordinates: int = 0
    positions_here: int = 0
    device_here: int = 0
    device_lately: int = 0
    code_step: int = 0
    code_alone: int = 0
    seen_here: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything a judgement may look at.

    `same_coordinates` counts the traveller's *other* counted visits at exactly these coordinates,
    `same_coordinates_days` the other local days on which they were made.
    `trail`: the traveller's attempts in the 50 hours before this one by captured time, counted or
    not, where a valid code or the position puts them about the place (`rules.is_about`): the last
    one of each other place and day, the latest first, at most 12. `ahead`: those in the 50 hours
    after it that had come in before it, the earliest first.
    `pin_is_newer`: the visit had arrived before the pin was set, so it cannot be a copy of it.
    """

    place: Place
    fix: Fix | None
    captured_at: datetime
    previous: Neighbour | None = None
    following: Neighbour | None = None
    same_coordinates: int = 0
    same_coordinates_days: int = 0
    code: CodeProof | None = None
    trail: tuple[Neighbour, ...] = ()
    ahead: tuple[Neighbour, ...] = ()
    company: Company = Company()
    pin_is_newer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one rule found. `reason` tells apart what one code can mean; `allows` is the best grade.

    `binds`: no code lifts the visit over what this check allows, or the code is what is doubted.
    """

    code: CheckCode
    passed: bool
    measured: float | None = None
    limit: float | None = None
    unit: str = ""
    reason: str = ""
    allows: Grade = Grade.VERIFIED
    binds: bool = False


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
