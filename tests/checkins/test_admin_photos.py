"""Photos on the desk: offered ones of one's own places, decided, and never the person."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import User
from checkins.models import Photo
from locations.models import Location, Scene
from tests import make
from tests.admin_doors import desk
from tests.checkins.photos import agree, another, jpeg, opened, photo, visited

PHOTOS = "/admin/checkins/photo/"


@pytest.fixture
def place(editor_a: User) -> Location:
    return make.location("qinglong", name_hans="青龙老街")


@pytest.fixture
def scene(place: Location) -> Scene:
    made = make.scene(make.drama("jia", title_hans="家里家外"), place, what_hans="开场")
    made.still.save("stills/a.jpg", ContentFile(jpeg((320, 180))))
    return made


def offered(place: Location, **values: Any) -> Photo:
    person = make.traveller()
    person.nickname = f"小林{person.pk.hex[:8]}"
    person.save()
    agree(person)
    return photo(visited(person, place), **({"visibility": "public"} | values))


def of(kept: Photo, tail: str) -> str:
    return f"{PHOTOS}{kept.pk}/{tail}"


def test_a_photo_stands_beside_its_still_and_the_person_is_nowhere(
    editor_a: User, place: Location, scene: Scene
) -> None:
    kept = offered(place, scene=scene)
    client = desk(editor_a)
    for url in (PHOTOS, of(kept, "change/"), of(kept, "history/"), f"{PHOTOS}?q=qinglong"):
        page = client.get(url)
        assert page.status_code == 200, url
        text = page.content.decode()
        person = kept.check_in.traveller
        for secret in ("小林", str(person.pk), person.user.username, str(kept.check_in.pk)):
            assert secret not in text, url
    text = client.get(PHOTOS).content.decode()
    assert of(kept, "thumbnail.webp") in text
    assert of(kept, "still/") in text
    assert "家里家外 · 开场" in text
    text = client.get(of(kept, "change/")).content.decode()
    assert of(kept, "image.webp") in text
    assert of(kept, "still/") in text


@pytest.mark.parametrize(
    ("tail", "size", "media_type", "name"),
    [
        ("image.webp", (640, 480), "image/webp", "photo.webp"),
        ("thumbnail.webp", (480, 360), "image/webp", "photo.webp"),
        ("still/", (320, 180), "image/jpeg", "photo.jpg"),
    ],
)
def test_the_desk_gets_the_files_for_itself(
    editor_a: User, place: Location, scene: Scene, tail: str, size: Any, media_type: str, name: str
) -> None:
    answer = desk(editor_a).get(of(offered(place, scene=scene), tail))
    assert opened(answer.content).size == size
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


TAILS = ["change/", "history/", "image.webp", "thumbnail.webp", "still/", "delete/"]


def open_doors(client: Client, kept: Photo) -> set[str]:
    """What of a photo a member of staff gets to see or to do."""
    opened = {tail for tail in TAILS if client.get(of(kept, tail)).status_code == 200}
    for query in ("", "?q=qinglong", f"?id__in={kept.pk}", "?review__exact=waiting"):
        if of(kept, "thumbnail.webp") in client.get(f"{PHOTOS}{query}").content.decode():
            opened.add(f"list {query}")
    before = Photo.objects.get(pk=kept.pk).review
    other = {"approved": "refuse", "refused": "approve", "waiting": "approve"}[before]
    client.post(of(kept, "review/"), {"review": other})
    if Photo.objects.get(pk=kept.pk).review != before:
        opened.add("review")
    Photo.objects.filter(pk=kept.pk).update(review=before, reviewed_at=kept.reviewed_at)
    client.post(PHOTOS, {"action": other, "_selected_action": [kept.pk]})
    if Photo.objects.get(pk=kept.pk).review != before:
        opened.add("action")
    Photo.objects.filter(pk=kept.pk).update(review=before, reviewed_at=kept.reviewed_at)
    client.post(PHOTOS, {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"})
    client.post(of(kept, "delete/"), {"post": "yes"})
    assert Photo.objects.filter(pk=kept.pk).exists(), "nobody but its traveller deletes a photo"
    return opened


def test_only_the_bureau_of_the_place_gets_in(
    editor_a: User, editor_b: User, place: Location, scene: Scene
) -> None:
    kept = offered(place, scene=scene)
    lost = User.objects.create_user("lost", is_staff=True)
    root = User.objects.create_superuser("root")
    everything = {
        *TAILS[:-1],
        *("list ", "list ?q=qinglong", f"list ?id__in={kept.pk}", "list ?review__exact=waiting"),
        *("review", "action"),
    }
    assert open_doors(desk(editor_a), kept) == everything
    assert open_doors(desk(root), kept) == everything
    for user in (editor_b, lost, kept.check_in.traveller.user, None):
        assert open_doors(desk(user), kept) == set(), user


def test_what_is_not_offered_is_not_at_the_desk(
    editor_a: User, place: Location, scene: Scene
) -> None:
    private = offered(place, scene=scene, visibility="private")
    withdrawn = offered(place, scene=scene)
    withdrawn.check_in.traveller.consents.filter(purpose="publish_photos").delete()
    for kept in (private, withdrawn):
        assert open_doors(desk(editor_a), kept) == set()


def test_the_api_token_opens_no_desk(place: Location, scene: Scene) -> None:
    kept = offered(place, scene=scene)
    app = make.app_of(kept.check_in.traveller)
    assert app.get(of(kept, "image.webp")).status_code == 302


def test_one_photo_is_decided_and_the_next_one_comes(editor_a: User, place: Location) -> None:
    first, second = offered(place), offered(place, data=another(1))
    client = desk(editor_a)
    answer = client.post(of(first, "review/"), {"review": "approve"})
    assert answer["Location"] == of(second, "change/")
    answer = client.post(of(second, "review/"), {"review": "refuse"})
    assert answer["Location"] == PHOTOS
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.review, second.review) == ("approved", "refused")
    assert first.reviewed_by == second.reviewed_by == editor_a
    assert LogEntry.objects.filter(user=editor_a).count() == 2
    text = client.get(PHOTOS).content.decode()
    assert "editor-a" in text
    assert client.post(of(first, "review/"), {"review": "delete"}).status_code == 400
    assert client.get(of(first, "review/")).status_code == 405


def test_many_photos_are_decided_at_once(editor_a: User, place: Location) -> None:
    kept = [offered(place, data=another(number)) for number in range(3)]
    selected = [row.pk for row in kept[:2]]
    answer = desk(editor_a).post(
        PHOTOS, {"action": "approve", "_selected_action": selected}, follow=True
    )
    assert [str(message) for message in answer.context["messages"]] == ["已审核 2 张照片。"]
    assert sorted(Photo.objects.values_list("review", flat=True)) == [
        *("approved", "approved", "waiting")
    ]


def test_the_front_page_says_how_many_wait(editor_a: User, editor_b: User, place: Location) -> None:
    offered(place), offered(place, data=another(1))
    offered(place, review="approved"), offered(place, visibility="private")

    def number(user: User) -> int:
        cards = desk(user).get("/admin/").context["cards"]
        [card] = [card for card in cards if str(card.title) == "待审照片"]
        assert card.is_waiting
        return int(card.number)

    assert (number(editor_a), number(editor_b)) == (2, 0)


@pytest.mark.parametrize("photos", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    editor_a: User, place: Location, django_assert_num_queries: Any, photos: int
) -> None:
    scene = make.scene(make.drama(), place)
    for number in range(photos):
        offered(place, data=another(number), scene=scene, review="approved", reviewed_by=editor_a)
    client = desk(editor_a)
    client.get(PHOTOS)
    with django_assert_num_queries(6):
        client.get(PHOTOS)


def test_a_still_that_is_no_picture_by_its_name_is_only_bytes(
    editor_a: User, place: Location, scene: Scene
) -> None:
    scene.still.save("stills/a.svg", ContentFile(b"<svg/>"))
    kept = offered(place, scene=scene)
    answer = desk(editor_a).get(of(kept, "still/"))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    Scene.objects.update(still="")
    assert desk(editor_a).get(of(kept, "still/")).status_code == 404
