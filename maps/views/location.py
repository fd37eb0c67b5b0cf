"""`/locations/<slug>/`: what to know before going, how to get there, what was shot there."""

from typing import Any

from django.shortcuts import get_object_or_404

from checkins.figure_queries import latest_told
from locations.models import Location
from maps import queries
from maps.payloads import map_config
from maps.shells import ShellKind, shell_for
from maps.views.page import Page
from maps.ways import ways_to


class LocationPage(Page):
    section = "map"
    template_name = "maps/location.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        place = get_object_or_404(
            queries.for_cards(Location.objects.published()), slug=self.kwargs["slug"]
        )
        return super().get_context_data(**context) | {
            "place": place,
            "scenes": queries.scenes_at(place),
            "maybe_the_same": queries.maybe_the_same(place),
            "near": queries.places_near(place),
            "ways": ways_to(place),
            "came": latest_told(place),
            "shell": shell_for(self.request, ShellKind.FEW) if place.point else None,
            "map_config": map_config(query={"place": place.slug}, chosen=place.slug),
        }
