from http import HTTPStatus
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Consent
from checkins import messages
from checkins.days import start_of_next_day, wire_time
from checkins.models import CheckIn
from checkins.preflight import Options
from checkins.services import Outcome, Result
from checkins.services.refusals import closed_message
from locations.models.location import Access, PinQuality
from tourmap.api.fields import OpenWord, PickedLang, PickedText

# As a person reads it: what it is, how it went, why, and what follows.
FACTS_ORDER = [
    *("id", "result", "location", "scene", "captured_at", "status", "counted", "local_date"),
    *("received_at", "next_countable_at", "distance_m", "radius_m", "checks", "hint"),
    *("rewards", "appeal", "visibility", "note"),
]

UNITS = ["m", "s", "km/h", "visits", ""]


class WholeNumberField(serializers.FloatField):
    """42 and not 42.0: most of what is measured is whole."""

    def to_representation(self, value: Any) -> float:
        number = float(value)
        return int(number) if number.is_integer() else number


class CheckShape(serializers.Serializer[Any]):
    """What one rule found. `measured` and `limit` are null where the rule measures nothing."""

    code = serializers.CharField(help_text="Stable; branch on it.")
    passed = serializers.BooleanField()
    measured = WholeNumberField(allow_null=True, help_text="What was found, in `unit`.")
    limit = WholeNumberField(allow_null=True, help_text="What is accepted, in `unit`.")
    unit = OpenWord(UNITS, help_text="Of `measured` and `limit`; empty where there is none.")
    message = serializers.SerializerMethodField(
        help_text="The number, the limit and the next step, in the reader's language."
    )

    def get_message(self, check: dict[str, Any]) -> str:
        return messages.of_check(check)


class NoteShape(serializers.Serializer[Any]):
    """A stable code and its words."""

    code = serializers.CharField()
    message = serializers.CharField()


class AppealShape(serializers.Serializer[Any]):
    """Appeals are not taken yet."""

    allowed = serializers.BooleanField()
    url = serializers.CharField(allow_null=True)


class PlaceTimeField(serializers.DateTimeField):
    """RFC 3339 in the place's own time, so that its date is the local date."""

    def to_representation(self, value: Any) -> str:
        return wire_time(value, self.parent.time_zone)


class VerdictShape(serializers.Serializer[CheckIn]):
    """The outcome of a check-in, as every address that shows one gives it."""

    status = serializers.ChoiceField(choices=CheckIn.Status.choices)
    counted = serializers.BooleanField(help_text="Whether it is the counted visit of its day.")
    local_date = serializers.DateField(help_text="Day in the calendar of the place.")
    received_at = PlaceTimeField(help_text="When we got it, in the time of the place.")
    distance_m = serializers.SerializerMethodField(
        help_text="From the pin; null where no exact pin is known or no position was sent."
    )
    radius_m = serializers.IntegerField(
        help_text="The place's radius, with the pin's own inaccuracy where it has one."
    )
    checks = CheckShape(many=True)
    hint = serializers.SerializerMethodField()

    time_zone = "Asia/Shanghai"

    def to_representation(self, instance: CheckIn) -> dict[str, Any]:
        self.time_zone = instance.location.time_zone
        shown = super().to_representation(instance)
        return {name: shown[name] for name in FACTS_ORDER if name in shown}

    def get_distance_m(self, check_in: CheckIn) -> int | None:
        return None if check_in.distance_m is None else round(check_in.distance_m)

    @extend_schema_field(NoteShape(allow_null=True))
    def get_hint(self, check_in: CheckIn) -> Any:
        return hint_of(check_in.checks)


