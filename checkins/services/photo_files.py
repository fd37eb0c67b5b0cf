"""The files of photos. They come before their rows and go after them.

Whatever ends in between leaves at worst a file without a row, which `sweep_photo_files` finds;
never a row without its files.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from checkins.models import Photo
from checkins.models.photo import PhotoQuerySet
from checkins.pictures import Picture

FOLDER = "photos"
# An upload that is under way has files and no row yet; none takes a day.
MAX_UPLOAD = timedelta(days=1)


class Files(NamedTuple):
    """Names in the storage."""

    image: str
    thumbnail: str


def keep_files(picture: Picture) -> Files:
    """Writes both under names that nobody can guess."""
    return Files(_keep(picture.image), _keep(picture.thumbnail))


def remove_files(files: Files) -> None:
    for name in files:
        default_storage.delete(name)


def remove_files_of(photos: PhotoQuerySet) -> None:
    """For rows that the caller deletes: their files go when the transaction is committed."""
    gone = [Files(*names) for names in photos.order_by().values_list("image", "thumbnail")]

    def remove_all() -> None:
        for files in gone:
            remove_files(files)

    # What fails is logged and swept up later: the deed is done and must not look undone.
    if gone:
        transaction.on_commit(remove_all, robust=True)


def sweep_photo_files(*, now: datetime) -> int:
    """Removes the files that no row names, but for those younger than an upload can take.

    Returns:
        How many were removed.
    """
    old = [name for name in _names(FOLDER) if _kept_at(name) < now - MAX_UPLOAD]
    # Read after the files: a row that is new meanwhile has files that are newer still.
    known = {name for row in Photo.objects.values_list("image", "thumbnail") for name in row}
    orphans = [name for name in old if name not in known]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _keep(content: bytes) -> str:
    key = secrets.token_hex(16)
    return default_storage.save(f"{FOLDER}/{key[:2]}/{key}.webp", ContentFile(content))


def _names(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # before the first photo
        return
    for name in folders:
        yield from _names(f"{folder}/{name}")
    for name in files:
        yield f"{folder}/{name}"


def _kept_at(name: str) -> datetime:
    return default_storage.get_modified_time(name)
