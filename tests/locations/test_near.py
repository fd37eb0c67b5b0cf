"""The rings give exactly what measuring every place would give."""

import random
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from locations.models import Location
from locations.queries import nearest, places_near
from tests import make
from tourmap.geo import LatLng, distance_m

pytestmark = pytest.mark.django_db

DENSE = LatLng.of(30.66, 104.06)


@pytest.fixture
def world(db: None) -> list[Location]:
    """A dense city, a spread over the earth, both sides of the antimeridian, both poles, ties."""
    rng = random.Random(20261123)  # noqa: S311  # a fixed world, no secret
    points = [(DENSE.lat + rng.gauss(0, 0.05), DENSE.lng + rng.gauss(0, 0.05)) for _ in range(250)]
    points += [(rng.uniform(-90, 90), rng.uniform(-180, 180)) for _ in range(120)]
    points += [
        (rng.uniform(-20, -10), rng.choice([-1, 1]) * rng.uniform(178, 180)) for _ in range(60)
    ]
    points += [
        (rng.choice([-1, 1]) * rng.uniform(88, 90), rng.uniform(-180, 180)) for _ in range(60)
    ]
    points += [(90.0, 0.0), (-90.0, 12.0), (0.0, 180.0), (0.0, -180.0)]
    points += [(DENSE.lat, DENSE.lng)] * 30
    region, kind = make.meishan(), make.kind()
    rows = [
        Location(
            slug=f"p{number:04}", name_hans="地点", lat=lat, lng=lng, region=region, kind=kind,
            pin_quality="approximate", pin_accuracy_m=10,
        )
        for number, (lat, lng) in enumerate(points)
    ]  # fmt: skip
    return Location.objects.bulk_create(rows)


def situations() -> Iterator[tuple[LatLng, float, int]]:
    rng = random.Random(7)  # noqa: S311  # repeatable, no secret
    spots = [DENSE, LatLng(-15, 179.99), LatLng(-15, -179.99), LatLng(89.9, 100), LatLng(-90, 0),
             LatLng(0, 180), LatLng(51.5, -0.1), LatLng(30.0, 101.0)]  # fmt: skip
    for spot in spots:
        for radius_m in (1.0, 3_000.0, 700_000.0, 2e7):
            yield spot, radius_m, rng.choice([1, 7, 20, 100])
    for _ in range(60):
        spot = LatLng(rng.uniform(-90, 90), rng.uniform(-180, 180))
        yield spot, 10 ** rng.uniform(1, 7.4), rng.randint(1, 100)


def test_nearest_equals_measuring_everything(world: list[Location]) -> None:
    for point, radius_m, limit in situations():
        every = sorted((distance_m(point, place.point), place.slug) for place in world)
        expected = [(metres, slug) for metres, slug in every if metres <= radius_m][:limit]
        found = nearest(Location.objects.all(), point, radius_m=radius_m, limit=limit)
        assert [(near.distance_m, near.slug) for near in found] == expected, (
            point,
            radius_m,
            limit,
        )


def test_comparison_would_notice_a_wrong_ring(world: list[Location]) -> None:
    """The planar order alone is not the true one: without the refinement the test above fails."""
    point = LatLng(89.9, 100)
    planar = sorted(world, key=lambda place: (place.lat - 89.9) ** 2 + (place.lng - 100) ** 2)
    true = sorted(world, key=lambda place: distance_m(point, place.point))
    assert [place.slug for place in planar[:20]] != [place.slug for place in true[:20]]


@pytest.mark.parametrize("radius_m", [500.0, 5_000.0, 2e7])
def test_dense_city_takes_few_rings(world: list[Location], radius_m: float) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        nearest(Location.objects.all(), DENSE, radius_m=radius_m, limit=20)
    assert len(queries) <= 2


def test_no_places_end_the_search() -> None:
    assert places_near(Location.objects.all(), DENSE, limit=5) == []


def test_ring_walks_the_index_of_positions(world: list[Location]) -> None:
    with CaptureQueriesContext(connection) as queries:
        nearest(Location.objects.all(), DENSE, radius_m=1_000, limit=1)
    sql = queries[0]["sql"]
    assert "ORDER BY" in sql
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert "location_lat_lng" in str(cursor.fetchall())


def test_filters_that_let_nothing_by_end_the_search(world: list[Location]) -> None:
    assert nearest(Location.objects.none(), DENSE, radius_m=2e7, limit=5) == []
