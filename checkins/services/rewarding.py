"""What a visit that brought a stamp is answered with; kept with the row as codes and slugs.

A reward is a code, or an object with a code, the slug of what it is about, and two numbers.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

from checkins.models import CheckIn, Stamp
from checkins.services.badges import Won
from locations.models import Scene, TrailStop

FIRST_VISIT = "first_visit"
BADGE = "badge"
DRAMA_PROGRESS = "drama_progress"
TRAIL_PROGRESS = "trail_progress"
MOST_PROGRESS = 5  # of dramas, of trails: a film town has dozens


def rewards_of(visit: CheckIn, won: Iterable[Won], *, is_first: bool) -> list[Any]:
    """First visit, new badges, then how far the dramas and trails of the place have come."""
    badges = [
        {"code": BADGE, "badge": one.badge.slug, "have": one.needed, "needed": one.needed}
        for one in won
    ]
    if not is_first:
        return badges
    stamped = Stamp.objects.filter(traveller=visit.traveller_id).values("location")
    scenes = Scene.objects.published()
    here = scenes.filter(location=visit.location_id).values("drama")
    dramas = _moved(scenes.filter(drama__in=here), "drama", stamped)
    stops = TrailStop.objects.filter(location__is_published=True, trail__is_published=True)
    walked = stops.filter(location=visit.location_id).values("trail")
    trails = _moved(stops.filter(trail__in=walked), "trail", stamped)
    return [FIRST_VISIT, *badges, *dramas, *trails]


def _moved(rows: Any, of: str, stamped: Any) -> list[dict[str, Any]]:
    """How far each drama or trail is that has more than one place; the nearest to complete first."""
    counted = (
        rows.order_by()
        .values(f"{of}__slug")
        .annotate(
            needed=Count("location", distinct=True),
            have=Count("location", distinct=True, filter=Q(location__in=stamped)),
        )
        .filter(needed__gt=1)
    )
    found = [
        {
            "code": f"{of}_progress",
            of: row[f"{of}__slug"],
            "have": row["have"],
            "needed": row["needed"],
        }
        for row in counted
    ]
    nearest = sorted(found, key=lambda one: (one["needed"] - one["have"], one[of]))
    return nearest[:MOST_PROGRESS]
