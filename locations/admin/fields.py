"""Form fields for what a plain text box would make an editor write as JSON."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)  # https:…, but also javascript:…


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = UnfoldAdminTextareaWidget({"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in (value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class SourcesField(LinesField):
    """Sources, one a line: `title | address`, or one of the two."""

    def prepare_value(self, value: Any) -> Any:
        lines = [_line(source) for source in value] if isinstance(value, list) else value
        return super().prepare_value(lines)

    def to_python(self, value: Any) -> Any:
        return [_source(line) for line in super().to_python(value)]


def _line(source: Any) -> str:
    if isinstance(source, dict):
        return " | ".join(filter(None, (source.get("title", ""), source.get("url", ""))))
    return str(source)


def _source(line: str) -> dict[str, str]:
    title, _bar, last = (part.strip() for part in line.rpartition("|"))
    if not _ADDRESS.match(last):  # no address: a bar may be part of the title
        return {"title": line, "url": ""}
    url = last
    if not url.startswith(("https://", "http://")):
        raise ValidationError(
            _("A source's address begins with https:// or http://, this one is “%(url)s”."),
            params={"url": url},
        )
    return {"title": title, "url": url}


class PinMap(forms.Widget):
    """The map on which the pin is seen and moved; the numbers beside it are what is sent."""

    template_name = "locations/admin/pin_map.html"

    class Media:
        css = {"all": ["js_lib_leaflet/leaflet.css", "locations/admin/pin_map.css"]}
        js = ["js_lib_leaflet/leaflet.js", "locations/admin/pin_map.js"]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        # The map is drawn in WGS-84, so only bases in WGS-84 lie where the pin says.
        context["bases"] = [base for base in settings.MAP_BASES if base["datum"] == "wgs84"]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        return None


class PasteInput(UnfoldAdminTextInputWidget):
    """A text box with the button that has its coordinates converted."""

    template_name = "locations/admin/paste.html"
