"""Datums of Chinese maps and the ways between them.

GPS, OpenStreetMap and Tianditu speak WGS-84; Amap, Tencent, WeChat and Google (mainland) GCJ-02;
Baidu BD-09. In Chinese cities GCJ-02 lies 0.3 to 0.7 km from WGS-84, BD-09 0.9 to 1.4 km.

Outside the GCJ-02 area (`area.py`) every conversion is the identity. That goes for BD-09 too: it
is defined on top of GCJ-02, and what Baidu uses abroad is its own affair.

The area is asked about the true (WGS-84) position in both directions. So every point of the area
comes back from there-and-back (to 0.1 mm), as does every point outside, except in one strip:
a shifted coordinate just beyond the edge may mean the shifted inner point or the unshifted outer
one. It is read as the inner one. The strip is as wide as the shift there, under 1 km for GCJ-02
and under 2 km for BD-09; at the opposite edge the same width of shifted coordinates is meant by
no place at all, and is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from tourmap.geo import shifts
from tourmap.geo.area import edge_within, holds
from tourmap.geo.box import Box
from tourmap.geo.errors import UnknownDatum
from tourmap.geo.point import LatLng

Shift = Callable[[float, float], tuple[float, float]]

# For `convert_box`. No shift moves a coordinate further than this, in degrees …
MAX_SHIFT_DEG = 0.03
# … and two neighbours part by no more than this, in degrees per degree of their distance.
MAX_STRAIN = 0.04
SAMPLES = 5  # to a side


class Datum(StrEnum):
    """What a pair of numbers refers to."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @classmethod
    def of(cls, text: object) -> Datum:
        """Return the datum of that exact name. Raises `UnknownDatum` (code `unknown_datum`)."""
        for datum in cls:
            if isinstance(text, str) and text == datum.value:
                return datum
        names = ", ".join(cls)
        raise UnknownDatum("unknown_datum", expected=f"one of {names}", got=text)


def convert(point: LatLng, source: Datum, target: Datum) -> LatLng:
    """Return in the datum `target` the place that `point` names in the datum `source`.

    The identity for equal datums and outside the GCJ-02 area. About 10 µs.
    """
    if source is target:
        return point
    wgs, gcj = _readings(point, source)
    if not holds(*wgs):
        return point
    if target is Datum.WGS84:
        return LatLng(*wgs)
    return LatLng(*(gcj if target is Datum.GCJ02 else shifts.to_bd09(*gcj)))


def to_wgs84(point: LatLng, datum: Datum) -> LatLng:
    """Return the true position of a point given in `datum`."""
    return convert(point, datum, Datum.WGS84)


def from_wgs84(point: LatLng, datum: Datum) -> LatLng:
    """Return the true position `point` as it is written in `datum`."""
    return convert(point, Datum.WGS84, datum)


def convert_box(box: Box, source: Datum, target: Datum) -> Box:
    """Return a box in `target` that holds every point of `box`, a box in `source`.

    A search with it misses nothing at the edges. It is wider than need be by some metres for a
    view of a town, by up to `MAX_SHIFT_DEG` a side for a country. A box on the area's edge holds
    its own unshifted coordinates as well.
    """
    if source is target:
        return box
    mixed = any(
        edge_within(
            west - MAX_SHIFT_DEG,
            box.south - MAX_SHIFT_DEG,
            east + MAX_SHIFT_DEG,
            box.north + MAX_SHIFT_DEG,
        )
        for west, east in box.lng_ranges()
    )
    if not mixed and not holds(box.center.lat, box.center.lng):
        return box
    lats, lngs = _moves(box, source, target)
    if mixed:
        lats, lngs = [*lats, 0.0], [*lngs, 0.0]
    strain = MAX_STRAIN * (box.width_deg + box.height_deg) / 2 / (SAMPLES - 1) + 1e-9
    low_lat, high_lat = _capped(min(lats) - strain), _capped(max(lats) + strain)
    low_lng, high_lng = _capped(min(lngs) - strain), _capped(max(lngs) + strain)
    return Box.spanning(
        box.west + low_lng,
        box.south + low_lat,
        box.west + box.width_deg + high_lng,
        box.north + high_lat,
    )


def _readings(point: LatLng, source: Datum) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the WGS-84 and the GCJ-02 coordinates of `point`, as if the area had no end."""
    if source is Datum.WGS84:
        here = (point.lat, point.lng)
        return here, shifts.to_gcj02(*here) if holds(*here) else here
    gcj = (point.lat, point.lng)
    if source is Datum.BD09:
        gcj = shifts.from_bd09(*gcj)
    return shifts.from_gcj02(*gcj), gcj


def _shift(source: Datum, target: Datum) -> Shift:
    """Return the formula from one datum to the other, without regard to the area."""
    towards_gcj: dict[Datum, Shift] = {
        Datum.WGS84: shifts.to_gcj02,
        Datum.BD09: shifts.from_bd09,
    }
    from_gcj: dict[Datum, Shift] = {
        Datum.WGS84: shifts.from_gcj02,
        Datum.BD09: shifts.to_bd09,
    }
    first, second = towards_gcj.get(source), from_gcj.get(target)
    if first is None or second is None:
        only = first or second
        assert only is not None  # noqa: S101 - equal datums never come here
        return only
    return lambda lat, lng: second(*first(lat, lng))


def _moves(box: Box, source: Datum, target: Datum) -> tuple[list[float], list[float]]:
    """Return how far a grid of points of the box moves: degrees of latitude, of longitude."""
    shift = _shift(source, target)
    lats, lngs = [], []
    for i in range(SAMPLES):
        for j in range(SAMPLES):
            lat = box.south + box.height_deg * i / (SAMPLES - 1)
            lng = box.west + box.width_deg * j / (SAMPLES - 1)
            moved_lat, moved_lng = shift(lat, lng)
            lats.append(moved_lat - lat)
            lngs.append(moved_lng - lng)
    return lats, lngs


def _capped(degrees: float) -> float:
    return max(-MAX_SHIFT_DEG, min(MAX_SHIFT_DEG, degrees))
