"""The words for rewards. They are kept as codes and slugs, and read in each reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from checkins.models import Badge
from dramas.models import Drama
from locations.models import Trail
from tourmap.api.fields import picked

Kept = str | Mapping[str, Any]


class Subjects(NamedTuple):
    """What rewards are about, by slug."""

    badge: Mapping[str, Badge]
    drama: Mapping[str, Drama]
    trail: Mapping[str, Trail]


def subjects_of(rewards: Iterable[Kept]) -> Subjects:
    """The badges, dramas and trails that these rewards name: one query for each sort there is."""
    kept = [reward for reward in rewards if not isinstance(reward, str)]
    return Subjects(
        badge=_by_slug(Badge.objects.all(), "badge", kept),
        drama=_by_slug(Drama.objects.for_cards(), "drama", kept),
        trail=_by_slug(Trail.objects.all(), "trail", kept),
    )


def _by_slug(records: Any, sort: str, kept: list[Mapping[str, Any]]) -> dict[str, Any]:
    slugs = {reward[sort] for reward in kept if sort in reward}
    return {record.slug: record for record in records.filter(slug__in=slugs)} if slugs else {}


def told(rewards: Iterable[Kept], subjects: Subjects | None = None) -> list[dict[str, Any]]:
    """Each reward with its words; one whose badge, drama or trail is gone is left out."""
    rewards = list(rewards)
    known = subjects_of(rewards) if subjects is None else subjects
    return [words for reward in rewards if (words := _told(reward, known))]


def _told(reward: Kept, known: Subjects) -> dict[str, Any] | None:
    if isinstance(reward, str):
        first = _("Your first visit here: the stamp is in your passport.")
        return {"code": reward, "message": first}
    sort = next(sort for sort in Subjects._fields if sort in reward)
    subject = getattr(known, sort).get(reward[sort])
    if subject is None:
        return None
    column = "title" if sort == "drama" else "name"
    name = picked(subject, column)
    icon = {"icon": subject.icon} if sort == "badge" else {}
    numbers = {"have": reward["have"], "needed": reward["needed"]}
    return {
        "code": reward["code"],
        "message": _message(sort) % {"name": name[column], **numbers},
        sort: {"slug": subject.slug, **name, **icon},
        **numbers,
    }


def _message(sort: str) -> str:
    if sort == "badge":
        return _("New badge: %(name)s, %(have)s of %(needed)s.")
    if sort == "drama":
        return _("Places of “%(name)s” you have visited: %(have)s of %(needed)s.")
    return _("Stops of the trail “%(name)s” you have visited: %(have)s of %(needed)s.")
