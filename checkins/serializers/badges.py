"""Badges on the wire: what there are, and what to do for one."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from checkins import badge_words
from checkins.badge_rules import Rule, RuleKind
from checkins.models import Badge
from checkins.serializers.rewards import BadgeName, DramaName, TrailName
from locations.serializers import LocationCard
from locations.serializers.location import KindShape, RegionShape
from tourmap.api.fields import AllLanguages, PickedLang, PickedText


def numbers_of(rule: Rule) -> dict[str, int]:
    """How many are needed, and of how many; where any place counts, as many as are needed."""
    return {"needed": rule.goal, "of": rule.goal if rule.places is None else len(rule.places)}


class RuleShape(serializers.Serializer[Badge]):
    """What has to be done. Only what the rule is about is there, all else is null."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in RuleKind], source="rule")
    needed = serializers.SerializerMethodField(help_text="Stamps, provinces or cities.")
    of = serializers.SerializerMethodField(
        help_text="How many places the drama or trail has that count; else null."
    )
    drama = DramaName(allow_null=True)
    trail = TrailName(allow_null=True)
    place_kind = KindShape(allow_null=True)
    region = RegionShape(allow_null=True, help_text="Only places in it count.")
    first_day = serializers.DateField(
        source="valid_from", allow_null=True, help_text="Only stamps from this day on count."
    )
    last_day = serializers.DateField(
        source="valid_until",
        allow_null=True,
        help_text="Stamps after it do not count; null: no end.",
    )
    message = serializers.SerializerMethodField(help_text="All this in words.")

    def get_needed(self, badge: Any) -> int:
        return badge.law.goal

    def get_of(self, badge: Any) -> int | None:
        return None if badge.law.places is None else len(badge.law.places)

    def get_message(self, badge: Any) -> str:
        return badge_words.rule_in_words(badge, **numbers_of(badge.law))


class BadgeRow(BadgeName):
    """A badge in a list. Reads a badge `with_subjects()` that has its rule as `law`."""

    description = PickedText("description")
    description_lang = PickedLang("description")
    rule = RuleShape(source="*")


class BadgeTexts(serializers.Serializer[Any]):
    """What a badge says of itself, in every language."""

    description = AllLanguages("description")
    rule = serializers.SerializerMethodField()

    @extend_schema_field(AllLanguages("rule"))
    def get_rule(self, badge: Any) -> dict[str, str]:
        return badge_words.rule_in_all_languages(badge, **numbers_of(badge.law))


class BadgeDetail(BadgeRow):
    """Reads what `BadgeRow` reads, with `where` and `where_count` set on it."""

    names = AllLanguages("name")
    texts = BadgeTexts(source="*")
    where = LocationCard(many=True, help_text="Where a stamp counts: the first 50 places.")
    where_count = serializers.IntegerField(help_text="How many such places there are.")
    updated_at = serializers.DateTimeField()
