"""Coordinates as people copy them from map sites: either order, any datum, stray marks."""

import re
import unicodedata
from typing import NamedTuple

from tourmap.geo import Box, Datum, InvalidPoint, LatLng, to_wgs84

_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_PAIR = re.compile(rf"({_NUMBER})[^0-9+.-]+({_NUMBER})")
_MARKS = re.compile(r"[°º′NnEe北东東纬緯经經度()\[\]:]|lat|lng|lon", re.IGNORECASE)

# China with its seas. No pair of numbers can be meant in both orders here: latitudes end at 54,
# longitudes begin at 73. Amap, Baidu and Tencent copy longitude first, GPS devices latitude first.
CHINA = Box.of(73, 3, 136, 54)


class Pasted(NamedTuple):
    point: LatLng  # WGS-84
    as_read: LatLng  # in the datum it came in
    lng_came_first: bool


def read_pasted(text: str, datum: Datum) -> Pasted:
    """The place that a pasted pair of numbers means.

    Latitude first is the rule; longitude first is understood where only that lies in China or on
    earth, and told. Raises `InvalidPoint` (`wrong_shape` and the codes of `LatLng.of`).
    """
    plain = unicodedata.normalize("NFKC", text)  # also full-width digits, commas and brackets
    pair = _PAIR.fullmatch(_MARKS.sub(" ", plain).strip())
    if not pair:
        raise InvalidPoint("wrong_shape", expected="two numbers of degrees", got=text)
    first, second = float(pair[1]), float(pair[2])
    swapped = _is_swapped(first, second)
    as_read = LatLng.of(second, first) if swapped else LatLng.of(first, second)
    return Pasted(to_wgs84(as_read, datum), as_read, swapped)


def _is_swapped(first: float, second: float) -> bool:
    if abs(first) > 90:
        return True
    if abs(second) > 90:
        return False
    in_order, other_way = LatLng.of(first, second), LatLng.of(second, first)
    return CHINA.contains(other_way) and not CHINA.contains(in_order)
