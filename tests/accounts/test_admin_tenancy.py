"""The matrix of the desk: who gets through which door to whose place or scene."""

from typing import Any

import pytest
from unfold.admin import ModelAdmin

from accounts.admin_tenancy import TenantChoices, TenantRows, is_member
from accounts.models import Traveller, User
from locations.models import Location, Scene
from tests import make
from tests.admin_doors import desk, doors_that_open, form_data

READ = {
    *("list", "list by key", "search", "popup", "change", "change popup", "history", "delete"),
}
CHOICES = {"autocomplete", "autocomplete of itself"}
SECRET = "青龙暗巷"


@pytest.fixture
def place(editor_a: User, editor_b: User) -> Location:
    """In the region of editor A."""
    return make.location("qinglong-anxiang", name_hans=SECRET, name_en="Qinglong Lane")


@pytest.fixture
def scene(place: Location) -> Scene:
    return make.scene(make.drama("jia", title_hans="家里家外"), place, what_hans="雨夜")


@pytest.fixture
def people(editor_a: User, editor_b: User, traveller: Traveller) -> dict[str, Any]:
    meishan = make.bureau("meishan")
    chengdu = make.bureau("chengdu")
    return {
        "nobody": None,
        "traveller": traveller.user,
        "editor of A": editor_a,
        "reviewer of A": make.editor("reviewer-a", meishan, "reviewer"),
        "manager of A": make.editor("manager-a", meishan, "manager"),
        "editor of B": editor_b,
        "manager of B": make.editor("manager-b", chengdu, "manager"),
        "staff of no bureau": User.objects.create_user("lost", is_staff=True),
        "dismissed editor of A": _dismissed(make.editor("gone", meishan)),
        "superuser": User.objects.create_superuser("root"),
    }


def _dismissed(user: User) -> User:
    user.is_staff = False
    user.save()
    return user


CODES = {"codes", "replace its code"}
EDITOR = (READ - {"delete"}) | CHOICES | CODES | {"save", "hide by action"}
MANAGER = READ | CHOICES | CODES | {"save", "hide by action", "delete it", "delete by action"}

PLACES = {
    "nobody": set(),
    "traveller": set(),
    "editor of A": EDITOR,
    "reviewer of A": EDITOR,
    "manager of A": MANAGER,
    "editor of B": set(),
    "manager of B": set(),
    "staff of no bureau": set(),
    "dismissed editor of A": set(),
    "superuser": MANAGER,
}


@pytest.mark.parametrize("who", PLACES)
def test_a_place_is_reached_by_its_own_bureau_alone(
    who: str, people: dict[str, Any], place: Location
) -> None:
    assert doors_that_open(desk(people[who]), place, SECRET) == PLACES[who]


ALL_OF_A_SCENE = READ | {"save", "delete it", "delete by action"}
SCENES = {who: ALL_OF_A_SCENE if expected else set() for who, expected in PLACES.items()}


@pytest.mark.parametrize("who", SCENES)
def test_a_scene_is_reached_by_the_bureau_of_its_place_alone(
    who: str, people: dict[str, Any], scene: Scene
) -> None:
    assert doors_that_open(desk(people[who]), scene, SECRET) == SCENES[who]


def test_the_matrix_catches_an_admin_that_forgets_whose_rows_it_shows(
    people: dict[str, Any], place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TenantRows, "get_queryset", ModelAdmin.get_queryset)
    opened = doors_that_open(desk(people["editor of B"]), place, SECRET)
    assert {"list", "list by key", "search", "popup", *CHOICES} <= opened


def test_the_matrix_catches_an_admin_that_asks_for_membership_alone(
    people: dict[str, Any], place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TenantRows, "get_queryset", ModelAdmin.get_queryset)
    for way in ("view", "change", "delete"):
        monkeypatch.setattr(
            TenantRows, f"has_{way}_permission", lambda self, request, obj=None: is_member(request)
        )
    monkeypatch.setattr(
        TenantChoices,
        "get_field_queryset",
        lambda self, db, field, request: field.remote_field.model.objects.all(),
    )
    opened = doors_that_open(desk(people["editor of B"]), place, SECRET)
    assert opened >= (READ - {"delete"}) | CHOICES | {"hide by action", "delete it"}


