"""Proves from the check-ins themselves what was made of them, and mends it."""

from django.db import connection, transaction
from django.db.models import Count

from checkins.models import CheckIn, LocationTally, Stamp
from checkins.services.differences import Difference, Row, compared
from checkins.services.recounting_badges import award_differences, mend_awards
from checkins.services.recounting_boards import board_differences, mend_boards


@transaction.atomic
def recount(*, fix: bool = False) -> list[Difference]:
    """What stamps, tallies, awards and boards should be and are not; with `fix` they are made so.

    Awards are held against the stamps, so stamps are mended first. Everything is seen as it was at
    one moment, so that a visit that comes in meanwhile is no difference.

    Raises:
        OperationalError: with `fix`, what was to be mended has changed since; nothing was.
    """
    _see_one_moment()
    stamps = compared("stamp", _expected_stamps(), _kept_stamps())
    tallies = compared("tally", _expected_tallies(), _kept_tallies())
    boards = board_differences()
    if fix:
        _mend_stamps(stamps)
        _mend_tallies(tallies)
        mend_boards(boards)
    awards = award_differences()
    if fix:
        mend_awards(awards)
    return [*stamps, *tallies, *awards, *boards]


def _see_one_moment() -> None:
    """PostgreSQL lets each statement see the store anew unless it is told otherwise; SQLite never."""
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


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
