"""Badges that follow from the catalogue: no fact is added, only a rule over what is there."""

from typing import Any

from django.db import transaction
from django.db.models import Count

from checkins.badge_facts import OVER, places_of_dramas, stops_of_trails
from checkins.badge_rules import RuleKind
from checkins.models import Badge
from checkins.services.badge_making import save_badge
from dramas.models import Drama
from locations.models import Scene, Trail
from tourmap.lang.traditional import propose_traditional

FEWEST_PLACES = 3  # a badge for one or two places would say no more than their stamps
FEWEST_STOPS = 2

NATIONAL: dict[str, dict[str, Any]] = {
    "three-provinces": {
        "rule": RuleKind.PROVINCES,
        "needed": 3,
        "icon": Badge.Icon.BUS,
        "name_hans": "走过三省",
        "name_hant": "走過三省",
        "name_en": "Three provinces",
    },
    "ten-places": {
        "rule": RuleKind.PLACES,
        "needed": 10,
        "icon": Badge.Icon.NEAR,
        "name_hans": "打卡十地",
        "name_hant": "打卡十地",
        "name_en": "Ten places",
    },
}


def make_derived_badges() -> list[Badge]:
    """Makes the badges that are not there yet: of dramas, of trails, and two for the country.

    One that is there, by its slug, is left as it is, whatever has been made of it. To be rid of
    one, switch it off.

    Returns:
        Those that were made.
    """
    wanted = [*_of_dramas(), *_of_trails(), *_national()]
    known = set(Badge.objects.values_list("slug", flat=True))
    made = [badge for badge in wanted if badge.slug not in known]
    for badge in made:
        with transaction.atomic():
            save_badge(badge=badge)
    return made


def _of_dramas() -> list[Badge]:
    scenes = Scene.objects.published().exclude(location__lifecycle__in=OVER)
    many = scenes.order_by().values("drama").annotate(places=Count("location", distinct=True))
    enough = many.filter(places__gte=FEWEST_PLACES).values("drama")
    return [
        Badge(
            slug=f"drama-{drama.slug}",
            rule=RuleKind.PLACES_OF_DRAMA,
            drama=drama,
            icon=Badge.Icon.EPISODE,
            **_names("走遍《{}》", "All of {}", drama, "title"),
        )
        for drama in Drama.objects.filter(pk__in=enough)
    ]


def _of_trails() -> list[Badge]:
    """A trail through exactly the places of its drama needs none beside the drama's."""
    trails = list(Trail.objects.published())
    stops = stops_of_trails(trails)
    places = places_of_dramas({trail.drama_id for trail in trails if trail.drama_id})
    return [
        Badge(
            slug=f"trail-{trail.slug}",
            rule=RuleKind.STOPS_OF_TRAIL,
            trail=trail,
            icon=Badge.Icon.MAP,
            **_names("走完“{}”", "The whole way: {}", trail, "name"),
        )
        for trail in trails
        if len(stops[trail.pk]) >= FEWEST_STOPS
        and not (trail.drama_id and stops[trail.pk] == places[trail.drama_id])
    ]


def _national() -> list[Badge]:
    return [Badge(slug=slug, **values) for slug, values in NATIONAL.items()]


def _names(chinese: str, english: str, record: Any, column: str) -> dict[str, str]:
    """The three names, of the names that the record has; no name is translated or made up."""
    hans, hant, en = (getattr(record, f"{column}_{lang}") for lang in ("hans", "hant", "en"))
    return {
        "name_hans": chinese.format(hans or hant or en),
        "name_hant": propose_traditional(chinese).format(hant or propose_traditional(hans) or en),
        "name_en": english.format(en) if en else "",
    }
