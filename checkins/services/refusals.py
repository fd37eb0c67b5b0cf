"""The refusals of a check-in, with the numbers that explain them and what to do next."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.appeal_words import NOT_APPEALABLE
from checkins.appealing import APPEALABLE
from checkins.rules import MAX_AHEAD, MAX_LATE
from locations.models import Location
from tourmap.api.problems import KINDS, Code, FieldError, Refusal
from tourmap.lang.languages import pick

CLOSED: dict[str, Any] = {
    "private": gettext_lazy("This place is private and takes no check-ins. Please do not go in."),
    "demolished": gettext_lazy("This place no longer exists; it takes no check-ins."),
    "closed": gettext_lazy("The bureau has closed this place; it takes no check-ins."),
    "stopped": gettext_lazy("The bureau has stopped check-ins here for now. Please try later."),
    "not_yet": gettext_lazy("This place takes check-ins from %(day)s."),
    "over": gettext_lazy("This place took check-ins until %(day)s."),
}


def closed_message(reason: str, location: Location) -> str:
    """Why a place takes no check-ins, in the reader's language."""
    days = {"not_yet": location.lifecycle_from, "over": location.lifecycle_until}
    return str(CLOSED[reason]) % {"day": days.get(reason)}


def closed(reason: str, location: Location) -> Refusal:
    etiquette = pick(location, "etiquette")
    return Refusal(
        Code.LOCATION_CLOSED,
        closed_message(reason, location),
        reason=reason,
        etiquette=etiquette.text,
        etiquette_lang=etiquette.lang,
    )


def clock(fault: str, *, captured_at: datetime, now: datetime) -> Refusal:
    ahead_s = round((captured_at - now).total_seconds())
    numbers = {
        "yours": captured_at.isoformat(timespec="seconds"),
        "ours": now.astimezone(captured_at.tzinfo).isoformat(timespec="seconds"),
        "difference_s": ahead_s,
    }
    if fault == "clock_skew":
        limit_s = round(MAX_AHEAD.total_seconds())
        detail = _(
            "The visit lies %(ahead)s s in the future; at most %(limit)s s is accepted. "
            "Set the clock of the device, then send it again with the right time."
        ) % {"ahead": ahead_s, "limit": limit_s}
        return Refusal(Code.CLOCK_SKEW, detail, **numbers, limit=limit_s, unit="s")
    detail = _(
        "The visit was %(days)s days ago; check-ins are accepted for %(limit)s days. "
        "Come back and check in again."
    ) % {"days": (now - captured_at).days, "limit": MAX_LATE.days}
    limit_s = round(MAX_LATE.total_seconds())
    return Refusal(Code.TOO_LATE, detail, **numbers, limit=limit_s, unit="s")


def guessing(wait_s: int) -> Refusal:
    detail = _(
        "Too many wrong codes were sent for this place. Try a code again in %(minutes)s min, or "
        "check in with your position alone."
    ) % {"minutes": -(-wait_s // 60)}
    return Refusal(Code.THROTTLED, detail, retry_after_s=wait_s)


def not_appealable(reason: str) -> Refusal:
    detail = str(NOT_APPEALABLE[reason]) % {"days": APPEALABLE.days}
    return Refusal(Code.NOT_APPEALABLE, detail, reason=reason)


def not_found() -> Refusal:
    return Refusal(Code.NOT_FOUND, KINDS[Code.NOT_FOUND].title)


def no_consent(purpose: str, policy_version: str) -> Refusal:
    return Refusal(
        Code.CONSENT_REQUIRED,
        _(
            "Ask the traveller, then send the consent to /api/v1/me/consents/ and this request "
            "again. A check-in without a position needs no consent."
        ),
        purpose=str(purpose),
        policy_version=policy_version,
    )


def unknown(field: str, message: str) -> Refusal:
    return Refusal(
        Code.INVALID,
        f"{field}: {message}",
        errors=[FieldError(field, "does_not_exist", message)],
    )
