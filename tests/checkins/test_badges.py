"""Badges follow from stamps, in the check-in's own transaction, and the answer says so."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from accounts.models import Region, Traveller
from checkins.models import Badge, BadgeAward, CheckIn, Stamp
from checkins.services import (
    delete_check_in,
    erase_traveller,
    merge_guest,
    recount,
    save_badge,
    settle_badge,
    settle_places,
)
from checkins.services.badges import settle_badges
from locations.models import Location, Scene
from tests import make
from tests.checkins.visits import ID, NOON, fix, request, visit

WRITE = "/api/v1/check-ins/"


def places(number: int, **values: Any) -> list[Location]:
    return [make.location(f"place-{n}", **values) for n in range(1, number + 1)]


def a_drama(*at: Location, **values: Any) -> Any:
    drama = make.drama("jia", title_hans="家里家外", title_en="Home", **values)
    for place in at:
        make.scene(drama, place)
    return drama


def walk(person: Traveller, at: list[Location], start: int = 0) -> list[CheckIn]:
    """A visit a day, each received at once."""
    days = enumerate(at, start)
    return [
        visit(person, place, captured_at=NOON + timedelta(days=day)).check_in for day, place in days
    ]


def slugs(person: Traveller) -> list[str]:
    awards = BadgeAward.objects.filter(traveller=person).order_by("badge__slug")
    return list(awards.values_list("badge__slug", flat=True))


@pytest.mark.usefixtures("noon")
def test_the_answer_tells_the_badge_and_how_far_drama_and_trail_are(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    at = places(3)
    drama = a_drama(*at)
    make.trail("walk", *at[:2], name_hans="老街半日", name_en="Old Street")
    make.badge("two-of-home", drama=drama, needed=2, icon="episode", name_en="Two homes")
    visit(traveller, at[0], captured_at=NOON - timedelta(days=1))
    answer = as_traveller.post(f"{WRITE}?lang=en", request("place-2"))
    assert answer.status_code == 201
    told = answer.json()["rewards"]
    assert told == [
        {
            "code": "first_visit",
            "message": "Your first visit here: the stamp is in your passport.",
        },
        {
            "code": "badge",
            "message": "New badge: Two homes, 2 of 2.",
            "badge": {
                "slug": "two-of-home",
                "name": "Two homes",
                "name_lang": "en",
                "icon": "episode",
            },
            "have": 2,
            "needed": 2,
        },
        {
            "code": "drama_progress",
            "message": "Places of “Home” you have visited: 2 of 3.",
            "drama": {"slug": "jia", "title": "Home", "title_lang": "en"},
            "have": 2,
            "needed": 3,
        },
        {
            "code": "trail_progress",
            "message": "Stops of the trail “Old Street” you have visited: 2 of 2.",
            "trail": {"slug": "walk", "name": "Old Street", "name_lang": "en"},
            "have": 2,
            "needed": 2,
        },
    ]
    again = as_traveller.post(f"{WRITE}?lang=en", request("place-2"))
    assert (again.status_code, again.json()["rewards"]) == (200, told)
    hans = as_traveller.post(f"{WRITE}?lang=zh-Hans", request("place-2")).json()["rewards"]
    assert hans[1]["message"] == "获得新徽章：徽章two-of-home，2/2。"
    assert hans[2]["message"] == "《家里家外》的取景地，您已到访 2/3 处。"
    assert CheckIn.objects.get(pk=ID).rewards == [
        "first_visit",
        {"code": "badge", "badge": "two-of-home", "have": 2, "needed": 2},
        {"code": "drama_progress", "drama": "jia", "have": 2, "needed": 3},
        {"code": "trail_progress", "trail": "walk", "have": 2, "needed": 2},
    ]


def test_a_reward_whose_badge_is_gone_is_left_out(traveller: Traveller) -> None:
    from checkins.rewards import told

    badge = make.badge("gone")
    kept = visit(traveller, make.location()).check_in
    BadgeAward.objects.all().delete()
    badge.delete()
    assert [reward["code"] for reward in told(kept.rewards)] == ["first_visit"]


def test_a_badge_rests_on_its_stamps_and_is_dated_by_the_last(traveller: Traveller) -> None:
    at = places(3)
    make.badge("home", drama=a_drama(*at))
    made = walk(traveller, at)
    award = BadgeAward.objects.get()
    assert (award.check_in, award.earned_at) == (made[2], made[2].captured_at)
    assert award.places == sorted(place.pk for place in at)
    assert recount() == []


def test_a_badge_stays_when_the_drama_grows_and_goes_with_a_stamp(traveller: Traveller) -> None:
    at = places(2)
    drama = a_drama(*at)
    make.badge("home", drama=drama)
    made = walk(traveller, at)
    new = make.location("new")
    make.scene(drama, new)
    assert slugs(traveller) == ["home"]
    assert recount() == []
    # Whoever comes later needs the new one too.
    other = make.traveller()
    walk(other, at)
    assert slugs(other) == []
    later = visit(traveller, new, captured_at=NOON + timedelta(days=9)).check_in
    assert BadgeAward.objects.get().check_in == made[1]
    delete_check_in(traveller=traveller, id=later.pk, now=NOON)
    assert slugs(traveller) == ["home"]
    delete_check_in(traveller=traveller, id=made[0].pk, now=NOON)
    assert slugs(traveller) == []
    assert recount() == []


def test_another_visit_of_the_day_keeps_a_badge_that_is_no_longer_due(
    traveller: Traveller,
) -> None:
    """The stamp goes from one visit to the other; in between there is none."""
    gate, new = places(2)
    drama = a_drama(gate)
    make.badge("home", drama=drama)
    first = visit(traveller, gate).check_in
    second = visit(traveller, gate, captured_at=NOON + timedelta(hours=2)).check_in
    make.scene(drama, new)
    kept = CheckIn.objects.exclude(pk=first.pk).get()  # good, but the day was taken
    assert kept.captured_at == NOON + timedelta(hours=2)
    assert second == first
    delete_check_in(traveller=traveller, id=first.pk, now=NOON)
    assert BadgeAward.objects.get().check_in == kept
    assert recount() == []


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_the_order_in_which_visits_come_in_does_not_matter(
    traveller: Traveller, order: list[int]
) -> None:
    at = places(3)
    make.badge("two", needed=2)
    for number in order:
        made = NOON + timedelta(days=number)
        visit(traveller, at[number], captured_at=made, now=NOON + timedelta(days=5))
    award = BadgeAward.objects.get()
    assert award.earned_at == NOON + timedelta(days=1)
    assert award.places == sorted([at[0].pk, at[1].pk])
    assert recount() == []


def test_only_stamps_of_the_region_and_the_window_count(traveller: Traveller) -> None:
    make.chengdu()
    far = make.location("far", region=Region.objects.get(code="510116"))
    near = make.location("near")
    make.badge("meishan", region=make.meishan(), needed=1)
    make.badge("chengdu", region=make.chengdu(), needed=1)
    make.badge("sichuan", region=make.sichuan(), needed=2)
    make.badge("over", valid_until=date(2026, 11, 22))
    make.badge("now", valid_from=date(2026, 11, 23), valid_until=date(2026, 11, 23))
    make.badge("later", valid_from=date(2026, 11, 24), needed=2)
    make.badge("off", is_active=False)
    visit(traveller, near)
    assert slugs(traveller) == ["meishan", "now"]
    visit(traveller, far, captured_at=NOON + timedelta(days=1))
    assert slugs(traveller) == ["chengdu", "meishan", "now", "sichuan"]
    assert recount() == []


def test_every_sort_of_rule_is_met_by_a_check_in(traveller: Traveller) -> None:
    make.chengdu()
    beijing = make.region("110000", "北京市")
    museum = make.kind("museum")
    at = [
        make.location("a", kind=museum),
        make.location("b", region=Region.objects.get(code="510116")),
        make.location("c", region=beijing, kind=museum),
    ]
    make.badge("trail", trail=make.trail("walk", *at))
    make.badge("museums", place_kind=museum, needed=2)
    make.badge("provinces", rule="provinces", needed=2)
    make.badge("cities", rule="cities", needed=2)
    visit(traveller, at[0])
    assert slugs(traveller) == []
    visit(traveller, at[1], captured_at=NOON + timedelta(days=1))
    assert slugs(traveller) == ["cities"]
    visit(traveller, at[2], captured_at=NOON + timedelta(days=2))
    assert slugs(traveller) == ["cities", "museums", "provinces", "trail"]
    assert recount() == []
    BadgeAward.objects.all().delete()
    for badge in Badge.objects.all():
        assert settle_badge(badge=badge) == 1
    assert slugs(traveller) == ["cities", "museums", "provinces", "trail"]
    assert recount() == []


@pytest.mark.parametrize("number", [1, 3])
def test_settling_has_a_fixed_number_of_queries(
    traveller: Traveller, django_assert_num_queries: Any, number: int
) -> None:
    at = places(number)
    walk(traveller, at)
    for place in at:
        drama = make.drama()
        make.scene(drama, place)
        make.badge(drama=drama, region=make.meishan())
        make.badge(trail=make.trail(f"walk-{place.slug}", place))
        make.badge(needed=number)
    # Awards, badges, dramas, trails, regions of their places, stamps; the new awards.
    with django_assert_num_queries(7):
        won = settle_badges(traveller_id=traveller.pk, locations=[place.pk for place in at])
    assert len(won) == number * 3
    assert recount() == []
    # Nothing new: nothing is written.
    with django_assert_num_queries(6):
        assert settle_badges(traveller_id=traveller.pk, locations=[at[0].pk]) == []


def test_a_second_visit_asks_for_no_badge(
    traveller: Traveller, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = make.location()
    visit(traveller, gate)
    asked: list[Any] = []
    monkeypatch.setattr(
        "checkins.services.ledger.settle_badges", lambda **values: asked.append(values) or []
    )
    again = visit(traveller, gate, captured_at=NOON + timedelta(days=1))
    assert again.check_in.counted
    assert asked == []


def test_a_new_badge_goes_to_everybody_who_qualifies(db: None) -> None:
    at = places(3)
    drama = a_drama(*at)
    whole, part = make.traveller(), make.traveller()
    made = walk(whole, at)
    walk(part, at[:2])
    badge = Badge(slug="home", name_hans="走遍", rule="places_of_drama", drama=drama)
    assert save_badge(badge=badge) == 1
    award = BadgeAward.objects.get()
    assert (award.traveller, award.check_in) == (whole, made[2])
    # Two are enough now; who had it is dated by the stamps that are needed.
    badge.needed = 2
    assert save_badge(badge=badge) == 2
    award.refresh_from_db()
    assert award.check_in == made[1]
    # A stricter rule takes nothing away.
    badge.needed = 99
    assert save_badge(badge=badge) == 2
    assert recount() == []


@pytest.mark.parametrize("people", [1, 3])
def test_giving_a_badge_to_everybody_has_a_fixed_number_of_queries(
    db: None, django_assert_num_queries: Any, people: int
) -> None:
    at = places(2)
    for _one in range(people):
        walk(make.traveller(), at)
    badge = make.badge("home", drama=a_drama(*at))
    # Savepoint, awards, places, their locks; drama; who is due, stamps, awards, insert; savepoint.
    with django_assert_num_queries(10):
        assert settle_badge(badge=badge) == people
    assert recount() == []


def test_a_place_that_is_hidden_lets_others_qualify(traveller: Traveller) -> None:
    at = places(2)
    make.badge("home", drama=a_drama(*at))
    walk(traveller, at[:1])
    Location.objects.filter(pk=at[1].pk).update(is_published=False)
    [missing] = recount()
    assert (missing.table, missing.kept) == ("award", None)
    assert settle_places(locations=[at[1].pk]) == 1
    assert recount() == []


@pytest.mark.parametrize("over", ["private", "demolished", "closed"])
def test_nobody_is_asked_to_go_where_no_check_in_is_taken(traveller: Traveller, over: str) -> None:
    at = places(3)
    drama = a_drama(*at)
    make.badge("home", drama=drama)
    make.badge("walk", trail=make.trail("walk", *at))
    Location.objects.filter(pk=at[2].pk).update(lifecycle=over)
    walk(traveller, at[:2])
    assert slugs(traveller) == ["home", "walk"]
    assert recount() == []


def test_merging_keeps_every_badge_once(db: None) -> None:
    at = places(3)
    drama = a_drama(*at[:2])
    make.badge("home", drama=drama)
    make.badge("three", needed=3)
    person, guest = make.account("lin"), make.traveller()
    walk(guest, at[:2])
    walk(person, at, start=4)
    merge_guest(guest=guest, into=person, now=NOON)
    assert slugs(person) == ["home", "three"]
    assert BadgeAward.objects.get(badge__slug="home").earned_at == NOON + timedelta(days=1)
    assert recount() == []


def test_merging_keeps_a_badge_that_could_not_be_earned_any_more(db: None) -> None:
    at = places(3)
    drama = a_drama(*at[:2])
    make.badge("home", drama=drama)
    person, guest = make.account("lin"), make.traveller()
    walk(guest, at[:2])
    make.scene(drama, at[2])
    merge_guest(guest=guest, into=person, now=NOON)
    assert slugs(person) == ["home"]
    assert recount() == []


def test_two_halves_make_a_whole_when_they_are_merged(db: None) -> None:
    at = places(2)
    make.badge("home", drama=a_drama(*at))
    person, guest = make.account("lin"), make.traveller()
    walk(person, at[:1])
    walk(guest, at[1:], start=1)
    merge_guest(guest=guest, into=person, now=NOON)
    assert slugs(person) == ["home"]
    assert recount() == []


def test_erasing_takes_the_badges_too(traveller: Traveller) -> None:
    make.badge("first")
    visit(traveller, make.location())
    erase_traveller(traveller=traveller, now=NOON)
    assert (BadgeAward.objects.count(), Stamp.objects.count(), recount()) == (0, 0, [])


def test_the_export_names_badges_and_what_they_rest_on(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    make.badge("first")
    visit(traveller, make.location("gate"), id=ID)
    assert as_traveller.get("/api/v1/me/export/").json()["badges"] == [
        {
            "badge": "first",
            "check_in": str(ID),
            "earned_at": "2026-11-23T12:00:00+08:00",
            "places": ["gate"],
        }
    ]


def test_recount_finds_every_sort_of_wrong_award_and_mends_it(traveller: Traveller) -> None:
    at = places(3)
    make.badge("home", drama=a_drama(*at))
    make.badge("two", needed=2)
    made = walk(traveller, at)
    other = make.traveller()
    wrong = [
        lambda: BadgeAward.objects.filter(badge__slug="home").delete(),
        lambda: BadgeAward.objects.filter(badge__slug="two").update(earned_at=NOON),
        lambda: BadgeAward.objects.filter(badge__slug="two").update(check_in=made[2].pk),
        lambda: BadgeAward.objects.filter(badge__slug="two").update(check_in=None),
        lambda: BadgeAward.objects.filter(badge__slug="two").update(places=[at[2].pk]),
        lambda: BadgeAward.objects.filter(badge__slug="two").update(places=[]),
        lambda: BadgeAward.objects.create(
            traveller=other, badge=Badge.objects.get(slug="two"), earned_at=NOON, places=[at[0].pk]
        ),
    ]
    before = list(BadgeAward.objects.order_by("badge__slug").values("badge", "places", "earned_at"))
    for plant in wrong:
        plant()
        [found] = recount()
        assert found.table == "award"
        with pytest.raises(CommandError, match="1 differences"):
            call_command("recount")
        assert len(recount(fix=True)) == 1
        assert recount() == []
    after = list(BadgeAward.objects.order_by("badge__slug").values("badge", "places", "earned_at"))
    assert after == before


def test_recount_mends_awards_by_mended_stamps(traveller: Traveller) -> None:
    make.badge("first")
    visit(traveller, make.location())
    Stamp.objects.all().delete()
    BadgeAward.objects.all().delete()
    assert {found.table for found in recount(fix=True)} == {"stamp", "award"}
    assert recount() == []
    assert slugs(traveller) == ["first"]


FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("badge_names_what_its_rule_is_about", {"rule": "places_of_drama"}),
    ("badge_names_what_its_rule_is_about", {"rule": "stops_of_trail"}),
    ("badge_names_what_its_rule_is_about", {"rule": "places_of_kind", "needed": 1}),
    ("badge_without_a_list_says_how_many", {"rule": "places", "needed": None}),
    ("badge_needs_something", {"needed": 0}),
    (
        "badge_ends_after_it_begins",
        {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
    ),
]


@pytest.mark.parametrize(("name", "values"), FAULTS)
def test_a_badge_that_makes_no_sense_is_refused_by_the_store(
    db: None, name: str, values: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.badge(**values)


def test_a_badge_of_provinces_is_national_by_the_store(db: None) -> None:
    with pytest.raises(IntegrityError, match="a_badge_of_provinces_is_national"):
        make.badge(rule="provinces", needed=2, region=make.meishan())


def test_a_badge_is_earned_once_by_the_store(traveller: Traveller) -> None:
    badge = make.badge()
    visit(traveller, make.location())
    with pytest.raises(IntegrityError), transaction.atomic():
        BadgeAward.objects.create(traveller=traveller, badge=badge, earned_at=NOON)


def test_an_attempt_that_does_not_count_earns_nothing(traveller: Traveller) -> None:
    make.badge("first")
    gate = make.location()
    assert visit(traveller, gate, fix=fix(4_000)).rewards == ()
    assert slugs(traveller) == []
    assert Scene.objects.count() == 0
