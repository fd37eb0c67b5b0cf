"""Every shape that is drawn at once gives exactly what its documented fields give."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from rest_framework import serializers

from dramas.models import Drama, Recognition
from dramas.serializers import DramaCard, DramaRow, RecognitionShape, ThemeShape
from locations.models import Location
from locations.queries import with_location_count
from locations.rows import rows_of
from locations.serializers import LocationCard, LocationRow
from locations.serializers.location import KindShape, RegionShape
from tests import make
from tourmap.api.drawn import DrawnSerializer
from tourmap.geo import Datum

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(db: None) -> None:
    """Places with and without a point, a region, an English name, a drama; dramas with and without."""
    whole = make.location("whole", name_hant="整", pin_quality="area", pin_accuracy_m=900)
    make.location("bare", name_en="", region=None, country="JP", pin_quality="none")
    drama = make.drama("d", title_hant="劇", title_en="Drama", year=2024, episodes=3)
    drama.themes.add(make.theme())
    Recognition.objects.create(drama=drama, programme="跟着微短剧去旅行", date="2024-06")
    make.scene(drama, whole)
    make.scene(make.drama("untold", title_hans="", title_en="Untold"), whole)
    make.scene(drama, whole)


def records() -> dict[type[DrawnSerializer], list[Any]]:
    keys = list(Location.objects.values_list("pk", flat=True))
    places, near = list(rows_of(keys).values()), list(rows_of(keys).values())
    for place in near:
        place.distance_m = 12.5  # as `near` sets it
    dramas = list(with_location_count(Drama.objects.for_rows()))
    return {
        KindShape: [place.kind for place in places],
        RegionShape: [place.region for place in places if place.region],
        LocationCard: places,
        LocationRow: places + near,
        DramaCard: dramas,
        DramaRow: dramas,
        ThemeShape: [make.theme()],
        RecognitionShape: list(Recognition.objects.all()),
    }


def drawn_shapes(base: type[DrawnSerializer] = DrawnSerializer) -> Iterator[type[DrawnSerializer]]:
    for shape in base.__subclasses__():
        if "draw" in vars(shape):
            yield shape
        yield from drawn_shapes(shape)


@pytest.mark.parametrize("lang", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("datum", list(Datum))
def test_what_is_drawn_equals_the_fields(lang: str, datum: Datum) -> None:
    with translation.override(lang):
        for shape, rows in records().items():
            context = {"datum": datum}
            by_fields = super(DrawnSerializer, shape(context=context)).to_representation
            assert rows
            for row in rows:
                assert shape(row, context=context).data == by_fields(row), shape


def test_every_drawn_shape_is_compared() -> None:
    assert set(drawn_shapes()) == set(records())


def test_a_subclass_without_a_draw_of_its_own_keeps_its_fields() -> None:
    class Longer(KindShape):
        radius_m = serializers.IntegerField(source="default_radius_m")

    kind = make.kind()
    assert Longer(kind).data == KindShape(kind).data | {"radius_m": kind.default_radius_m}


def test_a_row_has_what_the_card_reads_of_a_place() -> None:
    """Two ways to read a place, one shape: instances, and rows without them."""
    places = list(Location.objects.for_cards())
    rows = rows_of([place.pk for place in places])
    assert len(places) == 2
    for place in places:
        assert LocationCard(rows[place.pk]).data == LocationCard(place).data


def test_rows_are_of_published_places_alone() -> None:
    hidden = make.location("hidden", is_published=False)
    assert rows_of([hidden.pk]) == {}


def test_rows_of_no_keys_are_none() -> None:
    assert rows_of([]) == {}
