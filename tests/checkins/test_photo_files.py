"""Rows and files of photos cannot disagree: at once, cut short, and swept up afterwards."""

import os
from collections import Counter
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import Traveller
from checkins import storage
from checkins.models import CheckIn, Photo
from checkins.services import (
    Upload,
    delete_check_in,
    delete_photo,
    keep_photo,
    photos,
    sweep_photo_files,
)
from tests import make
from tests.checkins.photos import PHOTO, another, files_in, jpeg, photo, visited
from tests.checkins.test_concurrency import at_once
from tests.checkins.visits import NOON
from tourmap.api.problems import Refusal

THREADS = 16


def keeping(visit: CheckIn, id: Any, data: bytes) -> Any:
    def deed() -> str:
        upload = Upload(id=id, data=data)
        _photo, new = keep_photo(
            traveller=visit.traveller, check_in=visit.pk, upload=upload, now=NOON
        )
        return "201" if new else "200"

    return deed


def names(media: Path) -> set[str]:
    return {str(path.relative_to(media)) for path in files_in(media)}


def rows_and_files_agree(media: Path) -> bool:
    rows = Photo.objects.values_list("image", "thumbnail")
    return {name for row in rows for name in row} == names(media)


@pytest.mark.django_db(transaction=True)
def test_the_same_photo_from_16_threads_is_one_row_and_two_files(media: Path) -> None:
    visit = visited(make.traveller())
    outcomes = Counter(at_once([keeping(visit, PHOTO, jpeg())] * THREADS))
    assert outcomes == {"201": 1, "200": THREADS - 1}
    assert Photo.objects.count() == 1
    assert len(files_in(media)) == 2
    assert rows_and_files_agree(media)


@pytest.mark.django_db(transaction=True)
def test_of_16_photos_at_once_as_many_are_kept_as_a_check_in_takes(media: Path) -> None:
    visit = visited(make.traveller())
    sent = [keeping(visit, uuid4(), another(number)) for number in range(THREADS)]
    outcomes = Counter(at_once(sent))
    limit = site.PHOTOS_PER_CHECK_IN
    assert outcomes == {"201": limit, "photo_limit": THREADS - limit}
    assert Photo.objects.count() == limit
    assert rows_and_files_agree(media)


@pytest.mark.django_db(transaction=True)
def test_one_id_with_16_pictures_at_once_is_kept_once(media: Path) -> None:
    visit = visited(make.traveller())
    sent = [keeping(visit, PHOTO, another(number)) for number in range(THREADS)]
    assert Counter(at_once(sent)) == {"201": 1, "id_reused": THREADS - 1}
    assert rows_and_files_agree(media)


@pytest.mark.django_db(transaction=True)
def test_one_id_of_16_travellers_at_once_is_one_travellers(media: Path) -> None:
    visits = [visited(make.traveller()) for _ in range(THREADS)]
    outcomes = Counter(at_once([keeping(visit, PHOTO, jpeg()) for visit in visits]))
    assert outcomes == {"201": 1, "id_reused": THREADS - 1}
    assert rows_and_files_agree(media)


@pytest.mark.django_db(transaction=True)
def test_an_upload_and_the_deletion_of_its_check_in_leave_nothing_behind(media: Path) -> None:
    person = make.traveller()
    place = make.location()
    for number in range(5):
        visit = visited(person, place, captured_at=NOON + timedelta(days=number))
        deeds = [keeping(visit, uuid4(), another(n)) for n in range(4)]
        deeds.append(lambda visit=visit: delete_check_in(traveller=person, id=visit.pk, now=NOON))
        at_once(deeds)
    assert CheckIn.objects.count() == Photo.objects.count() == 0
    assert files_in(media) == []


