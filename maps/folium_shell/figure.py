"""The root of a shell: three fragments for a page of ours instead of a page of folium's."""

from typing import Any

from branca.element import CssLink, Element, Figure, JavascriptLink, Link
from django.templatetags.static import static
from jinja2 import Template

from maps.folium_shell.assets import ASSETS

NONCE_PLACEHOLDER = "nonce-of-this-response"
CUT = "<!-- cut -->"


class UnknownAsset(LookupError):
    """An element asked for a script or style that is not one of our static files."""


class AssetHeader(Element):
    """Takes scripts and styles by name and gives our own static files, whatever address came along."""

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> Any:
        if isinstance(child, Link):
            if name not in ASSETS:
                raise UnknownAsset(f"No static file is known for {name!r} ({child.url}).")
            child.url = static(ASSETS[name])
            child._template = _TAGS[type(child)]
        return super().add_child(child, name, index)


_TAGS = {
    CssLink: Template('<link rel="stylesheet" href="{{ this.url }}">'),
    JavascriptLink: Template('<script src="{{ this.url }}" defer></script>'),
}


class ShellFigure(Figure):
    """Head, body and script, with `CUT` between them; the script waits for a nonce."""

    _template = Template(
        "{{ this.header.render(**kwargs) }}"
        + CUT
        + "{{ this.html.render(**kwargs) }}"
        + CUT
        + f'<script type="module" nonce="{NONCE_PLACEHOLDER}">'
        + "{{ this.script.render(**kwargs) }}</script>"
    )

    def __init__(self) -> None:
        super().__init__()
        self.header = AssetHeader()
        self.header._parent = self
