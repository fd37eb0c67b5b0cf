"""The words the filters take: `/regions/`, `/kinds/`, `/themes/`, `/programmes/`. Whole, unpaged."""

from typing import Any

from django.db.models import Count, F, Q
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView

from accounts.models import Region
from dramas.models import Recognition, Theme
from locations.models import Kind
from locations.queries import regions_with_counts
from locations.serializers.vocabulary import BatchWord, KindWord, RegionWord, ThemeWord
from locations.views.base import PublicRead
from tourmap.api.pagination import WholeList


class Vocabulary(PublicRead, ListAPIView[Any]):
    """All words in one answer; only those with a published place behind them."""

    pagination_class = WholeList


@extend_schema(summary="Regions that hold places, with all regions above them")
class RegionList(Vocabulary):
    """Ordered by code: a province stands before its cities and counties."""

    serializer_class = RegionWord

    def get_queryset(self) -> list[Region]:
        counted = regions_with_counts()
        for region, count in counted:
            region.location_count = count  # type: ignore[attr-defined]  # for the serializer
        return [region for region, _count in counted]


@extend_schema(summary="Kinds of place")
class KindList(Vocabulary):
    """Such as streets, museums, villages."""

    serializer_class = KindWord

    def get_queryset(self) -> Any:
        places = Count("location", filter=Q(location__is_published=True))
        kinds = Kind.objects.annotate(location_count=places).filter(location_count__gt=0)
        return kinds.order_by("slug")  # a grouped query forgets the order of its model


_PLACES = Count(
    "drama__scenes__location",
    filter=Q(drama__scenes__location__is_published=True),
    distinct=True,
)


@extend_schema(summary="Themes of dramas")
class ThemeList(Vocabulary):
    """Such as 非遗 or 乡村振兴."""

    serializer_class = ThemeWord

    def get_queryset(self) -> Any:
        dramas = Count("drama", distinct=True)
        themes = Theme.objects.annotate(location_count=_PLACES, drama_count=dramas)
        return themes.filter(location_count__gt=0).order_by("slug")


@extend_schema(summary="Programmes and batches that recognised dramas")
class ProgrammeList(Vocabulary):
    """Such as 跟着微短剧去旅行, 第六批."""

    serializer_class = BatchWord

    def get_queryset(self) -> Any:
        counts = {"drama_count": Count("drama", distinct=True), "location_count": _PLACES}
        words = Recognition.objects.values("programme", "batch").annotate(**counts)
        return words.filter(location_count__gt=0).order_by(F("programme"), F("batch"))
