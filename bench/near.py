"""The 20 nearest places within 5 km: the search in rings against the two textbook answers.

- "all measured": every place of the store is loaded and measured with geopy, then sorted.
- "one box": the places of one 5 km box are loaded and measured, then sorted.

Both on the same store, with the ORM and ModelSerializers (bench/textbook), in this process; ours
is the whole request through the application, parameters, language and JSON included. The three
must name the same places. Visitors stand where places are, so most are in big cities.

Read the ratios, and how each column grows with the number of places.
"""

import argparse
import io
import json
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from store import fill, open_store, visitors_at
from table import ms, show, times

RADIUS_M = 5_000
LIMIT = 20
# Where measuring everything takes seconds, a few calls say enough.
CALLS = {"ours": 60, "one box": 60, "all measured": 2}
Point = tuple[float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument(
        "--places", type=int, nargs="+", default=[10_000, 100_000],
        help="sizes of the store, one run each (10000 100000; 1000000 takes some minutes)",
    )  # fmt: skip
    asked = parser.parse_args()
    open_store()
    for places in asked.places:
        empty_store()
        fill(places)
        compare(places)


def empty_store() -> None:
    from django.core.management import call_command

    call_command("flush", verbosity=0, interactive=False)


def compare(places: int) -> None:
    from tourmap.wsgi import application

    ways: dict[str, Callable[[Point], list[str]]] = {
        "ours": lambda visitor: ours(application, visitor),
        "one box": one_box,
        "all measured": all_measured,
    }
    visitors = visitors_at(max(CALLS.values()))
    for visitor in visitors[: CALLS["all measured"]]:
        if len({tuple(way(visitor)) for way in ways.values()}) > 1:
            raise SystemExit(f"The ways name different places around {visitor}.")
    figures = {
        name: [timed(way, visitor) for visitor in visitors[: CALLS[name]]]
        for name, way in ways.items()
    }
    typical = {name: median(wall for wall, _cpu in each) for name, each in figures.items()}
    show(
        f"The {LIMIT} nearest within {RADIUS_M // 1000} km, {places:,} places",
        ["way", "per call", "slowest", "processor", "of ours"],
        [
            (
                name,
                ms(typical[name]),
                ms(max(wall for wall, _cpu in each)),
                ms(median(cpu for _wall, cpu in each)),
                times(typical[name], typical["ours"]),
            )
            for name, each in figures.items()
        ],
    )


def timed(way: Callable[[Point], list[str]], visitor: Point) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    way(visitor)
    return time.perf_counter() - wall, time.process_time() - cpu


def ours(application: Any, visitor: Point) -> list[str]:
    """One request through the WSGI door, as the server makes it."""
    lat, lng = visitor
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/api/v1/locations/",
        "QUERY_STRING": f"near={lat:.7f},{lng:.7f}&radius_m={RADIUS_M}&limit={LIMIT}",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    answer = application(environ, lambda status, headers, error=None: None)
    body = b"".join(answer)
    answer.close()
    return [place["slug"] for place in json.loads(body)["results"]]


def one_box(visitor: Point) -> list[str]:
    from tourmap.geo import Box, LatLng

    box = Box.around(LatLng(*visitor), RADIUS_M)
    return textbook(
        visitor,
        lat__gte=box.south, lat__lte=box.north, lng__gte=box.west, lng__lte=box.east,
    )  # fmt: skip


def all_measured(visitor: Point) -> list[str]:
    return textbook(visitor, lat__isnull=False)


def textbook(visitor: Point, **candidates: Any) -> list[str]:
    from geopy.distance import geodesic  # noqa: TID251  # as a textbook does it
    from rest_framework.renderers import JSONRenderer
    from textbook.urls import LocationSerializer

    from locations.models import Location

    query = Location.objects.filter(is_published=True, **candidates)
    near = []
    for place in query.select_related("kind", "region"):
        metres = geodesic(visitor, (place.lat, place.lng)).m
        if metres <= RADIUS_M:
            near.append((metres, place.slug, place))
    places = [place for _metres, _slug, place in sorted(near)[:LIMIT]]
    body = JSONRenderer().render(LocationSerializer(places, many=True).data)
    return [place["slug"] for place in json.loads(body)]


if __name__ == "__main__":
    main()
