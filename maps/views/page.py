from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.views.generic import TemplateView


class Page(TemplateView):
    """A page for reading. `section` is the entry of the navigation that it belongs to."""

    http_method_names = ["get", "head", "options"]
    section = ""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"section": self.section}


def secretive(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For addresses that open something: not told to other hosts or our own log, nor indexed."""

    @wraps(view)
    def hushed(*args: Any, **options: Any) -> HttpResponse:
        response = view(*args, **options)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return hushed
