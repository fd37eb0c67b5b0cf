from http import HTTPStatus
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Consent
from checkins import appeal_words, messages
from checkins.days import start_of_next_day, wire_time
from checkins.models import CheckIn
from checkins.preflight import Options
from checkins.rewards import told
from checkins.serializers.appealed import (
    AppealShape,
    NoteShape,
    appeal_of,
    may_appeal,
    nothing_appealed,
    shown_appeal,
)
from checkins.serializers.photos import FrameShape
from checkins.serializers.rewards import RewardShape
from checkins.services import Outcome, Result
from checkins.services.refusals import closed_message
from locations.models.location import Access, PinQuality
from tourmap.api.fields import OpenWord, PickedLang, PickedText

# As a person reads it: what it is, how it went, why, and what follows.
FACTS_ORDER = [
    *("id", "result", "location", "scene", "captured_at", "status", "counted", "local_date"),
    *("received_at", "next_countable_at", "distance_m", "radius_m", "checks", "hint"),
    *("rewards", "appeal", "visibility", "note", "frames"),
]

UNITS = ["m", "s", "km/h", "visits", "days", "travellers", ""]


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
        told: str = check.get("told") or messages.of_check(check)
        return told


def told_checks(checks: list[dict[str, Any]], *, status: str, appealable: bool) -> Any:
    """As `CheckShape` shows those of a visit; the last resort is told with the last one that failed."""
    told = [check | {"told": messages.of_check(check, status)} for check in checks]
    failed = [check for check in told if not check["passed"]]
    if appealable and failed:
        failed[-1]["told"] = appeal_words.with_appeal(failed[-1]["told"])
    return CheckShape(told, many=True).data


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
    checks = serializers.SerializerMethodField()
    hint = serializers.SerializerMethodField()
    appeal = serializers.SerializerMethodField()
    frames = FrameShape(many=True, help_text="Photos of it, each beside the scene it re-creates.")

    time_zone = "Asia/Shanghai"

    def to_representation(self, instance: CheckIn) -> dict[str, Any]:
        self.time_zone = instance.location.time_zone
        shown = super().to_representation(instance)
        return {name: shown[name] for name in FACTS_ORDER if name in shown}

    def get_distance_m(self, check_in: CheckIn) -> int | None:
        return None if check_in.distance_m is None else round(check_in.distance_m)

    @extend_schema_field(CheckShape(many=True))
    def get_checks(self, check_in: CheckIn) -> Any:
        return told_checks(
            check_in.checks, status=check_in.status, appealable=self.may_appeal(check_in)
        )

    @extend_schema_field(NoteShape(allow_null=True))
    def get_hint(self, check_in: CheckIn) -> Any:
        return hint_of(check_in.checks)

    @extend_schema_field(AppealShape)
    def get_appeal(self, check_in: CheckIn) -> dict[str, Any]:
        return shown_appeal(check_in, appeal_of(check_in), allowed=self.may_appeal(check_in))

    def may_appeal(self, check_in: CheckIn) -> bool:
        return may_appeal(check_in, day_is_taken=self.day_is_taken(check_in))

    def day_is_taken(self, check_in: CheckIn) -> bool:
        raise NotImplementedError


class AnswerShape(VerdictShape):
    """The answer to a check-in. For `already_today` it is the visit that counts for the day."""

    id = serializers.UUIDField()
    result = serializers.SerializerMethodField()
    next_countable_at = serializers.SerializerMethodField(
        help_text="From when a further visit of this place can count."
    )
    rewards = serializers.SerializerMethodField()

    @classmethod
    def of(cls, outcome: Outcome) -> dict[str, Any]:
        return cls(context={"subjects": None}).answer(outcome)

    def answer(self, outcome: Outcome) -> dict[str, Any]:
        """One serializer can answer many: its fields are made once, and so are the `subjects` of
        their rewards, which it finds in its context.
        """
        self.context["outcome"] = outcome
        return self.to_representation(outcome.check_in)

    @extend_schema_field(serializers.ChoiceField(choices=[result.value for result in Result]))
    def get_result(self, check_in: CheckIn) -> Result:
        return self.context["outcome"].result

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_next_countable_at(self, check_in: CheckIn) -> str:
        zone = check_in.location.time_zone
        if not self.context["outcome"].day_is_taken:
            return wire_time(check_in.received_at, zone)
        return wire_time(start_of_next_day(check_in.local_date, zone), zone)

    @extend_schema_field(RewardShape(many=True))
    def get_rewards(self, check_in: CheckIn) -> list[Any]:
        return told(self.context["outcome"].rewards, self.context["subjects"])

    def day_is_taken(self, check_in: CheckIn) -> bool:
        return bool(self.context["outcome"].day_is_taken)


def http_status(outcome: Outcome) -> HTTPStatus:
    """201 for a new record, 200 for one that was there before."""
    return HTTPStatus.CREATED if outcome.result is Result.CREATED else HTTPStatus.OK


class PlaceName(serializers.Serializer[Any]):
    """A place by its address and name."""

    slug = serializers.SlugField()
    name = PickedText("name")
    name_lang = PickedLang("name")


class VisitShape(VerdictShape):
    """A check-in as its traveller reads it later. The rows come from `for_answers`."""

    id = serializers.UUIDField()
    location = PlaceName()
    scene = serializers.SlugField(source="scene.slug", allow_null=True, default=None)
    captured_at = PlaceTimeField()
    visibility = serializers.ChoiceField(choices=CheckIn.Visibility.values)
    note = serializers.CharField()

    def day_is_taken(self, check_in: CheckIn) -> bool:
        return bool(check_in.day_is_taken)  # type: ignore[attr-defined]  # by for_answers


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
    checks = serializers.SerializerMethodField()
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
    appeal = serializers.SerializerMethodField(
        help_text="Whether the check-in that this position gets could be appealed. Its `url` comes "
        "with the answer to the check-in."
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

    @extend_schema_field(CheckShape(many=True))
    def get_checks(self, options: Options) -> Any:
        status = self.get_status(options) or ""
        return told_checks(options.checks, status=status, appealable=options.could_be_appealed)

    @extend_schema_field(NoteShape(allow_null=True))
    def get_hint(self, options: Options) -> Any:
        return hint_of(options.checks)

    @extend_schema_field(AppealShape)
    def get_appeal(self, options: Options) -> dict[str, Any]:
        return nothing_appealed(allowed=options.could_be_appealed)


def hint_of(checks: list[dict[str, Any]]) -> Any:
    """`{"code": "datum_mismatch", "message": …}` where the position fits in another datum."""
    found = next((check for check in checks if check["code"] == "datum"), None)
    return _note("datum_mismatch", messages.of_check(found)) if found else None


def _note(code: str, message: str) -> Any:
    return {"code": code, "message": message}
