"""What a check-in is rewarded with: a stamp, a badge, a step further in a drama or a trail."""

from typing import Any

from rest_framework import serializers

from checkins.models import Badge
from tourmap.api.fields import OpenWord, PickedLang, PickedText


class BadgeName(serializers.Serializer[Any]):
    """A badge where another thing names it."""

    slug = serializers.SlugField()
    name = PickedText("name")
    name_lang = PickedLang("name")
    icon = serializers.ChoiceField(
        choices=Badge.Icon.values, help_text="A symbol; draw it as you like."
    )


class DramaName(serializers.Serializer[Any]):
    """A drama by its address and title."""

    slug = serializers.SlugField()
    title = PickedText("title")
    title_lang = PickedLang("title")


class TrailName(serializers.Serializer[Any]):
    """A trail by its address and name."""

    slug = serializers.SlugField()
    name = PickedText("name")
    name_lang = PickedLang("name")


class RewardShape(serializers.Serializer[Any]):
    """What a visit brought. Beside code and words stands what it is about, and how far that is."""

    code = OpenWord(
        ["first_visit", "badge", "drama_progress", "trail_progress"], help_text="Branch on it."
    )
    message = serializers.CharField()
    badge = BadgeName(required=False, help_text="For `badge`: the one newly earned.")
    drama = DramaName(required=False, help_text="For `drama_progress`.")
    trail = TrailName(required=False, help_text="For `trail_progress`.")
    have = serializers.IntegerField(required=False, help_text="Of `needed`; not for a first visit.")
    needed = serializers.IntegerField(required=False)
