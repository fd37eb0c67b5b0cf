"""Whatever happens in whatever order, awards and boards are what the rows themselves prove."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Traveller
from checkins.models import Badge, BadgeAward, CheckIn
from checkins.services import (
    delete_check_in,
    erase_traveller,
    merge_guest,
    recount,
    save_badge,
    withdraw_consent,
)
from tests import make
from tests.checkins.visits import NOON, visit

PLACES, PEOPLE = 4, 3
A_PLACE, A_PERSON = st.integers(0, PLACES - 1), st.integers(0, PEOPLE - 1)


class Season(RuleBasedStateMachine):
    """Travellers visit, delete, agree, merge; the bureau makes badges and changes them."""

    @initialize()
    def open(self) -> None:
        kinds = [make.kind("street"), make.kind("museum")]
        self.places = [make.location(kind=kinds[n % 2]) for n in range(PLACES)]
        self.drama = make.drama()
        for place in self.places[:3]:
            make.scene(self.drama, place)
        self.people = [make.traveller() for _person in range(PEOPLE)]
        self.names = 0
        make.badge(drama=self.drama)
        make.badge(needed=2)

    def present(self, number: int) -> Traveller | None:
        return Traveller.objects.filter(pk=self.people[number].pk).first()

    @rule(who=A_PERSON, where=A_PLACE, day=st.integers(0, 40), hour=st.integers(-6, 6))
    def visits(self, who: int, where: int, day: int, hour: int) -> None:
        at = NOON - timedelta(days=day - 12, hours=hour)
        if person := self.present(who):
            visit(person, self.places[where], captured_at=at, now=at + timedelta(days=1))

    @rule(who=A_PERSON, which=st.integers(0, 9))
    def deletes(self, who: int, which: int) -> None:
        person = self.present(who)
        own = CheckIn.objects.filter(traveller=self.people[who]).order_by("pk")
        if person and (made := own[which : which + 1].first()):
            delete_check_in(traveller=person, id=made.pk, now=NOON)

    @rule(who=A_PERSON, agrees=st.booleans())
    def appears(self, who: int, agrees: bool) -> None:
        if not (person := self.present(who)):
            return
        if agrees:
            self.names += 1
            make.appear(person, f"小林{self.names}")
        else:
            withdraw_consent(traveller=person, purpose="leaderboard", now=NOON)

    @rule(who=A_PERSON, into=A_PERSON)
    def merges(self, who: int, into: int) -> None:
        guest, person = self.present(who), self.present(into)
        if guest and person and guest != person:
            merge_guest(guest=guest, into=person, now=NOON)

    @rule(who=A_PERSON)
    def is_erased(self, who: int) -> None:
        if person := self.present(who):
            erase_traveller(traveller=person, now=NOON)

    @rule(
        kind=st.sampled_from(["places", "places_of_kind", "places_of_drama"]),
        needed=st.integers(1, 4),
        until=st.none() | st.integers(0, 30),
    )
    def makes_a_badge(self, kind: str, needed: int, until: int | None) -> None:
        about: dict[str, dict[str, object]] = {
            "places": {},
            "places_of_kind": {"place_kind": make.kind("museum")},
            "places_of_drama": {"drama": self.drama},
        }
        last = None if until is None else NOON.date() + timedelta(days=until - 15)
        slug = f"b{Badge.objects.count()}"
        save_badge(
            badge=Badge(
                slug=slug, name_hans=slug, rule=kind, needed=needed, valid_until=last, **about[kind]
            )
        )

    @rule(which=st.integers(0, 5), needed=st.integers(1, 4), active=st.booleans())
    def changes_a_badge(self, which: int, needed: int, active: bool) -> None:
        if badge := Badge.objects.order_by("pk")[which : which + 1].first():
            badge.needed, badge.is_active = needed, active
            save_badge(badge=badge)

    @rule(which=st.integers(0, 3))
    def adds_a_place_to_the_drama(self, which: int) -> None:
        """More is asked for now; nobody loses anything, and nobody gains."""
        before = set(BadgeAward.objects.values_list("pk", flat=True))
        make.scene(self.drama, self.places[which])
        assert set(BadgeAward.objects.values_list("pk", flat=True)) == before

    @invariant()
    def rows_prove_themselves(self) -> None:
        if hasattr(self, "places"):
            assert recount() == []


class FromAnEmptyStore(Season):
    """What a run makes is rolled back, so that the next one begins with nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.run = transaction.atomic()
        self.run.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.run.__exit__(None, None, None)


@pytest.mark.django_db
def test_any_season_ends_as_its_rows_prove() -> None:
    many = settings(max_examples=15, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(FromAnEmptyStore, settings=many)
