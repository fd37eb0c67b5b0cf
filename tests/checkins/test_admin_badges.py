"""Badges and nicknames at the desk: a bureau's own, checked as they are typed, told in words."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Traveller, User
from checkins.models import Badge, BadgeAward
from checkins.services import recount
from locations.models import Location, Scene
from tests import make
from tests.admin_doors import desk, form_data
from tests.checkins.visits import visit

BADGES = "/admin/checkins/badge/"
NAMES = "/admin/checkins/boardname/"


@pytest.fixture
def client(editor_a: User, editor_b: User) -> Client:
    return desk(editor_a)


@pytest.fixture
def places(editor_a: User) -> list[Location]:
    return [make.location(f"place-{n}") for n in range(2)]


@pytest.fixture
def drama(places: list[Location]) -> Any:
    made = make.drama("jia", title_hans="家里家外")
    for place in places:
        make.scene(made, place)
    return made


def filled(of: Any, **values: Any) -> dict[str, Any]:
    typed = {
        "name_hans": "走遍家里家外",
        "slug": "home",
        "icon": "medal",
        "is_active": "on",
        "rule": "places_of_drama",
        "drama": of.pk,
        "region": "511400",
    }
    return {name: value for name, value in (typed | values).items() if value is not None}


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200, "the form came back"
    return dict(response.context["adminform"].form.errors)


def page_of(badge: Badge) -> str:
    return f"{BADGES}{badge.pk}/change/"


def test_a_new_badge_goes_to_who_qualifies_and_is_told_in_words(
    client: Client, drama: Any, places: list[Location], traveller: Traveller
) -> None:
    for place in places:
        visit(traveller, place)
    response = client.post(f"{BADGES}add/", filled(drama), follow=True)
    assert next(str(told) for told in response.context["messages"]) == (
        "现在有 1 位旅行者拥有此徽章。"
    )
    badge = Badge.objects.get()
    assert (badge.name_hant, badge.region_id, badge.needed) == ("走遍家裡家外", "511400", None)
    assert BadgeAward.objects.get().traveller == traveller
    page = client.get(page_of(badge)).content.decode()
    assert "集齐《家里家外》全部 2 处取景地的印章。只计眉山市的取景地。" in page
    assert "Collect the stamps of every place of" in page
    listed = client.get(BADGES).content.decode()
    assert "家里家外 · 全部" in listed
    assert recount() == []


def test_what_a_rule_is_not_about_is_emptied(client: Client, drama: Any) -> None:
    typed = filled(drama, rule="places", needed="1")
    assert client.post(f"{BADGES}add/", typed).status_code == 302
    assert Badge.objects.values_list("drama", "needed").get() == (None, 1)


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"drama": None}, "drama", "此规则需要填写这一项。"),
        ({"rule": "stops_of_trail"}, "trail", "此规则需要填写这一项。"),
        ({"rule": "places"}, "needed", "此规则需要填写数量。"),
        ({"rule": "places", "needed": "0"}, "needed", "确保该值大于或等于1。"),
        ({"rule": "provinces", "needed": "2"}, "region", "省份按全国计算，不能限定地区。"),
        ({"needed": "3"}, "needed", "其中只有 2 处取景地可以计入。"),
        (
            {"valid_from": "2026-02-01", "valid_until": "2026-01-01"},
            "valid_until",
            "结束日期早于开始日期。",
        ),
        ({"region": None}, "region", "该字段是必填项。"),
    ],
)
def test_a_rule_that_makes_no_sense_is_told(
    client: Client, drama: Any, values: dict[str, Any], field: str, message: str
) -> None:
    found = errors(client.post(f"{BADGES}add/", filled(drama, **values)))
    assert found == {field: [message]}
    assert Badge.objects.count() == 0


def test_a_drama_without_a_place_there_is_told(client: Client, drama: Any) -> None:
    region = make.region("511402", "东坡区", make.meishan())
    found = errors(client.post(f"{BADGES}add/", filled(drama, region=region.code)))
    assert found == {"drama": ["其中只有 0 处取景地可以计入。"]}


def test_a_bureau_makes_badges_of_its_own_regions_alone(client: Client, drama: Any) -> None:
    for region in ("510100", "510000", "999999"):
        found = errors(client.post(f"{BADGES}add/", filled(drama, region=region)))
        assert list(found) == ["region"]
    far = make.drama("far", title_hans="远方")
    make.scene(far, make.location(region=make.chengdu()))
    assert list(errors(client.post(f"{BADGES}add/", filled(far)))) == ["drama"]
    trail = make.trail("far", make.location(region=make.chengdu()))
    typed = filled(drama, rule="stops_of_trail", trail=trail.pk)
    assert list(errors(client.post(f"{BADGES}add/", typed))) == ["trail"]
    form = client.get(f"{BADGES}add/").content.decode()
    assert "远方" not in form
    assert "成都市" not in form


def test_a_foreign_badge_is_reached_through_no_door(
    client: Client, drama: Any, traveller: Traveller
) -> None:
    secret = "暗号徽章"
    for badge in (
        make.badge("foreign", region=make.chengdu(), name_hans=secret),
        make.badge("national", name_hans=secret),
    ):
        for page in ("change/", "history/", "delete/"):
            assert client.get(f"{BADGES}{badge.pk}/{page}").status_code == 302
        own = make.badge(region=make.meishan())
        typed = form_data(client, page_of(own)) | {"name_hans": "夺来"}
        client.post(page_of(badge), typed)
        client.post(f"{BADGES}{badge.pk}/delete/", {"post": "yes"})
        for action in ("delete_selected",):
            client.post(BADGES, {"_selected_action": [badge.pk], "action": action, "post": "yes"})
        badge.refresh_from_db()
        assert badge.name_hans == secret
    for page in (BADGES, f"{BADGES}?q=foreign", f"{BADGES}?id__in={badge.pk}", "/admin/"):
        assert secret not in client.get(page).content.decode()
    root = desk(User.objects.create_superuser("root"))
    assert secret in root.get(BADGES).content.decode()


def test_a_badge_is_changed_not_deleted_by_a_bureau(client: Client, drama: Any) -> None:
    badge = make.badge("home", drama=drama, region=make.meishan())
    typed = form_data(client, page_of(badge))
    assert client.post(f"{BADGES}{badge.pk}/delete/", {"post": "yes"}).status_code == 403
    # The slug stays, whatever is sent; an old form does not win.
    typed.pop("is_active")
    assert client.post(page_of(badge), typed | {"slug": "other"}).status_code == 302
    badge.refresh_from_db()
    assert (badge.slug, badge.is_active) == ("home", False)
    assert "__all__" in errors(client.post(page_of(badge), typed))


def test_travellers_and_strangers_do_not_get_in(traveller: Traveller, editor_a: User) -> None:
    make.badge("home")
    for user in (None, traveller.user, User.objects.create_user("lost", is_staff=True)):
        for page in (BADGES, f"{BADGES}add/", NAMES):
            assert desk(user).get(page).status_code in {302, 403}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_has_a_fixed_number_of_queries(
    client: Client, drama: Any, django_assert_num_queries: Any, number: int
) -> None:
    for _each in range(number):
        make.badge(drama=drama, region=make.meishan(), valid_from=date(2026, 1, 1))
    # Session, user, membership; the number of rows twice, the rows with all that is shown.
    with django_assert_num_queries(6):
        assert client.get(BADGES).status_code == 200


def test_edits_of_the_catalogue_give_badges_that_become_due(
    client: Client,
    drama: Any,
    places: list[Location],
    traveller: Traveller,
    django_capture_on_commit_callbacks: Any,
) -> None:
    make.badge("home", drama=drama)
    visit(traveller, places[0])
    changelist = "/admin/locations/location/"
    selected = {"_selected_action": [places[1].pk]}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(changelist, selected | {"action": "hide"})
    assert BadgeAward.objects.count() == 1
    assert recount() == []
    BadgeAward.objects.all().delete()
    client.post(changelist, selected | {"action": "publish"})
    scene = Scene.objects.get(location=places[1])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/locations/scene/{scene.pk}/delete/", {"post": "yes"})
    assert BadgeAward.objects.count() == 1
    assert recount() == []


def test_a_bureau_hides_and_shows_a_nickname(client: Client, places: list[Location]) -> None:
    person, elsewhere, silent = (make.traveller() for _each in range(3))
    make.appear(person, "小林")
    make.appear(elsewhere, "远客")
    visit(person, places[0])
    visit(silent, places[0])
    visit(elsewhere, make.location(region=make.chengdu()))
    page = client.get(NAMES).content.decode()
    assert "小林" in page
    assert "远客" not in page
    assert str(person.pk.hex)[:8] not in page.replace("-", "").split('name="_selected_action"')[0]
    for action, hidden in (("hide", True), ("hide", True), ("show", False)):
        chosen = [person.pk, elsewhere.pk]
        client.post(NAMES, {"_selected_action": chosen, "action": action})
        rows = Traveller.objects.in_bulk([person.pk, elsewhere.pk])
        assert (rows[person.pk].nickname_hidden_at is not None) is hidden
        assert rows[elsewhere.pk].nickname_hidden_at is None
        assert recount() == []
    assert client.get(f"{NAMES}add/").status_code == 403
    assert client.get(f"{NAMES}{elsewhere.pk}/change/").status_code == 302
    assert client.post(f"{NAMES}{person.pk}/delete/", {"post": "yes"}).status_code == 403
