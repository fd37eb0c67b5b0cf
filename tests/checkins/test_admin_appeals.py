"""Appeals at the desk: who gets through which door, and what is decided there."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.models import Traveller, User
from checkins.appeal_page import NAMES
from checkins.models import Appeal, CheckIn, LocationTally, Photo, Stamp
from checkins.models.appeal import AppealQuerySet
from checkins.services import accept_appeal, recount
from checkins.situation import CheckCode
from locations.models import Location, Scene
from tests import make
from tests.admin_doors import desk
from tests.checkins.appeals import SOON, TEXT, appealed, far_visit, standing
from tests.checkins.visits import NOON, fix, visit

LIST = "/admin/checkins/appeal/"
SECRET = "青龙暗巷"
WORDS = "照片里是公园的树。"


@pytest.fixture
def place(editor_a: User, editor_b: User) -> Location:
    """In the region of editor A."""
    return make.location("qinglong-anxiang", name_hans=SECRET)


@pytest.fixture
def appeal(place: Location, traveller: Traveller) -> Appeal:
    return appealed(traveller, place)


@pytest.fixture
def photo(appeal: Appeal, settings: Any, tmp_path: Any) -> Photo:
    settings.MEDIA_ROOT = tmp_path
    place = appeal.check_in.location
    make.scene(make.drama(), place, still=ContentFile(b"a still", name="s.jpg"))
    picture = ContentFile(b"RIFF-a-picture", name="p.webp")
    return Photo.objects.create(
        id=uuid.uuid4(),
        check_in=appeal.check_in,
        upload_digest="0" * 64,
        uploaded_at=SOON,
        image=picture,
        thumbnail=picture,
        width=4,
        height=3,
    )


@pytest.fixture
def people(editor_a: User, editor_b: User, traveller: Traveller) -> dict[str, Any]:
    meishan, chengdu = make.bureau("meishan"), make.bureau("chengdu")
    gone = make.editor("gone", meishan)
    gone.is_staff = False
    gone.save()
    return {
        "nobody": None,
        "traveller": traveller.user,
        "editor of A": editor_a,
        "reviewer of A": make.editor("reviewer-a", meishan, "reviewer"),
        "manager of A": make.editor("manager-a", meishan, "manager"),
        "editor of B": editor_b,
        "reviewer of B": make.editor("reviewer-b", chengdu, "reviewer"),
        "manager of B": make.editor("manager-b", chengdu, "manager"),
        "staff of no bureau": User.objects.create_user("lost", is_staff=True),
        "dismissed editor of A": gone,
        "superuser": User.objects.create_superuser("root"),
    }


def page_of(appeal: Appeal) -> str:
    return f"{LIST}{appeal.pk}/change/"


def picture_of(client: Client, appeal: Appeal, photo: Photo, file: str = "image") -> Any:
    return client.get(reverse("admin:checkins_appeal_photo", args=[appeal.pk, photo.pk, file]))


def still_address(appeal: Appeal, scene: Scene) -> str:
    return reverse("admin:checkins_appeal_still", args=[appeal.pk, scene.pk])


def decide(client: Client, appeal: Appeal, deed: str, **values: Any) -> Any:
    fields = {f"{deed}-{name}": value for name, value in values.items()}
    return client.post(page_of(appeal), {"deed": deed} | fields)


def bulk(client: Client, action: str, *appeals: Appeal, **values: Any) -> Any:
    selected = {"action": action, "_selected_action": [one.pk for one in appeals]}
    return client.post(LIST, selected | values)


def reads(client: Client, appeal: Appeal, photo: Photo) -> set[str]:
    """Names of the doors that show the appeal to `client`."""
    doors = {
        "list": LIST,
        "list by key": f"{LIST}?id__in={appeal.pk}",
        "search": f"{LIST}?q=qinglong",
        "popup": f"{LIST}?_popup=1",
        "page": page_of(appeal),
        "history": f"{LIST}{appeal.pk}/history/",
        "delete": f"{LIST}{appeal.pk}/delete/",
    }
    opened = set()
    for name, url in doors.items():
        answer = client.get(url)
        text = answer.content.decode()
        if answer.status_code == 200 and (SECRET in text or TEXT in text):
            opened.add(name)
    for file in ("image", "thumbnail"):
        if picture_of(client, appeal, photo, file).status_code == 200:
            opened.add(file)
    scene = Scene.objects.filter(location=appeal.check_in.location_id).first()
    assert scene
    if client.get(still_address(appeal, scene)).status_code == 200:
        opened.add("still")
    front = client.get("/admin/")
    cards = front.context.get("cards", []) if front.status_code == 200 else []
    if any(card.url.startswith(LIST) and card.number for card in cards):
        opened.add("card")
    return opened


def writes(client: Client, appeal: Appeal, by: User) -> set[str]:
    """Names of the deeds that `client` can do; each is put back."""
    opened = set()

    def changed(name: str, *, back_to: str = "open") -> None:
        if Appeal.objects.get(pk=appeal.pk).state != back_to:
            opened.add(name)
            Appeal.objects.all().delete()
            CheckIn.objects.filter(pk=appeal.check_in_id).update(
                status="under_review", counted=False
            )
            Stamp.objects.all().delete()
            LocationTally.objects.all().delete()
            Appeal.objects.create(pk=appeal.pk, check_in=appeal.check_in, text=TEXT, made_at=SOON)

    decide(client, appeal, "accept")
    changed("accept")
    decide(client, appeal, "refuse", reason="no_evidence")
    changed("refuse")
    bulk(client, "accept_all", appeal)
    changed("accept many")
    bulk(client, "refuse_all", appeal, **{"refuse-reason": "no_evidence"})
    changed("refuse many")
    client.post(f"{LIST}{appeal.pk}/delete/", {"post": "yes"})
    bulk(client, "delete_selected", appeal, post="yes")
    if not Appeal.objects.filter(pk=appeal.pk).exists():
        opened.add("delete")
    accept_appeal(pk=appeal.pk, by=by, now=SOON)
    client.post(page_of(appeal), {"deed": "undo"})
    changed("undo", back_to="accepted")
    return opened


READS = {
    *("list", "list by key", "search", "popup", "page", "history"),
    *("image", "thumbnail", "still", "card"),
}
DECIDES = {"accept", "refuse", "accept many", "refuse many"}
MATRIX = {
    "nobody": set(),
    "traveller": set(),
    "editor of A": READS | DECIDES,
    "reviewer of A": READS | DECIDES | {"undo"},
    "manager of A": READS | DECIDES | {"undo"},
    "editor of B": set(),
    "reviewer of B": set(),
    "manager of B": set(),
    "staff of no bureau": set(),
    "dismissed editor of A": set(),
    "superuser": READS | DECIDES | {"undo"},
}


@pytest.mark.parametrize("who", MATRIX)
def test_an_appeal_is_reached_by_the_bureau_of_its_place_alone(
    who: str, people: dict[str, Any], appeal: Appeal, photo: Photo
) -> None:
    client = desk(people[who])
    opened = reads(client, appeal, photo) | writes(client, appeal, people["superuser"])
    assert opened == MATRIX[who]


def test_the_matrix_catches_an_admin_that_forgets_whose_appeals_it_shows(
    people: dict[str, Any], appeal: Appeal, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AppealQuerySet, "editable_by", lambda self, user: self.all())
    client = desk(people["editor of B"])
    opened = reads(client, appeal, photo) | writes(client, appeal, people["superuser"])
    assert opened >= READS | DECIDES


def test_the_matrix_catches_an_undoing_that_everybody_may(
    people: dict[str, Any], appeal: Appeal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AppealQuerySet, "undoable_by", AppealQuerySet.editable_by)
    assert "undo" in writes(desk(people["editor of A"]), appeal, people["superuser"])


def test_a_foreign_appeal_answers_as_one_that_does_not_exist(
    editor_b: User, appeal: Appeal
) -> None:
    client = desk(editor_b)
    for url in (page_of(appeal), f"{LIST}999999/change/"):
        assert client.get(url, follow=True).redirect_chain == [("/admin/", 302)]


def test_the_page_has_the_evidence_and_never_the_person(
    editor_a: User, appeal: Appeal, photo: Photo, traveller: Traveller, place: Location
) -> None:
    still = ContentFile(b"a still", name="a.jpg")
    scene = make.scene(make.drama("jia", title_hans="家里家外"), place, still=still)
    for day in (1, 2):
        visit(traveller, place, captured_at=NOON - timedelta(days=day))
    visit(traveller, make.location(region=make.chengdu()), captured_at=NOON - timedelta(days=3))
    CheckIn.objects.filter(pk=appeal.check_in_id).update(note="和妈妈一起", distance_m=4_004)
    client = desk(editor_a)
    answer = client.get(page_of(appeal))
    page = answer.content.decode()
    still_of_it = still_address(appeal, scene)
    for shown in (SECRET, "2026-11-23", TEXT, "4.0 公里", "家里家外", still_of_it, str(photo.pk)):
        assert shown in page, shown
    history = {str(grade): number for grade, number in answer.context["history"]}
    assert history == {"已确认": 2, "基本可信": 0, "未能确认": 0, "被驳回的申诉": 0}
    row = CheckIn.objects.get(pk=appeal.check_in_id)
    person = (traveller.user.username, str(traveller.pk), traveller.nickname or "和妈妈一起")
    for hidden in (*person, "和妈妈一起", str(row.lat), str(row.lng), row.cell):
        assert hidden not in page, hidden
    assert client.get(still_of_it).content == b"a still"
    elsewhere = make.scene(make.drama(), make.location(), still="x.jpg")
    assert client.get(still_address(appeal, elsewhere)).status_code == 404


def test_distances_on_the_page_are_in_steps_of_ten_metres(
    editor_a: User, place: Location, traveller: Traveller
) -> None:
    near = appealed(traveller, place, fix=fix(473, accuracy_m=33.3))
    rules = {str(rule["name"]): rule for rule in desk(editor_a).get(page_of(near)).context["rules"]}
    assert rules["距离"]["measured"] == "470 米"
    assert "473" not in rules["距离"]["told"]
    assert rules["定位精度"]["measured"] == "30 米"


def test_what_waits_is_first_and_the_oldest_before(
    editor_a: User, place: Location, appeal: Appeal
) -> None:
    older = appealed(make.traveller(), place, captured_at=NOON - timedelta(days=2))
    accept_appeal(
        pk=appealed(make.traveller(), place, captured_at=NOON - timedelta(days=3)).pk,
        by=editor_a,
        now=SOON,
    )
    rows = list(desk(editor_a).get(LIST).context["cl"].result_list)
    assert rows[:2] == [older, appeal]
    assert [row.state for row in rows] == ["open", "open", "accepted"]


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_has_a_fixed_number_of_queries(
    editor_a: User, place: Location, django_assert_max_num_queries: Any, items: int
) -> None:
    for _each in range(items):
        appealed(make.traveller(), place)
    client = desk(editor_a)
    client.get(LIST)
    with django_assert_max_num_queries(9):
        assert len(client.get(LIST).context["cl"].result_list) == items


def test_accepting_counts_the_visit_and_is_written_down(editor_a: User, appeal: Appeal) -> None:
    client = desk(editor_a)
    answer = decide(client, appeal, "accept", words="欢迎再来")
    assert (answer.status_code, answer["Location"]) == (302, page_of(appeal))
    assert standing(appeal.check_in) == ("probable", True)
    page = client.get(page_of(appeal)).content.decode()
    assert "欢迎再来" in page
    assert "editor-a" in client.get(f"{LIST}{appeal.pk}/history/").content.decode()
    assert recount() == []


def test_refusing_needs_a_reason_and_other_needs_words(editor_a: User, appeal: Appeal) -> None:
    client = desk(editor_a)
    faults: list[dict[str, str]] = [
        {},
        {"reason": "surveyed"},
        {"reason": "other"},
        {"reason": "duplicate", "words": "x" * 501},
    ]
    for values in faults:
        answer = decide(client, appeal, "refuse", **values)
        assert answer.status_code == 200
        assert answer.context["forms"]["refuse"].errors
    assert standing(appeal.check_in) == ("under_review", False)
    decide(client, appeal, "refuse", reason="other", words=WORDS)
    assert standing(appeal.check_in) == ("rejected", False)
    assert (Appeal.objects.get().words, Appeal.objects.get().decided_by) == (WORDS, editor_a)


def test_whoever_comes_second_is_told(editor_a: User, appeal: Appeal) -> None:
    decide(desk(editor_a), appeal, "accept")
    client = desk(editor_a)
    decide(client, appeal, "refuse", reason="duplicate")
    told = [str(message) for message in client.get(page_of(appeal)).context["messages"]]
    assert told == ["这项申诉已经结束。"]
    assert Appeal.objects.get().state == "accepted"


@pytest.mark.parametrize("deed", ["", "delete", "measured"])
def test_an_unknown_deed_is_refused(editor_a: User, appeal: Appeal, deed: str) -> None:
    assert desk(editor_a).post(page_of(appeal), {"deed": deed}).status_code == 400


def test_many_are_decided_at_once_and_only_those_that_wait(
    editor_a: User, place: Location, appeal: Appeal
) -> None:
    others = [appealed(make.traveller(), place) for _each in range(2)]
    client = desk(editor_a)
    bulk(client, "accept_all", appeal, others[0])
    assert LocationTally.objects.get().visits == 2
    asked = bulk(client, "refuse_all", *others)
    assert asked.context["appeals"] == [others[1]]
    assert Appeal.objects.waiting().count() == 1
    bulk(client, "refuse_all", *others, **{"refuse-reason": "duplicate", "refuse-words": WORDS})
    assert standing(others[1].check_in) == ("rejected", False)
    assert standing(others[0].check_in) == ("probable", True)
    assert recount() == []


def test_a_withdrawn_appeal_shows_no_photo(editor_a: User, appeal: Appeal, photo: Photo) -> None:
    client = desk(editor_a)
    answer = picture_of(client, appeal, photo)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "no-store" in answer["Cache-Control"]
    assert picture_of(client, appeal, photo, "note").status_code == 404
    Appeal.objects.update(state="withdrawn")
    assert picture_of(client, appeal, photo).status_code == 404


def test_a_photo_of_another_visit_is_not_there(
    editor_a: User, place: Location, photo: Photo
) -> None:
    other = appealed(make.traveller(), place)
    assert picture_of(desk(editor_a), other, photo).status_code == 404


@pytest.mark.parametrize("query", ["text__contains=a", "check_in__lat__gte=30", "decided_by=1"])
def test_hidden_columns_cannot_be_guessed_through_the_address(editor_a: User, query: str) -> None:
    assert desk(editor_a).get(f"{LIST}?{query}").status_code == 400


def test_an_appeal_of_a_taken_day_says_so(
    editor_a: User, place: Location, traveller: Traveller, appeal: Appeal
) -> None:
    assert desk(editor_a).get(page_of(appeal)).context["day_is_taken"] is False
    visit(traveller, place)
    assert desk(editor_a).get(page_of(appeal)).context["day_is_taken"] is True
    assert not Appeal.objects.filter(check_in=far_visit(traveller, place)).exists()


def test_every_check_has_a_name_at_the_desk() -> None:
    assert set(NAMES) == {code.value for code in CheckCode}
