"""What the desk shows of one appeal: the evidence, never the person and never the exact spot."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Count, Value, When
from django.utils.translation import gettext_lazy as _

from checkins import messages
from checkins.models import Appeal, CheckIn, Photo
from locations.models import Scene

# Distances on the desk: enough to judge a radius, too little to find a spot again.
STEP_M = 10
MAX_STILLS = 4

NAMES = {
    "within_radius": _("Distance"),
    "pin_quality": _("Pin"),
    "accuracy": _("Accuracy of the position"),
    "datum": _("Datum"),
    "speed_from_previous": _("Speed from other visits"),
    "fresh_fix": _("Age of the position"),
    "mock": _("Simulated position"),
    "repeated_position": _("Repeated position"),
    "code": _("On-site code"),
    "copied_position": _("Copied position"),
    "shared_device": _("Shared phone"),
    "code_relay": _("Code passed on"),
    "scripted_round": _("Regular round"),
    "weak_together": _("Weak signs together"),
}


def page_of(appeal: Appeal, user: Any) -> dict[str, Any]:
    visit = appeal.check_in
    photos = list(visit.photos.select_related("scene__drama"))
    return {
        "visit": visit,
        "place": visit.location,
        "photos": photos,
        "stills": stills_of(visit, photos),
        "rules": list(rules_of(visit)),
        "history": history_of(visit, user),
        "steps": appeal.steps.select_related("by"),
        "day_is_taken": CheckIn.objects.counted_on(
            visit.local_date, traveller=visit.traveller_id, location=visit.location_id
        )
        .exclude(pk=visit.pk)
        .exists(),
    }


def rules_of(visit: CheckIn) -> Iterator[dict[str, Any]]:
    """The checks as the traveller is told them, with metres in steps of ten."""
    for check in visit.checks:
        shown = check | {
            name: _coarse(check[name], check["unit"]) for name in ("measured", "limit")
        }
        yield {
            "name": NAMES[check["code"]],
            "passed": check["passed"],
            "measured": messages.amount(shown["measured"], check["unit"]),
            "limit": messages.amount(shown["limit"], check["unit"]),
            "told": messages.of_check(shown, visit.status),
        }


def _coarse(value: float | None, unit: str) -> float | None:
    return value if value is None or unit != "m" else round(value / STEP_M) * STEP_M


def stills_of(visit: CheckIn, photos: list[Photo]) -> list[Scene]:
    """The scenes that the visit and its photos name; without any, those of the place."""
    named = {scene for scene in (visit.scene_id, *(photo.scene_id for photo in photos)) if scene}
    scenes = Scene.objects.filter(location=visit.location_id).select_related("drama")
    if named:
        return list(scenes.filter(pk__in=named))
    with_a_still_first = Case(When(still="", then=Value(1)), default=Value(0))
    return list(scenes.order_by(with_a_still_first, "drama__rank", "position")[:MAX_STILLS])


def history_of(visit: CheckIn, user: Any) -> list[tuple[Any, int]]:
    """How often the same traveller's other visits, at places of this bureau, got which grade."""
    others = CheckIn.objects.editable_by(user).filter(traveller=visit.traveller_id)
    others = others.exclude(pk=visit.pk)
    grades = dict(others.order_by().values_list("status").annotate(Count("pk")))
    status = CheckIn.Status
    shown = [(each.label, grades.get(each, 0)) for each in (status.VERIFIED, status.PROBABLE)]
    shown.append((status.UNVERIFIED.label, grades.get(status.UNVERIFIED, 0)))
    refused = Appeal.objects.filter(check_in__in=others, state=Appeal.State.REFUSED)
    return [*shown, (_("refused appeals"), refused.count())]
