"""Query parameters enter through a serializer; unknown and repeated ones are refused by name."""

import re
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from tourmap.api.fields import geo_refusal
from tourmap.geo import Box, Datum, GeoError, LatLng
from tourmap.lang.languages import Lang


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know, so that a typing error is told and not swallowed."""

    unknown_code = "unknown_field"

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is None and self.parent is None:
            # REST framework would answer a body of `null` in English, whatever the reader reads.
            message = self.error_messages["invalid"].format(datatype="null")
            raise serializers.ValidationError(
                {"non_field_errors": [serializers.ErrorDetail(message, "invalid")]}
            )
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            writable = [name for name, field in self.fields.items() if not field.read_only]
            if unknown := [str(name) for name in data if name not in writable]:
                message = _("Unknown; expected one of: %(known)s.") % {
                    "known": ", ".join(sorted(writable))
                }
                raise serializers.ValidationError(
                    {
                        name: [serializers.ErrorDetail(message, self.unknown_code)]
                        for name in unknown
                    }
                )
        return super().to_internal_value(data)


class OneOf(serializers.ChoiceField):
    """A word of a list; the refusal names the list."""

    def __init__(self, choices: Any, **options: Any) -> None:
        super().__init__(choices, **options)
        known = ", ".join(str(choice) for choice in self.choices)
        message = gettext_lazy("Expected one of %(known)s.")
        self.error_messages["invalid_choice"] = _Filled(message, {"known": known})  # type: ignore[assignment]  # only `format` is called


class _Filled:
    """A lazy message with its values; REST framework formats messages with `str.format`."""

    def __init__(self, message: Any, values: dict[str, str]) -> None:
        self.message, self.values = message, values

    def format(self, **_values: Any) -> str:
        return str(self.message) % self.values


class WholeNumber(serializers.IntegerField):
    """Digits alone: no sign, no point, no separators, no digits of other scripts."""

    def to_internal_value(self, data: Any) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", str(data)):
            self.fail("invalid")
        return super().to_internal_value(data)


LAT = r"[+-]?0*(90(\.0+)?|[0-8]?[0-9](\.[0-9]+)?)"
LNG = r"[+-]?0*(180(\.0+)?|(1[0-7])?[0-9](\.[0-9]+)?|[1-9][0-9](\.[0-9]+)?)"


@extend_schema_field({"type": "string", "pattern": f"^{LAT},{LNG}$", "example": "30.315,103.86"})
class PointParameter(serializers.Field[Any, Any, Any, Any]):
    """`lat,lng` in the request's datum."""

    def to_internal_value(self, data: str) -> LatLng:
        try:
            return LatLng.parse(data)
        except GeoError as error:
            raise geo_refusal(error, "lat,lng") from error

    def to_representation(self, value: LatLng) -> str:
        return f"{value.lat},{value.lng}"


@extend_schema_field(
    {
        "type": "string",
        "pattern": f"^{LNG},{LAT},{LNG},{LAT}$",
        "example": "103.8,30.2,104.0,30.4",
    }
)
class BoxParameter(serializers.Field[Any, Any, Any, Any]):
    """`west,south,east,north` in the request's datum; west above east crosses the antimeridian."""

    def to_internal_value(self, data: str) -> Box:
        try:
            return Box.parse(data)
        except GeoError as error:
            raise geo_refusal(error, "west,south,east,north") from error

    def to_representation(self, value: Box) -> str:
        return f"{value.west},{value.south},{value.east},{value.north}"


class Parameters(StrictSerializer):
    """What every read takes; each address adds its own."""

    unknown_code = "unknown_parameter"

    lang = OneOf(
        choices=[lang.value for lang in Lang],
        required=False,
        help_text="Language of names and texts; stands before Accept-Language.",
    )
    format = serializers.CharField(required=False, help_text="Stands before the Accept header.")

    @classmethod
    def of(cls, request: Request) -> dict[str, Any]:
        """The checked parameters of a request.

        Raises:
            ValidationError: a value cannot be used, a name is unknown or given twice.
        """
        query: QueryDict = request.query_params
        # Generators that pass over `explode: false` send a list as repeated names.
        lists = {name for name, field in cls().fields.items() if isinstance(field, CommaList)}
        given = {name: ",".join(query.getlist(name)) for name in query if name in lists}
        if repeated := [name for name, v in query.lists() if len(v) > 1 and name not in lists]:
            message = _("Given more than once; expected once.")
            raise serializers.ValidationError(
                {name: [serializers.ErrorDetail(message, "repeated")] for name in repeated}
            )
        parameters = cls(data=query.dict() | given)
        parameters.is_valid(raise_exception=True)
        return parameters.validated_data


class DatumParameters(Parameters):
    """For answers that carry a position."""

    datum = OneOf(
        choices=[datum.value for datum in Datum],
        default=Datum.WGS84.value,
        help_text="Datum of every coordinate in the request's address and in the answer.",
    )

    def validate_datum(self, value: str) -> Datum:
        return Datum(value)


class PageParameters(Parameters):
    """For lists that are read page by page."""

    cursor = serializers.CharField(
        required=False, max_length=500, help_text="Taken from `next` or `previous`, never made."
    )
    limit = WholeNumber(
        required=False, min_value=1, max_value=100, help_text="Things on a page; 20 unless told."
    )


MAX_WORDS = 50
# What `str.strip` takes away, for a pattern: ECMA-262 counts the last five as letters.
BLANK = r"\s\u001c-\u001f\u0085"


class CommaList(serializers.Field[Any, Any, Any, Any]):
    """`a,b,c`: any of them. Each part is checked by `child`."""

    PART = rf"^[^,]*[^,{BLANK}][^,]*$"

    def __init__(self, *, child: serializers.Field[Any, Any, Any, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.child = child

    def to_internal_value(self, data: str) -> list[Any]:
        if data.count(",") >= MAX_WORDS:
            message = _("Expected at most %(limit)s values.") % {"limit": MAX_WORDS}
            raise serializers.ValidationError(message, code="too_many")
        parts = [part.strip() for part in data.split(",")]
        if not all(parts):
            raise serializers.ValidationError(_("Expected values separated by single commas."))
        return [self.child.run_validation(part) for part in dict.fromkeys(parts)]

    def to_representation(self, value: list[Any]) -> str:
        return ",".join(str(part) for part in value)


class KnownWords(CommaList):
    """A comma list of words that must each exist; an unknown one is told, not silently empty."""

    def __init__(self, *, known_by: tuple[type[Any], str], **options: Any) -> None:
        super().__init__(child=serializers.CharField(max_length=80), **options)
        self.known_by = known_by

    def to_internal_value(self, data: str) -> list[str]:
        words = super().to_internal_value(data)
        model, column = self.known_by
        known: QuerySet[Any] = model.objects.filter(**{f"{column}__in": words})
        missing = set(words) - set(known.values_list(column, flat=True))
        if missing:
            message = _("Nothing is known by the name %(words)s.") % {
                "words": ", ".join(sorted(missing))
            }
            raise serializers.ValidationError(message, code="does_not_exist")
        return words
