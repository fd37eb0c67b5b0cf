from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.revision import PublicQuerySet, PublicRecord
from tourmap.lang.languages import pick


class RegionQuerySet(PublicQuerySet["Region"]):
    def within(self, codes: Iterable[str]) -> "RegionQuerySet":
        """The regions named and everything below them: a province holds its cities and counties."""
        if not isinstance(codes, models.QuerySet):  # a query stays one, inside this one
            codes = list(codes)
        return self.filter(Q(code__in=codes) | Q(parent__in=codes) | Q(parent__parent__in=codes))

    def looked_after_by(self, user: Any, roles: Iterable[str] | None = None) -> "RegionQuerySet":
        """What the bureaus of a member of staff look after, all the way down; all for a superuser.

        `roles` narrows it to the bureaus where the member has one of these roles.
        """
        if user.is_superuser and user.is_active:
            return self.all()
        if not (user.is_active and user.is_staff):
            return self.none()
        member = {"bureaus__memberships__user": user}
        if roles is not None:
            member["bureaus__memberships__role__in"] = list(roles)
        return self.within(Region.objects.filter(**member).values_list("code", flat=True))


class Region(PublicRecord):
    """An administrative division of China by its six-digit code (GB/T 2260)."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        COUNTY = "county", _("county")

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    name_hans = models.CharField(_("name (simplified)"), max_length=60)
    name_hant = models.CharField(_("name (traditional)"), max_length=60, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[1-9][0-9]{5}$"), name="region_code_has_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(level="province", parent__isnull=True)
                | (~Q(level="province") & Q(parent__isnull=False)),
                name="only_a_province_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return pick(self, "name").text
