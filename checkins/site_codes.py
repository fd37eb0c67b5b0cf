"""Readings of the codes of a place: what a code that was sent turns out to be, here and then."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.core.signing import BadSignature, Signer

from accounts.models import Traveller
from checkins import rules, site_code
from checkins.models import CheckIn, CodeUse, PrintedCode, RotatingKey
from checkins.situation import CodeFinding, CodeProof
from locations.models import Location

_SIGNER = Signer(salt="checkins.display")
_ORDER = list(CodeFinding)  # the best first
_GUESSED = {CodeFinding.WRONG, CodeFinding.ELSEWHERE}


class Found(NamedTuple):
    """`step` is that of a rotating code which this check-in uses up; `guesses` were wrong."""

    proof: CodeProof | None = None
    step: int | None = None
    guesses: int = 0


class _One(NamedTuple):
    finding: CodeFinding
    off_s: int | None = None
    step: int | None = None


def look_up(
    codes: Iterable[str],
    *,
    location: Location,
    traveller: Traveller,
    captured_at: datetime,
    now: datetime,
    or_now: bool = False,
) -> Found:
    """The best of `codes`, as it was at the time of the visit; what has been replaced stays out.

    A visit sent at once is also held against our own clock, since a phone's may be minutes off;
    with `or_now` every one is, because a code of the same day proves that day as well.
    A printed or a rotating code stops when it is replaced, also for visits before: whoever found
    an old one could otherwise say that it was seen in time.
    """
    read = {site_code.read(code) for code in codes}
    if not read:
        return Found()
    printed = PrintedCode.objects.in_use().filter(location=location).first()
    key = RotatingKey.objects.in_use().filter(location=location).first()
    if printed is None and key is None:
        return Found(CodeProof(finding=CodeFinding.NONE_IN_USE))
    at_once = or_now or abs(now - captured_at) <= rules.MAX_AHEAD
    times = [captured_at, now] if at_once else [captured_at]
    steps = [site_code.step_of(time) for time in times]
    found = [
        _turning(code, key, steps, traveller) or _printed(code, printed, location)
        for code in sorted(read)
    ]
    best = min(found, key=lambda one: _ORDER.index(one.finding))
    guesses = sum(one.finding in _GUESSED for one in found)
    return Found(CodeProof(finding=best.finding, off_s=best.off_s), best.step, guesses)


def _turning(
    code: str, key: RotatingKey | None, steps: list[int], traveller: Traveller
) -> _One | None:
    if key is None:
        return None
    shown = [(site_code.step_shown(code, key.key, key.location_id, near), near) for near in steps]
    offs = [(abs(step - near), step) for step, near in shown if step is not None]
    if not offs:
        return None
    off, step = min(offs)
    if off > site_code.TOLERANCE_STEPS:
        return _One(CodeFinding.STALE, off_s=off * site_code.STEP_S)
    uses = CodeUse.objects.filter(traveller=traveller, location=key.location_id, step=step)
    if uses.exists():
        return _One(CodeFinding.USED)
    return _One(CodeFinding.ROTATING, step=step)


def _printed(code: str, in_use: PrintedCode | None, location: Location) -> _One:
    if in_use and site_code.same(code, in_use.value):
        return _One(CodeFinding.PRINTED)
    known = PrintedCode.objects.filter(value=code).first()
    if known is None:
        return _One(CodeFinding.WRONG)
    here = known.location_id == location.pk
    return _One(CodeFinding.REPLACED if here else CodeFinding.ELSEWHERE)


def display_token(key: RotatingKey) -> str:
    """What opens the screen of a place: nobody can make one up, and it ends with its key."""
    return _SIGNER.sign(str(key.pk))


def key_of_display(token: str) -> RotatingKey | None:
    try:
        pk = int(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    in_use = RotatingKey.objects.in_use().select_related("location")
    return in_use.filter(pk=pk, location__is_published=True).first()


class Shown(NamedTuple):
    """What a screen shows, and for how many seconds more."""

    code: str
    seconds_left: float


def shown_at(key: RotatingKey, now: datetime) -> Shown:
    step = site_code.step_of(now)
    code = site_code.rotating_code(key.key, key.location_id, step)
    return Shown(code, (step + 1) * site_code.STEP_S - now.timestamp())


def printed_code(typed: str) -> PrintedCode | None:
    """The row of a poster's code, also of one that was replaced; only of places that are shown."""
    known = PrintedCode.objects.filter(location__is_published=True).select_related("location")
    return known.filter(value=site_code.read(typed)).first()


def kept_proof(visit: CheckIn) -> CodeProof | None:
    """What the code of a stored check-in was found to be, when it was sent."""
    for check in visit.checks:
        if check["code"] == "code":
            return CodeProof(finding=CodeFinding(check["reason"]), off_s=check["measured"])
    return None


def kinds_at(location: Location) -> list[str]:
    """The kinds of code that a visitor can find there now."""
    kinds = {"printed_code": PrintedCode, "rotating_code": RotatingKey}
    return [
        name
        for name, model in kinds.items()
        if model.objects.in_use().filter(location=location).exists()
    ]
