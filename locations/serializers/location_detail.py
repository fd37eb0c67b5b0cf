"""Everything about one place."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from dramas.models.drama import Confidence
from locations.models import Location
from locations.models.location import PinQuality
from locations.navigation import App
from locations.serializers.location import LocationCard, RegionShape
from locations.serializers.scene import SceneAtLocation
from locations.serializers.trail import TrailCard
from tourmap.api.fields import AllLanguages, PickedLang, PickedText, SourceShape
from tourmap.geo import Datum
from tourmap.lang.languages import pick


class RegionWithPath(RegionShape):
    path = serializers.SerializerMethodField(help_text="From the province down to this region.")

    def get_path(self, region: Any) -> list[dict[str, Any]]:
        way = [region]
        while (above := way[0].parent) is not None:
            way.insert(0, above)
        shape = RegionShape()
        return [shape.to_representation(step) for step in way]


class PinShape(serializers.Serializer[Any]):
    """How well the point is known."""

    quality = serializers.ChoiceField(source="pin_quality", choices=PinQuality.choices)
    accuracy_m = serializers.IntegerField(
        source="pin_accuracy_m", allow_null=True, help_text="How far off the true spot may be."
    )
    basis = serializers.SerializerMethodField(help_text="How the point is known.")
    basis_lang = serializers.SerializerMethodField(help_text="Language it is given in, or null.")
    surveyed_at = serializers.DateTimeField(
        allow_null=True, help_text="When a bureau confirmed the pin; null where none did."
    )

    def get_basis(self, place: Location) -> str:
        return pick(place, "pin_basis").text

    def get_basis_lang(self, place: Location) -> str | None:
        return pick(place, "pin_basis").lang


class WeChatShape(serializers.Serializer[Any]):
    """Arguments of `wx.openLocation`."""

    latitude = serializers.FloatField()
    longitude = serializers.FloatField()
    name = serializers.CharField()
    address = serializers.CharField()
    scale = serializers.IntegerField(help_text="How near the map is: 5 to 18.")


class NavigationShape(serializers.Serializer[Any]):
    """The way to the place in one map app."""

    app = serializers.ChoiceField(choices=[app.value for app in App])
    datum = serializers.ChoiceField(
        choices=[datum.value for datum in Datum], help_text="Datum of the numbers in the link."
    )
    url = serializers.CharField(allow_null=True, help_text="Open it; null for `wechat`.")
    values = WeChatShape(
        allow_null=True, help_text="Arguments of `wx.openLocation`; null for all other apps."
    )
    is_approximate = serializers.BooleanField(
        help_text="The pin is the centre of a town or district: the link leads there, not to the spot."
    )


class CheckInTermsShape(serializers.Serializer[Any]):
    """What a check-in at the place takes."""

    radius_m = serializers.IntegerField(help_text="A check-in counts within this distance.")
    is_stopped = serializers.BooleanField(
        source="check_ins_stopped", help_text="The bureau takes no check-ins here now."
    )
    options_url = serializers.SerializerMethodField(
        help_text="What a visitor may do here now; takes her position."
    )

    def get_options_url(self, place: Location) -> str:
        path = reverse("location-detail", args=[place.slug]) + "check-in-options/"
        return self.context["request"].build_absolute_uri(path)


class LifecycleShape(serializers.Serializer[Any]):
    """When `lifecycle` holds."""

    since = serializers.DateField(
        source="lifecycle_from",
        allow_null=True,
        help_text="Null: always so, or unknown since when.",
    )
    until = serializers.DateField(
        source="lifecycle_until", allow_null=True, help_text="Null: no end is known."
    )


class LocationTexts(serializers.Serializer[Any]):
    """The texts in all languages."""

    etiquette = AllLanguages("etiquette")
    hours = AllLanguages("hours")
    tickets = AllLanguages("tickets")
    transport = AllLanguages("transport")
    note = AllLanguages("note")
    open_question = AllLanguages("open_question")


class LocationDetail(LocationCard):
    """Reads what `Location.objects.for_detail()` loads, with `navigation` set on it."""

    names = AllLanguages("name")
    aliases = serializers.ListField(
        child=serializers.CharField(), help_text="Other names it is known by."
    )
    region = RegionWithPath(allow_null=True)
    address = serializers.CharField(source="address_hans", help_text="As printed, in Chinese.")
    time_zone = serializers.CharField(help_text="IANA name; a day begins at its midnight.")
    pin = PinShape(source="*")
    lifecycle_dates = LifecycleShape(source="*")
    etiquette = PickedText("etiquette")
    etiquette_lang = PickedLang("etiquette")
    hours = PickedText("hours")
    hours_lang = PickedLang("hours")
    tickets = PickedText("tickets")
    tickets_lang = PickedLang("tickets")
    transport = PickedText("transport")
    transport_lang = PickedLang("transport")
    note = PickedText("note")
    note_lang = PickedLang("note")
    open_question = PickedText("open_question")
    open_question_lang = PickedLang("open_question")
    texts = LocationTexts(source="*")
    check_in = CheckInTermsShape(source="*")
    navigation = NavigationShape(many=True)
    scenes = SceneAtLocation(many=True)
    trails = TrailCard(source="trails_through", many=True)
    possibly_same_as = LocationCard(
        source="published_twin", allow_null=True, help_text="Perhaps one place entered twice."
    )
    confidence = serializers.ChoiceField(choices=Confidence.choices)
    sources = SourceShape(many=True)
    updated_at = serializers.DateTimeField()
