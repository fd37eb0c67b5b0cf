import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tourmap.geo import Box, GeoError, InvalidBox, LatLng, destination

NAN, INF = float("nan"), float("inf")
anywhere = st.builds(LatLng.of, st.floats(-90, 90), st.floats(-180, 180))


def test_of_and_parse_agree():
    assert Box.parse("103.8, 30.2 ,104.0,30.4") == Box.of(103.8, 30.2, 104, 30.4)


@pytest.mark.parametrize(
    ("edges", "code"),
    [
        ((None, 30, 104, 31), "not_a_number"),
        (("103", 30, 104, 31), "not_a_number"),
        ((True, 30, 104, 31), "not_a_number"),
        ((103, NAN, 104, 31), "not_finite"),
        ((103, 30, 104, INF), "not_finite"),
        ((30, 103, 31, 104), "swapped"),
        ((103, -91, 104, 31), "lat_out_of_range"),
        ((103, 30, 104, 91), "lat_out_of_range"),
        ((103, 30, 181, 31), "lng_out_of_range"),
        ((-180.5, 30, 104, 31), "lng_out_of_range"),
        ((103, 31, 104, 30), "south_above_north"),
    ],
)
def test_of_refuses(edges, code):
    with pytest.raises(InvalidBox) as caught:
        Box.of(*edges)

    assert caught.value.code == code
    assert caught.value.expected in str(caught.value)
    assert isinstance(caught.value, GeoError)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "wrong_shape"),
        ("103,30,104", "wrong_shape"),
        ("103,30,104,31,5", "wrong_shape"),
        (None, "wrong_shape"),
        ("103,30,104,", "not_a_number"),
        ("103,30,104,nan", "not_a_number"),
        ("103,30,104,3e1", "not_a_number"),
        ("30,103,31,104", "swapped"),
        ("103,31,104,30", "south_above_north"),
    ],
)
def test_parse_refuses(text, code):
    with pytest.raises(InvalidBox) as caught:
        Box.parse(text)

    assert caught.value.code == code


@pytest.mark.parametrize("radius_m", [-1, NAN, INF, -INF])
def test_around_refuses_a_radius(radius_m):
    with pytest.raises(InvalidBox) as caught:
        Box.around(LatLng.of(30.31, 103.86), radius_m)

    assert caught.value.code == "invalid_radius"


@pytest.mark.parametrize(
    ("edges", "ranges"),
    [
        ((103, 30, 104, 31), [(103, 104)]),
        ((170, -20, -170, 20), [(170, 180), (-180, -170)]),
        ((-180, -90, 180, 90), [(-180, 180)]),
        ((170, 0, 180, 1), [(170, 180), (-180, -180)]),
        ((-180, 0, -170, 1), [(-180, -170), (180, 180)]),
        ((5, 0, 5, 0), [(5, 5)]),
    ],
)
def test_lng_ranges(edges, ranges):
    assert Box.of(*edges).lng_ranges() == ranges


def test_box_over_the_antimeridian():
    fiji = Box.of(177, -20, -178, -16)

    assert fiji.crosses_antimeridian
    assert fiji.width_deg == 5
    assert fiji.center == LatLng.of(-18, 179.5)
    assert fiji.contains(LatLng.of(-18, 180))
    assert fiji.contains(LatLng.of(-18, -180))
    assert fiji.contains(LatLng.of(-16, -178))
    assert not fiji.contains(LatLng.of(-18, 0))
    assert not fiji.contains(LatLng.of(-15.99, 180))


def test_box_here():
    box = Box.of(103.5, 30, 104.5, 31)

    assert not box.crosses_antimeridian
    assert (box.width_deg, box.height_deg) == (1, 1)
    assert box.center == LatLng.of(30.5, 104)
    assert box.corners == (
        LatLng.of(30, 103.5),
        LatLng.of(30, 104.5),
        LatLng.of(31, 104.5),
        LatLng.of(31, 103.5),
    )
    assert all(box.contains(corner) for corner in (*box.corners, box.center))


@given(
    anywhere,
    st.floats(0, 5_000_000),
    st.floats(0, 360),
    st.floats(0, 1),
)
@example(LatLng.of(90, 0), 1000.0, 45.0, 1.0)
@example(LatLng.of(-89.999, 12), 500.0, 180.0, 1.0)
@example(LatLng.of(89.9, 12), 11_000.0, 89.0, 1.0)
@example(LatLng.of(30, 179.9999), 1000.0, 90.0, 1.0)
@example(LatLng.of(30, -180), 1000.0, 270.0, 1.0)
@example(LatLng.of(0, 0), 100.0, 0.0, 1.0)
@example(LatLng.of(60, 10), 3_000_000.0, 40.0, 1.0)
def test_around_holds_every_point_within_the_radius(centre, radius_m, bearing, share):
    box = Box.around(centre, radius_m)

    assert box.contains(destination(centre, bearing, radius_m * share))


@pytest.mark.parametrize("lat", [-75, 0, 30.31, 60])
def test_around_is_not_much_too_large(lat):
    box = Box.around(LatLng.of(lat, 103.86), 1000)
    centre = box.center

    for edge in (LatLng.of(box.north, 103.86), LatLng.of(lat, box.east)):
        assert 1000 <= centre.distance_m(edge) < 1015


@pytest.mark.parametrize("lat", [90, -90, 89.995])
def test_around_a_pole_takes_the_whole_round(lat):
    box = Box.around(LatLng.of(lat, 25), 1000)

    assert (box.west, box.east) == (-180, 180)
    assert box.north == 90 or box.south == -90
    assert not box.crosses_antimeridian


def test_around_at_the_antimeridian_crosses_it():
    assert Box.around(LatLng.of(10, 179.999), 1000).crosses_antimeridian
    assert Box.around(LatLng.of(10, -180), 1000).crosses_antimeridian


def test_around_with_the_radius_of_the_earth_is_everything():
    assert Box.around(LatLng.of(30, 100), 30_000_000) == Box.of(-180, -90, 180, 90)


@given(anywhere, st.floats(0, 1_000_000))
def test_ranges_and_contains_agree(point, radius_m):
    for low, high in Box.around(point, radius_m).lng_ranges():
        assert -180 <= low <= high <= 180
