from django.db import models
from django.utils.translation import gettext_lazy as _

from dramas.models import Drama, PublicQuerySet, PublicRecord, Theme
from locations.models.location import Location
from locations.querysets import TrailQuerySet
from tourmap.lang.languages import Text, pick


class Trail(PublicRecord):
    """An ordered walk or day trip through the places of one drama or theme."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    drama = models.ForeignKey(Drama, models.CASCADE, null=True, blank=True, related_name="trails")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="trails")
    name_hans = models.CharField(_("name (simplified)"), max_length=120)
    name_hant = models.CharField(_("name (traditional)"), max_length=120, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    summary_hans = models.TextField(_("summary (simplified)"), blank=True)
    summary_hant = models.TextField(_("summary (traditional)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    is_published = models.BooleanField(_("published"), default=True)

    objects = TrailQuerySet.as_manager()

    class Meta:
        verbose_name = _("trail")
        verbose_name_plural = _("trails")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name.text

    @property
    def name(self) -> Text:
        return pick(self, "name")

    @property
    def summary(self) -> Text:
        return pick(self, "summary")


class TrailStop(PublicRecord):
    """A place on a trail; `position` counts from 1."""

    trail = models.ForeignKey(Trail, models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField(_("position"))
    location = models.ForeignKey(Location, models.PROTECT, related_name="trail_stops")
    note_hans = models.CharField(_("note (simplified)"), max_length=200, blank=True)
    note_hant = models.CharField(_("note (traditional)"), max_length=200, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=300, blank=True)

    objects = PublicQuerySet["TrailStop"].as_manager()

    class Meta:
        verbose_name = _("trail stop")
        verbose_name_plural = _("trail stops")
        ordering = ["trail", "position"]
        constraints = [
            models.UniqueConstraint(fields=["trail", "position"], name="one_stop_at_a_position"),
            models.UniqueConstraint(fields=["trail", "location"], name="a_place_once_on_a_trail"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.location}"
