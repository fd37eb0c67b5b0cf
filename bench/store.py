"""A throw-away store for one measurement: a SQLite file in a temporary folder, seeded, then gone.

`open_store()` comes before any import of the project: it chooses the store that settings read.
"""

import atexit
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261123
CITIES = 300
SHARE_IN_CITIES = 0.8
CITY_SPREAD_DEG = 0.06  # standard deviation: most of a city lies within 13 km
SCENES_OF_A_PLACE = (1, 1, 1, 1, 2, 3)
CHINA = {"south": 21.0, "north": 45.0, "west": 98.0, "east": 122.0}
BATCH = 10_000


def open_store(database: str = "") -> Path:
    """An empty, migrated store in a new folder, which goes when this program ends.

    `database` is the address of another store, as DATABASE_URL has it; the folder is there anyway.
    """
    folder = Path(tempfile.mkdtemp(prefix="tourmap-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tourmap.settings",
        "TOURMAP_DATA_DIR": str(folder),
        "DATABASE_URL": database or f"sqlite:///{folder / 'bench.sqlite3'}",
        "TOURMAP_STATIC_ROOT": str(folder / "static"),
        "TOURMAP_LOG_LEVEL": "ERROR",
        "TOURMAP_RATE_GUEST": "1000000/hour",  # one machine plays all the visitors
        "TOURMAP_RATE_CHECK_IN": "1000000/hour",
        "TOURMAP_RATE_CHECK_IN_BATCH": "1000000/hour",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    return folder


def fill(places: int) -> None:
    """Adds seeded places: 80 % in 300 cities by Zipf's law, the rest anywhere; dramas with them."""
    from accounts.models import Region
    from dramas.models import Drama
    from locations.models import Kind, Location, Scene

    rng = random.Random(SEED)  # noqa: S311  # a fixed world, no secret
    province = Region.objects.create(code="510000", level="province", name_hans="四川省")
    city = Region.objects.create(
        code="511400", level="city", parent=province, name_hans="眉山市", name_en="Meishan"
    )
    kind = Kind.objects.create(slug="street", name_hans="街区", name_hant="街區", name_en="Street")
    dramas = Drama.objects.bulk_create(
        [
            Drama(
                slug=f"drama-{n}", title_hans=f"短剧{n}", title_en=f"Drama {n}", rank=n, year=2024
            )
            for n in range(max(50, places // 50))
        ]
    )
    made = (_place(n, point, kind, city) for n, point in enumerate(_points(rng, places)))
    while batch := Location.objects.bulk_create(list(islice(made, BATCH))):
        Scene.objects.bulk_create(
            [
                Scene(
                    slug=f"{place.slug}-{n}", drama=rng.choice(dramas), location=place, position=n
                )
                for place in batch
                for n in range(rng.choice(SCENES_OF_A_PLACE))
            ]
        )
    from django.db import connection

    connection.cursor().execute("ANALYZE")


def _points(rng: random.Random, number: int) -> Iterator[tuple[float, float]]:
    centres = [_anywhere(rng) for _city in range(CITIES)]
    weights = [1 / rank for rank in range(1, CITIES + 1)]
    for _place in range(number):
        if rng.random() < SHARE_IN_CITIES:
            [(lat, lng)] = rng.choices(centres, weights)
            yield lat + rng.gauss(0, CITY_SPREAD_DEG), lng + rng.gauss(0, CITY_SPREAD_DEG)
        else:
            yield _anywhere(rng)


def _anywhere(rng: random.Random) -> tuple[float, float]:
    return (
        rng.uniform(CHINA["south"], CHINA["north"]),
        rng.uniform(CHINA["west"], CHINA["east"]),
    )


def _place(number: int, point: tuple[float, float], kind: Any, region: Any) -> Any:
    from locations.models import Location

    lat, lng = point
    return Location(
        slug=f"place-{number:07}",
        name_hans=f"地点{number}",
        name_hant=f"地點{number}",
        name_en=f"Place {number}",
        kind=kind,
        region=region,
        lat=lat,
        lng=lng,
        pin_quality="approximate",
        pin_accuracy_m=100,
        radius_m=150,
        search_text=f"\ndidian{number}\n",
    )


def visitors_at(number: int, *, seed: int = 1) -> list[tuple[float, float]]:
    """Where seeded visitors stand: beside a place each, so that most of them are in big cities."""
    from locations.models import Location

    rng = random.Random(seed)  # noqa: S311  # repeatable, no secret
    known = list(Location.objects.order_by("pk").values_list("lat", "lng")[:BATCH])
    return [
        (lat + rng.gauss(0, 0.01), lng + rng.gauss(0, 0.01))
        for lat, lng in (rng.choice(known) for _visitor in range(number))
    ]
