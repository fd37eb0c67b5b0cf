"""Filters of the lists that offer only what the member of staff looks after."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Region


class OwnRegionFilter(SimpleListFilter):
    title = _("region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        rows = model_admin.get_queryset(request)
        used = set(rows.order_by().values_list("region", flat=True).distinct())
        own = Region.objects.looked_after_by(request.user)
        return [(region.code, str(region)) for region in own if _holds_some(region, used)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_regions([self.value()]) if self.value() else queryset


def _holds_some(region: Region, used: set[str]) -> bool:
    """Whether a place lies in the region; codes nest: 51, 5114, 511403."""
    stem = region.code.removesuffix("00").removesuffix("00")
    return any(code and code.startswith(stem) for code in used)
