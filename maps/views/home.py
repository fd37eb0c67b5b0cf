"""The wall of dramas: `/` with what to do today, `/dramas/` with all of them."""

from typing import Any

from django.db.models import QuerySet

from dramas.models import Drama
from locations.models import Location, Trail
from maps import queries
from maps.legs import Walk, walk
from maps.parameters import SearchParameters, read
from maps.views.page import Page

DRAMAS_ON_THE_WALL = 18
TRAILS_ON_HOME = 6
PLACES_FOUND = 60


def _walks() -> list[Walk]:
    trails = queries.trails_with_stops(Trail.objects.all())
    walks = [walk(trail, queries.stops_of(trail)) for trail in trails]
    walks = [each for each in walks if each.stops > 1]
    return sorted(walks, key=lambda each: each.trail.drama.rank if each.trail.drama else 10_000)


class WallPage(Page):
    """Both pages search in the same way: `?q=` in any script, pinyin or initials."""

    section = "home"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        words = read(SearchParameters, self.request).values.get("q", "")
        found = self._found(words) if words else self.unsearched(queries.wall())
        return super().get_context_data(**context) | {"words": words} | found

    def _found(self, words: str) -> dict[str, Any]:
        known = Drama.objects.search(words).values("pk")
        return {
            "dramas": queries.wall().filter(pk__in=known),
            "places": queries.places_found(words)[:PLACES_FOUND],
        }

    def unsearched(self, dramas: QuerySet[Drama]) -> dict[str, Any]:
        raise NotImplementedError


class HomePage(WallPage):
    template_name = "maps/home.html"

    def unsearched(self, dramas: QuerySet[Drama]) -> dict[str, Any]:
        return {
            "dramas": list(dramas[:DRAMAS_ON_THE_WALL]),
            "walks": _walks()[:TRAILS_ON_HOME],
            "drama_count": Drama.objects.count(),
            "place_count": Location.objects.published().count(),
        }


class DramasPage(WallPage):
    section = "dramas"
    template_name = "maps/dramas.html"

    def unsearched(self, dramas: QuerySet[Drama]) -> dict[str, Any]:
        return {"dramas": dramas}
