"""What must not be in the store cannot be put there, whichever way it comes."""

from typing import Any

import pytest
from django.db import IntegrityError

from locations.models import TrailStop
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("pin_is_whole_or_absent", {"pin_quality": "area", "lng": None}),
        ("pin_is_whole_or_absent", {"pin_quality": "none", "lat": 30.0, "lng": 103.0}),
        ("pin_is_on_earth", {"lat": 90.1}),
        ("pin_is_on_earth", {"lng": -180.1}),
        ("surveyed_pin_says_when", {"surveyed_at": None}),
        ("inferred_pin_says_how_far_off", {"pin_quality": "area", "pin_accuracy_m": None}),
        ("inferred_pin_says_how_far_off", {"pin_quality": "approximate", "pin_accuracy_m": None}),
        ("radius_is_sensible", {"radius_m": 9}),
        ("radius_is_sensible", {"radius_m": 50_001}),
        ("country_is_two_letters", {"country": "cn"}),
    ],
)
def test_location_refuses(name: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=name):
        make.location("wrong", **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("camera_point_is_whole_or_absent", {"camera_lat": 30.0}),
        ("camera_point_is_whole_or_absent", {"camera_lat": 91.0, "camera_lng": 103.0}),
        ("heading_is_below_360", {"heading_deg": 360}),
    ],
)
def test_scene_refuses(name: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=name):
        make.scene(make.drama(), make.location(), **values)


def test_trail_has_one_stop_at_a_position() -> None:
    trail = make.trail("t", make.location())
    with pytest.raises(IntegrityError):
        TrailStop.objects.create(trail=trail, location=make.location(), position=1)


def test_trail_passes_a_place_once() -> None:
    place = make.location()
    trail = make.trail("t", place)
    with pytest.raises(IntegrityError):
        TrailStop.objects.create(trail=trail, location=place, position=2)
