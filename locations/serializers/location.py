"""A place on a card and in a list."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Region
from dramas.serializers import DramaCard
from locations.models import Kind, Location
from locations.models.location import Access, Lifecycle
from tourmap.api.drawn import DrawnSerializer
from tourmap.api.fields import PickedLang, PickedText, PinField, picked, pin
from tourmap.geo import Datum


class KindShape(DrawnSerializer):
    """What sort of place it is."""

    slug = serializers.SlugField()
    name = PickedText("name")
    name_lang = PickedLang("name")

    @classmethod
    def draw(cls, kind: Kind, context: Any) -> dict[str, Any]:
        return {"slug": kind.slug, **picked(kind, "name")}


class RegionShape(DrawnSerializer):
    """An administrative division by its six-digit code (GB/T 2260)."""

    code = serializers.CharField()
    level = serializers.ChoiceField(choices=Region.Level.choices)
    name = PickedText("name")
    name_lang = PickedLang("name")

    @classmethod
    def draw(cls, region: Region, context: Any) -> dict[str, Any]:
        return {"code": region.code, "level": region.level, **picked(region, "name")}


class LocationCard(DrawnSerializer):
    """A place where another thing names it. Reads what `Location.objects.for_cards()` loads."""

    slug = serializers.SlugField()
    name = PickedText("name")
    name_lang = PickedLang("name")
    kind = KindShape()
    region = RegionShape(allow_null=True)
    country = serializers.CharField(help_text="ISO 3166-1, two letters.")
    position = PinField()
    radius_m = serializers.IntegerField(help_text="A check-in counts within this distance.")
    lifecycle = serializers.ChoiceField(choices=Lifecycle.choices)
    access = serializers.ChoiceField(
        choices=Access.choices, help_text="Whether visitors may go in."
    )

    @classmethod
    def draw(cls, place: Location, context: Any) -> dict[str, Any]:
        return {
            "slug": place.slug,
            **picked(place, "name"),
            "kind": KindShape.draw(place.kind, context),
            "region": RegionShape.draw(place.region, context) if place.region else None,
            "country": place.country,
            "position": pin(place, context.get("datum", Datum.WGS84)),
            "radius_m": place.radius_m,
            "lifecycle": place.lifecycle,
            "access": place.access,
        }


class LocationRow(LocationCard):
    """A place in a list. Reads what `locations.rows.rows_of` gives."""

    dramas = serializers.SerializerMethodField(help_text="Each drama with a scene here, once.")
    distance_m = serializers.FloatField(
        required=False, help_text="From the point of `near`, over the ellipsoid; else absent."
    )

    @extend_schema_field(DramaCard(many=True))
    def get_dramas(self, place: Any) -> list[dict[str, Any]]:
        return drama_cards(place, self.context)

    @classmethod
    def draw(cls, place: Any, context: Any) -> dict[str, Any]:
        row = LocationCard.draw(place, context) | {"dramas": drama_cards(place, context)}
        if hasattr(place, "distance_m"):
            row["distance_m"] = place.distance_m
        return row


def drama_cards(place: Any, context: Any) -> list[dict[str, Any]]:
    dramas = {scene.drama_id: scene.drama for scene in place.scenes_here}
    return [DramaCard.draw(drama, context) for drama in dramas.values()]
