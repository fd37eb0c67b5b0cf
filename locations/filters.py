"""The filters of places, shared by the API and the map pages: OR inside a kind, AND between kinds."""

from typing import Any

from rest_framework import serializers

from accounts.models import Region
from dramas.models import Drama, Recognition, Theme
from locations.models import Kind, Scene
from locations.models.location import Access
from locations.querysets import LocationQuerySet
from tourmap.api.parameters import CommaList, KnownWords, OneOf, Parameters


class LocationFilters(Parameters):
    """Each takes one value or several, separated by commas."""

    q = serializers.CharField(
        required=False, max_length=100, help_text="Name in any script, pinyin or initials."
    )
    drama = KnownWords(known_by=(Drama, "slug"), required=False, help_text="Slugs of dramas.")
    theme = KnownWords(known_by=(Theme, "slug"), required=False, help_text="Slugs of themes.")
    programme = KnownWords(
        known_by=(Recognition, "programme"),
        required=False,
        help_text="Programmes that recognised a drama shot there, such as 跟着微短剧去旅行.",
    )
    batch = KnownWords(
        known_by=(Recognition, "batch"),
        required=False,
        help_text="Batches of a programme, such as 第六批.",
    )
    kind = KnownWords(known_by=(Kind, "slug"), required=False, help_text="Kinds of place.")
    region = KnownWords(
        known_by=(Region, "code"),
        required=False,
        help_text="Six-digit codes; a province holds its cities and counties.",
    )
    access = CommaList(
        child=OneOf(Access.choices),
        required=False,
        help_text="Whether visitors may go in.",
    )


# What a filter means, as a lookup on scenes (a drama at a place) or on the place itself.
_ON_SCENES = {
    "drama": "drama__slug__in",
    "theme": "drama__themes__slug__in",
    "programme": "drama__recognitions__programme__in",
    "batch": "drama__recognitions__batch__in",
}
_ON_PLACES = {"kind": "kind__in", "access": "access__in"}


def filtered(places: LocationQuerySet, values: dict[str, Any]) -> LocationQuerySet:
    """`places` narrowed by checked filter values; names that are no filter are passed by."""
    on_scenes = {_ON_SCENES[name]: values[name] for name in _ON_SCENES if name in values}
    if on_scenes:
        places = places.filter(pk__in=Scene.objects.filter(**on_scenes).values("location"))
    for name, lookup in _ON_PLACES.items():
        if name in values:
            places = places.filter(**{lookup: values[name]})
    if "region" in values:
        places = places.in_regions(values["region"])
    if "q" in values:
        places = places.search(values["q"])
    return places
