"""A place on a card and in a list."""

from typing import Any

from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dramas.serializers import DramaCard
from locations.models import Location
from locations.models.location import Access, Lifecycle
from tourmap.api.fields import PickedLang, PickedText, PinField


class KindShape(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    name = PickedText("name")
    name_lang = PickedLang("name")


class RegionShape(serializers.Serializer[Any]):
    """An administrative division by its six-digit code (GB/T 2260)."""

    code = serializers.CharField()
    level = serializers.CharField(help_text="province, city or county.")
    name = PickedText("name")
    name_lang = PickedLang("name")


class LocationCard(serializers.Serializer[Any]):
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


class LocationRow(LocationCard):
    """A place in a list. Reads what `Location.objects.for_rows()` loads."""

    dramas = serializers.SerializerMethodField(help_text="Each drama with a scene here, once.")
    distance_m = serializers.FloatField(
        required=False, help_text="From the point of `near`, over the ellipsoid; else absent."
    )

    @cached_property
    def _drama_card(self) -> DramaCard:
        """Made once a list: making a serializer costs more than using it."""
        return DramaCard()

    @extend_schema_field(DramaCard(many=True))
    def get_dramas(self, place: Location) -> list[dict[str, Any]]:
        dramas = {scene.drama_id: scene.drama for scene in place.scenes.all()}
        return [self._drama_card.to_representation(drama) for drama in dramas.values()]
