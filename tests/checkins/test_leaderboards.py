"""Leaderboards: who agreed, by places of a scope in a period, with a nickname and nothing else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Region, Traveller
from checkins.models import BoardEntry, CheckIn
from checkins.services import (
    delete_check_in,
    erase_traveller,
    hide_nickname,
    merge_guest,
    recount,
)
from locations.models import Location
from tests import make
from tests.checkins.visits import NOON, visit

URL = "/api/v1/leaderboards/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept from one reading to the next; one test below says what keeping does."""
    monkeypatch.setattr("checkins.boards.KEPT_S", 0)


def been(person: Traveller, *at: Location, on: datetime = NOON) -> list[CheckIn]:
    days = enumerate(at)
    return [
        visit(person, place, captured_at=on + timedelta(hours=12 * day)).check_in
        for day, place in days
    ]


def read(api: APIClient, query: str = "") -> Any:
    answer = api.get(f"{URL}{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(api: APIClient, query: str = "") -> list[tuple[int, str, int]]:
    rows = read(api, query)["results"]
    return [(row["rank"], row["nickname"], row["score"]) for row in rows]


def test_who_has_been_at_most_places_comes_first(api: APIClient) -> None:
    places = [make.location() for _place in range(3)]
    few, many, silent = make.traveller(), make.traveller(), make.traveller()
    been(few, places[0])
    been(few, places[0], on=NOON + timedelta(days=1))  # a place counts once
    been(many, *places[:2])
    been(silent, *places)
    make.appear(few, "阿眉")
    make.appear(many, "小林")
    body = api.get(URL).json()
    assert body == {
        "period": "all",
        "results": [
            {"rank": 1, "nickname": "小林", "score": 2},
            {"rank": 2, "nickname": "阿眉", "score": 1},
        ],
        "me": None,
    }
    assert api.get(URL)["Cache-Control"] == "private, no-store"
    assert recount() == []


def test_visits_after_agreeing_count_as_those_before(api: APIClient) -> None:
    person = make.appear(make.traveller(), "小林")
    been(person, make.location(), make.location())
    assert names(api) == [(1, "小林", 2)]
    assert recount() == []


def test_of_equals_who_was_there_first_comes_first(api: APIClient) -> None:
    places = [make.location() for _place in range(2)]
    late, early = make.appear(make.traveller(), "慢慢"), make.appear(make.traveller(), "快快")
    been(late, places[0], on=NOON - timedelta(days=5))
    been(early, *places, on=NOON - timedelta(days=3))
    been(late, places[1])
    assert names(api) == [(1, "快快", 2), (2, "慢慢", 2)]


def test_a_period_is_a_month_or_a_year_of_the_place(api: APIClient) -> None:
    gate, bridge = make.location(), make.location(time_zone="America/New_York")
    person = make.appear(make.traveller(), "小林")
    # 1 January in China is still the old year in New York.
    turn = datetime.fromisoformat("2026-01-01T09:00:00+08:00")
    visit(person, gate, captured_at=turn)
    visit(person, bridge, captured_at=turn + timedelta(hours=3))
    assert names(api, "?period=2026-01") == [(1, "小林", 1)]
    assert names(api, "?period=2025-12") == [(1, "小林", 1)]
    assert names(api, "?period=2026") == [(1, "小林", 1)]
    assert names(api, "?period=2024") == []
    assert names(api) == [(1, "小林", 2)]


def test_a_scope_is_a_drama_or_a_region_as_it_is_now(api: APIClient) -> None:
    make.chengdu()
    near, far = make.location(), make.location(region=Region.objects.get(code="510116"))
    drama = make.drama("jia")
    make.scene(drama, near)
    person = make.appear(make.traveller(), "小林")
    been(person, near, far)
    assert names(api, "?drama=jia") == [(1, "小林", 1)]
    assert names(api, "?region=510100") == [(1, "小林", 1)]
    assert names(api, "?region=510000") == [(1, "小林", 2)]
    assert names(api, "?region=510100&drama=jia") == []
    make.scene(drama, far)
    assert names(api, "?drama=jia") == [(1, "小林", 2)]
    assert names(api, "?region=510100&drama=jia") == [(1, "小林", 1)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?period=2026-13", "period"),
        ("?period=26", "period"),
        ("?period=2026-11-01", "period"),
        ("?drama=none", "drama"),
        ("?region=999999", "region"),
        ("?traveller=x", "traveller"),
    ],
)
def test_a_board_that_makes_no_sense_is_refused(api: APIClient, query: str, field: str) -> None:
    answer = api.get(f"{URL}{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


def test_ones_own_rank_is_told_also_far_down(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checkins.boards.TOP", 2)
    monkeypatch.setattr("checkins.boards.SPARE", 0)
    places = [make.location() for _place in range(3)]
    people = [make.appear(make.traveller(), f"旅人{n}") for n in range(4)]
    for number, person in enumerate(people):
        been(person, *places[: max(1, 3 - number)], on=NOON + timedelta(minutes=number))
    assert names(api) == [(1, "旅人0", 3), (2, "旅人1", 2)]
    told = [read(make.app_of(person))["me"] for person in people]
    assert [line["rank"] for line in told] == [1, 2, 3, 4]
    assert told[3] == {"rank": 4, "nickname": "旅人3", "score": 1}
    # Elsewhere she has not been; and whoever has not agreed has no rank.
    assert read(make.app_of(people[0]), "?period=2020")["me"] is None
    stranger = make.traveller()
    been(stranger, places[0])
    assert read(make.app_of(stranger))["me"] is None


def test_consent_nickname_and_the_bureau_each_decide(
    traveller: Traveller, as_traveller: APIClient, api: APIClient
) -> None:
    been(traveller, make.location())
    consents = "/api/v1/me/consents/"
    agreed = {"purpose": "leaderboard", "policy_version": "2026-11"}
    assert as_traveller.post(consents, agreed).status_code == 201
    assert names(api) == []  # no nickname yet
    as_traveller.patch("/api/v1/me/", {"nickname": "小林"})
    assert names(api) == [(1, "小林", 1)]
    assert as_traveller.post(consents, agreed).status_code == 200
    as_traveller.patch("/api/v1/me/", {"nickname": "大林"})
    assert names(api) == [(1, "大林", 1)]
    hide_nickname(traveller=traveller, hidden=True, now=NOON)
    assert (names(api), BoardEntry.objects.count(), recount()) == ([], 0, [])
    assert as_traveller.get("/api/v1/me/").json()["nickname_hidden"] is True
    as_traveller.patch("/api/v1/me/", {"nickname": "换名"})
    assert names(api) == []  # it stays hidden under another name
    hide_nickname(traveller=traveller, hidden=False, now=NOON)
    assert names(api) == [(1, "换名", 1)]
    assert as_traveller.delete(f"{consents}leaderboard/").status_code == 204
    assert (names(api), BoardEntry.objects.count(), recount()) == ([], 0, [])
    as_traveller.post(consents, agreed)
    as_traveller.patch("/api/v1/me/", {"nickname": ""})
    assert (names(api), BoardEntry.objects.count(), recount()) == ([], 0, [])


def test_another_policy_takes_everybody_off_until_they_agree_again(
    api: APIClient, settings: Any
) -> None:
    person = make.appear(make.traveller(), "小林")
    been(person, make.location())
    settings.PRIVACY_POLICY_VERSION = "2027-01"
    assert names(api) == []
    assert {found.table for found in recount(fix=True)} == {"board"}
    assert BoardEntry.objects.count() == 0


def test_what_is_kept_shows_nobody_who_has_left(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checkins.boards.KEPT_S", 30)
    monkeypatch.setattr("checkins.boards.TOP", 1)
    monkeypatch.setattr("checkins.boards.SPARE", 1)
    gate = make.location()
    leaves, stays = make.appear(make.traveller(), "走了"), make.appear(make.traveller(), "留下")
    been(leaves, gate)
    been(stays, gate, on=NOON + timedelta(hours=1))
    assert names(api) == [(1, "走了", 1)]
    erase_traveller(traveller=leaves, now=NOON)
    assert names(api) == [(1, "留下", 1)]
    # A count is up to 30 s old.
    been(stays, make.location(), on=NOON + timedelta(days=1))
    assert names(api) == [(1, "留下", 1)]
    cache.clear()
    assert names(api) == [(1, "留下", 2)]
    # That one was not full, so it was not kept.
    been(stays, make.location(), on=NOON + timedelta(days=2))
    assert names(api) == [(1, "留下", 3)]


def test_deleting_and_moving_visits_is_followed(api: APIClient) -> None:
    gate, bridge = make.location(), make.location()
    person = make.appear(make.traveller(), "小林")
    made = been(person, gate, bridge)
    again = visit(person, gate, captured_at=NOON + timedelta(days=20)).check_in
    assert names(api, "?period=2026-12") == [(1, "小林", 1)]
    delete_check_in(traveller=person, id=made[0].pk, now=NOON)
    assert BoardEntry.objects.get(location=gate, period="all").first_at == again.captured_at
    delete_check_in(traveller=person, id=again.pk, now=NOON)
    assert names(api) == [(1, "小林", 1)]
    assert recount() == []


def test_a_visit_synced_late_is_counted_from_its_own_moment() -> None:
    gate = make.location()
    person = make.appear(make.traveller(), "小林")
    been(person, gate)
    before = NOON - timedelta(days=2)
    visit(person, gate, captured_at=before, now=NOON + timedelta(hours=1))
    assert set(BoardEntry.objects.values_list("first_at", flat=True)) == {before}
    assert recount() == []


@pytest.mark.parametrize("named", ["guest", "person", "both"])
def test_merging_adds_up_and_keeps_one_name(api: APIClient, named: str) -> None:
    gate, bridge = make.location(), make.location()
    guest, person = make.traveller(), make.account("lin")
    been(guest, gate, bridge)
    been(person, gate, on=NOON + timedelta(days=3))
    if named != "person":
        make.appear(guest, "客人")
    if named != "guest":
        make.appear(person, "主人")
    merge_guest(guest=guest, into=person, now=timezone.now())
    assert names(api) == [(1, "客人" if named == "guest" else "主人", 2)]
    assert recount() == []


def test_a_hidden_guest_stays_hidden_after_merging(api: APIClient) -> None:
    guest, person = make.appear(make.traveller(), "客人"), make.account("lin")
    been(guest, make.location())
    hide_nickname(traveller=guest, hidden=True, now=NOON)
    merge_guest(guest=guest, into=person, now=timezone.now())
    assert names(api) == []
    assert recount() == []


def test_the_export_has_the_rows(traveller: Traveller, as_traveller: APIClient) -> None:
    make.appear(traveller, "小林")
    been(traveller, make.location("gate"))
    rows = as_traveller.get("/api/v1/me/export/").json()["leaderboards"]
    moment = "2026-11-23T12:00:00+08:00"
    assert sorted(rows, key=lambda row: row["period"]) == [
        {"location": "gate", "period": period, "first_at": moment}
        for period in ("2026", "2026-11", "all")
    ]


def test_recount_finds_every_sort_of_wrong_row_and_mends_it() -> None:
    gate, bridge = make.location(), make.location()
    person, silent = make.appear(make.traveller(), "小林"), make.traveller()
    been(person, gate, bridge)
    been(silent, gate)
    month = BoardEntry.objects.filter(location=gate, period="2026-11")
    before = set(BoardEntry.objects.values_list("traveller", "location", "period", "first_at"))
    wrong = [
        lambda: month.delete(),
        lambda: month.update(first_at=NOON + timedelta(days=1)),
        lambda: BoardEntry.objects.create(
            traveller=person, location=gate, period="2020", first_at=NOON
        ),
        lambda: BoardEntry.objects.create(
            traveller=silent, location=gate, period="all", first_at=NOON
        ),
    ]
    for plant in wrong:
        plant()
        assert [found.table for found in recount()] == ["board"]
        recount(fix=True)
        assert recount() == []
    after = set(BoardEntry.objects.values_list("traveller", "location", "period", "first_at"))
    assert after == before


def test_a_place_is_once_in_a_period_by_the_store() -> None:
    person = make.appear(make.traveller(), "小林")
    been(person, make.location())
    row = BoardEntry.objects.filter(period="all").get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("people", [1, 3])
def test_a_board_has_a_fixed_number_of_queries(django_assert_num_queries: Any, people: int) -> None:
    gate = make.location()
    everybody = [make.appear(make.traveller(), f"旅人{n}") for n in range(people)]
    for number, person in enumerate(everybody):
        been(person, gate, on=NOON + timedelta(minutes=number))
    app = make.app_of(everybody[-1])
    # Token, the user's other tokens, traveller; the count, who may be shown.
    with django_assert_num_queries(5):
        assert read(app)["me"]["rank"] == people
