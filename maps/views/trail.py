"""`/trails/<slug>/`: stops in order, the way between them, the whole length."""

from typing import Any

from django.shortcuts import get_object_or_404

from locations.models import Trail
from maps import queries
from maps.legs import walk
from maps.payloads import map_config
from maps.shells import ShellKind, shell_for
from maps.views.page import Page


class TrailPage(Page):
    section = "trails"
    template_name = "maps/trail.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        trail = get_object_or_404(
            queries.trails_with_stops(Trail.objects.all()), slug=self.kwargs["slug"]
        )
        stops = queries.stops_of(trail)
        order = [stop.location.slug for stop in stops if stop.location.point]
        return super().get_context_data(**context) | {
            "walk": walk(trail, stops),
            "trail": trail,
            "shell": shell_for(self.request, ShellKind.FEW),
            "map_config": map_config(query={"trail": trail.slug}, order=order),
        }
