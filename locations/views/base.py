"""What every public read of dramas and places has in common."""

from typing import Any

from rest_framework.generics import ListAPIView

from accounts.models import Revision
from locations.models import Location
from locations.querysets import LocationQuerySet
from locations.rows import rows_of
from locations.serializers import LocationRow
from tourmap.api.conditional import ConditionalGetMixin
from tourmap.api.renderers import GeoJSONRenderer, JSONRenderer
from tourmap.api.views import ReadView


class PublicRead(ConditionalGetMixin, ReadView):
    """A read of public data: unchanged since the reader's last visit, it costs one number."""

    def data_version(self) -> str:
        return str(Revision.current())


class PlacesRead(PublicRead, ListAPIView[Location]):
    """A list of places: the queryset finds the keys of a page, and its rows are read by key."""

    serializer_class = LocationRow
    renderer_classes = (JSONRenderer, GeoJSONRenderer)
    ordering: tuple[str, ...]

    def paginate_queryset(self, queryset: LocationQuerySet) -> list[Any]:
        keys = queryset.values_list("pk", *self.ordering, named=True)
        page = [key.pk for key in super().paginate_queryset(keys) or []]
        rows = rows_of(page)
        return [rows[key] for key in page if key in rows]
