from typing import Any

from rest_framework import serializers

from checkins.models import Stamp
from checkins.serializers.answers import PlaceName, PlaceTimeField
from checkins.serializers.photos import FrameShape
from locations.serializers import LocationCard

LANG_HELP = "Language the name is really given in."


class StampShape(serializers.Serializer[Stamp]):
    location = LocationCard()
    check_in = serializers.UUIDField(source="check_in_id")
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
    title = serializers.CharField(source="record.title.text")
    title_lang = serializers.CharField(source="record.title.lang", help_text=LANG_HELP)
    visited = serializers.IntegerField()
    places = serializers.IntegerField()
    complete = serializers.BooleanField()


class TrailProgress(serializers.Serializer[Any]):
    """`visited` of `places`: the published stops of a trail."""

    slug = serializers.CharField(source="record.slug")
    name = serializers.CharField(source="record.name.text")
    name_lang = serializers.CharField(source="record.name.lang", help_text=LANG_HELP)
    visited = serializers.IntegerField()
    places = serializers.IntegerField()
    complete = serializers.BooleanField()


class TotalsShape(serializers.Serializer[Any]):
    places = serializers.IntegerField()
    visits = serializers.IntegerField()
    provinces = serializers.IntegerField()
    cities = serializers.IntegerField()
    dramas_complete = serializers.IntegerField()


class PassportShape(serializers.Serializer[Any]):
    """Stamps (at most 200) and frames (at most 60) newest first; the nearest to complete first."""

    totals = TotalsShape()
    stamps = StampShape(many=True)
    frames = PassportFrame(many=True, help_text="Photos beside the scenes they re-create.")
    dramas = DramaProgress(many=True)
    trails = TrailProgress(many=True)
