from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.region import Region
from tourmap.lang.languages import pick


class Bureau(models.Model):
    """A tourism bureau with the regions it looks after (and everything below them)."""

    slug = models.SlugField(_("slug"), unique=True)
    name_hans = models.CharField(_("name (simplified)"), max_length=100)
    name_hant = models.CharField(_("name (traditional)"), max_length=100, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), related_name="bureaus")

    class Meta:
        verbose_name = _("bureau")
        verbose_name_plural = _("bureaus")
        ordering = ["slug"]

    def __str__(self) -> str:
        return pick(self, "name").text


class Membership(models.Model):
    """A member of a bureau's staff and what they may do there."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("editor")
        REVIEWER = "reviewer", _("reviewer")
        MANAGER = "manager", _("manager")

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    bureau = models.ForeignKey(
        Bureau, models.CASCADE, related_name="memberships", verbose_name=_("bureau")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "bureau"], name="one_role_in_a_bureau"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.bureau} · {self.get_role_display()}"
