"""Query parameters enter through a serializer; unknown and repeated ones are refused by name."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from tourmap.geo.datum import Datum
from tourmap.lang.languages import Lang


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know, so that a typing error is told and not swallowed."""

    unknown_code = "unknown_field"

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


class Parameters(StrictSerializer):
    """What every read takes; each address adds its own."""

    unknown_code = "unknown_parameter"

    lang = serializers.ChoiceField(
        choices=[lang.value for lang in Lang],
        required=False,
        help_text="Language of names and texts; stands before Accept-Language.",
    )
    format = serializers.CharField(required=False, help_text="`json`, or another offered format.")

    @classmethod
    def of(cls, request: Request) -> dict[str, Any]:
        """The checked parameters of a request.

        Raises:
            ValidationError: a value cannot be used, a name is unknown or given twice.
        """
        query: QueryDict = request.query_params
        if repeated := [name for name, values in query.lists() if len(values) > 1]:
            message = _("Given more than once; expected once.")
            raise serializers.ValidationError(
                {name: [serializers.ErrorDetail(message, "repeated")] for name in repeated}
            )
        parameters = cls(data=query.dict())
        parameters.is_valid(raise_exception=True)
        return parameters.validated_data


class DatumParameters(Parameters):
    """For answers that carry a position."""

    datum = serializers.ChoiceField(
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
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=100, help_text="Things on a page; 20 unless told."
    )


class CommaList(serializers.Field[Any, Any, Any, Any]):
    """`a,b,c`: any of them. Each part is checked by `child`."""

    def __init__(self, *, child: serializers.Field[Any, Any, Any, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.child = child

    def to_internal_value(self, data: str) -> list[Any]:
        parts = [part.strip() for part in data.split(",")]
        if not all(parts):
            raise serializers.ValidationError(_("Expected values separated by single commas."))
        return [self.child.run_validation(part) for part in dict.fromkeys(parts)]

    def to_representation(self, value: list[Any]) -> str:
        return ",".join(str(part) for part in value)
