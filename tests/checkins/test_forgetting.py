"""What goes at once with a consent, and what the night takes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import Consent, LoginLimit, Traveller
from checkins.models import CheckIn, CodeGuesses, CodeUse
from checkins.services import forget_traces, merge_guest, withdraw_consent
from checkins.site_code import step_of
from tests import make
from tests.checkins.visits import NOON, visit
from tourmap.api.problems import Refusal

POSITION = ("lat", "lng", "datum", "accuracy_m", "fix_age_s", "is_mock", "request_digest", "cell")
EMPTY = (None, None, "", None, None, None, "", "")
CONSENT = "/api/v1/me/consents/precise_position/"

pytestmark = pytest.mark.django_db


def positions(traveller: Traveller) -> set[Any]:
    return set(CheckIn.objects.filter(traveller=traveller).values_list(*POSITION))


def test_with_the_consent_every_position_goes_at_once(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    gate, other = make.location(), make.traveller()
    kept = visit(traveller, gate).check_in
    visit(other, gate)
    assert as_traveller.delete(CONSENT).status_code == 204
    assert positions(traveller) == {EMPTY}
    assert EMPTY not in positions(other)
    after = CheckIn.objects.get(pk=kept.pk)
    assert (after.counted, after.distance_m, after.checks) == (True, kept.distance_m, kept.checks)
    assert as_traveller.delete(CONSENT).status_code == 204


def test_a_position_that_was_forgotten_after_its_days_loses_its_cell_too(
    traveller: Traveller,
) -> None:
    row = visit(traveller, make.location()).check_in
    CheckIn.objects.filter(pk=row.pk).update(lat=None, lng=None, request_digest="")
    withdraw_consent(traveller=traveller, purpose="precise_position", now=NOON)
    assert CheckIn.objects.get().cell == ""


def test_another_consent_takes_no_position_along(traveller: Traveller) -> None:
    visit(traveller, make.location())
    withdraw_consent(traveller=traveller, purpose="leaderboard", now=NOON)
    assert EMPTY not in positions(traveller)


def test_a_check_in_after_the_withdrawal_is_refused(traveller: Traveller) -> None:
    withdraw_consent(traveller=traveller, purpose="precise_position", now=NOON)
    with pytest.raises(Refusal, match="consent_required"):
        visit(traveller, make.location())


def test_a_merging_that_ends_a_consent_takes_the_positions_along() -> None:
    guest, person = make.traveller(), make.account("lin")
    visit(person, make.location())
    visit(guest, make.location(), captured_at=NOON + timedelta(days=1))
    Consent.objects.filter(traveller=guest).update(withdrawn_at=NOON)
    merge_guest(guest=guest, into=person, now=NOON)
    assert positions(person) == {EMPTY}


def test_the_night_takes_what_has_served(traveller: Traveller) -> None:
    gate, now = make.location(), timezone.now()
    for days in (1, 30, 32):
        step = step_of(now - timedelta(days=days))
        CodeUse.objects.create(traveller=traveller, location=gate, step=step)
    CodeGuesses.objects.create(
        traveller=traveller, location=gate, since=now - timedelta(hours=1), wrong=3
    )
    CodeGuesses.objects.create(
        traveller=make.traveller(), location=gate, since=now - timedelta(minutes=59), wrong=3
    )
    LoginLimit.objects.create(key="old", attempts=1, since=now - timedelta(minutes=15))
    LoginLimit.objects.create(key="new", attempts=1, since=now)
    for _device in range(2):
        make.app_of(traveller)
    dead = AuthToken.objects.order_by("created").first()
    AuthToken.objects.filter(pk=dead.pk).update(expiry=now - timedelta(seconds=1))
    call_command("forget_positions")
    assert CodeUse.objects.count() == 2
    assert CodeGuesses.objects.exclude(traveller=traveller).count() == 1
    assert CodeGuesses.objects.filter(traveller=traveller).count() == 0
    assert [limit.key for limit in LoginLimit.objects.all()] == ["new"]
    assert AuthToken.objects.exclude(pk=dead.pk).count() == AuthToken.objects.count() == 1
    assert forget_traces(now=now) == 0
