"""A box in another datum holds every point of the box."""

from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tourmap.geo import Box, Datum, LatLng, UnknownDatum, convert, convert_box, in_gcj02_area

PAIRS = list(permutations(Datum, 2))
TOWN = Box.of(103.80, 30.25, 103.92, 30.35)


def box_of(lat, lng, height, width):
    return Box.spanning(lng, max(lat, -90), lng + width, min(lat + height, 90))


boxes = st.one_of(
    st.builds(box_of, st.floats(15, 53), st.floats(72, 136), st.floats(0, 0.2), st.floats(0, 0.2)),
    st.builds(
        box_of, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 90), st.floats(0, 360)
    ),
)


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(box=boxes, up=st.floats(0, 1), along=st.floats(0, 1))
@example(box=TOWN, up=0.0, along=0.0)
@example(box=TOWN, up=1.0, along=1.0)
@example(box=Box.of(60, -90, 50, 90), up=0.67, along=0.15)  # almost round the earth
@example(box=Box.of(123.19, 31.4, 123.23, 31.5), up=0.5, along=0.2)  # the area's edge at sea
def test_converted_box_holds_every_point(source, target, box, up, along):
    lat = min(box.south + up * box.height_deg, box.north)
    lng = box.west + along * box.width_deg
    point = LatLng(lat, lng - 360 if lng > 180 else lng)
    if not box.contains(point):  # the last digit of the arithmetic
        return

    assert convert_box(box, source, target).contains(convert(point, source, target))


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(up=st.floats(0, 1), along=st.floats(0, 1), east=st.floats(73, 135), north=st.floats(15, 54))
def test_converted_view_of_a_town_holds_every_point(source, target, up, along, east, north):
    """Small boxes, where a margin of a kilometre would hide a mistake in the shift."""
    box = Box.of(east, north, east + 0.002, north + 0.002)
    point = LatLng(north + up * 0.002, east + along * 0.002)

    assert convert_box(box, source, target).contains(convert(point, source, target))


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_view_of_a_town_grows_by_a_few_hundredths(source, target):
    there = convert_box(TOWN, source, target)
    limit = 1.06 if Datum.BD09 in (source, target) else 1.02

    assert TOWN.width_deg < there.width_deg < TOWN.width_deg * limit
    assert TOWN.height_deg < there.height_deg < TOWN.height_deg * limit
    assert there != TOWN


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_box_of_a_country_grows_by_two_kilometres_at_most(source, target):
    china = Box.of(73, 18, 135, 54)
    there = convert_box(china, source, target)

    assert there.contains(LatLng.of(18, 73))
    assert there.contains(LatLng.of(54, 135))
    assert there.width_deg <= china.width_deg + 0.04001
    assert there.height_deg <= china.height_deg + 0.04001


@pytest.mark.parametrize(("source", "target"), PAIRS)
@pytest.mark.parametrize(
    "text",
    ["121.4,24.9,121.7,25.2", "126.8,37.4,127.2,37.7", "170,-20,-170,20", "-10,40,10,55"],
    ids=["Taipei", "Seoul", "Pacific", "Europe"],
)
def test_box_abroad_comes_back_as_it_is(source, target, text):
    assert convert_box(Box.parse(text), source, target) == Box.parse(text)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_box_of_the_world_stays_the_world(source, target):
    world = Box.of(-180, -90, 180, 90)

    assert convert_box(world, source, target) == world


def test_box_on_the_edge_holds_both_readings():
    harbour = Box.of(123.15, 31.4, 123.25, 31.5)
    assert in_gcj02_area(LatLng.of(31.45, 123.15))
    assert not in_gcj02_area(LatLng.of(31.45, 123.25))

    there = convert_box(harbour, Datum.WGS84, Datum.BD09)

    assert all(there.contains(corner) for corner in harbour.corners)


def test_equal_datums_give_the_very_box():
    assert convert_box(TOWN, Datum.BD09, Datum.BD09) is TOWN


def test_unknown_datum_is_refused():
    with pytest.raises(UnknownDatum):
        convert_box(TOWN, "wgs84", "mars")
