"""The export of one's own data: the columns as they are kept, under plain names."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from accounts.models import Traveller, User
from accounts.serializers import ConsentShape, DeviceShape
from checkins.models import (
    Appeal,
    AppealStep,
    BoardEntry,
    CheckIn,
    CodeGuesses,
    CodeUse,
    DeletedCheckIn,
    DeletedPhoto,
    Photo,
    Stamp,
)
from checkins.serializers.photos import FilePath
from checkins.site_code import start_of_step
from tourmap.api.fields import OpenWord


class ArchivedTravellerShape(serializers.ModelSerializer[Traveller]):
    """Who the traveller is to us."""

    wechat_openid = serializers.CharField(
        allow_null=True, help_text="Whom WeChat says it is, to our mini program alone."
    )

    nickname_hidden_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when a bureau keeps the nickname off the leaderboards."
    )

    class Meta:
        model = Traveller
        fields = ["id", "kind", "wechat_openid", "nickname", "nickname_hidden_at", "created_at"]


class ArchivedUserShape(serializers.ModelSerializer[User]):
    """The identity behind the traveller; a guest's name is made of random digits."""

    email = serializers.CharField(help_text="Empty where none was given.")

    class Meta:
        model = User
        fields = ["username", "email", "date_joined"]


class StoredObject(serializers.DictField):
    """An object as it is stored, its members in one order: each store gives them in its own."""

    def to_representation(self, value: dict[str, Any]) -> dict[str, Any]:
        return dict(sorted(super().to_representation(value).items()))


class StoredReward(serializers.JSONField):
    """A code, or an object; see `StoredObject`."""

    def to_representation(self, value: Any) -> Any:
        return dict(sorted(value.items())) if isinstance(value, dict) else value


class ArchivedCheckInShape(serializers.ModelSerializer[CheckIn]):
    """A check-in with its position as the phone declared it, for as long as that is kept."""

    location = serializers.CharField(source="location.slug")
    scene = serializers.CharField(source="scene.slug", allow_null=True, default=None)
    status = serializers.ChoiceField(choices=CheckIn.Status.choices)
    visibility = serializers.ChoiceField(choices=CheckIn.Visibility.values)
    checks = serializers.ListField(child=StoredObject())
    rewards = serializers.ListField(
        child=StoredReward(),
        help_text="Codes, or objects with a code, a slug and numbers.",
    )
    radius_m = serializers.IntegerField()
    cell = serializers.CharField(help_text="A square of about 1 km: what is kept of the position.")
    code_kind = OpenWord(
        ["rotating", "printed", ""], help_text="Of the valid code that was sent; empty without one."
    )
    device = serializers.CharField(help_text="Which phones are the same, as a hash; for 30 days.")
    is_about = serializers.BooleanField(
        help_text="Whether the position was in the neighbourhood of the place."
    )
    judged_at = serializers.DateTimeField(
        help_text="Later than `received_at` where it was judged again."
    )

    class Meta:
        model = CheckIn
        fields = [
            *("id", "location", "scene", "captured_at", "received_at", "local_date"),
            *("lat", "lng", "datum", "accuracy_m", "fix_age_s", "is_mock", "cell", "device"),
            *("code_kind", "is_about"),
            *("status", "counted", "distance_m", "radius_m", "checks", "hint", "rewards"),
            *("judged_at", "visibility", "note"),
        ]


class ArchivedStampShape(serializers.ModelSerializer[Stamp]):
    """A place that the traveller has been to."""

    location = serializers.CharField(source="location.slug")
    check_in = serializers.UUIDField(source="check_in_id")

    class Meta:
        model = Stamp
        fields = ["location", "check_in", "earned_at"]


class ArchivedStepShape(serializers.ModelSerializer[AppealStep]):
    """What happened to an appeal; which member of staff did it is their own affair."""

    deed = serializers.ChoiceField(choices=AppealStep.Deed.choices)
    reason = serializers.CharField()

    at = serializers.DateTimeField(help_text="When it happened.")

    class Meta:
        model = AppealStep
        fields = ["deed", "at", "reason", "words"]


