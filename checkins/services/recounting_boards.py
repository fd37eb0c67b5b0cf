"""Proves the rows of the leaderboards from counted visits, and from who wants to appear."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from checkins.models import BoardEntry, BoardName, CheckIn
from checkins.services.boards import firsts
from checkins.services.differences import Difference, Row, compared


def board_differences() -> list[Difference]:
    """By traveller, place and period: when the place was first visited in it."""
    shown = BoardName.objects.appearing().order_by()
    visits = CheckIn.objects.counted().filter(traveller__in=shown.values("pk")).order_by()
    by_person: dict[UUID, list[tuple[int, Any, datetime]]] = defaultdict(list)
    rows = visits.values_list("traveller", "location", "local_date", "captured_at")
    for person, place, day, at in rows.iterator():
        by_person[person].append((place, day, at))
    expected: dict[Row, Row] = {
        (person, place, period): (at,)
        for person, made in by_person.items()
        for (place, period), at in firsts(made).items()
    }
    entries = BoardEntry.objects.values_list("traveller", "location", "period", "first_at")
    kept = {(person, place, period): (at,) for person, place, period, at in entries.iterator()}
    return compared("board", expected, kept)


def mend_boards(differences: list[Difference]) -> None:
    for _table, (person, place, period), expected, _kept in differences:
        key = {"traveller_id": person, "location_id": place, "period": period}
        if expected is None:
            BoardEntry.objects.filter(**key).delete()
        else:
            BoardEntry.objects.update_or_create(**key, defaults={"first_at": expected[0]})
