"""Zoom, scale, near me, the choice of base and the attribution; last, when all layers are there."""

from folium.elements import JSCSSMixin
from folium.template import Template


class Controls(JSCSSMixin):
    _template = Template(
        """
        {% macro script(this, kwargs) %}
        tourmap.addControls(map);
        tourmap.start(map);
        {% endmacro %}
        """
    )
    default_js = [("controls", "")]
