"""Makes situations for the pure rules; name only what the test is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from checkins import rules
from checkins.situation import (
    Check,
    CheckCode,
    CodeFinding,
    CodeProof,
    Company,
    Fix,
    Neighbour,
    Place,
    Situation,
)
from tourmap.geo import Datum, LatLng, destination

PIN = LatLng.of(30.315, 103.86)
NOON = datetime(2026, 11, 23, 4, 0, 20, tzinfo=UTC)
SURVEYED = Place(point=PIN, pin_quality="surveyed", pin_accuracy_m=10, radius_m=120)
APPROXIMATE = replace(SURVEYED, pin_quality="approximate", pin_accuracy_m=300)
AREA = replace(SURVEYED, pin_quality="area", pin_accuracy_m=2_500)
NOWHERE = replace(SURVEYED, point=None, pin_quality="none", pin_accuracy_m=None)
PRINTED = CodeProof(finding=CodeFinding.PRINTED)
ROTATING = CodeProof(finding=CodeFinding.ROTATING)


def at(metres: float, **values: Any) -> Fix:
    """A good fix so many metres north of the pin."""
    good = {"datum": Datum.WGS84, "accuracy_m": 18, "fix_age_s": 3, "is_mock": False}
    return Fix(point=destination(PIN, 0, metres), **(good | values))


def situation(place: Place = SURVEYED, **values: Any) -> Situation:
    defaults: dict[str, Any] = {"fix": at(42), "captured_at": NOON}
    return Situation(place=place, **(defaults | values))


def among(**others: int) -> Company:
    return Company(**others)


def been(metres: float, seconds: float, distance_m: float | None = 20) -> Neighbour:
    """A visit so far east of the pin, so long before noon."""
    return Neighbour(
        point=destination(PIN, 90, metres),
        trusted_accuracy_m=0,
        captured_at=NOON - timedelta(seconds=seconds),
        distance_m=distance_m,
    )


def status(found: Situation) -> str:
    return rules.judge(found).status


def check_of(found: Situation, code: CheckCode) -> Check | None:
    return next((check for check in rules.judge(found).checks if check.code is code), None)


def said(found: Situation, code: CheckCode) -> tuple[float | None, float | None, str] | None:
    """`(measured, limit, reason)` of a check, None where the rule is silent."""
    check = check_of(found, code)
    return check and (check.measured, check.limit, check.reason)
