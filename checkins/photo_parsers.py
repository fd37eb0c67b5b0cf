"""Photos as they come in: the picture itself, or a form with one, and never more than the limit."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, MultiPartParser

from checkins.services import photo_refusals

# What the fields of a form may take beside the photo.
FORM_MARGIN = 65_536


# A body that is too large is read away up to so many times the limit: a client that is cut off
# while it sends sees a broken connection and not why.
HEARD_OUT = 4
PORTION = 65_536


def refuse_too_large(size: int, margin: int = 0) -> None:
    if size > settings.PHOTO_MAX_BYTES + margin:
        raise photo_refusals.too_large(settings.PHOTO_MAX_BYTES)


def refuse_unread(stream: Any, length: int, margin: int = 0) -> None:
    """Refuses a body by the length that the request says, without keeping any of it."""
    limit = settings.PHOTO_MAX_BYTES + margin
    if limit < length <= HEARD_OUT * limit:
        while stream.read(PORTION):
            pass
    refuse_too_large(length, margin)


class PictureParser(BaseParser):
    """The body is the picture. What it is called is looked at to tell mistakes, never believed."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: Any = None, context: Any = None) -> bytes:
        name = str(media_type).partition(";")[0].strip().lower()
        if not name.startswith("image/") and name != "application/octet-stream":
            raise photo_refusals.not_a_picture(name)
        length = _length(context)
        refuse_unread(stream, length)
        body: bytes = stream.read(settings.PHOTO_MAX_BYTES + 1)
        refuse_too_large(len(body))
        if len(body) < length:
            raise ParseError(_("The body ended before its length."))
        return body


class PhotoFormParser(MultiPartParser):
    """A form, for those who can send nothing else: `wx.uploadFile` of WeChat mini programs."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        refuse_unread(stream, _length(parser_context), FORM_MARGIN)
        return super().parse(stream, media_type, parser_context)


def _length(context: Any) -> int:
    """What the request says; Django reads no further than that."""
    try:
        return int(context["request"].META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
