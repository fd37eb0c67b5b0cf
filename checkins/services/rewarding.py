"""What visits that brought stamps are answered with; kept with their rows as codes and slugs.

A reward is a code, or an object with a code, the slug of what it is about, and two numbers.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from checkins.models import CheckIn, Stamp
from checkins.services.badges import Won
from locations.models import Scene, TrailStop

FIRST_VISIT = "first_visit"
BADGE = "badge"
MOST_PROGRESS = 5  # of dramas, of trails: a film town has dozens

Things = Mapping[str, set[int]]  # of a drama or a trail, by its slug, the places


def give_rewards(visits: Sequence[CheckIn], *, first: Collection[UUID], won: Sequence[Won]) -> None:
    """First visit, new badges, then how far the dramas and trails of the place have come: each
    visit is told what was so when it had just been counted.
    """
    new = [visit for visit in visits if visit.pk in first]
    places = {visit.location_id for visit in new}
    things = {"drama": _dramas(places), "trail": _trails(places)} if new else {}
    stamped = _stamped(new) - places
    for visit in visits:
        rewards: list[Any] = [_badge(one) for one in won if _completes(one, visit, visits)]
        if visit.pk in first:
            stamped.add(visit.location_id)
            progress = [_progress(of, things[of], visit.location_id, stamped) for of in things]
            rewards = [FIRST_VISIT, *rewards, *(one for some in progress for one in some)]
        visit.rewards = rewards


def _badge(won: Won) -> dict[str, Any]:
    return {"code": BADGE, "badge": won.badge.slug, "have": won.needed, "needed": won.needed}


def _completes(won: Won, visit: CheckIn, visits: Sequence[CheckIn]) -> bool:
    """The last of the visits that the badge rests on."""
    resting = [one for one in visits if one.location_id in won.places]
    return bool(resting) and resting[-1].pk == visit.pk


def _stamped(visits: Sequence[CheckIn]) -> set[int]:
    owner = {visit.traveller_id for visit in visits}
    return set(Stamp.objects.filter(traveller__in=owner).values_list("location", flat=True))


def _dramas(places: Collection[int]) -> Things:
    scenes = Scene.objects.published()
    here = scenes.filter(location__in=places).order_by().values("drama")
    return _grouped(scenes.filter(drama__in=here), "drama__slug")


def _trails(places: Collection[int]) -> Things:
    stops = TrailStop.objects.filter(location__is_published=True, trail__is_published=True)
    walked = stops.filter(location__in=places).order_by().values("trail")
    return _grouped(stops.filter(trail__in=walked), "trail__slug")


def _grouped(rows: Any, by: str) -> Things:
    found: dict[str, set[int]] = defaultdict(set)
    for slug, place in rows.order_by().values_list(by, "location"):
        found[slug].add(place)
    return found


def _progress(of: str, things: Things, place: int, stamped: set[int]) -> list[dict[str, Any]]:
    """How far each drama or trail is that has more than one place; the nearest to complete first."""
    found: list[dict[str, Any]] = [
        {
            "code": f"{of}_progress",
            of: slug,
            "have": len(places & stamped),
            "needed": len(places),
        }
        for slug, places in things.items()
        if place in places and len(places) > 1
    ]
    nearest = sorted(found, key=lambda one: (one["needed"] - one["have"], one[of]))
    return nearest[:MOST_PROGRESS]