class AnswerShape(VerdictShape):
    """The answer to a check-in. For `already_today` it is the visit that counts for the day."""

    id = serializers.UUIDField()
    result = serializers.SerializerMethodField()
    next_countable_at = serializers.SerializerMethodField(
        help_text="From when a further visit of this place can count."
    )
    rewards = serializers.SerializerMethodField()
    appeal = serializers.SerializerMethodField()

    @classmethod
    def of(cls, outcome: Outcome) -> dict[str, Any]:
        return cls(outcome.check_in, context={"outcome": outcome}).data

    @extend_schema_field(serializers.ChoiceField(choices=[result.value for result in Result]))
    def get_result(self, check_in: CheckIn) -> Result:
        return self.context["outcome"].result

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_next_countable_at(self, check_in: CheckIn) -> str:
        zone = check_in.location.time_zone
        if not self.context["outcome"].day_is_taken:
            return wire_time(check_in.received_at, zone)
        return wire_time(start_of_next_day(check_in.local_date, zone), zone)

    @extend_schema_field(NoteShape(many=True))
    def get_rewards(self, check_in: CheckIn) -> list[Any]:
        codes = self.context["outcome"].rewards
        return [_note(code, messages.of_reward(code)) for code in codes]

    @extend_schema_field(AppealShape)
    def get_appeal(self, check_in: CheckIn) -> dict[str, Any]:
        return {"allowed": False, "url": None}


def http_status(outcome: Outcome) -> HTTPStatus:
    """201 for a new record, 200 for one that was there before."""
    return HTTPStatus.CREATED if outcome.result is Result.CREATED else HTTPStatus.OK


class PlaceName(serializers.Serializer[Any]):
    """A place by its address and name."""

    slug = serializers.SlugField()
    name = PickedText("name")
    name_lang = PickedLang("name")


class VisitShape(VerdictShape):
    """A check-in as its traveller reads it later."""

    id = serializers.UUIDField()
    location = PlaceName()
    scene = serializers.SlugField(source="scene.slug", allow_null=True, default=None)
    captured_at = PlaceTimeField()
    visibility = serializers.ChoiceField(choices=CheckIn.Visibility.values)
    note = serializers.CharField()


class OptionsShape(serializers.Serializer[Options]):
    """What a check-in here and now would get; nothing is stored."""

    location = PlaceName()
    open = serializers.BooleanField(source="is_open", help_text="Whether check-ins are taken.")
    closed_reason = serializers.SerializerMethodField()
    access = serializers.ChoiceField(choices=Access.choices, source="location.access")
    etiquette = PickedText(
        "etiquette", source="location", help_text="What to respect at the place."
    )
    etiquette_lang = PickedLang("etiquette", source="location")
    pin_quality = serializers.ChoiceField(choices=PinQuality.choices, source="location.pin_quality")
    status = serializers.SerializerMethodField(help_text="Null without a position, or if closed.")
    would_count = serializers.BooleanField(
        help_text="Whether a check-in sent now would be the counted visit of today."
    )
    already_today = serializers.BooleanField(help_text="A visit of today counts already.")
    local_date = serializers.DateField()
    next_countable_at = serializers.DateTimeField()
    distance_m = serializers.SerializerMethodField()
    radius_m = serializers.SerializerMethodField()
    checks = CheckShape(many=True)
    hint = serializers.SerializerMethodField()
    consents_needed = serializers.ListField(
        child=OpenWord(Consent.Purpose.values),
        help_text="Purposes the traveller has to agree to before a position is taken from her.",
    )
    policy_version = serializers.CharField(help_text="The policy a consent has to name.")
    proofs = serializers.ListField(
        child=OpenWord(["position", "printed_code", "rotating_code"]),
        help_text="What can prove a visit here: `position`, and where the place has a poster or a "
        "screen, `printed_code` and `rotating_code`, both sent as a proof of type `code`.",
    )

    @extend_schema_field(NoteShape(allow_null=True))
    def get_closed_reason(self, options: Options) -> Any:
        reason = options.closed_because
        return _note(reason, closed_message(reason, options.location)) if reason else None

    @extend_schema_field(serializers.ChoiceField(choices=CheckIn.Status.choices, allow_null=True))
    def get_status(self, options: Options) -> str | None:
        return options.judgement.status if options.judgement else None

    def get_distance_m(self, options: Options) -> int | None:
        return options.judgement.distance_m if options.judgement else None

    def get_radius_m(self, options: Options) -> int:
        return options.radius_m

    @extend_schema_field(NoteShape(allow_null=True))
    def get_hint(self, options: Options) -> Any:
        return hint_of(options.checks)


def hint_of(checks: list[dict[str, Any]]) -> Any:
    """`{"code": "datum_mismatch", "message": …}` where the position fits in another datum."""
    found = next((check for check in checks if check["code"] == "datum"), None)
    return _note("datum_mismatch", messages.of_check(found)) if found else None


def _note(code: str, message: str) -> Any:
    return {"code": code, "message": message}
