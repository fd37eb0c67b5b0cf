"""Distances against published geodesics."""

import pytest
from geopy.distance import great_circle  # noqa: TID251  # to compare with
from hypothesis import assume, given
from hypothesis import strategies as st

from tourmap.geo import LatLng, bearing_deg, destination, distance_m, great_circle_m

anywhere = st.builds(LatLng.of, st.floats(-89, 89), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("a", "b", "metres", "within"),
    [
        # GeographicLib's own documentation: Wellington to Salamanca.
        pytest.param((-41.32, 174.81), (40.96, -5.50), 19_959_679.267, 0.001, id="Wellington"),
        # GeographicLib's documentation: JFK to LHR.
        pytest.param((40.6, -73.8), (51.6, -0.5), 5_551_759.400, 0.001, id="JFK"),
        # The meridian quadrant and a degree of the equator, from the ellipsoid's definition.
        pytest.param((0, 0), (90, 0), 10_001_965.729, 0.001, id="quadrant"),
        pytest.param((0, 0), (0, 1), 111_319.491, 0.001, id="equator"),
        # geopy's documentation: Newport to Cleveland.
        pytest.param((41.49008, -71.312796), (41.499498, -81.695391), 866_455.43, 0.01, id="geopy"),
        pytest.param((10, 180), (10, -180), 0, 0.000001, id="antimeridian"),
    ],
)
def test_distance_of_published_pairs(a, b, metres, within):
    a, b = LatLng.of(*a), LatLng.of(*b)

    assert distance_m(a, b) == pytest.approx(metres, abs=within)
    assert distance_m(b, a) == pytest.approx(metres, abs=within)
    assert a.distance_m(b) == distance_m(a, b)


@given(anywhere, anywhere)
def test_great_circle_is_the_one_of_geopy(a, b):
    expected = great_circle((a.lat, a.lng), (b.lat, b.lng)).m

    # Arcs close to half the round are ill-conditioned in the haversine: still within a metre.
    assert great_circle_m(a, b) == pytest.approx(expected, abs=0.001 if expected < 1.9e7 else 1)


@given(anywhere, anywhere)
def test_great_circle_is_within_six_thousandths(a, b):
    metres = distance_m(a, b)

    assert abs(great_circle_m(a, b) - metres) <= 0.006 * metres + 0.001


@given(
    st.builds(LatLng.of, st.floats(15, 54), st.floats(73, 135)),
    st.floats(0, 360),
    st.floats(1, 3_000_000),
)
def test_great_circle_is_within_a_two_hundredth_from_china(start, bearing, metres):
    end = destination(start, bearing, metres)
    assume(15 <= end.lat <= 54)

    assert abs(great_circle_m(start, end) - metres) <= 0.005 * metres + 0.001


@pytest.mark.parametrize(
    ("to", "degrees"),
    [((31, 103), 0), ((29, 103), 180), ((30, 103), 0), ((30, 104), 89.75), ((30, 102), 270.25)],
)
def test_bearing(to, degrees):
    assert bearing_deg(LatLng.of(30, 103), LatLng.of(*to)) == pytest.approx(degrees, abs=0.001)


@given(anywhere, anywhere)
def test_bearing_is_a_compass_reading(a, b):
    assert 0 <= bearing_deg(a, b) < 360


@given(anywhere, st.floats(0, 359.999), st.floats(1, 1_000_000))
def test_destination_lies_at_its_distance_and_bearing(start, bearing, metres):
    end = destination(start, bearing, metres)

    assert distance_m(start, end) == pytest.approx(metres, abs=0.001)
    apart = abs(bearing_deg(start, end) - bearing) % 360
    assert min(apart, 360 - apart) < 0.01
