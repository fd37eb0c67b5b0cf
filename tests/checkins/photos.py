"""Makes pictures and photos; name only what the test is about."""

from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from PIL import Image

from accounts.models import Consent, Traveller
from checkins.models import CheckIn, Photo
from checkins.services import Upload, keep_photo
from locations.models import Location, Scene
from tests import make
from tests.checkins.visits import NOON, visit

PHOTO = UUID("0190f5f2-8d2f-7b65-8b7c-0242ac120004")
RED, BLUE = (200, 30, 30), (30, 30, 200)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def two_halves(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture


def jpeg(size: tuple[int, int] = (640, 480), **options: Any) -> bytes:
    return encoded(two_halves(size), **options)


def another(number: int) -> bytes:
    """A picture that differs from those of other numbers."""
    return encoded(Image.new("RGB", (64, 48), (number * 7 % 256, number, 9)))


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def agree(traveller: Traveller, **values: Any) -> Consent:
    """The consent to publish photos."""
    defaults = {"policy_version": "2026-11", "given_at": timezone.now()}
    return Consent.objects.create(
        traveller=traveller, purpose=Consent.Purpose.PUBLISH_PHOTOS, **(defaults | values)
    )


def visited(traveller: Traveller, place: Location | None = None, **values: Any) -> CheckIn:
    return visit(traveller, place or make.location(), **values).check_in


def photo(check_in: CheckIn, **values: Any) -> Photo:
    """A photo through the service, then with `values` laid over its row."""
    upload = Upload(id=values.pop("id", uuid4()), data=values.pop("data", jpeg()))
    kept, _new = keep_photo(
        traveller=check_in.traveller, check_in=check_in.pk, upload=upload, now=NOON
    )
    if values.get("review", "waiting") != "waiting":
        values.setdefault("reviewed_at", NOON)
    Photo.objects.filter(pk=kept.pk).update(**values)
    kept.refresh_from_db()
    return kept


def shown_photo(place: Location, scene: Scene | None = None, **values: Any) -> Photo:
    """A photo that everybody sees, of a traveller of its own."""
    person = make.traveller()
    agree(person)
    defaults = {"visibility": "public", "review": "approved", "scene": scene}
    return photo(visited(person, place), **(defaults | values))


def files_in(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())


def path_of(check_in: CheckIn, id: UUID = PHOTO, tail: str = "") -> str:
    return f"/api/v1/check-ins/{check_in.pk}/photos/{id}/{tail}"
