"""What the addresses of places, scenes and dramas take."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.models import Region
from dramas.filters import DramaFilters
from dramas.models import Drama
from locations.filters import LocationFilters
from locations.models import Location, Scene
from locations.models.location import PinQuality
from tourmap.api.parameters import (
    BoxParameter,
    CommaList,
    DatumParameters,
    KnownWords,
    OneOf,
    PageParameters,
    PointParameter,
    WholeNumber,
)


class DramaListParameters(DramaFilters, PageParameters):
    region = KnownWords(
        known_by=(Region, "code"),
        required=False,
        help_text="Dramas with a scene there: six-digit codes; a province holds what is below it.",
    )


class DatumPageParameters(DatumParameters, PageParameters):
    """A page of things with positions."""


class SceneListParameters(DatumPageParameters):
    drama = KnownWords(known_by=(Drama, "slug"), required=False, help_text="Slugs of dramas.")
    location = KnownWords(known_by=(Location, "slug"), required=False, help_text="Slugs of places.")
    link_type = CommaList(
        child=OneOf(Scene.LinkType.choices),
        required=False,
        help_text="Shot there, only set there, or announced.",
    )


class TrailListParameters(PageParameters):
    drama = KnownWords(known_by=(Drama, "slug"), required=False, help_text="Slugs of dramas.")


class LocationListParameters(LocationFilters, DatumPageParameters):
    """By filters, within a box, or nearest to a point. A place without a point is in lists alone."""

    pin_quality = CommaList(
        child=OneOf(PinQuality.choices), required=False, help_text="How well the point is known."
    )
    bbox = BoxParameter(
        required=False,
        help_text="`west,south,east,north` in `datum`; west above east crosses the antimeridian. "
        "In another datum than wgs84 places a little outside may be given too.",
    )
    near = PointParameter(
        required=False,
        help_text="`lat,lng` in `datum`: nearest first, with `distance_m`, up to `limit`; "
        "one page, no cursor.",
    )
    radius_m = WholeNumber(
        required=False, min_value=1, max_value=1_000_000, help_text="Only with `near`."
    )

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if "near" not in values:
            if "radius_m" in values:
                raise _refused("radius_m", _("Only together with near."), "needs_near")
            return values
        for name in ("bbox", "cursor"):
            if name in values:
                raise _refused(name, _("Not together with near."), "excludes_near")
        return values


def _refused(field: str, message: str, code: str) -> serializers.ValidationError:
    return serializers.ValidationError({field: [serializers.ErrorDetail(message, code)]})
