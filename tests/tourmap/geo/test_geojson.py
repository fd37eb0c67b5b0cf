import json

import pytest

from tourmap.geo import LatLng, geojson

HERE, THERE = LatLng.of(30.31, 103.86), LatLng.of(30.32, 103.87)


def test_point_is_longitude_first_with_seven_decimals():
    precise = LatLng.of(30.123456789, -0.00000000001)

    assert geojson.point(HERE) == {"type": "Point", "coordinates": [103.86, 30.31]}
    assert json.dumps(geojson.position(precise)) == "[0.0, 30.1234568]"


def test_line_keeps_its_order():
    assert geojson.line([HERE, THERE]) == {
        "type": "LineString",
        "coordinates": [[103.86, 30.31], [103.87, 30.32]],
    }


@pytest.mark.parametrize("points", [[], [HERE]])
def test_line_needs_two_points(points):
    with pytest.raises(ValueError, match="2 points or more; got"):
        geojson.line(points)


@pytest.mark.parametrize(("start", "end", "side"), [(170, -170, 180), (-170, 170, -180)])
def test_line_over_the_antimeridian_is_cut(start, end, side):
    assert geojson.line([LatLng.of(0, start), LatLng.of(10, end)]) == {
        "type": "MultiLineString",
        "coordinates": [[[start, 0], [side, 5]], [[-side, 5], [end, 10]]],
    }


def test_line_between_both_names_of_the_antimeridian():
    line = geojson.line([LatLng.of(0, 180), LatLng.of(10, -180)])

    assert line["type"] == "MultiLineString"


def test_feature():
    assert geojson.feature(geojson.point(HERE), {"name": "太平老街"}, id="taiping") == {
        "type": "Feature",
        "id": "taiping",
        "geometry": {"type": "Point", "coordinates": [103.86, 30.31]},
        "properties": {"name": "太平老街"},
    }


def test_feature_without_a_place_or_an_id():
    assert geojson.feature(None, None) == {"type": "Feature", "geometry": None, "properties": None}


def test_feature_collection_carries_foreign_members():
    one = geojson.feature(None, {})

    assert geojson.feature_collection(iter([one]), datum="gcj02", next=None) == {
        "type": "FeatureCollection",
        "datum": "gcj02",
        "next": None,
        "features": [one],
    }


@pytest.mark.parametrize("name", ["type", "coordinates", "geometry", "properties", "geometries"])
def test_feature_collection_guards_the_names_of_the_standard(name):
    with pytest.raises(ValueError, match=name):
        geojson.feature_collection([], **{name: 1})