@pytest.mark.django_db
def test_a_refused_upload_leaves_no_file(
    traveller: Traveller, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last place is taken between the first look and the lock."""
    visit = visited(traveller)
    asked = iter([None, Refusal])

    def refuse_the_second_time(_visit: CheckIn) -> None:
        if kind := next(asked):
            raise kind(photos.Code.PHOTO_LIMIT, "")

    monkeypatch.setattr(photos, "_refuse_another", refuse_the_second_time)
    with pytest.raises(Refusal):
        keeping(visit, PHOTO, jpeg())()
    assert (Photo.objects.count(), files_in(media)) == (0, [])


@pytest.mark.django_db
def test_where_nobody_knows_whether_it_was_committed_the_files_stay(
    traveller: Traveller, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = visited(traveller)

    def lost(*_arguments: Any) -> Photo:
        raise DatabaseError("the connection went away")

    monkeypatch.setattr(photos, "_keep_row", lost)
    with pytest.raises(DatabaseError):
        keeping(visit, PHOTO, jpeg())()
    assert len(files_in(media)) == 2


@pytest.mark.django_db
def test_a_row_that_is_rolled_back_keeps_its_files(
    traveller: Traveller, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    kept = photo(visited(traveller))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        delete_photo(traveller=traveller, check_in=kept.check_in_id, id=kept.pk, now=NOON)
        transaction.set_rollback(True)
    assert Photo.objects.get() == kept
    assert rows_and_files_agree(media)


@pytest.mark.django_db
def test_a_file_that_cannot_be_removed_does_not_undo_the_deletion(
    traveller: Traveller,
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    kept = photo(visited(traveller))

    def broken(_name: str) -> None:
        raise OSError("read only")

    monkeypatch.setattr(default_storage, "delete", broken)
    with django_capture_on_commit_callbacks(execute=True):
        delete_photo(traveller=traveller, check_in=kept.check_in_id, id=kept.pk, now=NOON)
    assert not Photo.objects.exists()
    monkeypatch.undo()
    assert sweep_photo_files(now=timezone.now() + timedelta(days=2)) == 2
    assert files_in(media) == []


@pytest.mark.django_db
def test_only_old_files_without_a_row_are_swept_up(traveller: Traveller, media: Path) -> None:
    assert sweep_photo_files(now=timezone.now()) == 0, "before the first photo"
    kept = photo(visited(traveller))
    fresh = default_storage.save("photos/aa/fresh.webp", ContentFile(b"x"))
    old = default_storage.save("photos/bb/old.webp", ContentFile(b"x"))
    elsewhere = default_storage.save("stills/old.webp", ContentFile(b"x"))
    before = (timezone.now() - timedelta(days=2)).timestamp()
    for name in (old, elsewhere, kept.image.name, kept.thumbnail.name):
        os.utime(default_storage.path(name), (before, before))
    out = StringIO()
    call_command("sweep_photos", stdout=out)
    assert out.getvalue() == "1 files removed\n"
    assert names(media) == {fresh, elsewhere, kept.image.name, kept.thumbnail.name}


@pytest.mark.django_db
def test_a_store_of_objects_will_do(
    traveller: Traveller,
    as_traveller: Any,
    settings: Any,
    media: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """One without paths and folders, chosen by the setting."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    }
    kept, orphan = photo(visited(traveller)), "photos/aa/orphan.webp"
    default_storage.save(orphan, ContentFile(b"x"))
    path = f"/api/v1/check-ins/{kept.check_in_id}/photos/{kept.pk}/"
    assert as_traveller.get(f"{path}image.webp").content[8:12] == b"WEBP"
    assert sweep_photo_files(now=timezone.now() + timedelta(days=2)) == 1
    assert default_storage.exists(kept.image.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert as_traveller.delete(path).status_code == 204
    assert not default_storage.exists(kept.image.name)
    assert files_in(media) == []


def test_a_file_and_its_folders_are_on_the_disk_before_the_row(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(storage, "_sync", lambda path: synced.append(path))
    name = default_storage.save("photos/ab/x.webp", ContentFile(b"x"))
    wanted = [media / name, media / "photos/ab", media / "photos", media]
    assert synced == [str(path) for path in wanted]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"image": ""}, "a_photo_has_its_files"),
        ({"thumbnail": ""}, "a_photo_has_its_files"),
        ({"review": "approved"}, "a_decided_photo_has_its_time"),
        ({"reviewed_at": NOON}, "a_decided_photo_has_its_time"),
    ],
)
def test_what_must_not_happen_is_refused_by_the_store(
    traveller: Traveller, values: dict[str, Any], name: str
) -> None:
    kept = photo(visited(traveller))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Photo.objects.filter(pk=kept.pk).update(**values)
