"""`/scenes/` and `/scenes/{slug}/`."""

from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView

from locations.models import Scene
from locations.parameters import SceneListParameters
from locations.querysets import SceneQuerySet
from locations.serializers import SceneDetail, SceneRow
from locations.views.base import PublicRead
from tourmap.api.parameters import DatumParameters

_LOOKUPS = {
    "drama": "drama__slug__in",
    "location": "location__slug__in",
    "link_type": "link_type__in",
}


@extend_schema(summary="Scenes: which drama was shot at which place")
class SceneList(PublicRead, ListAPIView[Scene]):
    """Scenes at published places."""

    parameters = SceneListParameters
    serializer_class = SceneRow
    ordering = ("slug",)

    def get_queryset(self) -> SceneQuerySet:
        asked = {_LOOKUPS[name]: self.values[name] for name in _LOOKUPS if name in self.values}
        return Scene.objects.published().filter(**asked).for_rows()


@extend_schema(summary="One scene with its place, its drama and where the camera stood")
class SceneOne(PublicRead, RetrieveAPIView[Scene]):
    """The camera's point stands apart from the entrance of the place."""

    parameters = DatumParameters
    serializer_class = SceneDetail

    def get_queryset(self) -> SceneQuerySet:
        return Scene.objects.published().select_related(
            "drama", "location__kind", "location__region"
        )
