"""A ModelViewSet with nested ModelSerializers of the fields that our list has.

Relations are loaded ahead, as the tutorials advise: without that it would be many times slower
and the comparison easy.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import serializers, viewsets
from rest_framework.routers import DefaultRouter

from accounts.models import Region
from dramas.models import Drama
from locations.models import Kind, Location, Scene


class KindSerializer(serializers.ModelSerializer[Kind]):
    class Meta:
        model = Kind
        fields = ["slug", "name_hans", "name_hant", "name_en"]


class RegionSerializer(serializers.ModelSerializer[Region]):
    class Meta:
        model = Region
        fields = ["code", "level", "name_hans", "name_hant", "name_en"]


class DramaSerializer(serializers.ModelSerializer[Drama]):
    class Meta:
        model = Drama
        fields = ["slug", "title_hans", "title_hant", "title_en", "status", "year"]


class SceneSerializer(serializers.ModelSerializer[Scene]):
    drama = DramaSerializer()

    class Meta:
        model = Scene
        fields = ["drama"]


class LocationSerializer(serializers.ModelSerializer[Location]):
    kind = KindSerializer()
    region = RegionSerializer()
    scenes = SceneSerializer(many=True)

    class Meta:
        model = Location
        fields = [
            *("slug", "name_hans", "name_hant", "name_en", "kind", "region", "country", "lat"),
            *("lng", "pin_quality", "pin_accuracy_m", "radius_m", "lifecycle", "access", "scenes"),
        ]


class LocationViewSet(viewsets.ModelViewSet[Location]):
    queryset = (
        Location.objects.filter(is_published=True)
        .select_related("kind", "region")
        .prefetch_related("scenes__drama")
        .order_by("slug")
    )
    serializer_class = LocationSerializer


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


router: Any = DefaultRouter()
router.register("locations", LocationViewSet)
urlpatterns = [path("healthz", empty), path("", include(router.urls))]
