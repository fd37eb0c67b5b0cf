"""Readings of closed months: per place for everybody, over a bureau's places for its desk."""

from datetime import date
from typing import Any, NamedTuple

from checkins.figures import BUREAU, PUBLIC, Audience, Told, tell, visits_told
from checkins.models import ClosedMonth, MonthlyFigure
from checkins.models.figure import no_cell
from locations.models import Location

MONTHS_LISTED = 24


class Figures(NamedTuple):
    """`months` newest first; `visits` is the sum of all that could ever be told."""

    location: Location
    audience: Audience
    months: list[Told]
    visits: int | None


def figures_of(location: Location) -> Figures:
    """What everybody may know about the visits of a place."""
    cells = {row.month_id: row.cell for row in MonthlyFigure.objects.filter(location=location)}
    months = ClosedMonth.objects.values_list("month", flat=True)[:MONTHS_LISTED]
    told = [tell(cells.get(month, no_cell(month)), PUBLIC) for month in months]
    return Figures(location, PUBLIC, told, visits_told(cells.values(), PUBLIC))


def latest_told(location: Location) -> Told | None:
    """The last closed month, if it may be told to everybody."""
    last = ClosedMonth.objects.values("month")[:1]
    row = MonthlyFigure.objects.filter(location=location, month=last).first()
    told = tell(row.cell, PUBLIC) if row else None
    return told if told and told.visitors else None


def bureau_visits(user: Any) -> tuple[date | None, int | None]:
    """The last closed month, and its visits at the places this member of staff looks after.

    A sum of places that may be told to a bureau each: a place of few is not what is left over.
    """
    month = _last_month()
    mine = MonthlyFigure.objects.filter(
        month=month, location__in=Location.objects.editable_by(user)
    )
    return month, visits_told([row.cell for row in mine], BUREAU)


def _last_month() -> date | None:
    return ClosedMonth.objects.values_list("month", flat=True).first()
