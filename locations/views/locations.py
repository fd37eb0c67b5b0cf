"""`/locations/` and `/locations/{slug}/`."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.generics import RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from locations.filters import filtered
from locations.models import Location, Trail
from locations.navigation import Link, links
from locations.parameters import LocationListParameters
from locations.queries import WHOLE_EARTH_M, places_near
from locations.querysets import LocationQuerySet
from locations.serializers import LocationDetail
from locations.views.base import PlacesRead, PublicRead
from tourmap.api.pagination import CursorPagination
from tourmap.api.parameters import DatumParameters
from tourmap.geo import Datum, convert_box, to_wgs84


@extend_schema(summary="Places by filters, in a box, or nearest to a point")
class LocationList(PlacesRead):
    """Filters take several values separated by commas: any of them; between filters all must hold.

    `format=geojson` (or `Accept: application/geo+json`) gives a FeatureCollection with the same
    values as properties; its coordinates are in `datum`, which it names.
    """

    parameters = LocationListParameters
    ordering = ("slug",)

    def get_queryset(self) -> LocationQuerySet:
        places = filtered(Location.objects.published(), self.values)
        if "pin_quality" in self.values:
            places = places.filter(pin_quality__in=self.values["pin_quality"])
        if "bbox" in self.values:
            places = places.within(convert_box(self.values["bbox"], self.datum, Datum.WGS84))
        return places

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if "near" not in self.values:
            return super().get(request, *args, **kwargs)
        found = places_near(
            self.get_queryset(),
            to_wgs84(self.values["near"], self.datum),
            radius_m=self.values.get("radius_m", WHOLE_EARTH_M),
            limit=self.values.get("limit", CursorPagination.page_size),
        )
        places = self.get_serializer(found, many=True)
        return Response({"next": None, "previous": None, "results": places.data})


@extend_schema(summary="One place with everything about it")
class LocationOne(PublicRead, RetrieveAPIView[Location]):
    """Texts in all languages, the pin and how well it is known, scenes, trails, and the way there."""

    parameters = DatumParameters
    serializer_class = LocationDetail

    def get_queryset(self) -> LocationQuerySet:
        return Location.objects.published().for_detail()

    def get_object(self) -> Location:
        place = super().get_object()
        through = Trail.objects.published().filter(stops__location=place).values("pk")
        place.trails_through = Trail.objects.filter(pk__in=through).for_cards()
        place.navigation = navigation_to(place)
        return place


def navigation_to(place: Location) -> list[Link]:
    """The links to a place in every map app, as this installation is set."""
    return links(
        place.point,
        name=place.name.text,
        address=place.address_hans,
        is_approximate=place.pin_quality == "area",
        in_mainland=not (place.region_id or "").startswith(("81", "82")),
        apple_datum=Datum(settings.APPLE_MAPS_DATUM),
    )
