"""Values of a check-in as they come in: strict about types, because a phone's bug should show."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tourmap.api.fields import geo_refusal
from tourmap.geo import InvalidPoint
from tourmap.geo.degrees import MAX_LAT, MAX_LNG

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,17})?", re.ASCII)
_SMALL = re.compile(r"-?\d(\.\d{1,17})?e-\d{1,3}", re.ASCII | re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


class NumberField(serializers.FloatField):
    """A JSON number; text and booleans are refused, where REST framework would convert them."""

    default_error_messages = {
        "not_a_number": _("Expected a number."),
        "min_value": _("Expected at least {min_value}."),
        "max_value": _("Expected at most {max_value}."),
    }

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("not_a_number")
        return float(data)


@extend_schema_field({"type": "number", "minimum": -MAX_LAT, "maximum": MAX_LAT})
class LatField(NumberField):
    """Degrees; `LatLng.of` holds them to their limits, and knows when they are swapped."""


@extend_schema_field({"type": "number", "minimum": -MAX_LNG, "maximum": MAX_LNG})
class LngField(NumberField):
    """Degrees, as `LatField`."""


def plain(text: str) -> str:
    """A number as people write it: JavaScript and Python write 0.0000001 as 1e-7."""
    return f"{float(text):.15f}" if _SMALL.fullmatch(text) else text


class DecimalParameter(serializers.FloatField):
    """A number in an address: digits and a point, no NaN or infinity."""

    default_error_messages = {"not_a_number": _("Expected a number, such as 18 or 18.5.")}

    def to_internal_value(self, data: Any) -> float:
        if not _DECIMAL.fullmatch(plain(data)):
            self.fail("not_a_number")
        return float(data)


class DegreesParameter(serializers.CharField):
    """One coordinate in an address, as it was written; `LatLng.parse` reads it with the other."""

    def to_internal_value(self, data: Any) -> str:
        return plain(super().to_internal_value(data))


@extend_schema_field({"type": "number", "minimum": -MAX_LAT, "maximum": MAX_LAT})
class LatParameter(DegreesParameter):
    pass


@extend_schema_field({"type": "number", "minimum": -MAX_LNG, "maximum": MAX_LNG})
class LngParameter(DegreesParameter):
    pass


class FlagField(serializers.BooleanField):
    """true, false or null, and no words or numbers for them."""

    default_error_messages = {"not_a_boolean": _("Expected true, false or null.")}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("not_a_boolean")
        return data


class IdField(serializers.UUIDField):
    """A UUID in its usual spelling; REST framework would also take numbers and URNs."""

    default_error_messages = {
        "not_a_uuid": _("Expected a UUID, such as 0190f5f2-7c1e-7a54-9a6b-0242ac120002.")
    }

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str) or not _UUID.fullmatch(data):
            self.fail("not_a_uuid")
        return UUID(data)


class OffsetDateTimeField(serializers.DateTimeField):
    """RFC 3339 with an offset: without one, nobody could say when it was."""

    default_error_messages = {
        "not_a_time": _("Expected a time as in RFC 3339, such as 2026-11-23T10:15:00+08:00."),
        "offset_required": _("Expected a time with its offset, such as 2026-11-23T10:15:00+08:00."),
    }

    def to_internal_value(self, value: Any) -> datetime:
        found = _RFC_3339.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            self.fail("not_a_time")
        if not found[2]:
            self.fail("offset_required")
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail("not_a_time")


_POINT_FIELDS = {"lng_out_of_range": "lng"}


def point_errors(error: InvalidPoint) -> serializers.ValidationError:
    """A refused point as the error of the field that is wrong; coordinates are not repeated."""
    field = _POINT_FIELDS.get(error.code, "lat")
    return serializers.ValidationError({field: geo_refusal(error, "lat, lng").detail})
