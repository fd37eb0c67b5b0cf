"""What may be told about how many came: the law of figures on one screen. Pure.

A cell is one place in one calendar month of its own. It is told when enough different travellers
came, or not at all; a sum is a sum of cells that may be told themselves. So whatever is subtracted
from whatever, a result is a cell that anybody could have read. See docs/decisions/0013.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

SETTLES_IN = timedelta(days=7)  # after a month's end; nearly all that was offline has come in
FEW_VISITORS = "few_visitors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is told: from how many travellers on, and in which steps, rounded down."""

    k: int
    step: int


PUBLIC = Audience(k=10, step=10)
BUREAU = Audience(k=5, step=1)


class Cell(NamedTuple):
    """Counted visits of one place in one month, and the different travellers who made them."""

    month: date
    visits: int
    visitors: int


class Told(NamedTuple):
    """`visits` and `visitors` are both there, or neither and `withheld` says why."""

    month: date
    visits: int | None = None
    visitors: int | None = None
    withheld: str | None = FEW_VISITORS


def tell(cell: Cell, audience: Audience) -> Told:
    if cell.visitors < audience.k:
        return Told(cell.month)
    down = audience.step
    return Told(cell.month, cell.visits // down * down, cell.visitors // down * down, None)


def visits_told(cells: Iterable[Cell], audience: Audience) -> int | None:
    """The visits of those cells that may be told; None where none may.

    There is no such sum of visitors: one who came twice would show in the difference.
    """
    told = [visits for cell in cells if (visits := tell(cell, audience).visits) is not None]
    return sum(told) if told else None


def next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def is_settled(month: date, today: date) -> bool:
    """Whether a month is over for long enough that its figures may be made, for good."""
    return next_month(month) + SETTLES_IN <= today
