"""Public figures of closed months, and four attacks on them; each attack works on a naive figure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Traveller, User
from checkins.figure_queries import bureau_visits, figures_of
from checkins.models import CheckIn, ClosedMonth, LocationTally, MonthlyFigure
from checkins.services import close_months, delete_check_in, erase_traveller
from checkins.situation import Fix
from locations.models import Location
from tests import make
from tests.checkins.visits import fix, visit

OCTOBER = datetime(2026, 10, 20, 4, 0, tzinfo=UTC)
SETTLED = datetime(2026, 11, 8, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def people(number: int) -> list[Traveller]:
    return [make.traveller() for _each in range(number)]


_spots = count()


def somewhere() -> Fix:
    """Nobody stands where somebody stood before: one position of many is a copied one."""
    return fix(5 + next(_spots) * 0.37 % 90)


def come(visitors: Iterable[Traveller], place: Location, at: datetime = OCTOBER) -> None:
    for one in visitors:
        assert visit(one, place, captured_at=at, fix=somewhere()).check_in.counted


def public(place: Location) -> dict[str, Any]:
    answer = APIClient().get(f"/api/v1/locations/{place.slug}/figures/")
    assert answer.status_code == 200
    return dict(answer.json())


def naive(place: Location, **window: Any) -> int:
    """The reading that everybody writes first: how many visits, with a threshold on the whole."""
    rows = CheckIn.objects.counted().filter(location=place, **window)
    enough = rows.values("traveller").distinct().count() >= 10
    return rows.count() if enough else 0


def test_a_place_tells_months_that_are_over_and_in_which_enough_came() -> None:
    gate = make.location("gate")
    come(people(23), gate)
    come(people(9), gate, OCTOBER - timedelta(days=30))
    come(people(40), gate, OCTOBER + timedelta(days=18))
    assert public(gate)["months"] == []
    assert close_months(now=SETTLED) == [date(2026, 9, 1), date(2026, 10, 1)]
    assert public(gate) == {
        "location": "gate",
        "at_least": 10,
        "rounded_down_to": 10,
        "visits": 20,
        "months": [
            {"month": "2026-10", "visits": 20, "visitors": 20, "withheld": None},
            {"month": "2026-09", "visits": None, "visitors": None, "withheld": "few_visitors"},
        ],
    }


def test_nobody_and_few_are_told_alike() -> None:
    empty, quiet = make.location("empty"), make.location("quiet")
    come(people(9), quiet)
    close_months(now=SETTLED)
    assert public(empty)["months"] == public(quiet)["months"]
    assert public(empty)["visits"] is public(quiet)["visits"] is None


def test_a_place_that_is_not_shown_has_no_figures(api: APIClient) -> None:
    hidden = make.location("hidden", is_published=False)
    for slug in (hidden.slug, "nowhere"):
        answer = api.get(f"/api/v1/locations/{slug}/figures/")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert api.get("/api/v1/locations/hidden/figures/?month=1").json()["code"] == "invalid"


def test_by_no_window_is_one_visit_found() -> None:
    """Yesterday's total from today's: who came last night. Ours does not move with the day."""
    gate = make.location("gate")
    come(people(12), gate)
    close_months(now=SETTLED)
    before, naive_before = public(gate), naive(gate)
    come(people(1), gate, SETTLED)
    assert naive(gate) - naive_before == 1, "the attack works on a live count"
    assert LocationTally.objects.get(location=gate).visits == 13
    assert public(gate) == before
    come(people(1), gate, OCTOBER + timedelta(days=9))  # synced late, into a closed month
    assert close_months(now=SETTLED + timedelta(days=3)) == []
    assert public(gate) == before


def test_no_choice_of_days_is_offered(api: APIClient) -> None:
    gate = make.location("gate")
    come(people(12), gate, OCTOBER)
    come(people(1), gate, OCTOBER + timedelta(days=1))
    through_20 = naive(gate, local_date__lte=date(2026, 10, 20))
    assert naive(gate, local_date__lte=date(2026, 10, 21)) - through_20 == 1, "the attack works"
    for name in ("from", "to", "day", "since", "drama", "region"):
        answer = api.get(f"/api/v1/locations/gate/figures/?{name}=2026-10-20")
        assert answer.json()["code"] == "invalid", name


def test_by_no_filter_is_a_quiet_place_found(editor_a: User) -> None:
    """All places of a bureau minus the busy one: the quiet one. A quiet one is in no sum."""
    busy, quiet = make.location("busy"), make.location("quiet")
    come(people(12), busy)
    come(people(3), quiet)
    close_months(now=SETTLED)
    both = CheckIn.objects.counted().count()
    assert both - naive(busy) == 3, "the attack works on a count over all places"
    assert bureau_visits(editor_a) == (date(2026, 10, 1), 12)
    assert not MonthlyFigure.objects.filter(location=quiet).exists()


def test_a_bureau_sums_only_its_own_places_from_five_visitors_on(
    editor_a: User, editor_b: User
) -> None:
    assert bureau_visits(editor_a) == (None, None)
    mine, few = make.location("mine"), make.location("few")
    theirs = make.location("theirs", region=make.region("510116", "双流区"))
    come(people(5), mine)
    come(people(4), few)
    come(people(7), theirs)
    close_months(now=SETTLED)
    assert bureau_visits(editor_a)[1] == 5
    assert bureau_visits(editor_b)[1] == 7
    assert figures_of(mine).visits is None, "five are not enough for everybody"


@pytest.mark.parametrize("number", [10, 11])
def test_one_who_erases_herself_is_not_seen_to_go(number: int) -> None:
    gate = make.location("gate")
    visitors = people(number)
    come(visitors, gate)
    close_months(now=SETTLED)
    before, naive_before = public(gate), naive(gate)
    erase_traveller(traveller=visitors[0], now=SETTLED)
    assert naive_before - naive(gate) in {1, 10}, "the attack works on rows that are counted anew"
    close_months(now=SETTLED + timedelta(days=1))
    assert public(gate) == before
    delete_check_in(
        traveller=visitors[1], id=CheckIn.objects.get(traveller=visitors[1]).pk, now=SETTLED
    )
    assert public(gate) == before


def test_who_is_erased_before_the_month_closes_is_in_no_figure() -> None:
    gate = make.location("gate")
    visitors = people(10)
    come(visitors, gate)
    erase_traveller(traveller=visitors[0], now=OCTOBER)
    close_months(now=SETTLED)
    assert public(gate)["visits"] is None
    assert MonthlyFigure.objects.get().visitors == 9


def test_one_who_comes_every_day_is_one_visitor() -> None:
    gate = make.location("gate")
    [one] = people(1)
    for day in range(12):
        at = OCTOBER - timedelta(days=day)
        visit(one, gate, captured_at=at, id=uuid4(), fix=somewhere())
    close_months(now=SETTLED)
    assert CheckIn.objects.counted().count() == 12
    assert public(gate)["visits"] is None


def test_a_month_is_closed_once_and_for_good() -> None:
    come(people(10), make.location("gate"))
    out = StringIO()
    call_command("close_months", stdout=out)
    assert ClosedMonth.objects.filter(month=date(2026, 10, 1)).exists()
    assert out.getvalue().splitlines()[0] == "2026-10 closed"
    call_command("close_months", stdout=out)
    assert out.getvalue().count("2026-10") == 1


def test_a_month_without_a_visit_is_closed_too() -> None:
    come(people(10), make.location("gate"), OCTOBER - timedelta(days=60))
    closed = close_months(now=SETTLED)
    assert closed == [date(2026, month, 1) for month in (8, 9, 10)]


def test_the_store_keeps_no_figure_of_few() -> None:
    gate = make.location("gate")
    month = ClosedMonth.objects.create(month=date(2026, 10, 1), closed_at=SETTLED)
    for visits, visitors in ((4, 4), (5, 6)):
        with pytest.raises(IntegrityError), transaction.atomic():
            MonthlyFigure.objects.create(
                location=gate, month=month, visits=visits, visitors=visitors
            )
    MonthlyFigure.objects.create(location=gate, month=month, visits=5, visitors=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyFigure.objects.create(location=gate, month=month, visits=9, visitors=9)


@pytest.mark.parametrize("months", [1, 3])
def test_figures_have_a_fixed_number_of_queries(
    django_assert_num_queries: Any, months: int
) -> None:
    gate = make.location("gate")
    for number in range(months):
        come(people(10), gate, OCTOBER - timedelta(days=30 * number))
    close_months(now=SETTLED)
    with django_assert_num_queries(4):  # revision, place, figures, months
        assert len(public(gate)["months"]) == months


def test_a_copy_of_the_figures_is_old_once_a_month_is_closed(api: APIClient) -> None:
    gate = make.location("gate")
    come(people(10), gate)
    url = "/api/v1/locations/gate/figures/"
    tag = api.get(url)["ETag"]
    assert api.get(url, headers={"If-None-Match": tag}).status_code == 304
    close_months(now=SETTLED)
    assert api.get(url, headers={"If-None-Match": tag}).json()["visits"] == 10


def test_the_page_of_a_place_tells_the_last_month_or_says_nothing(client: Client) -> None:
    busy, quiet = make.location("busy"), make.location("quiet")
    come(people(12), busy)
    come(people(9), quiet)
    assert b'class="visits"' not in client.get("/locations/busy/").content
    close_months(now=SETTLED)
    page = client.get("/locations/busy/?lang=en").content.decode()
    assert "<b>10+</b>" in page
    assert "visitors in October 2026" in page
    assert "2026年10月到访" in client.get("/locations/busy/?lang=zh-Hans").content.decode()
    assert b'class="visits"' not in client.get("/locations/quiet/").content


def test_the_desk_shows_the_closed_month(client: Client, editor_a: User) -> None:
    come(people(6), make.location("mine"))
    come(people(4), make.location("few"))
    client.force_login(editor_a)
    assert (
        "October" not in client.get("/admin/", headers={"Accept-Language": "en"}).content.decode()
    )
    close_months(now=SETTLED)
    page = client.get("/admin/", headers={"Accept-Language": "en"}).content.decode()
    assert "Visits in October 2026" in page
    assert "at least five visitors each" in page
