"""A file of a photo as an answer: a picture and nothing else, whatever a browser would guess."""

import logging
import mimetypes
from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.renderers import BaseRenderer

MEDIA_TYPE = "image/webp"

log = logging.getLogger(__name__)


class PictureRenderer(BaseRenderer):
    """Names the type for negotiation; the bytes are made by `file_response`."""

    media_type = MEDIA_TYPE
    format = "webp"
    charset = None
    render_style = "binary"

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        """Never asked: a file is no data, and a refusal is made JSON before it is rendered."""
        return b""


def type_of(name: str) -> str:
    """The media type of a picture by its name; a picture of none that is known is only bytes."""
    kind, _coding = mimetypes.guess_type(name)
    return kind if kind in {"image/jpeg", "image/png", MEDIA_TYPE} else "application/octet-stream"


def file_response(file: Any, media_type: str = MEDIA_TYPE) -> HttpResponse:
    """A file of the storage, to be shown and never run. They are small: pictures of ours.

    Raises:
        Http404: the storage does not have it, as after a restore without the uploads.
    """
    try:
        with file.open("rb") as opened:
            response = HttpResponse(opened.read(), content_type=media_type)
    except FileNotFoundError as error:
        log.error("A photo has no file: %s", file.name)
        raise Http404 from error
    response["Content-Disposition"] = f'inline; filename="photo{PurePath(file.name).suffix}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-site"
    return response
