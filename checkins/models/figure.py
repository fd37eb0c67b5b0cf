"""Figures of months that are over. Made once; nothing that happens later changes them."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checkins.figures import BUREAU, Cell
from locations.models import Location


class ClosedMonth(models.Model):
    """A calendar month whose figures are made. It is never opened again."""

    month = models.DateField(primary_key=True)
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class MonthlyFigure(models.Model):
    """Counted visits of a place in a closed month; there is no row where too few came to tell.

    It names nobody and stays as it is when a visit is deleted or a traveller erased: a figure that
    moved by one afterwards would tell about that one.
    """

    location = models.ForeignKey(Location, models.CASCADE, related_name="+")
    month = models.ForeignKey(ClosedMonth, models.PROTECT, related_name="figures")
    visits = models.PositiveIntegerField(_("visits"))
    visitors = models.PositiveIntegerField(_("visitors"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "month"], name="one_figure_a_month"),
            models.CheckConstraint(
                condition=Q(visitors__gte=BUREAU.k), name="no_figure_of_few_visitors_is_kept"
            ),
            models.CheckConstraint(
                condition=Q(visits__gte=models.F("visitors")),
                name="each_visitor_came_at_least_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.location} · {self.month}"

    @property
    def cell(self) -> Cell:
        return Cell(self.month_id, self.visits, self.visitors)


def no_cell(month: date) -> Cell:
    """Nobody or too few: the two are not told apart."""
    return Cell(month, 0, 0)
