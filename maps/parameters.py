"""What the map pages take from the address.

A page forgives: a link that was shared, rewritten by a messenger (`?from=…`) or kept since a filter
went away still opens, without the part that cannot be used. The JSON behind the map does not.
"""

from typing import Any, NamedTuple

from django.http import HttpRequest
from rest_framework import serializers

from locations.filters import LocationFilters
from tourmap.api.parameters import DatumParameters, StrictSerializer
from tourmap.geo import Box, Datum, GeoError, LatLng


class PointField(serializers.Field[Any, Any, Any, Any]):
    """`lat,lng` in degrees."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return LatLng.parse(data)
        except GeoError as error:
            raise serializers.ValidationError(str(error), code=error.code) from error


class BoxField(serializers.Field[Any, Any, Any, Any]):
    """`west,south,east,north` in degrees."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return Box.parse(data)
        except GeoError as error:
            raise serializers.ValidationError(str(error), code=error.code) from error


class SearchParameters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=100)


class MapParameters(LocationFilters):
    """`near` is WGS-84, as a phone's browser tells it. `c`, `z` and `base` are read by the script."""

    near = PointField(required=False)
    page = serializers.IntegerField(required=False, min_value=1, max_value=10_000)


class PlacesParameters(LocationFilters, DatumParameters):
    """`datum` is the base map's: of `bbox` and of every coordinate in the answer."""

    bbox = BoxField(required=False)
    zoom = serializers.IntegerField(required=False, min_value=0, max_value=24)
    place = serializers.SlugField(required=False, max_length=80)
    trail = serializers.SlugField(required=False, max_length=80)
    near = PointField(required=False, help_text="WGS-84; given back in `datum`.")
    c = PointField(required=False, help_text="Centre of the view, in `c_datum`.")
    c_datum = serializers.ChoiceField(
        choices=[datum.value for datum in Datum], default=Datum.WGS84.value
    )

    def validate_c_datum(self, value: str) -> Datum:
        return Datum(value)


class Reading(NamedTuple):
    """Checked values, the same as they stood in the address, and the names that were unusable."""

    values: dict[str, Any]
    given: dict[str, str]
    refused: list[str]


def read(serializer: type[serializers.Serializer[Any]], request: HttpRequest) -> Reading:
    """What of the address can be used; a name given several times is one list.

    `given` keeps each usable name as text, so that it can go into links and forms again.
    """
    known = serializer().fields
    given = {
        name: ",".join(filter(None, values))
        for name, values in request.GET.lists()
        if name in known and name != "lang" and any(values)
    }
    first = serializer(data=given)
    refused = [] if first.is_valid() else sorted(first.errors)
    usable = {name: text for name, text in given.items() if name not in refused}
    checked = serializer(data=usable)
    checked.is_valid(raise_exception=True)
    return Reading(checked.validated_data, usable, refused)
