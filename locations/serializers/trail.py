"""A walk or day trip: its card, and its stops with the distances between them."""

from typing import Any

from rest_framework import serializers

from dramas.serializers import DramaCard, ThemeShape
from locations.serializers.location import LocationCard
from tourmap.api.fields import AllLanguages, PickedLang, PickedText


class TrailCard(serializers.Serializer[Any]):
    """A trail where another thing names it. Reads what `Trail.objects.for_cards()` loads."""

    slug = serializers.SlugField()
    name = PickedText("name")
    name_lang = PickedLang("name")
    drama = DramaCard(allow_null=True)
    theme = ThemeShape(allow_null=True)
    stop_count = serializers.IntegerField(help_text="Published places on the way.")


class TrailStopShape(serializers.Serializer[Any]):
    """A place on the way."""

    number = serializers.IntegerField(help_text="1 is the first stop.")
    location = LocationCard(source="stop.location")
    note = PickedText("note", source="stop")
    note_lang = PickedLang("note", source="stop")
    leg_m = serializers.FloatField(
        allow_null=True,
        help_text="Straight line from the stop before, metres; null for the first stop and "
        "where a point is not known.",
    )


class TrailTexts(serializers.Serializer[Any]):
    """The texts in all languages."""

    summary = AllLanguages("summary")


class TrailDetail(TrailCard):
    """Reads a trail with `walk` (of `locations.queries.walk`) set on it."""

    names = AllLanguages("name")
    summary = PickedText("summary")
    summary_lang = PickedLang("summary")
    texts = TrailTexts(source="*")
    stops = TrailStopShape(source="walk.steps", many=True)
    length_m = serializers.FloatField(
        source="walk.length_m", help_text="Sum of the legs that are known."
    )
    length_is_approximate = serializers.BooleanField(
        source="walk.is_approximate",
        help_text="True where a pin on the way is not surveyed or a point is not known.",
    )
    updated_at = serializers.DateTimeField()
