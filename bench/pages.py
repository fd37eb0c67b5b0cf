"""A map page: our shell and its JSON against a folium page with `folium.Marker` in a loop.

The folium page is what the tutorials build: every place is a marker with a popup in the page's
own script. Ours is two answers, the page at `/map/` (the shell, the list, the words) and what its
script then fetches: one view of `/map/places.json` over the whole of China, places as clusters.
Time is that of building the answer in this process, the first of each left out; bytes are those
of the body before compression.

Read the ratios: they grow with the number of markers, ours hardly.
"""

import argparse
import time
from collections.abc import Callable
from statistics import median

from store import fill, open_store
from table import ms, show, times

PAGE = "/map/"
VIEW = "/map/places.json?datum=gcj02&zoom=5&bbox=90,18,130,50"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument(
        "--markers", type=int, nargs="+", default=[1_000, 10_000],
        help="numbers of places, one run each (1000 10000: the latter takes a minute)",
    )  # fmt: skip
    asked = parser.parse_args()
    open_store()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    for markers in asked.markers:
        compare(markers)


def compare(markers: int) -> None:
    from django.core.management import call_command

    call_command("flush", verbosity=0, interactive=False)
    fill(markers)
    loop = built(folium_page, calls=1)
    shell, view = built(lambda: fetched(PAGE), calls=5), built(lambda: fetched(VIEW), calls=5)
    both = (shell[0] + view[0], shell[1] + view[1])
    rows = {
        "folium.Marker in a loop": loop,
        "our page": shell,
        "our places.json": view,
        "ours together": both,
    }
    show(
        f"A map of {markers:,} places",
        ["what", "built in", "bytes", "time of ours", "bytes of ours"],
        [
            (name, ms(taken), f"{size:,}", times(taken, both[0]), times(size, both[1]))
            for name, (taken, size) in rows.items()
        ],
    )


def built(build: Callable[[], bytes], *, calls: int) -> tuple[float, int]:
    """Seconds a call takes, the median, and the bytes it makes."""
    if calls > 1:
        build()
    taken = []
    for _call in range(calls):
        start = time.perf_counter()
        body = build()
        taken.append(time.perf_counter() - start)
    return median(taken), len(body)


def folium_page() -> bytes:
    import folium  # noqa: TID251  # the peer

    from locations.models import Location

    page = folium.Map(location=[33.0, 110.0], zoom_start=5)
    for place in Location.objects.filter(is_published=True, lat__isnull=False):
        folium.Marker([place.lat, place.lng], popup=place.name_hans).add_to(page)
    return bytes(page.get_root().render().encode())


def fetched(address: str) -> bytes:
    from django.test import Client

    answer = Client(headers={"Host": "localhost"}).get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    return answer.content


if __name__ == "__main__":
    main()
