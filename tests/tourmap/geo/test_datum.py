"""There and back, the identity, and the names of the datums."""

import pickle
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tourmap.geo import (
    Datum,
    GeoError,
    LatLng,
    UnknownDatum,
    convert,
    distance_m,
    from_wgs84,
    in_gcj02_area,
    to_wgs84,
)

PAIRS = list(permutations(Datum, 2))
anywhere = st.builds(LatLng, st.floats(-90, 90), st.floats(-180, 180))
round_china = st.builds(LatLng, st.floats(15, 54), st.floats(73, 136))
in_the_area = round_china.filter(in_gcj02_area)
# At Chengdu, Sanya, Mohe, Kashgar, Macau: a sure hit for every run of the property.
FIXED = [(30.31, 103.86), (18.25, 109.5), (52.97, 122.53), (39.47, 75.99), (22.19, 113.54)]


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(place=in_the_area)
def test_there_and_back_in_the_area(source, target, place):
    here = convert(place, Datum.WGS84, source)

    back = convert(convert(here, source, target), target, source)

    assert distance_m(back, here) < 0.001


@pytest.mark.parametrize(("source", "target"), PAIRS)
@pytest.mark.parametrize(("lat", "lng"), FIXED)
def test_there_and_back_to_a_tenth_of_a_millimetre(source, target, lat, lng):
    here = convert(LatLng.of(lat, lng), Datum.WGS84, source)

    there = convert(here, source, target)

    assert distance_m(here, there) > 100
    assert distance_m(convert(there, target, source), here) < 0.0001


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(place=anywhere)
def test_identity_outside_the_area(source, target, place):
    assume(not in_gcj02_area(place))
    if source is not Datum.WGS84:  # not in the strip that is read as the shifted inner side
        assume(place.lng > 136 or place.lng < 73 or place.lat > 54 or place.lat < 15)

    assert convert(place, source, target) == place


@pytest.mark.parametrize(
    "case",
    [(25.04, 121.56), (37.57, 126.98), (21.03, 105.85), (34.69, 135.50), (27.70, 85.32)],
    ids=["Taipei", "Seoul", "Hanoi", "Osaka", "Kathmandu"],
)
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_neighbours_are_left_alone(case, source, target):
    assert convert(LatLng.of(*case), source, target) == LatLng.of(*case)


@given(place=round_china)
def test_way_by_gcj02_is_the_straight_way(place):
    by_gcj02 = convert(convert(place, Datum.WGS84, Datum.GCJ02), Datum.GCJ02, Datum.BD09)
    assume(convert(by_gcj02, Datum.BD09, Datum.WGS84) != by_gcj02)  # not on the area's edge
    assume(in_gcj02_area(place))

    assert distance_m(by_gcj02, convert(place, Datum.WGS84, Datum.BD09)) < 0.0001


def test_strip_beyond_the_eastern_edge_is_read_as_the_inner_place():
    outside = LatLng.of(31.5, 123.2015)  # at sea; the edge runs through 123.20
    assert not in_gcj02_area(outside)

    read = to_wgs84(outside, Datum.GCJ02)

    assert in_gcj02_area(read)
    assert distance_m(read, outside) < 1000
    assert distance_m(from_wgs84(read, Datum.GCJ02), outside) < 0.0001


@pytest.mark.parametrize("pole", [(90, 0), (-90, 180), (90, -180), (89.9999, 12)])
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_ends_of_the_earth_are_left_alone(pole, source, target):
    assert convert(LatLng.of(*pole), source, target) == LatLng.of(*pole)


@pytest.mark.parametrize("datum", Datum)
def test_equal_datums_give_the_very_point(datum):
    here = LatLng.of(30.31, 103.86)

    assert convert(here, datum, datum) is here
    assert to_wgs84(from_wgs84(here, datum), datum).rounded(8) == here


@pytest.mark.parametrize("text", ["wgs84", "gcj02", "bd09"])
def test_datum_of_its_name(text):
    assert Datum.of(text) == text
    assert Datum.of(Datum.of(text)) is Datum.of(text)


@pytest.mark.parametrize("text", ["", "WGS84", " gcj02", "gcj-02", "4326", None, 4326, True, []])
def test_datum_refuses_other_names_and_tells_the_three(text):
    with pytest.raises(UnknownDatum, match="one of wgs84, gcj02, bd09; got") as caught:
        Datum.of(text)

    assert caught.value.code == "unknown_datum"
    assert caught.value.got == text
    assert isinstance(caught.value, GeoError)


def test_convert_reads_names_and_never_guesses():
    here = LatLng.of(30.31, 103.86)

    assert convert(here, "wgs84", "gcj02") == convert(here, Datum.WGS84, Datum.GCJ02)
    with pytest.raises(UnknownDatum):
        convert(here, "wgs", "gcj02")


def test_errors_survive_pickling():
    with pytest.raises(UnknownDatum) as caught:
        Datum.of("x")

    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  # our own bytes

    assert (type(copy), str(copy), copy.code) == (UnknownDatum, str(caught.value), "unknown_datum")
