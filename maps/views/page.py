from typing import Any

from django.views.generic import TemplateView


class Page(TemplateView):
    """A page for reading. `section` is the entry of the navigation that it belongs to."""

    http_method_names = ["get", "head", "options"]
    section = ""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"section": self.section}
