"""The OpenAPI document and the page that shows it, from our own files alone."""

from functools import lru_cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from tourmap.api.conditional import ConditionalGetMixin
from tourmap.api.views import ReadView
from tourmap.lang.languages import Lang


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The OpenAPI document. It is English whatever the reader reads, as its code is."""
    with translation.override(Lang.EN.django_code):
        return SchemaGenerator().get_schema(request=None, public=True)


@extend_schema(exclude=True)
class SchemaView(ConditionalGetMixin, ReadView):
    """JSON unless YAML is asked for, by `format=yaml` or Accept."""

    renderer_classes = (
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer2,
        OpenApiYamlRenderer,
    )

    def data_version(self) -> str:
        return "schema"  # the version of the code, which every ETag holds, is its version

    def get(self, request: Request) -> Response:
        return Response(document())


# Swagger's components carry style attributes; scripts come from files alone.
DOCS_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI, its script split from its page so that no inline script is needed."""

    authentication_classes = ()
    url_name = "schema"

    def finalize_response(
        self, request: Any, response: Any, *args: Any, **options: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **options)
        response["Content-Security-Policy"] = DOCS_POLICY
        return response
