"""ETag and 304 from a data version, so that an unchanged answer costs neither rows nor JSON."""

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

from tourmap.lang.languages import active_lang


class ConditionalGetMixin:
    """For views whose answer depends on the public data and the request alone.

    `data_version()` is a number or text that changes whenever the public data does. It is read
    before any row, so that a change in between can make the ETag old but never wrong.
    """

    def data_version(self) -> str:
        raise NotImplementedError

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method not in {"GET", "HEAD"}:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a view has it
        etag = self._etag(request)
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            response: Any = HttpResponseNotModified()
        else:
            response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # as above
        if response.status_code in {200, 304}:
            response["ETag"] = etag
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
            patch_vary_headers(response, ["Accept", "Accept-Language"])
        return response

    def _etag(self, request: Any) -> str:
        asked = "\n".join(
            [
                self.data_version(),
                settings.CODE_VERSION,
                request.build_absolute_uri(),
                request.headers.get("Accept", ""),
                active_lang().value,
            ]
        )
        return f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"'
