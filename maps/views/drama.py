"""`/dramas/<slug>/`: what it is, where it was shot, how that is known."""

from typing import Any

from django.shortcuts import get_object_or_404

from dramas.models import Drama
from locations.models import Location, Trail
from maps import queries
from maps.legs import walk
from maps.payloads import map_config
from maps.shells import ShellKind, shell_for
from maps.views.page import Page


class DramaPage(Page):
    section = "dramas"
    template_name = "maps/drama.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        dramas = Drama.objects.prefetch_related("platforms", "recognitions", "themes")
        drama = get_object_or_404(dramas, slug=self.kwargs["slug"])
        scenes = queries.scenes_of(drama)
        places = list({scene.location_id: scene.location for scene in scenes}.values())
        trails = queries.trails_with_stops(Trail.objects.filter(drama=drama))
        return super().get_context_data(**context) | {
            "drama": drama,
            "scenes": scenes,
            "places": places,
            "mapped": sum(place.point is not None for place in places),
            "questions": [place for place in places if _asks(place)],
            "walks": [walk(trail, queries.stops_of(trail)) for trail in trails],
            "shell": shell_for(self.request, ShellKind.FEW),
            "map_config": map_config(query={"drama": drama.slug}),
        }


def _asks(place: Location) -> bool:
    return bool(place.open_question_hans or place.open_question_en or place.possibly_same_as_id)
