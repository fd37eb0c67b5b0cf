"""`/map/`: every place, filtered, as a list and on a map; the address holds the whole state."""

from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator

from locations.filters import filtered
from locations.models import Location
from maps import facets, queries
from maps.legs import error_m
from maps.lengths import Away
from maps.parameters import MapParameters, Reading, read
from maps.payloads import map_config
from maps.shells import ShellKind, shell_for
from maps.views.page import Page
from tourmap.geo import LatLng, great_circle_m

PLACES_ON_A_PAGE = 40


class MapPage(Page):
    section = "map"
    template_name = "maps/map.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        reading = read(MapParameters, self.request)
        chosen = facets.chosen(reading.values)
        offered = facets.facets(chosen)
        near = reading.values.get("near")
        return super().get_context_data(**context) | {
            "reading": reading,
            "facets": offered,
            "chips": facets.chips(offered, self.request.GET),
            "is_narrowed": bool(chosen) or "q" in reading.values,
            "page": self._places(reading),
            "near": near,
            "shell": shell_for(self.request, ShellKind.EXPLORE),
            "map_config": map_config(near=[near.lat, near.lng] if near else None),
        }

    def _places(self, reading: Reading) -> ListPage[Location]:
        places = filtered(Location.objects.published(), reading.values)
        near = reading.values.get("near")
        ordered = queries.by_distance(places, near) if near else queries.in_list_order(places)
        page = Paginator(queries.for_cards(ordered), PLACES_ON_A_PAGE).get_page(
            reading.values.get("page", 1)
        )
        if near:
            _add_distances(page, near)
        return page


def _add_distances(page: ListPage[Location], near: LatLng) -> None:
    for place in page:
        if place.point:
            way_m = great_circle_m(near, place.point)
            place.away = Away(way_m, error_m(place))  # type: ignore[attr-defined]  # for the template
