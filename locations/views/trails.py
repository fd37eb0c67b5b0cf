"""`/trails/` and `/trails/{slug}/`."""

from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView

from locations.models import Location, Trail, TrailStop
from locations.parameters import TrailListParameters
from locations.queries import walk
from locations.querysets import TrailQuerySet
from locations.serializers import TrailCard, TrailDetail
from locations.views.base import PublicRead
from tourmap.api.parameters import DatumParameters


@extend_schema(summary="Walks and day trips")
class TrailList(PublicRead, ListAPIView[Trail]):
    """Trails through the places of one drama or theme."""

    parameters = TrailListParameters
    serializer_class = TrailCard
    ordering = ("slug",)

    def get_queryset(self) -> TrailQuerySet:
        trails = Trail.objects.published().for_cards()
        if "drama" in self.values:
            trails = trails.filter(drama__slug__in=self.values["drama"])
        return trails


@extend_schema(summary="One trail with its stops and the distances between them")
class TrailOne(PublicRead, RetrieveAPIView[Trail]):
    """Legs are straight lines over the ellipsoid, not ways on the ground."""

    parameters = DatumParameters
    serializer_class = TrailDetail

    def get_queryset(self) -> TrailQuerySet:
        return Trail.objects.published().for_cards()

    def get_object(self) -> Trail:
        trail = super().get_object()
        places = {
            place.pk: place
            for place in Location.objects.published().for_cards().filter(trail_stops__trail=trail)
        }
        stops = TrailStop.objects.filter(trail=trail, location__in=places).order_by("position")
        for stop in stops:
            stop.location = places[stop.location_id]
        trail.walk = walk(stops)
        return trail
