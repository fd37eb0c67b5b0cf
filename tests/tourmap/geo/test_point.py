from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourmap.geo import GeoError, InvalidPoint, LatLng

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("lat", "lng"),
    [(30.31, 103.86), (30, 103), (Decimal("30.31"), Decimal("103.86")), (90, 180), (-90, -180)],
)
def test_of_takes_numbers(lat, lng):
    point = LatLng.of(lat, lng)

    assert (point.lat, point.lng) == (float(lat), float(lng))
    assert type(point.lat) is type(point.lng) is float


def test_of_forgets_the_sign_of_zero():
    assert str(LatLng.of(-0.0, -0.0)) == "LatLng(lat=0.0, lng=0.0)"


@pytest.mark.parametrize(
    ("lat", "lng", "code"),
    [
        (None, 103.86, "not_a_number"),
        (30.31, None, "not_a_number"),
        (True, 103.86, "not_a_number"),
        (30.31, False, "not_a_number"),
        ("30.31", "103.86", "not_a_number"),
        (b"30", 103.86, "not_a_number"),
        ([30.31], 103.86, "not_a_number"),
        (30j, 103.86, "not_a_number"),
        (NAN, 103.86, "not_finite"),
        (30.31, INF, "not_finite"),
        (-INF, 103.86, "not_finite"),
        (Decimal("NaN"), 103.86, "not_finite"),
        (Decimal("sNaN"), 103.86, "not_finite"),
        (30.31, Decimal("Infinity"), "not_finite"),
        (10**400, 103.86, "not_finite"),
        (103.86, 30.31, "swapped"),
        (-122.4, 37.8, "swapped"),
        (180, 90, "swapped"),
        (90.0000001, 103.86, "lat_out_of_range"),
        (-91, 103.86, "lat_out_of_range"),
        (181, 0, "lat_out_of_range"),
        (30.31, 180.0000001, "lng_out_of_range"),
        (30.31, -183, "lng_out_of_range"),
        (3031, 10386, "lat_out_of_range"),
    ],
)
def test_of_refuses(lat, lng, code):
    with pytest.raises(InvalidPoint) as caught:
        LatLng.of(lat, lng)

    assert caught.value.code == code
    assert caught.value.expected in str(caught.value)
    assert "got" in str(caught.value)


def test_refusal_says_what_was_expected_and_what_came():
    with pytest.raises(ValueError, match="latitude comes first") as caught:
        LatLng.of(103.86, 30.31)

    assert isinstance(caught.value, GeoError)
    assert str(caught.value) == (
        "expected lat from -90 to 90 (latitude comes first; did you swap?);"
        " got 'lat 103.86, lng 30.31'"
    )


def test_refusal_of_a_long_text_stays_short():
    with pytest.raises(InvalidPoint) as caught:
        LatLng.parse("9" * 5000)

    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(("lat", "lng"), [(NAN, 0.0), (91.0, 0.0), (0.0, 181.0), (0.0, NAN)])
def test_bare_constructor_makes_nothing_impossible(lat, lng):
    with pytest.raises(InvalidPoint):
        LatLng(lat, lng)


@pytest.mark.parametrize(
    "text", ["30.31,103.86", " 30.31 , 103.86 ", "+30.31,103.860", "30.31,103.86000000"]
)
def test_parse_reads_two_decimals(text):
    assert LatLng.parse(text) == LatLng.of(30.31, 103.86)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "wrong_shape"),
        ("30.31", "wrong_shape"),
        ("30.31 103.86", "wrong_shape"),
        ("30.31,103.86,5", "wrong_shape"),
        ("30.31,103.86,", "wrong_shape"),
        ("30,31,103,86", "wrong_shape"),
        ("30.31，103.86", "wrong_shape"),
        (None, "wrong_shape"),
        (30.31, "wrong_shape"),
        (",", "not_a_number"),
        ("30.31,", "not_a_number"),
        ("30.31,.", "not_a_number"),
        ("3e1,103.86", "not_a_number"),
        ("nan,103.86", "not_a_number"),
        ("30.31,inf", "not_a_number"),
        ("0x1e,103", "not_a_number"),
        ("3_0,103", "not_a_number"),
        ("30.31\n,103.86", "not_a_number"),
        ("３０.31,103.86", "not_a_number"),
        ("30.31N,103.86E", "not_a_number"),
        ("9" * 400 + ",103.86", "not_finite"),
        ("103.86,30.31", "swapped"),
        ("95,103.86", "lat_out_of_range"),
        ("30.31,203.86", "lng_out_of_range"),
    ],
)
def test_parse_refuses(text, code):
    with pytest.raises(InvalidPoint) as caught:
        LatLng.parse(text)

    assert caught.value.code == code


@given(st.text())
def test_parse_makes_a_point_or_its_own_error(text):
    with suppress(InvalidPoint):
        assert LatLng.parse(text)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_parse_reads_what_is_written(lat, lng):
    point = LatLng.of(round(lat, 7), round(lng, 7))

    assert LatLng.parse(f"{point.lat:.7f},{point.lng:.7f}") == point


def test_points_are_values():
    point = LatLng.of(30.31, 103.86)

    assert {point, LatLng.of(30.31, 103.86)} == {point}
    with pytest.raises(AttributeError):
        point.lat = 31.0


def test_rounded():
    assert LatLng.of(30.3149999, -0.0000001).rounded(5) == LatLng.of(30.315, 0)


@pytest.mark.parametrize(
    ("lat", "lng", "cell"),
    [
        (30.31, 103.86, "30.31,103.86"),
        (30.3199, 103.8699, "30.31,103.86"),
        (30.32, 103.87, "30.32,103.87"),
        (0.29, 0.57, "0.29,0.57"),
        (0, 0, "0.00,0.00"),
        (-0.001, -0.001, "-0.01,-0.01"),
        (-33.87, 151.2, "-33.87,151.20"),
        (90, 180, "90.00,-180.00"),
        (90, -180, "90.00,-180.00"),
        (-90, 179.999, "-90.00,179.99"),
    ],
)
def test_cell(lat, lng, cell):
    assert LatLng.of(lat, lng).cell() == cell


@given(st.integers(-9000, 9000), st.integers(-18000, 17999))
def test_cell_of_its_own_corner(lat, lng):
    assert LatLng.of(lat / 100, lng / 100).cell() == f"{lat / 100:.2f},{lng / 100:.2f}"
