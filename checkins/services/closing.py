"""A month is over: its figures are made, once and for good."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min

from accounts.models import Revision
from checkins.days import local_day
from checkins.figures import BUREAU, is_settled, next_month
from checkins.models import CheckIn, ClosedMonth, MonthlyFigure


def close_months(*, now: datetime) -> list[date]:
    """Makes the figures of every month that is settled and has none yet; safe to repeat.

    Returns:
        The months closed, oldest first.
    """
    today = local_day(now, settings.TIME_ZONE)
    closed = []
    month = _first_open()
    while month and is_settled(month, today):
        if _close(month, now):
            closed.append(month)
        month = next_month(month)
    return closed


def _first_open() -> date | None:
    """The month after the last closed one; of the first visit where none is closed."""
    if last := ClosedMonth.objects.order_by("-month").first():
        return next_month(last.month)
    first: date | None = CheckIn.objects.counted().aggregate(day=Min("local_date"))["day"]
    return first and first.replace(day=1)


@transaction.atomic
def _close(month: date, now: datetime) -> bool:
    """Whether it was this call that closed it; of two at once the store lets one."""
    _row, is_new = ClosedMonth.objects.get_or_create(month=month, defaults={"closed_at": now})
    if not is_new:
        return False
    cells = (
        CheckIn.objects.counted()
        .filter(local_date__gte=month, local_date__lt=next_month(month))
        .order_by()
        .values("location")
        .annotate(visits=Count("pk"), visitors=Count("traveller", distinct=True))
        .filter(visitors__gte=BUREAU.k)
    )
    MonthlyFigure.objects.bulk_create(
        MonthlyFigure(
            location_id=cell["location"],
            month_id=month,
            visits=cell["visits"],
            visitors=cell["visitors"],
        )
        for cell in cells
    )
    Revision.advance()  # copies of a place's figures that readers hold are old now
    return True
