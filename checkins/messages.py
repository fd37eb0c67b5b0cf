"""The words for a check: the number, the limit and the next step, in the reader's language.

Stored checks hold codes and numbers; whoever reads an old check-in reads it in their own language.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

Words = Mapping[tuple[str, bool, str], str]

# By code, passed and reason. `%(measured)s` and `%(limit)s` come with their units.
_WORDS: Words = {
    ("within_radius", True, ""): gettext_noop(
        "You are %(measured)s from the place; up to %(limit)s is accepted."
    ),
    ("within_radius", False, "near"): gettext_noop(
        "You are %(measured)s from the place, a little more than the %(limit)s that make a "
        "check-in certain. It counts as probable; come closer to be certain."
    ),
    ("within_radius", False, "far"): gettext_noop(
        "You are %(measured)s from the place; at most %(limit)s is accepted. "
        "Go closer to the entrance and check in again."
    ),
    ("pin_quality", True, "surveyed"): gettext_noop("The bureau has surveyed this place."),
    ("pin_quality", False, "approximate"): gettext_noop(
        "The spot of this place is known to about %(measured)s only, so the radius is that much "
        "larger and the visit counts as probable at most."
    ),
    ("pin_quality", False, "area"): gettext_noop(
        "This place is not surveyed yet: only its area is known, to about %(measured)s. "
        "Your visit is kept and judged again when it is; you need not do anything."
    ),
    ("pin_quality", False, "none"): gettext_noop(
        "This place is not surveyed yet: no point is known. "
        "Your visit is kept and judged again when it is; you need not do anything."
    ),
    ("accuracy", True, ""): gettext_noop(
        "Your position is accurate to %(measured)s; up to %(limit)s is enough."
    ),
    ("accuracy", False, "missing"): gettext_noop(
        "Your phone did not say how accurate the position is. Allow precise location, then try "
        "again for a certain check-in."
    ),
    ("accuracy", False, "zero"): gettext_noop(
        "Your phone says that the position is accurate to %(measured)s, which no receiver is. "
        "Get a fresh position for a certain check-in."
    ),
    ("accuracy", False, "coarse"): gettext_noop(
        "Your position is accurate to %(measured)s only; %(limit)s or better is needed to be "
        "certain. Allow precise location and try again under the open sky."
    ),
    ("speed_from_previous", True, ""): gettext_noop(
        "The way between this and your nearest other visit took %(measured)s on average; up to "
        "%(limit)s is usual."
    ),
    ("speed_from_previous", True, "flight"): gettext_noop(
        "The way between this and your nearest other visit took %(measured)s on average, as a "
        "flight does; up to %(limit)s is possible."
    ),
    ("speed_from_previous", False, "suspicious"): gettext_noop(
        "From one visit to the other you would have travelled at %(measured)s; up to %(limit)s "
        "is usual on so short a way. The visit counts as probable at most."
    ),
    ("speed_from_previous", False, "impossible"): gettext_noop(
        "From one visit to the other you would have travelled at %(measured)s; more than "
        "%(limit)s is impossible. If you are here, check in again later."
    ),
    ("fresh_fix", True, ""): gettext_noop(
        "The position is %(measured)s old; up to %(limit)s is fresh."
    ),
    ("fresh_fix", False, ""): gettext_noop(
        "The position is %(measured)s old; at most %(limit)s is fresh. "
        "Wait for a new position and check in again to be certain."
    ),
    ("mock", True, ""): gettext_noop("The phone says that the position is real."),
    ("mock", False, ""): gettext_noop(
        "The phone says that the position is simulated. Turn off the simulated location and "
        "check in again."
    ),
    ("repeated_position", True, ""): gettext_noop(
        "Visits from exactly these coordinates, this one included: %(measured)s; up to %(limit)s "
        "is usual."
    ),
    ("repeated_position", False, ""): gettext_noop(
        "Visits from exactly these coordinates, this one included: %(measured)s; up to %(limit)s "
        "is usual. Get a fresh position for a certain check-in."
    ),
    ("repeated_position", False, "replayed"): gettext_noop(
        "Exactly these coordinates were sent on %(measured)s days; a receiver repeats them on "
        "%(limit)s at most. Get a fresh position and check in again."
    ),
    ("copied_position", False, "pin"): gettext_noop(
        "The position is the published point of the place itself: %(measured)s decimals are "
        "equal, a receiver agrees in %(limit)s at most. Get the position of your phone and check "
        "in again. An app must send where the phone is, not the place that was picked."
    ),
    ("copied_position", False, "shared"): gettext_noop(
        "Travellers who sent exactly these coordinates, you included: %(measured)s; up to "
        "%(limit)s happens by chance. Get a fresh position under the open sky and check in "
        "again."
    ),
    ("shared_device", False, "several"): gettext_noop(
        "Travellers from this phone here today, you included: %(measured)s; up to %(limit)s is "
        "usual. The visit counts as probable at most; each can check in on their own phone."
    ),
    ("shared_device", False, "many"): gettext_noop(
        "Travellers from this phone in the last 30 days, you included: %(measured)s; at most "
        "%(limit)s is accepted. Check in on your own phone."
    ),
    ("scripted_round", False, "pace"): gettext_noop(
        "The way through your last places takes %(measured)s at the least, and you had "
        "%(limit)s. If you are here, check in again later."
    ),
    ("scripted_round", False, "rhythm"): gettext_noop(
        "To the second, %(measured)s of your visits came after the same time; up to %(limit)s is "
        "usual. If you are here, check in again a little later."
    ),
    ("scripted_round", False, "pinned"): gettext_noop(
        "At %(measured)s places in a row your position was within 3 m of the published point; up "
        "to %(limit)s happens by chance. If you are here, check in again from another spot."
    ),
    ("weak_together", False, ""): gettext_noop(
        "Several weak signs came together: they weigh %(measured)s, up to %(limit)s is accepted. "
        "Do what the other lines advise and check in again, use a code at the place."
    ),
    ("code_relay", False, "far"): gettext_noop(
        "The code is right, but your position is %(measured)s away; beyond %(limit)s the code "
        "does not help. If you are here, wait for a fresh position and check in again."
    ),
    ("code_relay", False, "crowd"): gettext_noop(
        "Travellers who used this very code without a position, you included: %(measured)s; at "
        "most %(limit)s is accepted. Send your position, or use the code that the screen shows "
        "now."
    ),
    ("code_relay", False, "leaked"): gettext_noop(
        "Travellers who used the code of this place without a position, you included: "
        "%(measured)s; at most %(limit)s is accepted for so few positions. Send your position "
        "with the code."
    ),
    ("code", False, "none_in_use"): gettext_noop(
        "No code is in use at this place yet, so it proves nothing. Send your position instead."
    ),
    ("code", True, "rotating"): gettext_noop("The code from the screen at the place is right."),
    ("code", True, "printed"): gettext_noop("The code from the poster at the place is right."),
    ("code", False, "used"): gettext_noop(
        "You have used this code before. Wait until the screen shows the next one, then check in "
        "with that."
    ),
    ("code", False, "stale"): gettext_noop(
        "The screen showed this code %(measured)s from the time of your visit; up to %(limit)s "
        "is accepted. Check in with the code that it shows now."
    ),
    ("code", False, "replaced"): gettext_noop(
        "The bureau has replaced this code. Look for the new poster at the place, or send your "
        "position."
    ),
    ("code", False, "elsewhere"): gettext_noop(
        "This is the code of another place. Check in there, or use the code that you see here."
    ),
    ("code", False, "wrong"): gettext_noop(
        "This code is not right here. Compare it with the poster or the screen, letter by letter, "
        "or send your position."
    ),
}

# An area pin beside a visit that does not wait for its survey, by reason and status.
_SETTLED: dict[tuple[str, str], str] = {
    ("area", "accepted"): gettext_noop(
        "This place is not surveyed yet: only its area is known, to about %(measured)s, so a "
        "position proves nothing here. Your visit is accepted without it."
    ),
    ("area", "rejected"): gettext_noop(
        "This place is not surveyed yet: only its area is known, to about %(measured)s, so a "
        "position proves nothing here."
    ),
    ("none", "accepted"): gettext_noop(
        "This place is not surveyed yet: no point is known, so a position proves nothing here. "
        "Your visit is accepted without it."
    ),
    ("none", "rejected"): gettext_noop(
        "This place is not surveyed yet: no point is known, so a position proves nothing here."
    ),
}
_SETTLES = {"verified": "accepted", "probable": "accepted", "rejected": "rejected"}

_DATUM = gettext_noop(
    "Your position was sent as %(declared)s. Read as %(fitting)s it would be %(measured)s from "
    "the place, within the %(limit)s accepted. Tell the makers of the app to declare the datum "
    "of their map SDK, then check in again."
)
_DATUM_NAMES = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09"}


def of_check(check: Mapping[str, Any], status: str = "unverified") -> str:
    """The sentence for one stored check (`code`, `passed`, `measured`, `limit`, `unit`, `reason`).

    `status` is that of the visit, which decides whether there is anything left to wait for.
    """
    numbers = {
        "measured": amount(check["measured"], check["unit"]),
        "limit": amount(check["limit"], check["unit"]),
    }
    if check["code"] == "datum":
        declared, _read_as, fitting = check["reason"].partition("_read_as_")
        names = {"declared": _DATUM_NAMES[declared], "fitting": _DATUM_NAMES[fitting]}
        return _(_DATUM) % (numbers | names)
    if check["code"] == "pin_quality":
        settled = _SETTLED.get((check["reason"], _SETTLES.get(status, "")))
        if settled:
            return _(settled) % numbers
    return _(_WORDS[check["code"], check["passed"], check["reason"]]) % numbers


def amount(value: float | None, unit: str) -> str:
    """A number with its unit as people write it: 42 m, 4.1 km, 3 min 20 s."""
    if value is None:
        return ""
    if unit == "m":
        return _metres(value)
    if unit == "s":
        return _seconds(value)
    if unit == "km/h":
        return _("%(number)s km/h") % {"number": f"{value:,.0f}"}
    return f"{value:,.0f}"


def _metres(value: float) -> str:
    # 999.6 m would be written 1,000 m.
    if round(value) < 1_000:
        return _("%(number)s m") % {"number": round(value)}
    kilometres = value / 1_000
    return _("%(number)s km") % {
        "number": f"{kilometres:,.1f}" if kilometres < 100 else f"{kilometres:,.0f}"
    }


def _seconds(value: float) -> str:
    minutes, seconds = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": f"{hours:,}", "minutes": minutes}
    if minutes and not seconds:
        return _("%(minutes)s min") % {"minutes": minutes}
    if minutes:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": seconds}
    return _("%(seconds)s s") % {"seconds": seconds}
