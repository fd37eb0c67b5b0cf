"""The shapes of photos: for their traveller, for everybody, and beside the scene they re-create."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from checkins.models import Photo
from checkins.services import Upload
from locations.serializers import SceneAtLocation
from tourmap.api.fields import StrictText
from tourmap.api.parameters import OneOf, Parameters, StrictSerializer

MAX_SLUG = 170
SCENE_HELP = "Slug of the scene it re-creates, at this place; else it is the check-in's own."
SEEN_HELP = "`public` needs the consent `publish_photos`, and the bureau's approval to be seen."


@extend_schema_field({"type": "string", "format": "uri-reference"})
class FilePath(serializers.Field[Any, Any, Any, Any]):
    """The path of a file of a photo, where the view of that name answers it."""

    def __init__(self, view: str, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)
        self.view = view

    def to_representation(self, photo: Photo) -> str:
        own = {} if self.view.startswith("public") else {"id": photo.check_in_id}
        return reverse(self.view, kwargs=own | {"photo": photo.pk})


class PhotoShape(serializers.Serializer[Photo]):
    """A photo as its traveller has it. Its files are answered to the traveller's token alone."""

    id = serializers.UUIDField(help_text="As the app made it.")
    check_in = serializers.UUIDField(source="check_in_id", help_text="Id of its check-in.")
    scene = serializers.SlugField(
        source="scene.slug", allow_null=True, default=None, help_text="The scene it re-creates."
    )
    visibility = serializers.ChoiceField(
        choices=Photo.Visibility.values, help_text="Who may see it, as far as its traveller goes."
    )
    review = serializers.SerializerMethodField(
        help_text="What the bureau says of a public photo; null while it is private."
    )
    uploaded_at = serializers.DateTimeField(help_text="When it came in.")
    width = serializers.IntegerField(help_text="Of `image`, pixels.")
    height = serializers.IntegerField(help_text="Of `image`, pixels.")
    image = FilePath("photo-image", help_text="Path on this site; WebP, long side to 2,048 px.")
    thumbnail = FilePath("photo-thumbnail", help_text="Path on this site; long side to 480 px.")

    @extend_schema_field(serializers.ChoiceField(choices=Photo.Review.values, allow_null=True))
    def get_review(self, photo: Photo) -> str | None:
        return photo.review if photo.visibility == Photo.Visibility.PUBLIC else None


class FrameShape(serializers.Serializer[Photo]):
    """The same frame twice: a scene of a drama, and the visitor's photo of it."""

    scene = SceneAtLocation(help_text="The scene that the photo re-creates.")
    photo = PhotoShape(source="*", help_text="The visitor's picture of it.")


class PublicPhotoShape(serializers.Serializer[Photo]):
    """A photo as everybody sees it: no name, no time, no check-in."""

    id = serializers.UUIDField(help_text="Of this photo alone.")
    width = serializers.IntegerField(help_text="Of `image`, pixels.")
    height = serializers.IntegerField(help_text="Of `image`, pixels.")
    image = FilePath("public-photo-image", help_text="Path on this site, without a token; WebP.")
    thumbnail = FilePath("public-photo-thumbnail", help_text="Long side to 480 px.")


class PublicFrameShape(serializers.Serializer[Photo]):
    """A visitor's photo and, where it re-creates one, the scene of the drama."""

    scene = SceneAtLocation(allow_null=True, help_text="The scene that the photo re-creates.")
    photo = PublicPhotoShape(source="*", help_text="A visitor's picture.")


class PhotoParameters(Parameters):
    """What is told beside a photo whose body is the picture."""

    scene = serializers.CharField(required=False, max_length=MAX_SLUG, help_text=SCENE_HELP)
    visibility = OneOf(choices=Photo.Visibility.values, required=False, help_text=SEEN_HELP)


class PhotoForm(StrictSerializer):
    """A photo in a form."""

    photo = serializers.FileField(allow_empty_file=True, help_text="JPEG, PNG or WebP.")
    scene = serializers.CharField(required=False, max_length=MAX_SLUG, help_text=SCENE_HELP)
    visibility = OneOf(choices=Photo.Visibility.values, required=False, help_text=SEEN_HELP)


class PhotoChanges(StrictSerializer):
    """What a traveller may change afterwards."""

    scene = StrictText(
        required=False, allow_null=True, max_length=MAX_SLUG, help_text="Null: it re-creates none."
    )
    visibility = OneOf(choices=Photo.Visibility.values, required=False, help_text=SEEN_HELP)


def upload_of(id: Any, data: bytes, told: dict[str, Any]) -> Upload:
    """`told` are the checked parameters or fields beside the picture."""
    return Upload(id=id, data=data, **{n: told[n] for n in ("scene", "visibility") if n in told})
