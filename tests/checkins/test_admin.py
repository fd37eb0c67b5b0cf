"""The survey act at the desk, and check-ins as a bureau may see them."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Region, Traveller, User
from checkins.models import CheckIn
from locations.models import Location
from tests import make
from tests.admin_doors import desk, form_data

CHECK_INS = "/admin/checkins/checkin/"


@pytest.fixture
def client(editor_a: User) -> Client:
    return desk(editor_a)


@pytest.fixture
def place(editor_a: User) -> Location:
    return make.location(
        "qinglong",
        name_hans="青龙老街",
        pin_quality="area",
        pin_accuracy_m=4000,
        lat=30.3,
        lng=103.8,
    )


def kept_visit(place: Location, by: Traveller, **values: Any) -> CheckIn:
    """At 30.315, 103.86 on a phone that speaks WGS-84; not counted, since the pin was an area."""
    now = timezone.now()
    defaults: dict[str, Any] = {
        "lat": 30.315,
        "lng": 103.86,
        "datum": "wgs84",
        "accuracy_m": 12,
        "fix_age_s": 2,
        "is_mock": False,
        "status": "unverified",
        "counted": False,
        "distance_m": 1234.5,
        "radius_m": 120,
    }
    return CheckIn.objects.create(
        id=uuid.uuid4(),
        traveller=by,
        location=place,
        captured_at=now,
        received_at=now,
        judged_at=now,
        local_date=timezone.localdate(),
        **(defaults | values),
    )


def survey(client: Client, place: Location, **values: Any) -> Any:
    url = f"/admin/locations/location/{place.pk}/change/"
    data = form_data(client, url) | values | {"_survey": "1"}
    return client.post(url, data, follow=True)


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_survey_makes_the_pin_surveyed_and_kept_visits_count(
    client: Client, editor_a: User, place: Location, traveller: Traveller
) -> None:
    visit = kept_visit(place, traveller)
    far = kept_visit(place, make.traveller(), lat=30.4, lng=103.9)
    response = survey(
        client, place, lat="30.315", lng="103.86", radius_m="150", name_en="Old Street"
    )
    surveyed = Location.objects.get()
    assert (surveyed.lat, surveyed.lng, surveyed.radius_m) == (30.315, 103.86, 150)
    assert (surveyed.pin_quality, surveyed.pin_accuracy_m) == ("surveyed", 10)
    assert (surveyed.surveyed_by, surveyed.name_en) == (editor_a, "Old Street")
    assert surveyed.surveyed_at is not None
    assert CheckIn.objects.get(pk=visit.pk).counted
    assert not CheckIn.objects.get(pk=far.pk).counted
    assert response.redirect_chain == [(f"/admin/locations/location/{place.pk}/change/", 302)]
    assert told(response)[:2] == [
        "点位已勘定。",
        "已重新判定 2 次留存的打卡，其中 1 次现已计入。",
    ]


def test_a_survey_without_kept_visits_says_so(client: Client, place: Location) -> None:
    response = survey(client, place, paste="103.865,30.319", paste_datum="gcj02")
    assert Location.objects.get().pin_quality == "surveyed"
    assert told(response)[:3] == [
        "您粘贴的是经度在前，已按纬度 30.319000、经度 103.865000 读入。 "
        "已由 GCJ-02 换算为 WGS-84：30.321834, 103.862912。",
        "点位已勘定。",
        "没有等待重新判定的打卡。",
    ]


def test_a_survey_takes_away_how_the_guess_was_made(client: Client, place: Location) -> None:
    Location.objects.update(pin_basis_en="Centre of the town. Unverified.")
    survey(client, place, lat="30.315", lng="103.86")
    assert Location.objects.get().pin_basis_en == ""
    survey(client, place, pin_basis_hans="门口的路牌")
    assert Location.objects.get().pin_basis_hans == "门口的路牌"
    survey(client, place, lat="30.316")
    assert Location.objects.get().pin_basis_hans == "门口的路牌"


def test_a_survey_needs_a_point(client: Client, editor_a: User) -> None:
    place = make.location("nowhere", pin_quality="none")
    response = survey(client, place)
    assert list(response.context["adminform"].form.errors) == ["lat"]
    assert Location.objects.get().pin_quality == "none"


def test_a_place_without_a_point_is_surveyed_in_one_go(client: Client, editor_a: User) -> None:
    place = make.location("nowhere", pin_quality="none")
    survey(client, place, lat="30.315", lng="103.86", pin_accuracy_m="5")
    assert (Location.objects.get().pin_quality, Location.objects.get().pin_accuracy_m) == (
        "surveyed",
        5,
    )


def test_a_foreign_editor_surveys_nothing(editor_b: User, client: Client, place: Location) -> None:
    url = f"/admin/locations/location/{place.pk}/change/"
    data = form_data(client, url) | {"_survey": "1"}
    desk(editor_b).post(url, data)
    assert Location.objects.get().pin_quality == "area"


def test_a_plain_save_of_the_radius_judges_kept_visits_again(
    client: Client, traveller: Traveller
) -> None:
    place = make.location("surveyed")
    visit = kept_visit(place, traveller, lat=30.318, lng=103.86)  # 333 m away
    url = f"/admin/locations/location/{place.pk}/change/"
    response = client.post(url, form_data(client, url) | {"radius_m": "400"}, follow=True)
    assert CheckIn.objects.get(pk=visit.pk).counted
    assert told(response)[0] == "已重新判定 1 次留存的打卡，其中 1 次现已计入。"


def test_a_plain_save_of_a_text_judges_nothing(
    client: Client, place: Location, traveller: Traveller
) -> None:
    visit = kept_visit(place, traveller)
    url = f"/admin/locations/location/{place.pk}/change/"
    client.post(url, form_data(client, url) | {"name_en": "Old Street"})
    assert CheckIn.objects.get(pk=visit.pk).judged_at == visit.judged_at


def test_check_ins_show_the_grade_and_never_the_person_or_the_spot(
    client: Client, place: Location, traveller: Traveller
) -> None:
    traveller.nickname = "夜行人"
    traveller.save()
    visit = kept_visit(place, traveller, lat=30.123456, lng=103.654321, note="和李四一起")
    for url in (CHECK_INS, f"{CHECK_INS}{visit.pk}/change/"):
        page = client.get(url).content.decode()
        assert "青龙老街" in page
        assert "未能确认" in page
        assert "1,230 米" in page
        for secret in ("夜行人", "30.123", "103.654", "李四", str(traveller.pk), "1234.5"):
            assert secret not in page, secret


def test_check_ins_are_read_only(client: Client, place: Location, traveller: Traveller) -> None:
    visit = kept_visit(place, traveller)
    assert client.get(f"{CHECK_INS}add/").status_code == 403
    assert client.post(f"{CHECK_INS}{visit.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{CHECK_INS}{visit.pk}/change/", {"counted": "on"}).status_code == 403
    client.post(CHECK_INS, {"action": "delete_selected", "_selected_action": [str(visit.pk)]})
    assert CheckIn.objects.get().counted is False


def test_check_ins_at_foreign_places_are_not_there(
    editor_b: User, place: Location, traveller: Traveller
) -> None:
    visit = kept_visit(place, traveller)
    page = desk(editor_b).get(CHECK_INS).content.decode()
    assert "青龙老街" not in page
    assert desk(editor_b).get(f"{CHECK_INS}{visit.pk}/change/").status_code == 302


@pytest.mark.parametrize(
    "query", ["lat__gte=30.1", "traveller=1", "note__contains=a", "cell=30.31", "lng__lt=104"]
)
def test_hidden_columns_cannot_be_guessed_through_the_address(query: str, client: Client) -> None:
    assert client.get(f"{CHECK_INS}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    ["status__exact=unverified", "counted__exact=0", "local_date__year=2026", "q=qinglong", "o=2"],
)
def test_check_ins_can_be_narrowed_by_what_is_offered(
    query: str, client: Client, place: Location
) -> None:
    assert client.get(f"{CHECK_INS}?{query}").status_code == 200


def test_a_place_with_check_ins_cannot_be_deleted(
    place: Location, traveller: Traveller, chengdu: Region
) -> None:
    kept_visit(place, traveller)
    manager = make.editor("manager", make.bureau("meishan"), "manager")
    page = desk(manager).post(f"/admin/locations/location/{place.pk}/delete/", {"post": "yes"})
    assert page.status_code in {200, 403}
    assert Location.objects.filter(pk=place.pk).exists()
