"""The map element: Leaflet's map in the page's own frame, without folium's styles and viewport."""

import folium
from folium.template import Template

# China, until the places are known.
START = (33.5, 108.5)
MAX_ZOOM = 19  # also without tiles, where no layer would limit it


class ShellMap(folium.Map):
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="map" id="map"></div>
        {% endmacro %}

        {% macro script(this, kwargs) %}
        const map = tourmap.open("map", {{ this.settings|tojavascript }});
        {% endmacro %}
        """
    )
    default_js = [("leaflet", ""), ("page", ""), ("shell", "")]
    default_css = [("leaflet_css", ""), ("map_css", "")]

    def __init__(self) -> None:
        super().__init__(location=START, tiles=None)
        self.settings = {"center": list(START), "zoom": 4, "max_zoom": MAX_ZOOM, "min_zoom": 3}

    def get_name(self) -> str:
        return "map"
