"""What happens to a photo: it is kept once, changed, deleted, and decided by the bureau."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Consent, Traveller, User
from accounts.services import has_consent, lock_traveller
from checkins.models import CheckIn, DeletedPhoto, Photo
from checkins.picture_header import BadPicture
from checkins.pictures import Picture, make_anew
from checkins.services import photo_refusals, refusals
from checkins.services.photo_files import Files, keep_files, remove_files, remove_files_of
from locations.models import Scene
from tourmap.api.problems import KINDS, Code, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What the app sends. Without a `scene` it is the one of the check-in."""

    id: UUID
    data: bytes
    scene: str | None = None
    visibility: str = Photo.Visibility.PRIVATE

    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def keep_photo(
    *, traveller: Traveller, check_in: UUID, upload: Upload, now: datetime
) -> tuple[Photo, bool]:
    """The photo and whether it is new; safe to repeat and to race: one row, one pair of files.

    The files are written before the row. Where nothing came of the row they go again; where
    nobody can know whether it was committed they stay, for `sweep_photo_files`.

    Raises:
        Refusal: `not_found` (the check-in), `id_reused`, `photo_limit`, `consent_required`,
            `invalid` (scene unknown), `unsupported_media_type` or `invalid_image`.
    """
    visit = _own_visit(traveller, check_in)
    if known := _known(visit, upload):
        return known, False
    _refuse_another(visit)
    _refuse_without_consent(traveller, upload.visibility)
    scene = _scene_of(visit, upload.scene) if upload.scene else visit.scene
    picture = _made_anew(upload.data)
    files = keep_files(picture)
    row = _row(visit, scene, upload, picture, files, now)
    try:
        photo = _keep_row(traveller, row, upload)
    except Refusal:
        remove_files(files)
        raise
    if photo is not row:
        remove_files(files)
    return photo, photo is row


@transaction.atomic
def edit_photo(*, traveller: Traveller, check_in: UUID, id: UUID, changes: dict[str, Any]) -> Photo:
    """Changes who may see it and which scene it re-creates.

    A photo that the bureau approved beside one scene waits again beside another.

    Raises:
        Refusal: `not_found`, `invalid` (scene unknown), `consent_required`.
    """
    lock_traveller(traveller.pk)
    photo = _own_photo(traveller, check_in, id)
    if "visibility" in changes:
        _refuse_without_consent(traveller, changes["visibility"])
        photo.visibility = changes["visibility"]
    if "scene" in changes:
        scene = _scene_of(photo.check_in, changes["scene"]) if changes["scene"] else None
        if scene != photo.scene and photo.review == Photo.Review.APPROVED:
            photo.review, photo.reviewed_at, photo.reviewed_by = Photo.Review.WAITING, None, None
        photo.scene = scene
    photo.save(update_fields=["visibility", "scene", "review", "reviewed_at", "reviewed_by"])
    return photo


@transaction.atomic
def delete_photo(*, traveller: Traveller, check_in: UUID, id: UUID, now: datetime) -> None:
    """Removes a photo and then its files; its id stays used, so that no late retry revives it.

    Raises:
        Refusal: `not_found`, there is none of this traveller's.
    """
    lock_traveller(traveller.pk)
    photo = _own_photo(traveller, check_in, id)
    remove_files_of(Photo.objects.filter(pk=photo.pk))
    DeletedPhoto.objects.create(id=photo.pk, check_in=photo.check_in, deleted_at=now)
    photo.delete()


def review_photos(*, photos: Iterable[UUID], by: User, review: str, now: datetime) -> int:
    """The bureau decides photos that are offered at its own places; others are left alone.

    Returns:
        How many were decided.
    """
    if review not in {Photo.Review.APPROVED, Photo.Review.REFUSED}:
        raise ValueError(review)
    decided = Photo.objects.seen_at_desk_by(by).filter(pk__in=list(photos))
    return decided.exclude(review=review).update(review=review, reviewed_at=now, reviewed_by=by)


def _keep_row(traveller: Traveller, row: Photo, upload: Upload) -> Photo:
    """`row`, stored; or the one that the same upload made at the same moment."""
    with transaction.atomic():
        lock_traveller(traveller.pk)
        visit = _own_visit(traveller, row.check_in_id)
        if known := _known(visit, upload):
            return known
        _refuse_another(visit)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            # Another traveller's app made the same id at the same moment.
            if known := _known(visit, upload):
                return known
            raise
    return row


def _row(
    visit: CheckIn,
    scene: Scene | None,
    upload: Upload,
    picture: Picture,
    files: Files,
    now: datetime,
) -> Photo:
    return Photo(
        id=upload.id,
        check_in=visit,
        scene=scene,
        upload_digest=upload.digest(),
        uploaded_at=now,
        image=files.image,
        thumbnail=files.thumbnail,
        width=picture.width,
        height=picture.height,
        visibility=upload.visibility,
    )


def _known(visit: CheckIn, upload: Upload) -> Photo | None:
    """The photo of an id that was seen before, as it is now."""
    if DeletedPhoto.objects.filter(pk=upload.id).exists():
        raise Refusal(Code.ID_REUSED, _("This photo was deleted; make a new id."))
    kept = Photo.objects.select_related("scene").filter(pk=upload.id).first()
    if kept is None:
        return None
    if kept.check_in_id != visit.pk or kept.upload_digest != upload.digest():
        raise Refusal(
            Code.ID_REUSED,
            _("This id was sent before with another photo. Make a new id for a new photo."),
        )
    return kept


def _own_visit(traveller: Traveller, id: UUID) -> CheckIn:
    visit = CheckIn.objects.filter(traveller=traveller, pk=id).select_related("scene").first()
    if visit is None:
        raise Refusal(Code.NOT_FOUND, KINDS[Code.NOT_FOUND].title)
    return visit


def _own_photo(traveller: Traveller, check_in: UUID, id: UUID) -> Photo:
    own = Photo.objects.filter(check_in__traveller=traveller, check_in=check_in, pk=id)
    photo = own.select_related("scene", "check_in").select_for_update(of=["self"]).first()
    if photo is None:
        raise Refusal(Code.NOT_FOUND, KINDS[Code.NOT_FOUND].title)
    return photo


def _scene_of(visit: CheckIn, slug: str) -> Scene:
    scene = Scene.objects.filter(slug=slug, location=visit.location_id).first()
    if scene is None:
        raise refusals.unknown("scene", _("There is no such scene at this place."))
    return scene


def _refuse_another(visit: CheckIn) -> None:
    limit = settings.PHOTOS_PER_CHECK_IN
    if Photo.objects.filter(check_in=visit).count() >= limit:
        raise photo_refusals.too_many(limit)


def _refuse_without_consent(traveller: Traveller, visibility: str) -> None:
    purpose = Consent.Purpose.PUBLISH_PHOTOS
    if visibility == Photo.Visibility.PUBLIC and not has_consent(
        traveller=traveller, purpose=purpose
    ):
        raise photo_refusals.no_consent(purpose, settings.PRIVACY_POLICY_VERSION)


def _made_anew(data: bytes) -> Picture:
    try:
        return make_anew(data)
    except BadPicture as bad:
        raise photo_refusals.bad_picture(bad) from bad
