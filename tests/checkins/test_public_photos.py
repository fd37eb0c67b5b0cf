"""What everybody sees of photos: only what its traveller and the bureau both want seen."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import services as identity
from accounts.models import Consent, Traveller, User
from checkins.models import Photo
from checkins.services import (
    delete_check_in,
    edit_photo,
    erase_traveller,
    merge_guest,
    review_photos,
)
from tests import make
from tests.checkins.photos import agree, another, files_in, opened, photo, shown_photo, visited
from tests.checkins.visits import NOON

pytestmark = pytest.mark.django_db


def public(kept: Photo, file: str = "image") -> str:
    return f"/api/v1/photos/{kept.pk}/{file}.webp"


def is_seen(kept: Photo) -> bool:
    """By somebody without a token, at every address; they never disagree."""
    api = APIClient()
    place = kept.check_in.location
    seen = {api.get(public(kept, file)).status_code for file in ("image", "thumbnail")}
    listed = api.get(f"/api/v1/locations/{place.slug}/photos/")
    if listed.status_code == 200:
        seen.add(200 if str(kept.pk) in listed.content.decode() else 404)
    assert len(seen) == 1
    return seen == {200}


@pytest.mark.parametrize("visibility", ["private", "public"])
@pytest.mark.parametrize("consent", [False, True])
@pytest.mark.parametrize("review", ["waiting", "approved", "refused"])
def test_a_photo_is_seen_when_traveller_and_bureau_both_say_so(
    visibility: str, consent: bool, review: str
) -> None:
    person = make.traveller()
    if consent:
        agree(person)
    kept = photo(visited(person), visibility=visibility, review=review)
    assert is_seen(kept) is ((visibility, consent, review) == ("public", True, "approved"))


def test_withdrawing_the_consent_hides_and_giving_it_again_shows() -> None:
    kept = shown_photo(make.location())
    person = kept.check_in.traveller
    identity.withdraw_consent(traveller=person, purpose="publish_photos", now=timezone.now())
    assert not is_seen(kept)
    agree(person)
    assert is_seen(kept)


def test_the_photo_of_a_hidden_place_is_hidden() -> None:
    place = make.location()
    kept = shown_photo(place)
    assert is_seen(kept)
    place.is_published = False
    place.save()
    assert not is_seen(kept)


def test_a_public_file_may_be_kept_for_minutes_and_names_nobody(api: APIClient) -> None:
    kept = shown_photo(make.location())
    answer = api.get(public(kept))
    assert opened(answer.content).size == (640, 480)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in answer.get("Vary", "")
    hidden = api.get(public(photo(visited(make.traveller()))))
    assert hidden.status_code == 404
    assert "max-age" not in hidden.get("Cache-Control", "")


def test_the_photos_of_a_place_stand_beside_their_scenes(api: APIClient) -> None:
    place, elsewhere = make.location("gate"), make.location()
    scene = make.scene(make.drama("jia"), place, still="stills/a.jpg")
    beside = shown_photo(place, scene)
    alone = shown_photo(place, reviewed_at=NOON.replace(hour=9))
    shown_photo(elsewhere)
    photo(visited(make.traveller(), place))
    answer = api.get("/api/v1/locations/gate/photos/")
    assert answer["Cache-Control"] == "public, max-age=300"
    body = answer.json()
    assert [row["photo"]["id"] for row in body["results"]] == [str(beside.pk), str(alone.pk)]
    first, second = body["results"]
    assert first["photo"] == {
        "id": str(beside.pk),
        "width": 640,
        "height": 480,
        "image": public(beside),
        "thumbnail": public(beside, "thumbnail"),
    }
    assert first["scene"]["still"] == "http://testserver/stills/a.jpg"
    assert (first["scene"]["slug"], second["scene"]) == (scene.slug, None)
    for secret in (beside.check_in.pk, beside.check_in.traveller.pk):
        assert str(secret) not in answer.content.decode()
    assert api.get("/api/v1/locations/none/photos/").status_code == 404


@pytest.mark.parametrize("photos", [1, 3])
def test_the_photos_of_a_place_take_a_fixed_number_of_queries_and_come_in_pages(
    api: APIClient, django_assert_num_queries: Any, photos: int
) -> None:
    place = make.location("gate")
    scene = make.scene(make.drama(), place)
    kept = {str(shown_photo(place, scene, data=another(n)).pk) for n in range(photos)}
    with django_assert_num_queries(2):
        body = api.get("/api/v1/locations/gate/photos/").json()
    assert {row["photo"]["id"] for row in body["results"]} == kept
    found, link = [], "/api/v1/locations/gate/photos/?limit=1"
    while link:
        body = api.get(link).json()
        found += [row["photo"]["id"] for row in body["results"]]
        link = body["next"]
    assert len(found) == len(kept)
    assert set(found) == kept


def test_the_bureau_decides_photos_that_are_offered_at_its_places(
    editor_a: User, editor_b: User
) -> None:
    person = make.traveller()
    visit = visited(person, make.location())
    offered, private = (
        photo(visit, data=another(number), visibility=visibility)
        for number, visibility in enumerate(("public", "private"))
    )
    both = [offered.pk, private.pk]
    assert review_photos(photos=both, by=editor_a, review="approved", now=NOON) == 0, "no consent"
    agree(person)
    assert review_photos(photos=both, by=editor_b, review="approved", now=NOON) == 0, "not theirs"
    assert review_photos(photos=both, by=editor_a, review="approved", now=NOON) == 1
    assert review_photos(photos=both, by=editor_a, review="approved", now=NOON) == 0
    offered.refresh_from_db()
    private.refresh_from_db()
    assert (offered.review, offered.reviewed_by, offered.reviewed_at) == (
        *("approved", editor_a, NOON),
    )
    assert private.review == "waiting"
    assert is_seen(offered)
    assert review_photos(photos=both, by=editor_a, review="refused", now=NOON) == 1
    assert not is_seen(offered)


def test_beside_another_scene_an_approved_photo_waits_again() -> None:
    place = make.location()
    drama = make.drama()
    first, second = make.scene(drama, place), make.scene(drama, place)
    kept = shown_photo(place, first)
    person = kept.check_in.traveller

    def change(**changes: Any) -> str:
        edit_photo(traveller=person, check_in=kept.check_in_id, id=kept.pk, changes=changes)
        kept.refresh_from_db()
        return kept.review

    assert change(scene=first.slug, visibility="private") == "approved"
    assert change(visibility="public") == "approved"
    assert change(scene=second.slug) == "waiting"
    assert not is_seen(kept)
    Photo.objects.update(review="refused", reviewed_at=NOON)
    assert change(scene=first.slug) == "refused"


def test_a_scene_that_goes_leaves_the_photo(traveller: Traveller) -> None:
    place = make.location()
    scene = make.scene(make.drama(), place)
    kept = shown_photo(place, scene)
    scene.delete()
    kept.refresh_from_db()
    assert kept.scene is None
    assert is_seen(kept)


def test_deleting_the_check_in_takes_its_photos_and_their_files(
    traveller: Traveller, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    visit, other = visited(traveller), visited(traveller)
    photo(visit), photo(visit, data=another(1)), photo(other)
    with django_capture_on_commit_callbacks(execute=True):
        delete_check_in(traveller=traveller, id=visit.pk, now=NOON)
        assert len(files_in(media)) == 6
    assert Photo.objects.get().check_in == other
    assert len(files_in(media)) == 2


def test_erasing_the_traveller_takes_every_file(
    media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    kept, stays = shown_photo(make.location()), shown_photo(make.location())
    with django_capture_on_commit_callbacks(execute=True):
        erase_traveller(traveller=kept.check_in.traveller, now=NOON)
    assert Photo.objects.get() == stays
    assert len(files_in(media)) == 2
    assert APIClient().get(public(kept)).status_code == 404
    assert is_seen(stays)


def test_a_guests_photos_come_along_and_a_withdrawal_counts_for_both(media: Path) -> None:
    kept = shown_photo(make.location())
    guest, person = kept.check_in.traveller, make.account("lin")
    agree(person, withdrawn_at=timezone.now())
    merge_guest(guest=guest, into=person, now=NOON)
    kept.refresh_from_db()
    assert kept.check_in.traveller == person
    assert len(files_in(media)) == 2
    assert not is_seen(kept)
    path = f"/api/v1/check-ins/{kept.check_in_id}/photos/{kept.pk}/image.webp"
    assert make.app_of(person).get(path).status_code == 200


def test_the_export_names_photos_and_their_files(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    place = make.location()
    visit = visited(traveller, place, scene=make.scene(make.drama(), place).slug)
    kept, gone = photo(visit), photo(visit, data=another(1))
    as_traveller.delete(f"/api/v1/check-ins/{visit.pk}/photos/{gone.pk}/")
    photo(visited(make.traveller()))
    body = as_traveller.get("/api/v1/me/export/").json()
    [row] = body["photos"]
    assert (row["id"], row["check_in"], row["scene"]) == (
        *(str(kept.pk), str(visit.pk), visit.scene.slug),
    )
    assert as_traveller.get(row["image"]).status_code == 200
    assert as_traveller.get(row["thumbnail"]).status_code == 200
    assert [row["id"] for row in body["deleted_photos"]] == [str(gone.pk)]
    told = str(body)
    assert kept.image.name not in told


def test_the_passport_has_the_frames_newest_first(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    place = make.location("gate")
    scene = make.scene(make.drama("jia"), place, camera_lat=30.3, camera_lng=103.8)
    visit = visited(traveller, place, scene=scene.slug)
    old, new = photo(visit), photo(visit, data=another(1))
    photo(visit, data=another(2), scene=None)
    Photo.objects.filter(pk=new.pk).update(uploaded_at=NOON.replace(hour=13))
    frames = as_traveller.get("/api/v1/me/passport/?datum=gcj02").json()["frames"]
    assert [frame["photo"]["id"] for frame in frames] == [str(new.pk), str(old.pk)]
    assert frames[0]["location"]["slug"] == "gate"
    assert frames[0]["scene"]["drama"]["slug"] == "jia"
    assert frames[0]["scene"]["camera_position"]["datum"] == "gcj02"
    [shown] = as_traveller.get("/api/v1/me/check-ins/").json()["results"]
    assert [frame["photo"]["id"] for frame in shown["frames"]] == [str(old.pk), str(new.pk)]


def test_the_consent_is_asked_for_under_the_policy_of_today(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    kept = photo(visited(traveller))
    agree(traveller, policy_version="2020-01")
    path = f"/api/v1/check-ins/{kept.check_in_id}/photos/{kept.pk}/"
    assert as_traveller.patch(path, {"visibility": "public"}).status_code == 403
    consent = {"purpose": "publish_photos", "policy_version": "2026-11"}
    assert as_traveller.post("/api/v1/me/consents/", consent).status_code in {200, 201}
    assert as_traveller.patch(path, {"visibility": "public"}).status_code == 200
    assert Consent.objects.filter(purpose="publish_photos", withdrawn_at=None).count() == 1
