"""The way to a place in the map apps of visitors: one pure function for API and pages.

Each vendor gets the numbers its own map is drawn in. Inside the GCJ-02 area (mainland, Hong Kong,
Macau) Chinese vendors draw in GCJ-02; Google does so in the mainland alone; for Apple the sources
disagree, so the caller says. Outside the area every link carries WGS-84.
"""

from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import quote

from tourmap.geo import Datum, LatLng, from_wgs84, in_gcj02_area

DIGITS = 6  # 0.1 m
WECHAT_SCALE = 16
SOURCE = "tourmap"


class App(StrEnum):
    AMAP = "amap"
    BAIDU = "baidu"
    TENCENT = "tencent"
    WECHAT = "wechat"
    GOOGLE = "google"
    APPLE = "apple"


class Link(NamedTuple):
    """`url` opens the app; `values` are the arguments of `wx.openLocation` (WeChat has no URL)."""

    app: App
    datum: Datum
    url: str | None
    values: dict[str, Any] | None
    is_approximate: bool


def links(
    point: LatLng | None,
    *,
    name: str,
    address: str = "",
    is_approximate: bool = False,
    in_mainland: bool = True,
    apple_datum: Datum = Datum.WGS84,
) -> list[Link]:
    """Links to `point` (WGS-84) for every app; none where no point is known.

    `in_mainland` is false for Hong Kong and Macau, where Google's map is not shifted; it says
    nothing outside the GCJ-02 area.
    """
    if point is None:
        return []
    shifted = in_gcj02_area(point)
    chinese = Datum.GCJ02 if shifted else Datum.WGS84
    datums = {
        App.GOOGLE: Datum.GCJ02 if shifted and in_mainland else Datum.WGS84,
        App.APPLE: apple_datum if shifted else Datum.WGS84,
    }
    made = []
    for app in App:
        datum = datums.get(app, chinese)
        at = from_wgs84(point, datum).rounded(DIGITS)
        url, values = _WAYS[app](at, datum, name, address)
        made.append(Link(app, datum, url, values, is_approximate))
    return made


_Way = tuple[str | None, dict[str, Any] | None]


def _amap(at: LatLng, datum: Datum, name: str, address: str) -> _Way:
    spoken = "gaode" if datum is Datum.GCJ02 else "wgs84"
    return (
        f"https://uri.amap.com/navigation?to={at.lng:.6f},{at.lat:.6f},{_encoded(name)}"
        f"&mode=walk&coordinate={spoken}&callnative=1&src={SOURCE}"
    ), None


def _baidu(at: LatLng, datum: Datum, name: str, address: str) -> _Way:
    to = _encoded(f"latlng:{at.lat:.6f},{at.lng:.6f}|name:{name}")
    return (
        f"https://api.map.baidu.com/direction?destination={to}"
        f"&mode=walking&coord_type={datum.value}&output=html&src={SOURCE}"
    ), None


def _tencent(at: LatLng, datum: Datum, name: str, address: str) -> _Way:
    marker = _encoded(
        f"coord:{at.lat:.6f},{at.lng:.6f};title:{_part(name)};addr:{_part(address or name)}"
    )
    spoken = 2 if datum is Datum.GCJ02 else 1
    return (
        f"https://apis.map.qq.com/uri/v1/marker?marker={marker}"
        f"&coord_type={spoken}&referer={SOURCE}"
    ), None


def _wechat(at: LatLng, datum: Datum, name: str, address: str) -> _Way:
    values = {"latitude": at.lat, "longitude": at.lng, "name": name, "address": address}
    return None, values | {"scale": WECHAT_SCALE}


def _google(at: LatLng, datum: Datum, name: str, address: str) -> _Way:
    to = _encoded(f"{at.lat:.6f},{at.lng:.6f}")
    return f"https://www.google.com/maps/dir/?api=1&destination={to}&travelmode=walking", None


def _apple(at: LatLng, datum: Datum, name: str, address: str) -> _Way:
    return (
        f"https://maps.apple.com/?daddr={at.lat:.6f},{at.lng:.6f}&q={_encoded(name)}&dirflg=w",
        None,
    )


_WAYS = {
    App.AMAP: _amap,
    App.BAIDU: _baidu,
    App.TENCENT: _tencent,
    App.WECHAT: _wechat,
    App.GOOGLE: _google,
    App.APPLE: _apple,
}


def _part(text: str) -> str:
    """Tencent's marker is a list of `name:value;`: its own separators become spaces."""
    return text.replace(";", " ").replace("|", " ")


def _encoded(text: str) -> str:
    return quote(text, safe="")
