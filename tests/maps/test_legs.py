from typing import Any

import pytest

from locations.models import Location, Trail
from maps.legs import Walk, walk
from maps.queries import stops_of, trails_with_stops
from tests import make

pytestmark = pytest.mark.django_db


def _walk(*places: Location) -> Walk:
    make.trail("t", *places)
    trail = trails_with_stops(Trail.objects.all()).get()
    return walk(trail, stops_of(trail))


def test_walk_measures_the_way_between_stops() -> None:
    went = _walk(make.location(lat=30.0), make.location(lat=30.01), make.location(lat=30.03))
    assert [leg.way_m for leg in went.legs] == [
        None,
        pytest.approx(1108.6, abs=1),
        pytest.approx(2217.2, abs=1),
    ]
    assert went.length_m == pytest.approx(3325.8, abs=1)


def test_walk_passes_over_a_stop_without_a_pin() -> None:
    went = _walk(
        make.location(lat=30.0), make.location(pin_quality="none"), make.location(lat=30.01)
    )
    assert [leg.way_m for leg in went.legs] == [None, None, pytest.approx(1108.5, abs=1)]


def test_way_within_the_error_of_the_pins_says_nothing() -> None:
    area: dict[str, Any] = {"pin_quality": "area", "pin_accuracy_m": 4000}
    went = _walk(
        make.location(lat=30.0, **area),
        make.location(lat=30.01, **area),
        make.location(lat=30.1, **area),
    )
    assert [leg.is_within_error for leg in went.legs] == [False, True, False]


def test_walk_without_pins_has_no_length() -> None:
    assert _walk(make.location(pin_quality="none")).length_m is None
