"""The law of figures by table, and what may be worked out from them: nothing about a few."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.figures import BUREAU, PUBLIC, Cell, Told, is_settled, next_month, tell, visits_told

OCT = date(2026, 10, 1)
COUNTS = st.integers(0, 40)
CELLS = st.lists(
    st.builds(
        lambda people, more: Cell(OCT, people + more if people else 0, people), COUNTS, COUNTS
    )
)


@pytest.mark.parametrize(
    ("visitors", "visits", "public", "bureau"),
    [
        (0, 0, (None, None), (None, None)),
        (4, 30, (None, None), (None, None)),
        (5, 30, (None, None), (30, 5)),
        (9, 31, (None, None), (31, 9)),
        (10, 10, (10, 10), (10, 10)),
        (19, 29, (20, 10), (29, 19)),
        (20, 41, (40, 20), (41, 20)),
    ],
)
def test_who_is_told_what(
    visitors: int, visits: int, public: tuple[int | None, ...], bureau: tuple[int | None, ...]
) -> None:
    cell = Cell(OCT, visits, visitors)
    for audience, expected in ((PUBLIC, public), (BUREAU, bureau)):
        reason = None if expected[0] is not None else "few_visitors"
        assert tell(cell, audience) == Told(OCT, *expected, reason)


@pytest.mark.parametrize(
    ("month", "today", "settled"),
    [
        (OCT, date(2026, 10, 31), False),
        (OCT, date(2026, 11, 7), False),
        (OCT, date(2026, 11, 8), True),
        (date(2026, 12, 1), date(2027, 1, 7), False),
        (date(2026, 12, 1), date(2027, 1, 8), True),
        (date(2028, 2, 1), date(2028, 3, 8), True),
    ],
)
def test_a_month_settles_a_week_after_its_end(month: date, today: date, settled: bool) -> None:
    assert is_settled(month, today) is settled


def test_months_follow_each_other() -> None:
    assert [next_month(date(2026, 12, 1)), next_month(date(2028, 2, 29))] == [
        date(2027, 1, 1),
        date(2028, 3, 1),
    ]


@given(cells=CELLS)
def test_a_sum_minus_what_is_told_leaves_nothing(cells: list[Cell]) -> None:
    for audience in (PUBLIC, BUREAU):
        told = [one.visits for cell in cells if (one := tell(cell, audience)).visits is not None]
        assert visits_told(cells, audience) == (sum(told) if told else None)


def derivable(cells: list[Cell], total: int | None) -> set[int]:
    """What an attacker gets by subtracting any of the cells that she is told from a total."""
    told = [cell.visits for cell in cells if cell.visitors >= BUREAU.k]
    parts = [sum(some) for n in range(len(told) + 1) for some in combinations(told, n)]
    return {(total or 0) - part for part in parts}


def test_a_cell_of_few_is_not_what_is_left_of_a_total() -> None:
    cells = [Cell(OCT, 23, 20), Cell(OCT, 3, 2)]
    assert derivable(cells, visits_told(cells, BUREAU)) == {23, 0}
    naive = sum(cell.visits for cell in cells)
    assert 3 in derivable(cells, naive), "the attack works where a total counts all"


def test_the_public_and_a_bureau_together_know_no_more_than_the_bureau() -> None:
    """Whatever the public is told, a bureau is told more exactly."""
    for visitors in range(60):
        cell = Cell(OCT, visitors + 7 if visitors else 0, visitors)
        public, bureau = tell(cell, PUBLIC), tell(cell, BUREAU)
        assert public.visitors is None or (
            bureau.visitors is not None
            and public.visitors == bureau.visitors // PUBLIC.step * PUBLIC.step
        )