class ArchivedAppealShape(serializers.ModelSerializer[Appeal]):
    """What the traveller asked the bureau, and what it decided."""

    check_in = serializers.UUIDField(source="check_in_id")
    state = serializers.ChoiceField(choices=Appeal.State.choices)
    reason = serializers.CharField()
    steps = ArchivedStepShape(many=True)

    class Meta:
        model = Appeal
        fields = [
            *("check_in", "text", "made_at", "state", "decided_at", "reason", "words", "steps")
        ]


class ArchivedAwardShape(serializers.Serializer[Any]):
    """A badge, and the stamped places it rests on."""

    badge = serializers.CharField()
    check_in = serializers.UUIDField(help_text="The visit that completed it.")
    earned_at = serializers.DateTimeField()
    places = serializers.ListField(child=serializers.CharField())


class ArchivedBoardEntryShape(serializers.ModelSerializer[BoardEntry]):
    """A place counted on leaderboards: ever, in a year, in a month."""

    location = serializers.CharField(source="location.slug")

    period = serializers.CharField(help_text="`all`, a year, or a month such as 2026-11.")
    first_at = serializers.DateTimeField(help_text="The first counted visit there in the period.")

    class Meta:
        model = BoardEntry
        fields = ["location", "period", "first_at"]


class DeletedCheckInShape(serializers.ModelSerializer[DeletedCheckIn]):
    """A check-in that the traveller removed: its id stays used."""

    class Meta:
        model = DeletedCheckIn
        fields = ["id", "deleted_at"]


class ArchivedPhotoShape(serializers.ModelSerializer[Photo]):
    """A photo; fetch its two files with the token, before the traveller is erased."""

    check_in = serializers.UUIDField(source="check_in_id")
    scene = serializers.CharField(source="scene.slug", allow_null=True, default=None)
    image = FilePath("photo-image")
    thumbnail = FilePath("photo-thumbnail")
    visibility = serializers.ChoiceField(choices=Photo.Visibility.values)
    review = serializers.ChoiceField(choices=Photo.Review.values)
    width = serializers.IntegerField()
    height = serializers.IntegerField()

    class Meta:
        model = Photo
        fields = [
            *("id", "check_in", "scene", "uploaded_at", "image", "thumbnail", "width", "height"),
            *("visibility", "review", "reviewed_at"),
        ]
        extra_kwargs = {"reviewed_at": {"help_text": "When the bureau decided."}}


class DeletedPhotoShape(serializers.ModelSerializer[DeletedPhoto]):
    """A photo that was deleted: its id alone."""

    check_in = serializers.UUIDField(source="check_in_id")

    class Meta:
        model = DeletedPhoto
        fields = ["id", "check_in", "deleted_at"]


class CodeUseShape(serializers.ModelSerializer[CodeUse]):
    """A turning code from a screen at a place that was used once."""

    location = serializers.CharField(source="location.slug")
    used_at = serializers.SerializerMethodField(help_text="Begin of its 30 seconds.")

    class Meta:
        model = CodeUse
        fields = ["location", "used_at"]

    def get_used_at(self, use: CodeUse) -> datetime:
        return start_of_step(use.step)


class CodeGuessesShape(serializers.ModelSerializer[CodeGuesses]):
    """Wrong codes sent for a place within the last hour or so."""

    location = serializers.CharField(source="location.slug")
    wrong = serializers.IntegerField(help_text="How many wrong codes since then.")

    class Meta:
        model = CodeGuesses
        fields = ["location", "since", "wrong"]


class ArchiveShape(serializers.Serializer[Any]):
    """Everything that is kept about the traveller, each list oldest first."""

    exported_at = serializers.DateTimeField()
    traveller = ArchivedTravellerShape()
    user = ArchivedUserShape()
    consents = ConsentShape(many=True)
    check_ins = ArchivedCheckInShape(many=True)
    stamps = ArchivedStampShape(many=True)
    appeals = ArchivedAppealShape(many=True)
    badges = ArchivedAwardShape(many=True)
    leaderboards = ArchivedBoardEntryShape(many=True)
    deleted_check_ins = DeletedCheckInShape(many=True)
    photos = ArchivedPhotoShape(many=True, help_text="Their files are fetched one by one.")
    deleted_photos = DeletedPhotoShape(many=True, help_text="Ids that stay used.")
    codes_used = CodeUseShape(many=True)
    code_guesses = CodeGuessesShape(many=True)
    devices = DeviceShape(many=True)
