"""`/badges/` and `/badges/{slug}/`."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView

from accounts.models import Region
from checkins.badge_facts import OVER, places_that_count, rules_of
from checkins.models import Badge
from checkins.models.badge import BadgeQuerySet
from checkins.serializers.badges import BadgeDetail, BadgeRow
from dramas.models import Drama
from locations.models import Location
from locations.views.base import PublicRead
from tourmap.api.parameters import DatumParameters, KnownWords, PageParameters

MAX_WHERE = 50


class BadgeListParameters(PageParameters):
    drama = KnownWords(known_by=(Drama, "slug"), required=False, help_text="Slugs of dramas.")
    region = KnownWords(
        known_by=(Region, "code"),
        required=False,
        help_text="Badges of these regions and of those below them: six-digit codes.",
    )


@extend_schema(summary="Badges that can be earned")
class BadgeList(PublicRead, ListAPIView[Badge]):
    """Each with its rule, also in words. A traveller's own are in the passport."""

    parameters = BadgeListParameters
    serializer_class = BadgeRow
    ordering = ("slug",)

    def get_queryset(self) -> BadgeQuerySet:
        badges = Badge.objects.active().with_subjects()
        if "drama" in self.values:
            badges = badges.filter(drama__slug__in=self.values["drama"])
        if "region" in self.values:
            badges = badges.filter(region__in=Region.objects.within(self.values["region"]))
        return badges

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        page: list[Any] = list(super().paginate_queryset(queryset) or [])
        rules = rules_of(page)
        for badge in page:
            badge.law = rules[badge.pk]
        return page


@extend_schema(summary="One badge, its rule in all languages, and where to go")
class BadgeOne(PublicRead, RetrieveAPIView[Badge]):
    """`where` lists places at which a stamp counts."""

    parameters = DatumParameters
    serializer_class = BadgeDetail

    def get_queryset(self) -> BadgeQuerySet:
        return Badge.objects.active().with_subjects()

    def get_object(self) -> Any:
        badge: Any = super().get_object()
        open_ones = Location.objects.published().exclude(lifecycle__in=OVER)
        places = places_that_count(badge, open_ones)
        badge.law = rules_of([badge])[badge.pk]
        badge.where = list(places.for_cards()[:MAX_WHERE])
        badge.where_count = places.count()
        return badge
