"""The blank base: paper with a graticule of ours, also shown when tiles fail."""

from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template


class Graticule(JSCSSMixin, Layer):
    _template = Template(
        """
        {% macro script(this, kwargs) %}
        tourmap.addGraticule(map);
        {% endmacro %}
        """
    )
    default_js = [("graticule", "")]

    def __init__(self) -> None:
        super().__init__(name="blank", control=False, show=False)
