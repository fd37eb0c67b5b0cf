"""Threads at one barrier: a badge is earned once, and nobody who qualifies is passed over."""

import threading
from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Consent
from accounts.services import Agreement
from checkins.models import Badge, BadgeAward, BoardEntry, CheckIn
from checkins.services import (
    badge_making,
    check_in,
    delete_check_in,
    give_consent,
    merge_guest,
    recount,
    save_badge,
    settle_badge,
    withdraw_consent,
)
from tests import make
from tests.checkins.test_concurrency import _a_real_store, at_once  # noqa: F401  # a fixture
from tests.checkins.visits import NOON, attempt, fix

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(3)
SOME_PLACES = 16


def drama_at(number: int) -> tuple[Any, list[Any]]:
    drama = make.drama("jia")
    places = [make.location(f"place-{n:02}") for n in range(number)]
    for place in places:
        make.scene(drama, place)
    return drama, places


_spots = count()


def sent(person: Any, place: Any, minute: int = 0) -> Any:
    """An attempt by code, so that nobody is too fast; made before it is sent."""
    spot = fix(5 + next(_spots) * 0.37 % 90)  # one position of many people is a copied one
    made = attempt(place, captured_at=NOON + timedelta(minutes=minute), fix=spot)
    return lambda: check_in(traveller=person, attempt=made, now=NOON + timedelta(days=1)).result


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_traveller_at_many_places_at_once_earns_a_badge_once(_round: int) -> None:
    drama, places = drama_at(SOME_PLACES)
    make.badge("all", drama=drama)
    make.badge("half", drama=drama, needed=SOME_PLACES // 2)
    person = make.traveller()
    outcomes = Counter(at_once([sent(person, place, n) for n, place in enumerate(places)]))
    assert outcomes == {"created": SOME_PLACES}
    dates = dict(BadgeAward.objects.values_list("badge__slug", "earned_at"))
    assert dates == {
        "all": NOON + timedelta(minutes=SOME_PLACES - 1),
        "half": NOON + timedelta(minutes=SOME_PLACES // 2 - 1),
    }
    told = [reward for made in CheckIn.objects.all() for reward in made.rewards]
    new = [reward["badge"] for reward in told if reward != "first_visit" and "badge" in reward]
    assert sorted(new) == ["all", "half"]
    assert recount() == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_badge_made_among_arriving_visits_passes_nobody_over(_round: int) -> None:
    """Whether a visit comes before or after the badge is settled, its traveller has it."""
    drama, places = drama_at(2)
    people = [make.traveller() for _person in range(16)]
    for person in people:
        sent(person, places[0])()
    badge = Badge(slug="all", name_hans="走遍", rule="places_of_drama", drama=drama)
    visits = [sent(person, places[1], 5) for person in people]

    def make_it() -> str:
        save_badge(badge=badge)
        return "saved"

    outcomes = Counter(at_once([*visits[:8], make_it, *visits[8:]]))
    assert outcomes == {"created": 16, "saved": 1}
    assert BadgeAward.objects.count() == 16
    assert recount() == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_deletions_edits_and_visits_at_once_end_as_the_stamps_say(_round: int) -> None:
    drama, places = drama_at(3)
    badge = make.badge("all", drama=drama)
    make.badge("two", needed=2)
    people = [make.traveller() for _person in range(10)]
    made = {}
    for person in people:
        for place in places[:2]:
            visit = attempt(place)
            made[person, place] = check_in(traveller=person, attempt=visit, now=NOON).check_in.pk

    def remove(person: Any) -> str:
        delete_check_in(traveller=person, id=made[person, places[0]], now=NOON)
        return "deleted"

    def loosen(needed: int | None) -> str:
        fresh = Badge.objects.get(pk=badge.pk)
        fresh.needed = needed
        save_badge(badge=fresh)
        return "saved"

    deeds = [lambda person=person: remove(person) for person in people]
    deeds += [sent(person, places[2], 9) for person in people]
    deeds += [lambda: loosen(1), lambda: loosen(2), lambda: loosen(None)]
    deeds += [lambda: str(settle_badge(badge=badge) >= 0)]
    outcomes = Counter(at_once(deeds[::-1]))
    assert outcomes == {"deleted": 10, "created": 10, "saved": 3, "True": 1}
    assert recount() == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_guest_is_folded_in_while_both_check_in(_round: int) -> None:
    drama, places = drama_at(8)
    make.badge("all", drama=drama)
    make.badge("two", needed=2)
    person, guest = make.appear(make.account("lin"), "小林"), make.traveller()
    sent(guest, places[0])()
    sent(person, places[1])()

    def fold() -> str:
        merge_guest(guest=guest, into=person, now=NOON)
        return "folded"

    visits = [sent(person, place, n) for n, place in enumerate(places[2:5])]
    visits += [sent(guest, place, n + 5) for n, place in enumerate(places[5:])]
    outcomes = Counter(at_once([*visits, fold]))
    assert sum(outcomes.values()) == 7
    assert set(outcomes) <= {"created", "folded", "store_unavailable"}
    assert recount() == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_to_appear_and_to_withdraw_among_visits_leaves_no_row_behind(_round: int) -> None:
    _drama, places = drama_at(8)
    person = make.traveller()
    make.appear(person, "小林")
    withdraw_consent(traveller=person, purpose="leaderboard", now=timezone.now())

    def agree() -> str:
        agreement = Agreement("leaderboard", "2026-11")
        give_consent(traveller=person, agreement=agreement, now=timezone.now())
        return "agreed"

    def withdraw() -> str:
        withdraw_consent(traveller=person, purpose="leaderboard", now=timezone.now())
        return "withdrawn"

    visits = [sent(person, place, n) for n, place in enumerate(places)]
    outcomes = Counter(at_once([*visits, agree, withdraw, agree, withdraw]))
    assert outcomes == {"created": 8, "agreed": 2, "withdrawn": 2}
    in_force = Consent.objects.filter(purpose="leaderboard", withdrawn_at=None).exists()
    assert BoardEntry.objects.filter(period="all").count() == (8 if in_force else 0)
    assert recount() == []


def visit_while_a_badge_is_made() -> None:
    """The visit has looked at the badges and is not committed when the badge is made."""
    drama, [gate] = drama_at(1)
    person = make.traveller()
    badge = Badge(slug="all", name_hans="走遍", rule="places_of_drama", drama=drama)
    has_looked, is_made = threading.Event(), threading.Event()

    def arrive() -> str:
        with transaction.atomic():
            sent(person, gate)()
            has_looked.set()
            is_made.wait(timeout=1)  # in vain, where the badge waits for this very visit
        return "arrived"

    def make_it() -> str:
        has_looked.wait(timeout=10)
        save_badge(badge=badge)
        is_made.set()
        return "made"

    assert at_once([arrive, make_it]) == ["arrived", "made"]


def test_a_badge_waits_for_the_visit_that_could_not_see_it() -> None:
    visit_while_a_badge_is_made()
    assert BadgeAward.objects.count() == 1
    assert recount() == []


def test_without_the_lock_of_the_places_that_visit_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: what the locks are for does happen where they are not taken."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, so that nothing can come in between")
    monkeypatch.setattr(badge_making, "_lock_places", lambda badge: None)
    visit_while_a_badge_is_made()
    assert BadgeAward.objects.count() == 0
    assert [found.table for found in recount()] == ["award"]
