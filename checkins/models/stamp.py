from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Traveller
from checkins.models.check_in import CheckIn
from locations.models import Location


class Stamp(models.Model):
    """The first counted check-in of a traveller at a location."""

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="stamps")
    location = models.ForeignKey(Location, models.PROTECT, related_name="stamps")
    check_in = models.OneToOneField(CheckIn, models.CASCADE, related_name="stamp")
    earned_at = models.DateTimeField(_("earned"))

    class Meta:
        verbose_name = _("stamp")
        verbose_name_plural = _("stamps")
        ordering = ["-earned_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["traveller", "location"], name="one_stamp_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.location} · {self.earned_at:%Y-%m-%d}"


class LocationTally(models.Model):
    """How often a place was visited: changed in the check-in's own transaction, never counted."""

    location = models.OneToOneField(
        Location, models.CASCADE, primary_key=True, related_name="tally"
    )
    visits = models.PositiveIntegerField(default=0)
    visitors = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tally of a place")
        verbose_name_plural = _("tallies of places")

    def __str__(self) -> str:
        return f"{self.visits} / {self.visitors}"
