"""Signing in, merging, erasing and checking in at the same moment: none of it breaks another."""

from collections import Counter
from collections.abc import Callable

import pytest

from accounts.models import LoginLimit, Traveller
from accounts.services import link_wechat, traveller_of_openid
from accounts.services.login_limits import PER_NAME, count_attempt
from checkins.models import CheckIn
from checkins.services import erase_traveller, merge_guest, recount
from tests import make
from tests.checkins.test_concurrency import at_once, sending
from tests.checkins.visits import NOON, attempt, visit

THREADS = 32

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_attempts_at_once_only_so_many_pass() -> None:
    def attempt_it(number: int) -> Callable[[], str]:
        def run() -> str:
            count_attempt(name="xiaolin", address=f"203.0.113.{number}", now=NOON)
            return "passed"

        return run

    outcomes = Counter(at_once([attempt_it(number) for number in range(THREADS)]))
    assert outcomes == {"passed": PER_NAME, "throttled": THREADS - PER_NAME}
    assert LoginLimit.objects.count() == THREADS + 1


def test_one_wechat_user_from_many_devices_is_one_traveller() -> None:
    deeds = [lambda: str(traveller_of_openid(openid="olin").pk)] * THREADS
    assert len(set(at_once(deeds))) == 1
    assert Traveller.objects.count() == 1


def test_one_wechat_user_is_linked_to_one_of_many_guests() -> None:
    guests = [make.traveller() for _each in range(16)]
    deeds = [lambda g=g: str(link_wechat(traveller=g, openid="olin") is not None) for g in guests]
    assert Counter(at_once(deeds)) == {"True": 1, "False": 15}


def test_visits_that_come_in_while_guests_are_folded_in_are_not_lost() -> None:
    """Each ends stored, or is told to come again; whatever is stored belongs to somebody real."""
    person = make.account("lin")
    places = [make.location() for _place in range(4)]
    guests = [make.traveller() for _each in range(8)]
    for guest in guests:
        visit(guest, places[0])

    def fold(guest: Traveller) -> Callable[[], str]:
        def run() -> str:
            merge_guest(guest=guest, into=person, now=NOON)
            return "merged"

        return run

    visits = [sending(guest, [attempt(place)])[0] for guest in guests for place in places[1:]]
    outcomes = Counter(at_once([*visits[:12], *map(fold, guests), *visits[12:]]))
    assert set(outcomes) <= {"created", "already_today", "merged", "store_unavailable"}
    assert sum(outcomes.values()) == 32
    stored = outcomes["created"] + outcomes["already_today"]
    assert CheckIn.objects.count() == 8 + stored
    assert recount() == []
    left = Traveller.objects.exclude(pk=person.pk).count()
    assert left == 8 - outcomes["merged"]


def test_erasing_while_visits_come_in_leaves_nothing_half() -> None:
    people = [make.traveller() for _each in range(8)]
    gate = make.location()

    def erase(one: Traveller) -> Callable[[], str]:
        def run() -> str:
            erase_traveller(traveller=one, now=NOON)
            return "erased"

        return run

    visits = [sending(one, [attempt(gate)])[0] for one in people for _time in range(2)]
    outcomes = Counter(at_once([*visits, *map(erase, people)]))
    assert set(outcomes) <= {"created", "already_today", "erased", "store_unavailable"}
    assert Traveller.objects.count() == 8 - outcomes["erased"]
    assert recount() == []
