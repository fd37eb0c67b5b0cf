"""Fields that many shapes share: positions, languages, words."""

from typing import Any

from rest_framework import serializers

from tourmap.geo.datum import Datum, from_wgs84
from tourmap.geo.point import LatLng

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
    """A position in an answer."""

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
