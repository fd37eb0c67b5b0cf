"""`/dramas/` and what hangs below a drama; here because places and scenes stand above dramas."""

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView

from dramas.filters import filtered
from dramas.models import Drama
from dramas.serializers import DramaRow
from locations.models import Location, Scene, Trail
from locations.parameters import DatumPageParameters, DramaListParameters
from locations.queries import places_of_drama, with_location_count
from locations.querysets import LocationQuerySet, SceneQuerySet
from locations.serializers import SceneRow
from locations.serializers.drama import DramaDetail
from locations.views.base import PlacesRead, PublicRead


@extend_schema(summary="Dramas, the best known first")
class DramaList(PublicRead, ListAPIView[Drama]):
    """`q` finds a title in simplified or traditional Chinese, in pinyin, by initials or in English."""

    parameters = DramaListParameters
    serializer_class = DramaRow
    ordering = ("rank", "slug")

    def get_queryset(self) -> QuerySet[Drama]:
        dramas = filtered(Drama.objects.for_rows(), self.values)
        if "region" in self.values:
            places = Location.objects.published().in_regions(self.values["region"])
            shot_there = Scene.objects.filter(location__in=places)
            dramas = dramas.filter(pk__in=shot_there.values("drama"))
        return with_location_count(dramas)


@extend_schema(summary="One drama with everything about it")
class DramaOne(PublicRead, RetrieveAPIView[Drama]):
    """Titles and texts in all languages, where to watch it, which lists it is on, its sources."""

    serializer_class = DramaDetail

    def get_queryset(self) -> QuerySet[Drama]:
        trails = Prefetch("trails", Trail.objects.published().for_cards())
        return with_location_count(Drama.objects.for_detail()).prefetch_related(trails)


@extend_schema(summary="The places of a drama, in the order of its story")
class DramaLocations(PlacesRead):
    """Published places with a scene of this drama."""

    parameters = DatumPageParameters
    ordering = ("story_order", "slug")

    def get_queryset(self) -> LocationQuerySet:
        drama = get_object_or_404(Drama.objects.for_cards(), slug=self.kwargs["slug"])
        return places_of_drama(drama.slug)


@extend_schema(summary="The scenes of a drama, in the order of its story")
class DramaScenes(PublicRead, ListAPIView[Scene]):
    """Scenes at published places."""

    parameters = DatumPageParameters
    serializer_class = SceneRow
    ordering = ("position", "slug")

    def get_queryset(self) -> SceneQuerySet:
        drama = get_object_or_404(Drama.objects.for_cards(), slug=self.kwargs["slug"])
        return Scene.objects.published().filter(drama=drama).for_rows()
