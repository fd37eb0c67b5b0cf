"""Photos over HTTP: sent once whatever is retried, and one's own."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient

from accounts.models import Traveller
from checkins import photo_examples
from checkins.models import DeletedPhoto, Photo
from tests import make
from tests.checkins.photos import (
    PHOTO,
    agree,
    another,
    encoded,
    files_in,
    jpeg,
    opened,
    path_of,
    photo,
    two_halves,
    visited,
)
from tests.checkins.visits import ID
from tests.checkins.visits import request as check_in_request
from tourmap.api import docs
from tourmap.api.throttling import ScopeThrottle

pytestmark = pytest.mark.usefixtures("noon")


def put(app: APIClient, path: str, data: bytes, content_type: str = "image/jpeg") -> Any:
    return app.put(path, data, content_type=content_type)


def test_a_photo_is_kept_and_a_retry_gets_the_same_answer(
    traveller: Traveller, as_traveller: APIClient, media: Path
) -> None:
    place = make.location("gate")
    scene = make.scene(make.drama("jia"), place)
    visit = visited(traveller, place, id=ID, scene=scene.slug)
    first = put(as_traveller, path_of(visit), jpeg((2_560, 1_920)))
    again = put(as_traveller, path_of(visit), jpeg((2_560, 1_920)))
    assert (first.status_code, again.status_code) == (201, 200)
    path = f"/api/v1/check-ins/{ID}/photos/{PHOTO}"
    assert (
        first.json()
        == again.json()
        == {
            "id": str(PHOTO),
            "check_in": str(ID),
            "scene": "jia--gate",
            "visibility": "private",
            "review": None,
            "uploaded_at": "2026-11-23T12:00:00+08:00",
            "width": 2048,
            "height": 1536,
            "image": f"{path}/image.webp",
            "thumbnail": f"{path}/thumbnail.webp",
        }
    )
    assert first.json().keys() == photo_examples.ANSWER.keys()
    assert Photo.objects.count() == 1
    assert len(files_in(media)) == 2
    names = [file.stem for file in files_in(media)]
    assert all(len(name) == 32 and str(PHOTO) not in name for name in names)


def test_other_bytes_under_the_same_id_are_refused(
    traveller: Traveller, as_traveller: APIClient, media: Path
) -> None:
    visit = visited(traveller)
    put(as_traveller, path_of(visit), jpeg())
    answer = put(as_traveller, path_of(visit), jpeg(quality=50))
    assert (answer.status_code, answer.json()["code"]) == (422, "id_reused")
    assert len(files_in(media)) == 2


def test_the_id_of_another_check_ins_photo_is_refused(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    theirs = photo(visited(make.traveller()))
    answer = put(as_traveller, path_of(visited(traveller), theirs.pk), jpeg())
    assert (answer.status_code, answer.json()["code"]) == (422, "id_reused")


def test_a_form_is_the_same_upload(traveller: Traveller, as_traveller: APIClient) -> None:
    """As `wx.uploadFile` sends it: one file under a name, text fields beside it."""
    place = make.location()
    scene = make.scene(make.drama(), place)
    visit = visited(traveller, place)
    agree(traveller)

    def post(data: bytes) -> Any:
        fields = {
            "photo": SimpleUploadedFile("tmp_a1.jpg", data),
            "scene": scene.slug,
            "visibility": "public",
        }
        return as_traveller.post(path_of(visit), fields, format="multipart")

    first = post(jpeg())
    assert (first.status_code, post(jpeg()).status_code) == (201, 200)
    assert put(as_traveller, path_of(visit), jpeg()).status_code == 200
    assert (first.json()["scene"], first.json()["review"]) == (scene.slug, "waiting")
    assert post(jpeg(quality=20)).json()["code"] == "id_reused"


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({}, 400, "invalid"),
        ({"photo": "text"}, 400, "invalid"),
        ({"photo": b"", "visibility": "private"}, 422, "invalid_image"),
        ({"photo": b"GIF89a", "visibility": "private"}, 415, "unsupported_media_type"),
        ({"photo": b"x", "other": "1"}, 400, "invalid"),
    ],
)
def test_a_bad_form_is_refused(
    traveller: Traveller, as_traveller: APIClient, fields: Any, status: int, code: str
) -> None:
    sent = {
        name: SimpleUploadedFile("a.jpg", value) if isinstance(value, bytes) else value
        for name, value in fields.items()
    }
    answer = as_traveller.post(path_of(visited(traveller)), sent, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_scene_and_visibility_are_told_beside_the_picture(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    place, elsewhere = make.location(), make.location()
    drama = make.drama()
    first, second = make.scene(drama, place), make.scene(drama, place)
    foreign = make.scene(drama, elsewhere)
    visit = visited(traveller, place, scene=first.slug)
    path = path_of(visit)
    told = put(as_traveller, f"{path}?scene={second.slug}", jpeg()).json()
    assert told["scene"] == second.slug
    other = path_of(visit, uuid4())
    for query, code in [
        (f"scene={foreign.slug}", "invalid"),
        ("scene=none", "invalid"),
        ("visibility=friends", "invalid"),
        ("name=x", "invalid"),
        ("visibility=public", "consent_required"),
    ]:
        assert put(as_traveller, f"{other}?{query}", jpeg()).json()["code"] == code, query
    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "content_type", "status", "told"),
    [
        (jpeg(), "image/png", 201, {}),
        (jpeg(), "image/svg+xml", 201, {}),
        (jpeg(), "application/octet-stream", 201, {}),
        (encoded(two_halves(), "WEBP"), "image/jpeg; charset=x", 201, {}),
        (jpeg(), "text/html", 415, {"got": "text/html", "code": "unsupported_media_type"}),
        (jpeg(), "application/json", 415, {"got": "application/json"}),
        (jpeg(), "multipart/form-data; boundary=x", 415, {"got": "multipart/form-data"}),
        (b"", "image/jpeg", 422, {"code": "invalid_image", "reason": "empty"}),
        (b"<svg/>", "image/jpeg", 415, {"got": "SVG", "code": "unsupported_media_type"}),
        (encoded(two_halves(), "GIF"), "image/jpeg", 415, photo_examples.PROBLEM),
        (jpeg()[:3_000], "image/jpeg", 422, {"code": "invalid_image", "reason": "damaged"}),
        (
            encoded(two_halves(), "PNG").replace(b"\0\0\x02\x80\0\0\x01\xe0", b"\0\0\x4e\x20" * 2),
            "image/png",
            422,
            {
                "code": "invalid_image",
                "reason": "too_many_pixels",
                "measured": 400_000_000,
                "limit": 25_000_000,
                "unit": "pixel",
            },
        ),
    ],
)
def test_the_decoded_format_decides_and_the_refusal_says_what_came(
    traveller: Traveller,
    as_traveller: APIClient,
    media: Path,
    data: bytes,
    content_type: str,
    status: int,
    told: dict[str, Any],
) -> None:
    as_traveller.credentials(**as_traveller._credentials, HTTP_ACCEPT_LANGUAGE="en")
    answer = put(as_traveller, path_of(visited(traveller)), data, content_type)
    assert answer.status_code == status
    body = answer.json()
    assert told.items() <= body.items()
    if status == 415:
        assert body["expected"] == ["image/jpeg", "image/png", "image/webp"]
    if status != 201:
        assert files_in(media) == []


def test_more_bytes_than_the_limit_are_not_read(
    traveller: Traveller, as_traveller: APIClient, settings: Any
) -> None:
    settings.PHOTO_MAX_BYTES = len(jpeg()) - 1
    path = path_of(visited(traveller))
    answer = put(as_traveller, path, jpeg())
    assert answer.status_code == 413
    problem = answer.json()
    assert (problem["code"], problem["limit"]) == ("too_large", len(jpeg()) - 1)
    form = as_traveller.post(path, {"photo": "x" * 200_000}, format="multipart")
    assert (form.status_code, form.json()["code"]) == (413, "too_large")
    settings.PHOTO_MAX_BYTES = len(jpeg())
    assert put(as_traveller, path, jpeg()).status_code == 201


def test_a_body_larger_than_that_of_data_is_taken(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    """The limit for JSON, 1 MiB, is not the one for photos."""
    noise = encoded(Image.frombytes("RGB", (800, 600), os.urandom(1_440_000)), "PNG")
    assert site.DATA_UPLOAD_MAX_MEMORY_SIZE < len(noise) < site.PHOTO_MAX_BYTES
    assert put(as_traveller, path_of(visited(traveller)), noise, "image/png").status_code == 201


def test_a_body_of_unknown_length_or_cut_short_is_refused(
    traveller: Traveller, as_traveller: APIClient, media: Path
) -> None:
    path = path_of(visited(traveller))
    chunked = as_traveller.put(
        path,
        jpeg(),
        content_type="image/jpeg",
        CONTENT_LENGTH="",
        HTTP_TRANSFER_ENCODING="chunked",
    )
    assert (chunked.status_code, chunked.json()["code"]) == (400, "malformed")
    whole = len(jpeg())
    cut = as_traveller.put(
        path,
        jpeg(),
        content_type="image/jpeg",
        CONTENT_LENGTH=str(whole + 1),
        **{"wsgi.input": BytesIO(jpeg())},
    )
    assert (cut.status_code, cut.json()["code"]) == (400, "malformed")
    assert files_in(media) == []


def test_a_check_in_takes_so_many_photos_and_no_more(
    traveller: Traveller, as_traveller: APIClient, settings: Any, media: Path
) -> None:
    settings.PHOTOS_PER_CHECK_IN = 2
    visit, other = visited(traveller), visited(traveller)
    ids = [uuid4() for _ in range(3)]
    answers = [put(as_traveller, path_of(visit, ids[n]), another(n)) for n in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 409]
    told = answers[2].json()
    assert (told["code"], told["limit"], told["unit"]) == ("photo_limit", 2, "photo")
    assert put(as_traveller, path_of(visit, ids[0]), another(0)).status_code == 200
    assert put(as_traveller, path_of(other), another(0)).status_code == 201
    as_traveller.delete(path_of(visit, ids[0]))
    assert put(as_traveller, path_of(visit, ids[2]), another(2)).status_code == 201


def test_the_file_is_for_its_traveller_and_for_no_cache(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    kept = photo(visited(traveller), data=jpeg((1_000, 500)))
    for file, width in (("image", 1_000), ("thumbnail", 480)):
        answer = as_traveller.get(path_of(kept.check_in, kept.pk, f"{file}.webp"))
        assert answer.status_code == 200
        assert opened(answer.content).size == (width, width // 2)
        assert {name: answer[name] for name in HEADERS} == HEADERS
        assert answer["Content-Length"].isdigit()


HEADERS = {
    "Content-Type": "image/webp",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": 'inline; filename="photo.webp"',
    "Cross-Origin-Resource-Policy": "same-site",
}


def test_a_browsers_image_is_answered_and_other_formats_are_not(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    kept = photo(visited(traveller))
    path = path_of(kept.check_in, kept.pk, "image.webp")
    wanted = "image/avif,image/webp,image/apng,*/*;q=0.8"
    assert as_traveller.get(path, headers={"accept": wanted}).status_code == 200
    assert as_traveller.get(path, headers={"accept": "text/csv"}).status_code == 406
    for method in ("options", "post", "delete"):
        refused = getattr(as_traveller, method)(path, headers={"accept": "image/webp"})
        assert (refused.status_code, refused.json()["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize("tail", ["", "image.webp", "thumbnail.webp"])
def test_nobody_else_reads_a_photo(traveller: Traveller, api: APIClient, tail: str) -> None:
    kept = photo(visited(traveller))
    path = path_of(kept.check_in, kept.pk, tail)
    other = make.traveller()
    stranger = make.app_of(other)
    assert (api.get(path).status_code, stranger.get(path).status_code) == (401, 404)
    assert stranger.get(path_of(visited(other), kept.pk, tail)).status_code == 404


def test_nobody_else_writes_a_photo(traveller: Traveller, api: APIClient) -> None:
    kept = photo(visited(traveller))
    path = path_of(kept.check_in, kept.pk)
    stranger = make.app_of(make.traveller())
    for app, status in ((api, 401), (stranger, 404)):
        assert put(app, path, jpeg()).status_code == status
        assert app.post(path, {"photo": "x"}, format="multipart").status_code in {status, 400}
        assert app.patch(path, {"visibility": "private"}).status_code == status
        assert app.delete(path).status_code == status
        assert app.get(path_of(kept.check_in, kept.pk)[:-37]).status_code == status
    assert Photo.objects.get() == kept


def test_a_deleted_photo_is_gone_with_its_files_and_stays_gone(
    traveller: Traveller,
    as_traveller: APIClient,
    media: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    kept, other = photo(visited(traveller), id=PHOTO), photo(visited(traveller))
    path = path_of(kept.check_in)
    with django_capture_on_commit_callbacks(execute=True):
        assert as_traveller.delete(path).status_code == 204
        assert len(files_in(media)) == 4, "files go after the row"
    assert Photo.objects.get() == other
    assert len(files_in(media)) == 2
    assert as_traveller.delete(path).status_code == 404
    assert as_traveller.get(path).status_code == 404
    late = put(as_traveller, path, jpeg())
    assert (late.status_code, late.json()["code"]) == (422, "id_reused")
    assert DeletedPhoto.objects.get().pk == PHOTO


def test_scene_and_visibility_can_be_changed(traveller: Traveller, as_traveller: APIClient) -> None:
    place = make.location()
    scene = make.scene(make.drama(), place)
    kept = photo(visited(traveller, place))
    path = path_of(kept.check_in, kept.pk)
    assert as_traveller.patch(path, {"scene": scene.slug}).json()["scene"] == scene.slug
    assert as_traveller.patch(path, {"scene": None}).json()["scene"] is None
    refused = as_traveller.patch(path, {"visibility": "public"})
    assert (refused.status_code, refused.json()["code"]) == (403, "consent_required")
    assert refused.json()["purpose"] == "publish_photos"
    agree(traveller)
    told = as_traveller.patch(path, {"visibility": "public"}).json()
    assert (told["visibility"], told["review"]) == ("public", "waiting")
    assert as_traveller.patch(path, {"visibility": "private"}).json()["review"] is None
    for changes in ({"scene": "none"}, {"review": "approved"}, {"visibility": "all"}, {"scene": 1}):
        assert as_traveller.patch(path, changes).status_code == 400, changes


@pytest.mark.parametrize("photos", [1, 3])
def test_the_photos_of_a_check_in_take_a_fixed_number_of_queries(
    traveller: Traveller, as_traveller: APIClient, django_assert_num_queries: Any, photos: int
) -> None:
    place = make.location()
    visit = visited(traveller, place, scene=make.scene(make.drama(), place).slug)
    kept = [str(photo(visit, data=another(number)).pk) for number in range(photos)]
    # Token, the user's tokens, traveller; the check-in, its photos.
    with django_assert_num_queries(5):
        body = as_traveller.get(f"/api/v1/check-ins/{visit.pk}/photos/").json()
    assert sorted(row["id"] for row in body["results"]) == sorted(kept)
    assert (body["next"], body["previous"]) == (None, None)


def test_a_photo_does_not_outlive_its_file_as_an_error(
    traveller: Traveller, as_traveller: APIClient, media: Path
) -> None:
    """A store restored without the uploads."""
    kept = photo(visited(traveller))
    for file in files_in(media):
        file.unlink()
    answer = as_traveller.get(path_of(kept.check_in, kept.pk, "image.webp"))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_uploads_have_a_limit_of_their_own(
    traveller: Traveller, as_traveller: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScopeThrottle, "THROTTLE_RATES", {"photo": "2/hour", "check_in": "9/hour"})
    path = path_of(visited(traveller))
    statuses = [put(as_traveller, path, jpeg()).status_code for _ in range(3)]
    assert statuses == [201, 200, 429]
    assert as_traveller.get(path).status_code == 200


def test_the_address_of_a_check_in_takes_capital_letters(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    path = path_of(visited(traveller)).replace(str(PHOTO), str(PHOTO).upper())
    assert put(as_traveller, path, jpeg()).status_code == 201


def test_the_document_tells_what_is_taken_and_answered() -> None:
    paths = docs.document()["paths"]
    one = paths["/api/v1/check-ins/{id}/photos/{photo}/"]
    sent = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    assert one["put"]["requestBody"]["content"] == sent
    assert list(one["post"]["requestBody"]["content"]) == ["multipart/form-data"]
    assert {"200", "201", "403", "404", "409", "413", "415", "422", "429"} <= set(
        one["put"]["responses"]
    )
    file = paths["/api/v1/photos/{photo}/image.webp"]["get"]["responses"]["200"]
    assert list(file["content"]) == ["image/webp"]


def test_a_check_in_that_is_sent_again_shows_its_frames(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    place = make.location("gate")
    scene = make.scene(make.drama("jia"), place, still="stills/a.jpg", episode=3)
    body = check_in_request(place, scene=scene.slug)
    assert as_traveller.post("/api/v1/check-ins/", body).json()["frames"] == []
    put(as_traveller, f"/api/v1/check-ins/{ID}/photos/{PHOTO}/", jpeg())
    [frame] = as_traveller.post("/api/v1/check-ins/", body).json()["frames"]
    assert (frame["scene"]["slug"], frame["scene"]["episode"]) == (scene.slug, 3)
    assert frame["scene"]["still"].endswith("stills/a.jpg")
    assert frame["scene"]["drama"]["slug"] == "jia"
    assert frame["photo"]["id"] == str(PHOTO)