def test_a_foreign_place_answers_as_one_that_does_not_exist(
    editor_b: User, place: Location
) -> None:
    client = desk(editor_b)
    foreign = client.get(f"/admin/locations/location/{place.pk}/change/", follow=True)
    missing = client.get("/admin/locations/location/999999/change/", follow=True)
    told = [str(message) for message in foreign.context["messages"]]
    assert foreign.redirect_chain == missing.redirect_chain == [("/admin/", 302)]
    assert told == [
        str(message).replace("999999", str(place.pk)) for message in missing.context["messages"]
    ]


def test_a_scene_cannot_be_put_at_a_foreign_place(
    editor_a: User, editor_b: User, scene: Scene, chengdu: Any
) -> None:
    foreign = make.location("chengdu-place", region=chengdu)
    client = desk(editor_a)
    url = f"/admin/locations/scene/{scene.pk}/change/"
    response = client.post(url, form_data(client, url) | {"location": foreign.pk})
    assert list(response.context["adminform"].form.errors) == ["location"]
    assert Scene.objects.get().location.slug == "qinglong-anxiang"


def test_a_scene_may_be_of_any_drama(editor_a: User, scene: Scene) -> None:
    other = make.drama("other", title_hans="别的剧")
    client = desk(editor_a)
    url = f"/admin/locations/scene/{scene.pk}/change/"
    answer = client.get(
        "/admin/autocomplete/?term=biedeju&app_label=locations&model_name=scene&field_name=drama"
    )
    assert answer.json()["results"] == [{"id": str(other.pk), "text": "别的剧"}]
    client.post(url, form_data(client, url) | {"drama": other.pk})
    assert Scene.objects.get().drama == other


def test_a_province_sees_the_places_of_its_counties(place: Location) -> None:
    office = make.editor("province", make.bureau("sichuan", make.sichuan()))
    assert doors_that_open(desk(office), place, SECRET) == EDITOR


def test_deleting_in_one_bureau_takes_its_manager_not_that_of_another(
    editor_a: User, place: Location
) -> None:
    make.editor("two-hats", make.bureau("meishan"))
    user = User.objects.get(username="two-hats")
    make.Membership.objects.create(
        user=user, bureau=make.bureau("chengdu", make.chengdu()), role="manager"
    )
    assert doors_that_open(desk(user), place, SECRET) == EDITOR


HIDDEN = ["accounts/user", "accounts/bureau", "accounts/region", "locations/kind", "dramas/theme"]


@pytest.mark.parametrize("path", HIDDEN)
def test_people_and_registers_are_for_superusers(path: str, people: dict[str, Any]) -> None:
    seen = {
        who for who, user in people.items() if desk(user).get(f"/admin/{path}/").status_code == 200
    }
    assert seen == {"superuser"}


@pytest.mark.parametrize(
    "path",
    ["accounts/traveller", "accounts/consent", "knox/authtoken", "auth/group", "checkins/stamp"],
)
def test_travellers_tokens_and_consents_have_no_page(path: str, people: dict[str, Any]) -> None:
    assert desk(people["superuser"]).get(f"/admin/{path}/").status_code == 404


def test_dramas_are_read_by_staff_and_written_by_a_superuser(people: dict[str, Any]) -> None:
    drama = make.drama("jia", title_hans="家里家外")
    url = f"/admin/dramas/drama/{drama.pk}/change/"
    seen = {
        who: "save" if b'name="_save"' in response.content else "read"
        for who, user in people.items()
        if (response := desk(user).get(url)).status_code == 200
    }
    staff = {"editor of A", "reviewer of A", "manager of A", "editor of B", "manager of B"}
    assert seen == dict.fromkeys(staff, "read") | {"superuser": "save"}


def test_the_users_behind_travellers_are_not_listed(
    people: dict[str, Any], traveller: Traveller
) -> None:
    page = desk(people["superuser"]).get("/admin/accounts/user/").content.decode()
    assert "editor-a" in page
    assert traveller.user.username not in page


def test_permission_rows_of_django_open_nothing(people: dict[str, Any], place: Location) -> None:
    from django.contrib.auth.models import Permission

    lost = people["staff of no bureau"]
    lost.user_permissions.set(Permission.objects.all())
    assert doors_that_open(desk(User.objects.get(pk=lost.pk)), place, SECRET) == set()
