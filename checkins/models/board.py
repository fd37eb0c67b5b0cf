"""Leaderboards: who visited which place in which month, year, and ever. Only of who wants it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, Traveller
from locations.models import Location

EVER = "all"


def periods_of(day: Any) -> tuple[str, str, str]:
    """The periods that a visit of this day counts for: all, 2026, 2026-11."""
    return EVER, f"{day:%Y}", f"{day:%Y-%m}"


class BoardNameQuerySet(models.QuerySet["BoardName"]):
    def appearing(self) -> "BoardNameQuerySet":
        """Who agreed under the policy that is shown today, has a nickname, and is not hidden."""
        return self._agreeing().exclude(nickname="").filter(nickname_hidden_at=None)

    def known_to(self, user: Any) -> "BoardNameQuerySet":
        """Nicknames that a bureau may hide or show again: of who was at one of its places."""
        named = self._agreeing().exclude(nickname="")
        if user.is_superuser and user.is_active:
            return named
        places = Location.objects.editable_by(user).values("pk")
        return named.filter(stamps__location__in=places).distinct()

    def _agreeing(self) -> "BoardNameQuerySet":
        agreed = Consent.objects.filter(
            traveller=OuterRef("pk"),
            purpose=Consent.Purpose.LEADERBOARD,
            policy_version=settings.PRIVACY_POLICY_VERSION,
            withdrawn_at=None,
        )
        return self.filter(Exists(agreed))

    # The desk's words for whose rows these are.
    editable_by = known_to

    def deletable_by(self, user: Any) -> "BoardNameQuerySet":
        return self.none()


class BoardName(Traveller):
    """A traveller as leaderboards show one: by a nickname and nothing else."""

    objects = BoardNameQuerySet.as_manager()  # type: ignore[misc]  # a proxy has its own

    class Meta:
        proxy = True
        verbose_name = _("nickname")
        verbose_name_plural = _("nicknames")

    def __str__(self) -> str:
        return self.nickname


class BoardEntry(models.Model):
    """A place that a traveller visited in a period, and when first in it.

    Three rows for a visit: ever, its year, its month. A score is a number of rows, whatever
    places a drama or a region has by then.
    """

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=7)
    first_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["traveller", "location", "period"],
                name="a_place_once_in_a_period",
            ),
        ]
        indexes = [
            models.Index(
                fields=["period", "traveller", "location", "first_at"], name="board_by_traveller"
            ),
            models.Index(
                fields=["location", "period", "traveller", "first_at"], name="board_by_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.location} · {self.period}"
