"""The form and list of places at the desk."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Region, User
from locations.models import Location
from tests import make
from tests.admin_doors import desk, form_data
from tourmap.geo import LatLng

LIST = "/admin/locations/location/"


@pytest.fixture
def client(editor_a: User) -> Client:
    return desk(editor_a)


@pytest.fixture
def place(editor_a: User) -> Location:
    """青龙老街 as the catalogue knows it: only the middle of the township."""
    return make.location(
        "qinglong-laojie",
        name_hans="青龙老街",
        name_en="",
        pin_quality="area",
        pin_accuracy_m=4000,
        lat=30.31,
        lng=103.86,
    )


def url_of(place: Location) -> str:
    return f"{LIST}{place.pk}/change/"


def send(client: Client, place: Location, **values: Any) -> Any:
    url = url_of(place)
    return client.post(url, form_data(client, url) | values, follow=True)


def errors(response: Any) -> dict[str, list[str]]:
    form = response.context["adminform"].form
    return {name: [str(error) for error in found] for name, found in form.errors.items()}


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


NEW = {
    "name_hans": "江口古镇",
    "slug": "jiangkou",
    "kind": "street",
    "region": "511403",
    "country": "CN",
    "time_zone": "Asia/Shanghai",
    "pin_quality": "none",
    "radius_m": "150",
    "lifecycle": "unknown",
    "access": "unknown",
    "confidence": "low",
    "is_published": "on",
    "scenes-TOTAL_FORMS": "0",
    "scenes-INITIAL_FORMS": "0",
}


def add(client: Client, **values: Any) -> Any:
    make.kind()
    return client.post(f"{LIST}add/", NEW | values, follow=True)


def test_a_new_place_is_kept_with_its_traditional_name_proposed(client: Client) -> None:
    add(client)
    made = Location.objects.get()
    assert (made.name_hans, made.name_hant, made.region_id) == ("江口古镇", "江口古鎮", "511403")


@pytest.mark.parametrize("region", ["", "510116", "510000"])
def test_a_new_place_lies_in_a_region_of_the_bureau(
    region: str, client: Client, chengdu: Region
) -> None:
    response = add(client, region=region)
    assert list(errors(response)) == ["region"]
    assert not Location.objects.exists()


def test_the_regions_offered_are_the_bureaus_own(
    client: Client, place: Location, chengdu: Region
) -> None:
    field = client.get(url_of(place)).context["adminform"].form.fields["region"]
    assert [label for _value, label in field.choices][1:] == [
        "四川省 眉山市",
        "四川省 眉山市 彭山区",
    ]


def test_a_place_cannot_be_moved_to_a_foreign_region(
    client: Client, place: Location, chengdu: Region
) -> None:
    response = send(client, place, region="510116")
    assert errors(response) == {"region": ["本机构的取景地须位于本机构的辖区内。"]}


def test_a_superuser_keeps_places_abroad(place: Location) -> None:
    root = desk(User.objects.create_superuser("root"))
    response = send(root, place, region="", country="GB", time_zone="Europe/London")
    assert not told(response)[0].startswith("请")
    assert Location.objects.get().region is None


@pytest.mark.parametrize("typed", ["Beijing", "../etc/passwd", "UTC+8"])
def test_a_time_zone_that_does_not_exist_is_refused(
    client: Client, place: Location, typed: str
) -> None:
    response = send(client, place, time_zone=typed)
    assert list(errors(response)) == ["time_zone"]
    assert Location.objects.get().time_zone == "Asia/Shanghai"


def test_possibly_the_same_is_chosen_among_own_places(
    client: Client, place: Location, chengdu: Region
) -> None:
    foreign = make.location("foreign", region=chengdu)
    assert list(errors(send(client, place, possibly_same_as=foreign.pk))) == ["possibly_same_as"]
    own = make.location("own")
    send(client, place, possibly_same_as=own.pk)
    assert Location.objects.get(pk=place.pk).possibly_same_as == own


def test_possibly_the_same_stays_where_it_points_into_a_foreign_region(
    client: Client, place: Location, chengdu: Region
) -> None:
    foreign = make.location("foreign", region=chengdu, name_hans="别区暗号")
    Location.objects.filter(pk=place.pk).update(possibly_same_as=foreign)
    assert "别区暗号" not in client.get(url_of(place)).content.decode()
    data = form_data(client, url_of(place))
    data.pop("possibly_same_as", None)
    client.post(url_of(place), data | {"name_en": "Qinglong"})
    kept = Location.objects.get(pk=place.pk)
    assert (kept.possibly_same_as, kept.name_en) == (foreign, "Qinglong")


def test_a_place_is_not_possibly_the_same_as_itself(client: Client, place: Location) -> None:
    assert errors(send(client, place, possibly_same_as=place.pk)) == {
        "possibly_same_as": ["不能把取景地标为与自身疑似相同。"]
    }


# WGS-84, GCJ-02 and BD-09 of 沈阳市 (hujiulong/gcoord, MIT; published within 1 m)
# and of the Forbidden City's gate (wandergis/coordtransform, MIT).
@pytest.mark.parametrize(
    ("text", "datum", "lat", "lng", "within_m"),
    [
        ("39.91640428150164,116.41024449916938", "gcj02", 39.915, 116.404, 0.2),
        ("116.41024449916938,39.91640428150164", "gcj02", 39.915, 116.404, 0.2),
        ("31.17530398364597, 121.531541859215", "gcj02", 31.1774276, 121.5272106, 0.5),
        ("30.315,103.86", "wgs84", 30.315, 103.86, 0.1),
        ("116.41036949371029 39.92133699351021", "bd09", 39.91359571849836, 116.39775550083061, 2),
    ],
)
def test_pasted_coordinates_become_wgs84(
    client: Client, place: Location, text: str, datum: str, lat: float, lng: float, within_m: float
) -> None:
    send(client, place, paste=text, paste_datum=datum)
    kept = Location.objects.get()
    assert kept.point is not None
    assert kept.point.distance_m(LatLng.of(lat, lng)) < within_m
    assert (kept.pin_quality, kept.pin_accuracy_m) == ("area", 4000)


def test_pasted_coordinates_with_the_longitude_first_are_told(
    client: Client, place: Location
) -> None:
    response = send(client, place, paste="103.865,30.319", paste_datum="gcj02")
    assert told(response)[0] == (
        "您粘贴的是经度在前，已按纬度 30.319000、经度 103.865000 读入。 "
        "已由 GCJ-02 换算为 WGS-84：30.321834, 103.862912。"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("青龙老街", "请填两个数字，例如 30.6437,104.0446。"),
        ("30.6437", "请填两个数字，例如 30.6437,104.0446。"),
        ("1,2,3", "请填两个数字，例如 30.6437,104.0446。"),
        ("nan,103", "请填两个数字，例如 30.6437,104.0446。"),
        ("30.6,300", "坐标超出范围：纬度不超过 90°，经度不超过 180°。"),
        ("95,170", "坐标超出范围：纬度不超过 90°，经度不超过 180°。"),
        ("{{7*7}},103", "请填两个数字，例如 30.6437,104.0446。"),
    ],
)
def test_pasted_nonsense_is_refused_beside_the_field(
    client: Client, place: Location, text: str, why: str
) -> None:
    assert errors(send(client, place, paste=text)) == {"paste": [why]}
    asked = client.get(f"{LIST}read-coordinates/", {"text": text, "datum": "gcj02"})
    assert (asked.status_code, asked.json()) == (400, {"message": why})


def test_the_button_reads_coordinates_as_the_form_does(client: Client, place: Location) -> None:
    answer = client.get(f"{LIST}read-coordinates/?text=103.865,30.319&datum=gcj02").json()
    assert (round(answer["lat"], 6), round(answer["lng"], 6)) == (30.321834, 103.862912)
    assert answer["swapped"] is True
    assert answer["message"].startswith("您粘贴的是经度在前")


def test_coordinates_are_not_read_for_strangers() -> None:
    answer = desk().get(f"{LIST}read-coordinates/?text=103.865,30.319&datum=gcj02")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/")


def test_surveyed_is_not_a_quality_to_choose(client: Client, place: Location) -> None:
    assert list(errors(send(client, place, pin_quality="surveyed"))) == ["pin_quality"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"lat": "", "lng": ""}, "lat"),
        ({"lat": "103.86", "lng": "30.31"}, "lat"),
        ({"lat": "nan"}, "lat"),
        ({"lat": "30.31", "lng": ""}, "lat"),
        ({"pin_quality": "none"}, "pin_quality"),
        ({"pin_quality": "approximate", "pin_accuracy_m": ""}, "pin_accuracy_m"),
        ({"radius_m": "-1"}, "radius_m"),
        ({"name_hans": ""}, "name_hans"),
        ({"sources": "一篇报道 | javascript:alert(1)"}, "sources"),
    ],
)
def test_a_place_that_does_not_hold_together_is_refused_beside_its_field(
    client: Client, place: Location, values: dict[str, str], field: str
) -> None:
    assert field in errors(send(client, place, **values))
    assert Location.objects.get().point == LatLng.of(30.31, 103.86)


def test_limits_are_told_in_words(client: Client, place: Location) -> None:
    assert errors(send(client, place, radius_m="3", country="C1")) == {
        "radius_m": ["打卡半径须在 10 至 50,000 米之间。"],
        "country": ["国家代码为两个字母，例如 CN。"],
    }


def test_point_off_the_earth_is_told_in_words_beside_other_faults(
    client: Client, place: Location
) -> None:
    told = errors(send(client, place, lat="91", name_hans=""))
    assert sorted(told) == ["lat", "name_hans"]


def test_a_surveyed_pin_moves_only_by_another_survey(client: Client) -> None:
    place = make.location("surveyed")
    assert list(errors(send(client, place, lat="30.32"))) == ["pin_quality"]
    send(client, place, name_en="Renamed")
    assert Location.objects.get().name_en == "Renamed"


def test_a_pin_made_approximate_again_is_nobodys_survey(client: Client, editor_a: User) -> None:
    place = make.location("surveyed", surveyed_by=editor_a)
    send(client, place, lat="30.32", pin_quality="approximate", pin_accuracy_m="200")
    kept = Location.objects.get()
    assert (kept.lat, kept.surveyed_at, kept.surveyed_by) == (30.32, None, None)


def test_lists_are_written_line_by_line(client: Client, place: Location) -> None:
    sources = "红星新闻 | https://a.example/1\nhttps://b.example/2\n甲报 | 口述\n\n"
    send(client, place, sources=sources, aliases="青龙街\n老街\n青龙街")
    kept = Location.objects.get()
    assert kept.aliases == ["青龙街", "老街"]
    assert kept.sources == [
        {"title": "红星新闻", "url": "https://a.example/1"},
        {"title": "", "url": "https://b.example/2"},
        {"title": "甲报 | 口述", "url": ""},
    ]
    again = form_data(client, url_of(place))
    assert again["sources"] == sources.strip()


def test_an_edit_over_a_change_made_meanwhile_is_refused_by_name(
    client: Client, place: Location
) -> None:
    data = form_data(client, url_of(place))
    colleague = make.editor("colleague", make.bureau("meishan"))
    User.objects.filter(pk=colleague.pk).update(last_name="王", first_name="芳")
    send(desk(colleague), place, name_en="First")
    response = client.post(url_of(place), data | {"name_en": "Second"})
    [why] = errors(response)["__all__"]
    assert why.startswith("您打开此页之后，王芳 于 ")
    assert Location.objects.get().name_en == "First"


def test_an_edit_over_a_change_through_another_door_is_refused_without_a_name(
    client: Client, place: Location
) -> None:
    data = form_data(client, url_of(place))
    Location.objects.get().save()
    response = client.post(url_of(place), data)
    assert errors(response)["__all__"][0].startswith("您打开此页之后，这条记录于 ")


def test_a_form_that_does_not_say_what_it_saw_is_refused(client: Client, place: Location) -> None:
    data = form_data(client, url_of(place))
    del data["seen_revision"]
    assert "__all__" in errors(client.post(url_of(place), data))


@pytest.mark.parametrize("words", ["青龙老街", "青龍", "qinglonglaojie", "qlj", "qinglong-lao"])
def test_places_are_found_in_chinese_and_pinyin(
    words: str, client: Client, place: Location
) -> None:
    place.aliases = ["青龙街"]
    place.save()
    make.location("other", name_hans="别处", name_en="")
    found = client.get(LIST, {"q": words}).context["cl"].result_list
    assert [row.slug for row in found] == ["qinglong-laojie"]


def test_the_region_filter_offers_own_regions_that_hold_places(
    client: Client, place: Location, chengdu: Region
) -> None:
    make.location("foreign", region=chengdu)
    page = client.get(LIST, {"region": "511400"})
    [offered] = [f for f in page.context["cl"].filter_specs if f.title == "行政区"]
    assert list(offered.lookup_choices) == [("511400", "眉山市"), ("511403", "彭山区")]
    assert [row.slug for row in page.context["cl"].result_list] == ["qinglong-laojie"]
    assert not client.get(LIST, {"region": "510100"}).context["cl"].result_list


def test_each_filter_of_the_list_works(client: Client, place: Location) -> None:
    for query in [
        "pin_quality__exact=area",
        "pin_quality__in=approximate,area",
        "kind__slug__exact=street",
        "lifecycle__exact=unknown",
        "access__exact=unknown",
        "is_published__exact=1",
        f"id__in={place.pk}",
    ]:
        page = client.get(f"{LIST}?{query}")
        assert page.status_code == 200, query
        assert len(page.context["cl"].result_list) == 1, query


@pytest.mark.parametrize("query", ["surveyed_by__password__startswith=a", "note_hans__contains=a"])
def test_the_list_is_not_filtered_by_what_it_does_not_offer(
    query: str, client: Client, place: Location
) -> None:
    assert client.get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_a_fixed_number_of_questions(
    number: int, client: Client, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        make.location(f"place-{n}")
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(LIST)


QUERIES_OF_THE_LIST = 9


def test_hiding_places_is_logged_and_moves_the_revision(client: Client, place: Location) -> None:
    other = make.location("other")
    response = client.post(
        LIST, {"action": "hide", "_selected_action": [place.pk, other.pk]}, follow=True
    )
    assert told(response) == ["已更改 2 个取景地。"]
    assert {row.is_published for row in Location.objects.all()} == {False}
    assert Location.objects.get(pk=place.pk).revision > place.revision
    assert "青龙老街" in client.get(f"{LIST}{place.pk}/history/").content.decode()


PAYLOADS = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "${alert(1)}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_typed_text_is_shown_as_typed(payload: str, client: Client, place: Location) -> None:
    send(client, place, name_hans=payload, name_en=payload)
    assert Location.objects.get().name_hans == payload
    for url in (LIST, url_of(place), f"{LIST}{place.pk}/history/"):
        page = client.get(url).content.decode()
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        if payload.startswith("{{"):
            assert "49" not in page.split("{{7*7}}")[0][-20:]
            assert "{{7*7}}" in page


def test_surveyed_says_who_and_when(client: Client, editor_a: User) -> None:
    now = timezone.now()
    place = make.location("surveyed", surveyed_by=editor_a, surveyed_at=now)
    day = f"{timezone.localtime(now):%Y}年"
    page = client.get(url_of(place)).content.decode()
    assert day in page
    assert "· editor-a" in page
