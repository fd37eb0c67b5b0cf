"""One shell, put together from its elements."""

from typing import Any

from maps.folium_shell.base import TileBase
from maps.folium_shell.controls import Controls
from maps.folium_shell.figure import CUT, ShellFigure
from maps.folium_shell.graticule import Graticule
from maps.folium_shell.map import ShellMap
from maps.folium_shell.places import Places


def build(*, places_url: str, bases: list[dict[str, Any]], follows_view: bool) -> list[str]:
    """Head, body and script of a map that fetches its places from `places_url`."""
    figure = ShellFigure()
    shell_map = ShellMap()
    figure.add_child(shell_map)
    for number, base in enumerate(bases):
        shell_map.add_child(TileBase(number, base))
    shell_map.add_child(Graticule())
    shell_map.add_child(Places(places_url, follows_view=follows_view))
    shell_map.add_child(Controls())
    head, body, script = figure.render().split(CUT)
    return [head, body, script]
