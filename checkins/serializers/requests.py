from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from checkins.fields import (
    DecimalParameter,
    FlagField,
    IdField,
    LatField,
    LatParameter,
    LngField,
    LngParameter,
    NumberField,
    OffsetDateTimeField,
    point_errors,
)
from checkins.models import CheckIn
from checkins.rules import COORDINATE_DIGITS
from checkins.services import Attempt
from checkins.situation import Fix
from tourmap.api.fields import StrictText
from tourmap.api.parameters import OneOf, Parameters, StrictSerializer
from tourmap.geo import Datum, InvalidPoint, LatLng

MAX_ACCURACY_M = 10_000_000
MAX_FIX_AGE_S = 10_000_000
MAX_NOTE = 500
DATUMS = [datum.value for datum in Datum]


class PositionRequest(StrictSerializer):
    """Where the phone says it is, in the datum its map SDK speaks. One point, never a trail."""

    lat = LatField(help_text="Degrees, north positive.")
    lng = LngField(help_text="Degrees, east positive.")
    datum = OneOf(
        choices=DATUMS,
        help_text="GPS and most of the world: `wgs84`; Amap, Tencent, WeChat: `gcj02`; "
        "Baidu: `bd09`.",
    )
    accuracy_m = NumberField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MAX_ACCURACY_M,
        help_text="Radius of the phone's own doubt, metres.",
    )
    fix_age_s = NumberField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MAX_FIX_AGE_S,
        help_text="How old the position was at `captured_at`, seconds.",
    )
    is_mock = FlagField(
        required=False, allow_null=True, help_text="Whether the system calls it simulated."
    )

    def validate(self, attrs: dict[str, Any]) -> Fix:  # type: ignore[override]  # a Fix is the value
        try:
            point = LatLng.of(attrs.pop("lat"), attrs.pop("lng"))
        except InvalidPoint as error:
            raise point_errors(error) from error
        datum = Datum(attrs.pop("datum"))
        return Fix(point=point.rounded(COORDINATE_DIGITS), datum=datum, **attrs)


class ProofRequest(StrictSerializer):
    """A code seen at the place."""

    type = OneOf(choices=["code"])
    value = StrictText(max_length=200, help_text="As printed, shown, or read from the QR.")


class CheckInRequest(StrictSerializer):
    """One attempt to check in. A position or a proof is needed; everything unknown is refused."""

    id = IdField(help_text="Made by the app, once per check-in: the key that makes retries safe.")
    location = StrictText(max_length=80, help_text="Slug of the place.")
    scene = StrictText(
        max_length=170,
        required=False,
        allow_null=True,
        help_text="Slug of the scene stood in, at this place.",
    )
    captured_at = OffsetDateTimeField(help_text="When the visitor was there; offset required.")
    position = PositionRequest(required=False, allow_null=True)
    proof = ProofRequest(many=True, required=False, max_length=5)
    visibility = OneOf(choices=CheckIn.Visibility.values, default=CheckIn.Visibility.PRIVATE.value)
    note = StrictText(max_length=MAX_NOTE, required=False, allow_blank=True, default="")
    installation = IdField(
        required=False,
        allow_null=True,
        help_text="A random UUID that the app makes when it is installed, kept as a hash and not "
        "for long: one phone for a family is fine, one phone for a crowd is not.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("position") is None and not attrs.get("proof"):
            message = _("Expected a position, or a proof from the place.")
            raise serializers.ValidationError(
                {"position": [serializers.ErrorDetail(message, "required")]}
            )
        return attrs

    def attempt(self) -> Attempt:
        return self.attempt_of(self.validated_data)

    @staticmethod
    def attempt_of(validated: Mapping[str, Any]) -> Attempt:
        values = dict(validated)
        codes = tuple(proof["value"] for proof in values.pop("proof", []))
        return Attempt(fix=values.pop("position", None), codes=codes, **values)


class CheckInChanges(StrictSerializer):
    """What a traveller may change afterwards."""

    visibility = OneOf(choices=CheckIn.Visibility.values, required=False)
    note = StrictText(max_length=MAX_NOTE, required=False, allow_blank=True)


class OptionsParameters(Parameters):
    """The position is optional; `lat`, `lng` and `datum` come together."""

    lat = LatParameter(required=False, max_length=40, help_text="Degrees, north positive.")
    lng = LngParameter(required=False, max_length=40, help_text="Degrees, east positive.")
    datum = OneOf(choices=DATUMS, required=False, help_text="Datum of `lat` and `lng`.")
    accuracy_m = DecimalParameter(
        required=False,
        min_value=0,
        max_value=MAX_ACCURACY_M,
        help_text="Radius of the phone's doubt, metres.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        together = ("lat", "lng", "datum")
        given = [name for name in (*together, "accuracy_m") if name in attrs]
        if missing := [name for name in together if given and name not in attrs]:
            message = _("Expected lat, lng and datum together.")
            raise serializers.ValidationError(
                {name: [serializers.ErrorDetail(message, "required")] for name in missing}
            )
        attrs["fix"] = self._fix(attrs) if given else None
        return attrs

    def _fix(self, attrs: dict[str, Any]) -> Fix:
        try:
            point = LatLng.parse(f"{attrs['lat']},{attrs['lng']}")
        except InvalidPoint as error:
            raise point_errors(error) from error
        return Fix(
            point=point.rounded(COORDINATE_DIGITS),
            datum=Datum(attrs["datum"]),
            accuracy_m=attrs.get("accuracy_m"),
        )
