"""The public shapes of dramas.

`DramaCard` is what other shapes carry (scenes, trails, passports); it needs the columns of
`Drama.CARD_COLUMNS` and no query. `DramaRow` and `DramaDetail` expect the annotation
`location_count`, which the app above them makes: places live there.
"""

from typing import Any

from rest_framework import serializers

from dramas.models import Drama, Recognition, Theme
from dramas.models.drama import Confidence
from tourmap.api.drawn import DrawnSerializer
from tourmap.api.fields import AllLanguages, PickedLang, PickedText, SourceShape, picked


class ThemeShape(DrawnSerializer):
    """What a drama is about."""

    slug = serializers.SlugField()
    name = PickedText("name")
    name_lang = PickedLang("name")

    @classmethod
    def draw(cls, theme: Theme, context: Any) -> dict[str, Any]:
        return {"slug": theme.slug, **picked(theme, "name")}


class DramaCard(DrawnSerializer):
    """A drama where another thing names it."""

    slug = serializers.SlugField()
    title = PickedText("title")
    title_lang = PickedLang("title")
    status = serializers.ChoiceField(choices=Drama.Status.choices)
    year = serializers.IntegerField(allow_null=True, help_text="Of the release; null if unknown.")

    @classmethod
    def draw(cls, drama: Drama, context: Any) -> dict[str, Any]:
        return {
            "slug": drama.slug,
            **picked(drama, "title"),
            "status": drama.status,
            "year": drama.year,
        }


class RecognitionShape(DrawnSerializer):
    """A list the drama is on; it may precede the release."""

    body = serializers.CharField(help_text="Who keeps the list; empty where unknown.")
    programme = serializers.CharField(help_text="Such as 跟着微短剧去旅行.")
    batch = serializers.CharField(help_text="Empty where the list has none.")
    date = serializers.CharField(help_text="YYYY, YYYY-MM or YYYY-MM-DD; empty where unknown.")

    @classmethod
    def draw(cls, entry: Recognition, context: Any) -> dict[str, Any]:
        return {
            "body": entry.body,
            "programme": entry.programme,
            "batch": entry.batch,
            "date": entry.date,
        }


class PlatformShape(serializers.Serializer[Any]):
    """Where the drama can be watched."""

    name = serializers.CharField()
    url = serializers.CharField(help_text="Empty where the address is unknown.")
    is_planned = serializers.BooleanField(help_text="Announced for this platform, not seen there.")


class DramaRow(DramaCard):
    """A drama in the list."""

    rank = serializers.IntegerField(help_text="Small numbers come first.")
    release_date = serializers.CharField(
        help_text="YYYY, YYYY-MM or YYYY-MM-DD, as exactly as it is known; empty where unknown."
    )
    episodes = serializers.IntegerField(allow_null=True, help_text="Null where unknown.")
    themes = ThemeShape(source="its_themes", many=True)
    recognitions = RecognitionShape(source="its_recognitions", many=True)
    location_count = serializers.IntegerField(help_text="Published places of its scenes.")

    @classmethod
    def draw(cls, drama: Any, context: Any) -> dict[str, Any]:
        return {
            **DramaCard.draw(drama, context),
            "rank": drama.rank,
            "release_date": drama.release_date,
            "episodes": drama.episodes,
            "themes": [ThemeShape.draw(theme, context) for theme in drama.its_themes],
            "recognitions": [
                RecognitionShape.draw(entry, context) for entry in drama.its_recognitions
            ],
            "location_count": drama.location_count,
        }


class DramaTexts(serializers.Serializer[Any]):
    """The texts in all languages."""

    synopsis = AllLanguages("synopsis")
    note = AllLanguages("note")
    open_question = AllLanguages("open_question")


class DramaDetail(DramaRow):
    """Everything that is known of a drama, with how well it is known."""

    titles = AllLanguages("title")
    synopsis = PickedText("synopsis")
    synopsis_lang = PickedLang("synopsis")
    episode_minutes_min = serializers.IntegerField(allow_null=True, help_text="The shortest one.")
    episode_minutes_max = serializers.IntegerField(allow_null=True, help_text="The longest one.")
    orientation = serializers.ChoiceField(
        choices=Drama.Orientation.choices, allow_blank=True, help_text="Empty where unknown."
    )
    is_ai_generated = serializers.BooleanField(allow_null=True, help_text="Null where unknown.")
    producers = serializers.ListField(child=serializers.CharField())
    director = serializers.CharField(help_text="Empty where unknown.")
    # Not `cast`: a Python client made from the document calls a function of that name.
    actors = serializers.ListField(
        source="cast", child=serializers.CharField(), help_text="The best known first."
    )
    licence_no = serializers.CharField(help_text="网络剧片发行许可证号; empty where unknown.")
    filing_no = serializers.CharField(help_text="备案号; empty where unknown.")
    tier = serializers.ChoiceField(
        choices=Drama.Tier.choices, allow_blank=True, help_text="Empty where unknown."
    )
    tier_judged_on = serializers.DateField(
        allow_null=True, help_text="The rule of this day was applied; thresholds changed in 2026."
    )
    platforms = PlatformShape(many=True)
    confidence = serializers.ChoiceField(choices=Confidence.choices)
    sources = SourceShape(many=True)
    note = PickedText("note")
    note_lang = PickedLang("note")
    open_question = PickedText("open_question")
    open_question_lang = PickedLang("open_question")
    texts = DramaTexts(source="*")
    updated_at = serializers.DateTimeField()
