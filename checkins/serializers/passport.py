from typing import Any

from rest_framework import serializers

from checkins.models import Stamp
from checkins.serializers.answers import PlaceTimeField
from locations.serializers import LocationCard
from tourmap.api.fields import PickedLang, PickedText

VISITED_HELP = "Those of them that the traveller has a stamp of."


class StampShape(serializers.Serializer[Stamp]):
    """A place that the traveller has been to."""

    location = LocationCard()
    check_in = serializers.UUIDField(source="check_in_id", help_text="The visit that earned it.")
    earned_at = PlaceTimeField(help_text="When the first counted visit was made.")

    time_zone = "Asia/Shanghai"

    def to_representation(self, instance: Stamp) -> dict[str, Any]:
        self.time_zone = instance.location.time_zone
        return super().to_representation(instance)


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


class TotalsShape(serializers.Serializer[Any]):
    """What the traveller has brought together."""

    places = serializers.IntegerField(help_text="Places with a stamp.")
    visits = serializers.IntegerField(help_text="Counted visits, one a day and place.")
    provinces = serializers.IntegerField(help_text="Provinces with a stamp in them.")
    cities = serializers.IntegerField(help_text="Cities with a stamp in them.")
    dramas_complete = serializers.IntegerField(help_text="Dramas whose every place has a stamp.")


class PassportShape(serializers.Serializer[Any]):
    """Stamps newest first, at most 200; progress with the nearest to complete first."""

    totals = TotalsShape()
    stamps = StampShape(many=True)
    dramas = DramaProgress(many=True)
    trails = TrailProgress(many=True)
