"""The layer of places: an address to fetch them from, never the places themselves."""

from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template


class Places(JSCSSMixin, Layer):
    """`follows_view` asks for the places or clusters of each view; else all are fetched at once."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        tourmap.addPlaces(map, {{ this.settings|tojavascript }});
        {%- if this.settings.follows_view %}
        tourmap.explore(map);
        {%- endif %}
        {% endmacro %}
        """
    )
    default_js = [("pins", ""), ("places", ""), ("explore", "")]

    def __init__(self, url: str, *, follows_view: bool) -> None:
        super().__init__(name="places", overlay=True, control=False, show=False)
        self.settings = {"url": url, "follows_view": follows_view}
