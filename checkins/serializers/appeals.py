"""An appeal at its own address."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from checkins.appeal_words import of_state
from checkins.days import wire_time
from checkins.models import Appeal, CheckIn
from checkins.models.appeal import MAX_WORDS
from checkins.serializers.answers import CheckShape, VisitShape
from checkins.serializers.appealed import NoteShape, reason_of
from checkins.services import Appealed
from tourmap.api.fields import StrictText
from tourmap.api.parameters import StrictSerializer


class AppealRequest(StrictSerializer):
    """Why the visit should count; photos go to the check-in by themselves."""

    text = StrictText(
        max_length=MAX_WORDS, help_text="What the traveller says, in their own words."
    )
    code = StrictText(
        max_length=200,
        required=False,
        allow_blank=True,
        default="",
        help_text="A code seen at the place; a valid one lifts the visit at once.",
    )


class AppealAnswerShape(serializers.Serializer[Appealed]):
    """The appeal, and the visit as it is now."""

    status = serializers.SerializerMethodField()
    text = serializers.CharField(source="check_in.appeal.text")
    made_at = serializers.SerializerMethodField(help_text="When the traveller asked.")
    decided_at = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    words = serializers.CharField(
        source="check_in.appeal.words", help_text="What the bureau says to it; may be empty."
    )
    message = serializers.SerializerMethodField(help_text="The state, in the reader's language.")
    code = CheckShape(allow_null=True, help_text="What became of the code sent along.")
    check_in = VisitShape()

    @extend_schema_field(serializers.ChoiceField(choices=Appeal.State.choices))
    def get_status(self, appealed: Appealed) -> str:
        return _appeal(appealed).state

    @extend_schema_field(serializers.DateTimeField())
    def get_made_at(self, appealed: Appealed) -> str:
        return wire_time(_appeal(appealed).made_at, appealed.check_in.location.time_zone)

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_decided_at(self, appealed: Appealed) -> str | None:
        decided_at = _appeal(appealed).decided_at
        return decided_at and wire_time(decided_at, appealed.check_in.location.time_zone)

    @extend_schema_field(NoteShape(allow_null=True))
    def get_reason(self, appealed: Appealed) -> Any:
        return reason_of(_appeal(appealed))

    def get_message(self, appealed: Appealed) -> str:
        return of_state(_appeal(appealed).state, allowed=False)


def _appeal(appealed: Appealed) -> Appeal:
    check_in: CheckIn = appealed.check_in
    appeal: Appeal = check_in.appeal
    return appeal
