"""Reads that need no words in docs/api.md: they are examples of the OpenAPI document."""

from tests.docs.journey import Journey

OTHERS = [
    "dramas/jia-li-jia-wai/",
    "dramas/jia-li-jia-wai/locations/?format=geojson",
    "dramas/jia-li-jia-wai/scenes/",
    "locations/jinli/",
    "scenes/",
    "scenes/jia-li-jia-wai--qinglong-laojie/",
    "trails/",
    "trails/jia-li-jia-wai-trail/",
    "regions/",
    "kinds/",
    "themes/",
    "programmes/",
]


def everything_else(journey: Journey) -> None:
    for address in OTHERS:
        journey.ask("GET", address, as_nobody=True)
    journey.ask("GET", "locations/", as_nobody=True, near="30.66,104.04", radius_m=5000, limit=2)
    journey.ask("GET", "locations/", as_nobody=True, format="geojson", limit=2)
