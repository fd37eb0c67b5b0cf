"""A base map from the settings. Its name and attribution are put in by our control, as text."""

from typing import Any

from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template


class TileBase(JSCSSMixin, Layer):
    """Tiles of one configured base, `number` being its place in `MAP_BASES`."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        tourmap.addBase(map, {{ this.settings|tojavascript }});
        {% endmacro %}
        """
    )
    default_js = [("bases", "")]

    def __init__(self, number: int, base: dict[str, Any]) -> None:
        super().__init__(name=f"base-{number}", control=False, show=False)
        self.settings = {
            "number": number,
            "url": base["url"],
            "datum": base["datum"],
            "max_zoom": base.get("max_zoom", 18),
        }
