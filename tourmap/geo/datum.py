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

from enum import StrEnum
from typing import cast

from tourmap.geo import shifts
from tourmap.geo.area import holds, may_hold
from tourmap.geo.errors import UnknownDatum
from tourmap.geo.point import LatLng

Degrees = tuple[float, float]  # (lat, lng)


class Datum(StrEnum):
    """What a pair of numbers refers to."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @classmethod
    def of(cls, text: object) -> Datum:
        """Return the datum of that exact name. Raises `UnknownDatum` (code `unknown_datum`)."""
        return cls(cast(str, text))  # what is no text goes to _missing_ as well

    @classmethod
    def _missing_(cls, value: object) -> Datum:
        raise UnknownDatum("unknown_datum", expected=f"one of {', '.join(cls)}", got=value)


def convert(point: LatLng, source: Datum, target: Datum) -> LatLng:
    """Return in the datum `target` the place that `point` names in the datum `source`.

    The identity for equal datums and outside the GCJ-02 area. 4 to 8 µs.
    Plain text for a datum is read too; raises `UnknownDatum` rather than guess.
    """
    source, target = Datum(source), Datum(target)
    if source is target or not may_hold(point.lat, point.lng):
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


def _readings(point: LatLng, source: Datum) -> tuple[Degrees, Degrees]:
    """Return the WGS-84 and the GCJ-02 coordinates of `point`, as if the area had no end."""
    if source is Datum.WGS84:
        return (point.lat, point.lng), shifts.to_gcj02(point.lat, point.lng)
    gcj = (point.lat, point.lng)
    if source is Datum.BD09:
        gcj = shifts.from_bd09(*gcj)
    return shifts.from_gcj02(*gcj), gcj
