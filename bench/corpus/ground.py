"""The ground: sites with a true entrance and a pin that is more or less right, in seeded cities."""

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from checkins.situation import Place
from tourmap.geo import LatLng

START = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)  # nine in the morning at the places
CITIES = 24
SITES_OF_A_CITY = 20
FILM_TOWN_SITES = 12
METRES_PER_DEGREE = 111_320


@dataclass(frozen=True, eq=False)
class Site:
    """`entrance` is where visitors stand; `wifi` the points by which phones place themselves there."""

    number: int
    place: Place
    entrance: LatLng
    wifi: tuple[LatLng, ...] = field(default=())


def moved(point: LatLng, north_m: float, east_m: float) -> LatLng:
    """A short walk as on a flat map: true to 1 % and cheap enough for ten thousand noises."""
    east_deg = east_m / (METRES_PER_DEGREE * math.cos(math.radians(point.lat)))
    return LatLng(point.lat + north_m / METRES_PER_DEGREE, point.lng + east_deg)


def around(rng: random.Random, point: LatLng, reach_m: float) -> LatLng:
    """Anywhere within `reach_m`, evenly over the area."""
    angle, away_m = rng.uniform(0, 2 * math.pi), reach_m * rng.random() ** 0.5
    return moved(point, away_m * math.cos(angle), away_m * math.sin(angle))


def scattered(rng: random.Random, point: LatLng, sigma_m: float) -> LatLng:
    """Rayleigh noise: two independent normal errors, north and east."""
    return moved(point, rng.gauss(0, sigma_m), rng.gauss(0, sigma_m))


class Ground:
    """Each city has sites of one kind of pin each third; a film town has them wall to wall."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._number = 0
        centres = [LatLng(rng.uniform(24, 40), rng.uniform(102, 119)) for _city in range(CITIES)]
        self.cities = [
            [self.site(around(rng, centre, 8_000)) for _site in range(SITES_OF_A_CITY)]
            for centre in centres
        ]
        self.posters = [self.new_site() for _site in range(8)]
        town = LatLng(29.15, 120.31)
        self.film_town = [
            self.site(moved(town, 0, 130 * number), radius_m=60)
            for number in range(FILM_TOWN_SITES)
        ]

    def site(self, entrance: LatLng, *, quality: str = "surveyed", radius_m: int = 0) -> Site:
        """A new site nobody else uses."""
        rng = self._rng
        self._number += 1
        accuracy_m = {"surveyed": 8, "approximate": rng.randrange(150, 400), "area": 4_000}[quality]
        pin = around(rng, entrance, accuracy_m).rounded(6)
        radius_m = radius_m or rng.choice([100, 120, 150, 200, 300])
        place = Place(point=pin, pin_quality=quality, pin_accuracy_m=accuracy_m, radius_m=radius_m)
        wifi = tuple(scattered(rng, entrance, 25).rounded(7) for _point in range(12))
        return Site(self._number, place, entrance, wifi)

    def new_site(self, quality: str = "surveyed") -> Site:
        """Beside some city, used by nobody else."""
        near = self._rng.choice(self._rng.choice(self.cities)).entrance
        return self.site(around(self._rng, near, 20_000), quality=quality)

    def any_site(self) -> Site:
        return self._rng.choice(self._rng.choice(self.cities))


def day(number: float, hour: float = 0) -> datetime:
    """So many days and hours after nine in the morning of the first."""
    return START + timedelta(days=number, hours=hour)
