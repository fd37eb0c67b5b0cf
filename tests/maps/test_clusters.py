import itertools

import pytest

from locations.models import Location
from maps.clusters import TOUCHING_PX, points_or_clusters
from tests import make
from tourmap.geo import Box

CHINA = Box.of(73, 18, 135, 54)


@pytest.mark.django_db
def test_clusters_that_would_lie_on_each_other_are_one() -> None:
    """At zoom 4 a cell is 6.33° wide: 101.25 is an edge, and both sides of it are one spot."""
    for n in range(20):
        make.location(lat=30.0, lng=101.2 + n / 1000)
        make.location(lat=30.0, lng=101.3 + n / 1000)
    points, gathered = points_or_clusters(Location.objects.all(), box=CHINA, zoom=4)
    assert (points, [cluster.places for cluster in gathered]) == ([], [40])
    whole = gathered[0]
    assert (whole.west, whole.east) == (101.2, 101.319)
    assert whole.centre.lng == pytest.approx(101.2595)


@pytest.mark.django_db
def test_no_two_clusters_lie_on_each_other_however_they_were_joined() -> None:
    """A joined cluster's middle moves: at zoom 4 a degree of longitude is 11.4 pixels."""
    for n in range(12):
        for lng in (101.0, 103.5, 106.0, 108.5):
            make.location(lat=30.0 + n / 1000, lng=lng + n / 1000)
    _points, gathered = points_or_clusters(Location.objects.all(), box=CHINA, zoom=4)
    middles = sorted(cluster.centre.lng for cluster in gathered)
    assert sum(cluster.places for cluster in gathered) == 48
    assert all(b - a > TOUCHING_PX / 11.4 for a, b in itertools.pairwise(middles))


@pytest.mark.django_db
def test_clusters_far_apart_stay_apart() -> None:
    for n in range(20):
        make.location(lat=30.0, lng=101 + n / 1000)
        make.location(lat=39.0, lng=116 + n / 1000)
    _points, gathered = points_or_clusters(Location.objects.all(), box=CHINA, zoom=4)
    assert [cluster.places for cluster in gathered] == [20, 20]
