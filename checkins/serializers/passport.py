from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from checkins.models import Stamp
from checkins.serializers.answers import NAME_LANG_HELP, PlaceName, PlaceTimeField
from locations.models import Location
from tourmap.api.fields import PositionShape, position
from tourmap.geo import Datum


class RegionName(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Six digits (GB/T 2260).")
    name = serializers.CharField(source="__str__")


class StampedPlace(PlaceName):
    """The card of a place in the passport."""

    region = RegionName(allow_null=True)
    position = serializers.SerializerMethodField()

    @extend_schema_field(PositionShape(allow_null=True))
    def get_position(self, location: Location) -> dict[str, Any] | None:
        return position(
            location.point,
            datum=self.context.get("datum", Datum.WGS84),
            quality=location.pin_quality,
            accuracy_m=location.pin_accuracy_m,
        )


class StampShape(serializers.Serializer[Stamp]):
    location = StampedPlace()
    check_in = serializers.UUIDField(source="check_in_id")
    earned_at = PlaceTimeField(help_text="When the first counted visit was made.")

    time_zone = "Asia/Shanghai"

    def to_representation(self, instance: Stamp) -> dict[str, Any]:
        self.time_zone = instance.location.time_zone
        return super().to_representation(instance)


class DramaProgress(serializers.Serializer[Any]):
    """`visited` of `places`: the published places of a drama."""

    slug = serializers.CharField(source="record.slug")
    title = serializers.CharField(source="record.title.text")
    title_lang = serializers.CharField(source="record.title.lang", help_text=NAME_LANG_HELP)
    visited = serializers.IntegerField()
    places = serializers.IntegerField()
    complete = serializers.BooleanField()


class TrailProgress(serializers.Serializer[Any]):
    """`visited` of `places`: the published stops of a trail."""

    slug = serializers.CharField(source="record.slug")
    name = serializers.CharField(source="record.name.text")
    name_lang = serializers.CharField(source="record.name.lang", help_text=NAME_LANG_HELP)
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
    """Stamps newest first, at most 200; progress with the nearest to complete first."""

    totals = TotalsShape()
    stamps = StampShape(many=True)
    dramas = DramaProgress(many=True)
    trails = TrailProgress(many=True)
