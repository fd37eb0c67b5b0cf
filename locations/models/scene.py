from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dramas.models import Drama, PublicRecord
from dramas.models.drama import Confidence
from locations.models.location import Location
from locations.querysets import SceneQuerySet
from tourmap.geo import LatLng
from tourmap.lang.languages import Text, pick


class Scene(PublicRecord):
    """A drama at a place: what was shot there, or is set there, and how that is known."""

    class LinkType(models.TextChoices):
        SHOT = "shot", _("shot here")
        SET_IN = "set_in", _("set here")
        ANNOUNCED = "announced", _("announced")

    slug = models.SlugField(_("slug"), max_length=170, unique=True)
    drama = models.ForeignKey(Drama, models.CASCADE, related_name="scenes", verbose_name=_("drama"))
    location = models.ForeignKey(
        Location, models.CASCADE, related_name="scenes", verbose_name=_("location")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Order within the drama.")
    )
    link_type = models.CharField(
        _("link"), max_length=10, choices=LinkType.choices, default=LinkType.SHOT
    )
    episode = models.PositiveSmallIntegerField(_("episode"), null=True, blank=True)
    second = models.PositiveIntegerField(_("second"), null=True, blank=True)
    what_hans = models.CharField(_("what was shot (simplified)"), max_length=200, blank=True)
    what_hant = models.CharField(_("what was shot (traditional)"), max_length=200, blank=True)
    what_en = models.CharField(_("what was shot (English)"), max_length=300, blank=True)
    still = models.ImageField(_("still"), upload_to="stills/", blank=True)
    camera_lat = models.FloatField(_("camera latitude (WGS-84)"), null=True, blank=True)
    camera_lng = models.FloatField(_("camera longitude (WGS-84)"), null=True, blank=True)
    heading_deg = models.PositiveSmallIntegerField(_("heading (°)"), null=True, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence.choices, default=Confidence.LOW
    )
    sources = models.JSONField(_("sources"), default=list, blank=True)
    note_hans = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)

    objects = SceneQuerySet.as_manager()

    class Meta:
        verbose_name = _("scene")
        verbose_name_plural = _("scenes")
        ordering = ["drama", "position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(camera_lat__isnull=True, camera_lng__isnull=True)
                | Q(
                    camera_lat__isnull=False,
                    camera_lng__isnull=False,
                    camera_lat__gte=-90,
                    camera_lat__lte=90,
                    camera_lng__gte=-180,
                    camera_lng__lte=180,
                ),
                name="camera_point_is_whole_or_absent",
            ),
            models.CheckConstraint(
                condition=Q(heading_deg__isnull=True) | Q(heading_deg__lt=360),
                name="heading_is_below_360",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drama} · {self.location}"

    def save(self, *args, **options) -> None:  # type: ignore[no-untyped-def]  # Django's signature
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **options)

    def _free_slug(self) -> str:
        base = f"{self.drama.slug}--{self.location.slug}"
        taken = set(Scene.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        numbered = (f"{base}-{n}" for n in range(2, len(taken) + 3))
        return next(slug for slug in (base, *numbered) if slug not in taken)

    @property
    def what(self) -> Text:
        return pick(self, "what")

    @property
    def camera_point(self) -> LatLng | None:
        """Where the camera stood, WGS-84; apart from the entrance of the place."""
        if self.camera_lat is None or self.camera_lng is None:
            return None
        return LatLng.of(self.camera_lat, self.camera_lng)
