"""A drama at a place."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dramas.models.drama import Confidence
from dramas.serializers import DramaCard
from locations.models import Scene
from locations.serializers.location import LocationCard
from tourmap.api.fields import (
    AllLanguages,
    PickedLang,
    PickedText,
    PositionShape,
    SourceShape,
    position,
)
from tourmap.geo import Datum

# Nobody surveys where a camera stood: its point is read from a picture.
CAMERA_QUALITY = "approximate"


class SceneShape(serializers.Serializer[Any]):
    """What was shot, and where the camera stood; the drama and the place stand beside it."""

    slug = serializers.SlugField()
    order = serializers.IntegerField(source="position", help_text="Order within the drama.")
    link_type = serializers.ChoiceField(choices=Scene.LinkType.choices)
    episode = serializers.IntegerField(allow_null=True, help_text="Null where unknown.")
    second = serializers.IntegerField(allow_null=True, help_text="Seconds into the episode.")
    what = PickedText("what")
    what_lang = PickedLang("what")
    still = serializers.ImageField(allow_null=True, help_text="Address of a still.")
    camera_position = serializers.SerializerMethodField(
        help_text="Where the camera stood; apart from the entrance of the place."
    )
    heading_deg = serializers.IntegerField(
        allow_null=True, help_text="Where the camera looked: degrees clockwise from true north."
    )
    confidence = serializers.ChoiceField(choices=Confidence.choices)

    @extend_schema_field(PositionShape(allow_null=True))
    def get_camera_position(self, scene: Scene) -> dict[str, Any] | None:
        datum = self.context.get("datum", Datum.WGS84)
        return position(scene.camera_point, datum=datum, quality=CAMERA_QUALITY, accuracy_m=None)


class SceneAtLocation(SceneShape):
    """A scene in the answer about its place."""

    drama = DramaCard()


class SceneRow(SceneAtLocation):
    """A scene in a list. Reads what `Scene.objects.for_rows()` loads."""

    location = LocationCard()


class SceneTexts(serializers.Serializer[Any]):
    """The texts in all languages."""

    what = AllLanguages("what")
    note = AllLanguages("note")


class SceneDetail(SceneRow):
    note = PickedText("note")
    note_lang = PickedLang("note")
    texts = SceneTexts(source="*")
    sources = SourceShape(many=True)
    updated_at = serializers.DateTimeField()
