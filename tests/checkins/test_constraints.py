"""The store itself refuses what must not happen: each constraint, going round the service."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Traveller
from checkins.models import CheckIn, DeletedCheckIn, Stamp
from tests import make
from tests.checkins.visits import ID, NOON


def row(traveller: Traveller, **values: Any) -> CheckIn:
    defaults: dict[str, Any] = {
        "id": uuid4(),
        "traveller": traveller,
        "captured_at": NOON,
        "received_at": NOON,
        "local_date": NOON.date(),
        "status": "verified",
        "counted": True,
        "radius_m": 120,
        "judged_at": NOON,
    }
    return CheckIn.objects.create(**(defaults | values))


def test_one_counted_visit_a_day_is_kept_by_the_store(traveller: Traveller) -> None:
    gate = make.location()
    row(traveller, location=gate)
    row(traveller, location=gate, counted=False)
    row(traveller, location=gate, local_date=date(2026, 11, 24))
    row(make.traveller(), location=gate)
    with pytest.raises(IntegrityError), transaction.atomic():
        row(traveller, location=gate)


@pytest.mark.parametrize("status", ["unverified", "under_review", "rejected"])
def test_only_verified_or_probable_visits_count_is_kept_by_the_store(
    traveller: Traveller, status: str
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row(traveller, location=make.location(), status=status)


def test_raw_position_is_whole_or_gone_is_kept_by_the_store(traveller: Traveller) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row(traveller, location=make.location(), lat=30.0)


def test_one_stamp_a_place_is_kept_by_the_store(traveller: Traveller) -> None:
    gate = make.location()
    rows = [row(traveller, location=gate, local_date=date(2026, 11, day)) for day in (1, 2)]
    pair = {"traveller": traveller, "location": gate, "earned_at": NOON}
    Stamp.objects.create(check_in=rows[0], **pair)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stamp.objects.create(check_in=rows[1], **pair)


def test_a_deleted_id_is_kept_once(traveller: Traveller) -> None:
    DeletedCheckIn.objects.create(id=ID, traveller=traveller, deleted_at=datetime.now(UTC))
    with pytest.raises(IntegrityError), transaction.atomic():
        DeletedCheckIn.objects.create(id=ID, traveller=traveller, deleted_at=datetime.now(UTC))
