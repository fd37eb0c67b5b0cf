"""Conversions against every published vector, at the tolerance stated with it."""

import math

import pytest

from tests.tourmap.geo.vectors import SETS, apart_deg, converted
from tourmap.geo import Datum, InvalidPoint, LatLng, convert, distance_m, shifts

EVIL, CORD, SPEC = SETS["eviltransform"], SETS["coordtransform"], SETS["gcoord_spec"]
CITIES, WRONG = SETS["gcoord_china_cities"], SETS["known_wrong"]


def case_id(case):
    return case.get("name") or f"{case.get('from', 'bd09')}-{case.get('to', 'wgs84')}"


def test_every_set_of_the_file_is_checked():
    checked = {"eviltransform", "coordtransform", "gcoord_spec", "gcoord_china_cities"}
    assert set(SETS) == checked | {"known_wrong", "region"}  # region: test_area.py


@pytest.mark.parametrize("case", EVIL["wgs84_gcj02"], ids=case_id)
def test_eviltransform_both_ways(case):
    there = converted(case["wgs84"], "wgs84", "gcj02")
    back = converted(case["gcj02"], "gcj02", "wgs84")

    assert apart_deg(there, case["gcj02"]) < EVIL["tolerance_deg"]
    assert apart_deg(back, case["wgs84"]) < EVIL["tolerance_deg"]


@pytest.mark.parametrize("case", EVIL["bd09_wgs84_onepass"], ids=case_id)
def test_eviltransform_bd09_carries_another_wave(case, monkeypatch):
    """These two values were made with sin(y·π) where every other source has sin(y·3000π/180).

    With that wave and a single pass our formulas give them to 1e-7 degrees; with the wave that
    the coordtransform and gcoord vectors demand they are 10 m and 41 m off. So they are kept as
    a variant to know, not as a goal.
    """
    exact = converted(case["bd09"], "bd09", "wgs84")
    assert 10 < distance_m(exact, LatLng.of(*case["wgs84"])) < 42

    monkeypatch.setattr(shifts, "_BD09_WAVE", math.pi)
    monkeypatch.setattr(shifts, "BD09_CORRECTIONS", 0)
    gcj = shifts.from_bd09(*case["bd09"])
    d_lat, d_lng = shifts.gcj02_offset(*gcj)

    assert apart_deg(LatLng.of(gcj[0] - d_lat, gcj[1] - d_lng), case["wgs84"]) < 1e-7


def is_exact(case):
    return not (case.get("one_pass_inverse") or case.get("closed_form_inverse"))


@pytest.mark.parametrize("case", [each for each in CORD["cases"] if is_exact(each)], ids=case_id)
def test_coordtransform_to_the_last_digit(case):
    got = converted(case["in"], case["from"], case["to"])

    assert apart_deg(got, case["out"]) < CORD["tolerance_deg"]


def test_coordtransform_one_pass_inverse_is_our_formula_once():
    (case,) = [case for case in CORD["cases"] if case.get("one_pass_inverse")]
    given = LatLng.of(*case["in"])
    there = convert(given, Datum.WGS84, Datum.GCJ02)
    once = LatLng.of(2 * given.lat - there.lat, 2 * given.lng - there.lng)

    assert apart_deg(once, case["out"]) < CORD["tolerance_deg"]
    assert distance_m(once, convert(given, Datum.GCJ02, Datum.WGS84)) < 5.0


def test_coordtransform_closed_form_inverse_is_off_and_ours_is_not():
    (case,) = [case for case in CORD["cases"] if case.get("closed_form_inverse")]
    exact = converted(case["in"], "bd09", "gcj02")

    assert 0.01 < distance_m(exact, LatLng.of(*case["out"])) < 2.0
    assert apart_deg(convert(exact, Datum.GCJ02, Datum.BD09), case["in"]) < CORD["tolerance_deg"]


@pytest.mark.parametrize(
    "case", [case for case in SPEC["cases"] if not case.get("outside_china")], ids=case_id
)
def test_gcoord_spec(case):
    got = converted(case["in"], case["from"], case["to"])

    assert apart_deg(got, case["out"]) < SPEC["tolerance_deg"]


@pytest.mark.parametrize(
    "case", [case for case in SPEC["cases"] if case.get("outside_china")], ids=case_id
)
def test_gcoord_spec_outside_china(case):
    lat, lng = case["in"]  # 183° east, which we write as 177° west

    with pytest.raises(InvalidPoint):
        LatLng.of(lat, lng)
    assert converted([lat, lng - 360], case["from"], case["to"]) == LatLng.of(lat, lng - 360)


@pytest.mark.parametrize("case", CITIES["cases"], ids=case_id)
@pytest.mark.parametrize(("source", "target"), [("wgs84", "gcj02"), ("gcj02", "bd09")])
def test_gcoord_cities_both_ways(case, source, target):
    pair = f"{source}_{target}"
    there = converted(case[source], source, target)
    back = converted(case[target], target, source)

    assert apart_deg(there, case[target]) < CITIES["tolerance_deg"][pair]
    assert apart_deg(back, case[source]) < CITIES["tolerance_deg"][pair]
    assert distance_m(there, LatLng.of(*case[target])) < CITIES["tolerance_m"][pair]


@pytest.mark.parametrize("case", WRONG["cases"], ids=case_id)
def test_known_wrong_variant_is_not_ours(case):
    got = converted(case["in"], case["from"], case["to"])

    assert apart_deg(got, case["wrong_out"]) > 5e-5


@pytest.mark.parametrize(
    ("lat", "lng", "gcj02_m", "bd09_m"),
    [
        pytest.param(30.57, 103.92, 370, 900, id="Shuangliu"),
        pytest.param(30.43, 104.06, 367, 947, id="Tianfu New Area"),
        pytest.param(39.91, 116.40, 555, 1375, id="Beijing"),
        pytest.param(31.23, 121.47, 481, 1140, id="Shanghai"),
        pytest.param(23.13, 113.26, 621, 1267, id="Guangzhou"),
    ],
)
def test_shift_is_hundreds_of_metres(lat, lng, gcj02_m, bd09_m):
    here = LatLng.of(lat, lng)

    for target, metres in ((Datum.GCJ02, gcj02_m), (Datum.BD09, bd09_m)):
        shift = distance_m(here, convert(here, Datum.WGS84, target))
        assert shift == pytest.approx(metres, rel=0.01)
