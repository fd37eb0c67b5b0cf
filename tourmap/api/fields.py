"""Fields that many shapes share: positions, and texts in the reader's language or in all."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tourmap.geo import Datum, GeoError, LatLng, from_wgs84
from tourmap.lang.languages import Lang, all_languages, pick

WIRE_DIGITS = 7


def position(
    point: LatLng | None, *, datum: Datum, quality: str, accuracy_m: int | None
) -> dict[str, Any] | None:
    """`{"lat", "lng", "datum", "accuracy_m", "quality"}` in `datum`; None where no point is known.

    `point` is WGS-84, as stored.
    """
    if point is None:
        return None
    shown = from_wgs84(point, datum)
    return {
        "lat": round(shown.lat, WIRE_DIGITS),
        "lng": round(shown.lng, WIRE_DIGITS),
        "datum": datum.value,
        "accuracy_m": accuracy_m,
        "quality": quality,
    }


class PositionShape(serializers.Serializer[Any]):
    """A position in an answer; it names the datum its numbers are in."""

    lat = serializers.FloatField(help_text="Degrees, north positive.")
    lng = serializers.FloatField(help_text="Degrees, east positive.")
    datum = serializers.ChoiceField(choices=[datum.value for datum in Datum])
    accuracy_m = serializers.IntegerField(
        allow_null=True, help_text="How far off the true spot may be, metres."
    )
    quality = serializers.ChoiceField(
        choices=["surveyed", "approximate", "area"],
        help_text="`area`: the centre of a town or district; the spot itself is not known.",
    )


def pin(record: Any, datum: Datum) -> dict[str, Any] | None:
    """The position of a record with `point`, `pin_quality`, `pin_accuracy_m`."""
    return position(
        record.point, datum=datum, quality=record.pin_quality, accuracy_m=record.pin_accuracy_m
    )


@extend_schema_field(PositionShape(allow_null=True))
class PinField(serializers.Field[Any, Any, Any, Any]):
    """The pin of a record with `point`, `pin_quality`, `pin_accuracy_m`, in the context's datum."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source=options.pop("source", "*"), read_only=True, **options)

    def to_representation(self, record: Any) -> dict[str, Any] | None:
        return pin(record, self.context.get("datum", Datum.WGS84))


def picked(record: Any, column: str) -> dict[str, str | None]:
    """`<column>` and `<column>_lang`, as `PickedText` and `PickedLang` give them."""
    text, lang = pick(record, column)
    return {column: text, f"{column}_lang": lang.value if lang else None}


class OfColumns(serializers.Field[Any, Any, Any, Any]):
    """A field made of the columns `<column>_hans`, `<column>_hant`, `<column>_en` of a record."""

    def __init__(self, column: str, **options: Any) -> None:
        super().__init__(source=options.pop("source", "*"), read_only=True, **options)
        self.column = column


@extend_schema_field({"type": "string"})
class PickedText(OfColumns):
    """The text in the reader's language, or in the nearest one there is; empty where none is."""

    def to_representation(self, record: Any) -> str:
        return pick(record, self.column).text


@extend_schema_field(
    {
        "type": ["string", "null"],
        "enum": [*(lang.value for lang in Lang), None],
        "description": "The language the text beside it is really in; null where there is no text.",
    }
)
class PickedLang(OfColumns):
    """The language that `PickedText` really gave."""

    def to_representation(self, record: Any) -> str | None:
        lang = pick(record, self.column).lang
        return lang.value if lang else None


@extend_schema_field(
    {
        "type": "object",
        "description": "The text in every language; empty where it is not written in one.",
        "properties": {lang.value: {"type": "string"} for lang in Lang},
        "required": [lang.value for lang in Lang],
    }
)
class AllLanguages(OfColumns):
    """`{"zh-Hans": …, "zh-Hant": …, "en": …}`."""

    def to_representation(self, record: Any) -> dict[str, str]:
        return all_languages(record, self.column)


class SourceShape(serializers.Serializer[Any]):
    """A page or report that supports a fact."""

    title = serializers.CharField()
    url = serializers.CharField(allow_blank=True, help_text="Empty where no address is known.")


# What is wrong with a point, a box or a datum, by the code of the `GeoError`.
_GEO_MESSAGES = {
    "wrong_shape": _("Expected %(form)s, decimal numbers separated by commas."),
    "not_a_number": _("Expected %(form)s, decimal numbers separated by commas."),
    "not_finite": _("Expected finite numbers of degrees."),
    "swapped": _("Latitude and longitude look swapped: expected %(form)s."),
    "lat_out_of_range": _("Expected latitudes from -90 to 90."),
    "lng_out_of_range": _("Expected longitudes from -180 to 180."),
    "south_above_north": _("Expected south at or below north."),
}


def geo_refusal(error: GeoError, form: str) -> serializers.ValidationError:
    """A `GeoError` as a refusal of a request's value, with the same code; `form` is how it is written."""
    message = _GEO_MESSAGES.get(error.code, _("Expected %(form)s, decimal numbers."))
    return serializers.ValidationError(message % {"form": form}, code=error.code)


class StrictText(serializers.CharField):
    """Text only: REST framework alone would take the number 5 for the text "5"."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class OpenWord(serializers.CharField):
    """One of the words `known` today. More may come: an app takes an unknown one as it is.

    A closed list would be a ChoiceField, and a new word in it breaks the clients made before.
    """

    def __init__(self, known: Iterable[str], **options: Any) -> None:
        super().__init__(**options)
        self.told = {"x-extensible-enum": list(known)}
