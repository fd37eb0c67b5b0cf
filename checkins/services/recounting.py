"""Proves stamps and tallies from the check-ins themselves, and mends them."""

from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count

from checkins.models import CheckIn, LocationTally, Stamp

Row = tuple[Any, ...]


class Difference(NamedTuple):
    """`expected` follows from the check-ins, `kept` is in the table; None where there is no row."""

    table: str
    key: Row
    expected: Row | None
    kept: Row | None


@transaction.atomic
def recount(*, fix: bool = False) -> list[Difference]:
    """What stamps and tallies should be and are not; with `fix` they are made so."""
    stamps = _compare("stamp", _expected_stamps(), _kept_stamps())
    tallies = _compare("tally", _expected_tallies(), _kept_tallies())
    if fix:
        _mend_stamps(stamps)
        _mend_tallies(tallies)
    return stamps + tallies


def _compare(table: str, expected: dict[Row, Row], kept: dict[Row, Row]) -> list[Difference]:
    keys = sorted(expected.keys() | kept.keys(), key=str)
    pairs = [Difference(table, key, expected.get(key), kept.get(key)) for key in keys]
    return [pair for pair in pairs if pair.expected != pair.kept]


def _expected_stamps() -> dict[Row, Row]:
    visits = CheckIn.objects.counted().order_by("-captured_at", "-pk")
    # Later rows overwrite: the earliest visit of each pair remains.
    return {
        (traveller, location): (check_in, captured_at)
        for traveller, location, check_in, captured_at in visits.values_list(
            "traveller", "location", "pk", "captured_at"
        ).iterator()
    }


def _kept_stamps() -> dict[Row, Row]:
    rows = Stamp.objects.values_list("traveller", "location", "check_in", "earned_at")
    return {(traveller, location): (check_in, at) for traveller, location, check_in, at in rows}


def _expected_tallies() -> dict[Row, Row]:
    rows = (
        CheckIn.objects.counted()
        .order_by()
        .values_list("location")
        .annotate(visits=Count("pk"), visitors=Count("traveller", distinct=True))
    )
    return {(location,): (visits, visitors) for location, visits, visitors in rows}


def _kept_tallies() -> dict[Row, Row]:
    """A place whose last visit was deleted keeps a row of zeros, which is as good as none."""
    rows = LocationTally.objects.exclude(visits=0, visitors=0)
    return {(row[0],): row[1:] for row in rows.values_list("location", "visits", "visitors")}


def _mend_stamps(differences: list[Difference]) -> None:
    for _table, (traveller, location), expected, _kept in differences:
        Stamp.objects.filter(traveller=traveller, location=location).delete()
        if expected:
            Stamp.objects.create(
                traveller_id=traveller,
                location_id=location,
                check_in_id=expected[0],
                earned_at=expected[1],
            )


def _mend_tallies(differences: list[Difference]) -> None:
    for _table, (location,), expected, _kept in differences:
        visits, visitors = expected or (0, 0)
        LocationTally.objects.update_or_create(
            location_id=location, defaults={"visits": visits, "visitors": visitors}
        )
