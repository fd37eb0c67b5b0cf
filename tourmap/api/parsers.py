"""Request bodies: JSON, strict and bounded."""

from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from tourmap.api.problems import Code, Refusal


class JSONParser(BaseParser):
    """RFC 8259 as it is written: no NaN, no lone surrogates, UTF-8 only, up to the size limit."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise Refusal(
                Code.TOO_LARGE,
                _("Expected at most %(limit)s bytes.") % {"limit": limit},
                limit=limit,
                unit="byte",
            )
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(_("Expected JSON: %(error)s") % {"error": error}) from error
