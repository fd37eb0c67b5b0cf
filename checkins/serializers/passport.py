from typing import Any

from rest_framework import serializers

from checkins.badge_progress import Next
from checkins.badge_words import rule_in_words
from checkins.models import Stamp
from checkins.serializers.answers import PlaceName, PlaceTimeField
from checkins.serializers.badges import numbers_of
from checkins.serializers.photos import FrameShape
from checkins.serializers.rewards import BadgeName
from locations.serializers import LocationCard
from tourmap.api.fields import PickedLang, PickedText

VISITED_HELP = "Those of them that the traveller has a stamp of."


def _moment(at: Any) -> str:
    return str(serializers.DateTimeField().to_representation(at))


class StampShape(serializers.Serializer[Stamp]):
    """A place that the traveller has been to."""

    location = LocationCard()
    check_in = serializers.UUIDField(source="check_in_id", help_text="The visit that earned it.")
    earned_at = PlaceTimeField(help_text="When the first counted visit was made.")

    time_zone = "Asia/Shanghai"

    def to_representation(self, instance: Stamp) -> dict[str, Any]:
        self.time_zone = instance.location.time_zone
        return super().to_representation(instance)


class PassportFrame(FrameShape):
    """The same frame twice, and where that was."""

    location = PlaceName(source="check_in.location", help_text="Where the photo was taken.")


class DramaProgress(serializers.Serializer[Any]):
    """`visited` of `places`: the published places of a drama."""

    slug = serializers.CharField(source="record.slug")
    title = PickedText("title", source="record")
    title_lang = PickedLang("title", source="record")
    visited = serializers.IntegerField(help_text=VISITED_HELP)
    places = serializers.IntegerField(help_text="Published places of its scenes.")
    complete = serializers.BooleanField()


class TrailProgress(serializers.Serializer[Any]):
    """`visited` of `places`: the published stops of a trail."""

    slug = serializers.CharField(source="record.slug")
    name = PickedText("name", source="record")
    name_lang = PickedLang("name", source="record")
    visited = serializers.IntegerField(help_text=VISITED_HELP)
    places = serializers.IntegerField(help_text="Published stops on the way.")
    complete = serializers.BooleanField()


class EarnedBadge(BadgeName):
    """A badge the traveller has; `check_in` is the visit that completed it."""

    check_in = serializers.UUIDField()
    earned_at = serializers.DateTimeField(help_text="When that visit was made.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        own = {"check_in": str(instance.check_in_id), "earned_at": _moment(instance.earned_at)}
        return BadgeName(instance.badge, context=self.context).data | own


class NextBadge(BadgeName):
    """A badge that is begun: `have` of `needed`, and what is missing of its drama or trail."""

    have = serializers.IntegerField()
    needed = serializers.IntegerField()
    message = serializers.CharField(help_text="The rule in words.")
    missing = PlaceName(many=True, help_text="At most 10 places; none where any place counts.")

    def to_representation(self, instance: Next) -> dict[str, Any]:
        return BadgeName(instance.badge, context=self.context).data | {
            "have": instance.progress.have,
            "needed": instance.progress.needed,
            "message": rule_in_words(instance.badge, **numbers_of(instance.rule)),
            "missing": PlaceName(instance.missing, many=True).data,
        }


class TotalsShape(serializers.Serializer[Any]):
    """What the traveller has brought together."""

    places = serializers.IntegerField(help_text="Places with a stamp.")
    visits = serializers.IntegerField(help_text="Counted visits, one a day and place.")
    provinces = serializers.IntegerField(help_text="Provinces with a stamp in them.")
    cities = serializers.IntegerField(help_text="Cities with a stamp in them.")
    dramas_complete = serializers.IntegerField(help_text="Dramas whose every place has a stamp.")


class PassportShape(serializers.Serializer[Any]):
    """Stamps and badges (at most 200) and frames (at most 60) newest first; what is to come with
    the nearest first.
    """

    totals = TotalsShape()
    stamps = StampShape(many=True)
    frames = PassportFrame(many=True, help_text="Photos beside the scenes they re-create.")
    dramas = DramaProgress(many=True)
    trails = TrailProgress(many=True)
    badges = EarnedBadge(many=True)
    next_badges = NextBadge(many=True, help_text="At most 5.")
