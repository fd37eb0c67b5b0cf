"""Links that lead to the pin in every map app, checked against numbers of other works.

GCJ-02 numbers are published vectors (tests/tourmap/geo/gcj02_vectors.json), to 1e-6°.
"""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from locations.navigation import App, Link, links
from tourmap.geo import Datum, LatLng

SHANGHAI = LatLng.of(31.1774276, 121.5272106)


def numbers(link: Link) -> tuple[float, float]:
    """Latitude and longitude of a link, whatever its form."""
    if link.values:
        return link.values["latitude"], link.values["longitude"]
    first, second = re.findall(r"-?\d+\.\d{6}", unquote(link.url or ""))
    pair = float(first), float(second)
    return pair[::-1] if link.app is App.AMAP else pair


def test_links_are_written_as_each_vendor_reads_them() -> None:
    made = {link.app: link for link in links(SHANGHAI, name="老街, A&B", address="青龙街道")}
    name = "%E8%80%81%E8%A1%97%2C%20A%26B"
    assert {app: link.url for app, link in made.items()} == {
        App.AMAP: f"https://uri.amap.com/navigation?to=121.531542,31.175304,{name}"
        "&mode=walk&coordinate=gaode&callnative=1&src=tourmap",
        App.BAIDU: "https://api.map.baidu.com/direction"
        f"?destination=latlng%3A31.175304%2C121.531542%7Cname%3A{name}"
        "&mode=walking&coord_type=gcj02&output=html&src=tourmap",
        App.TENCENT: "https://apis.map.qq.com/uri/v1/marker"
        f"?marker=coord%3A31.175304%2C121.531542%3Btitle%3A{name}"
        "%3Baddr%3A%E9%9D%92%E9%BE%99%E8%A1%97%E9%81%93&coord_type=2&referer=tourmap",
        App.WECHAT: None,
        App.GOOGLE: "https://www.google.com/maps/dir/?api=1"
        "&destination=31.175304%2C121.531542&travelmode=walking",
        App.APPLE: f"https://maps.apple.com/?daddr=31.177428,121.527211&q={name}&dirflg=w",
    }
    assert made[App.WECHAT].values == {
        "latitude": 31.175304,
        "longitude": 121.531542,
        "name": "老街, A&B",
        "address": "青龙街道",
        "scale": 16,
    }


# Place, its true position, whether the mainland; whether Chinese vendors, Google are shifted there.
TEN = [
    ("上海", 31.1774276, 121.5272106, True, True, True),
    ("北京", 39.911954, 116.377817, True, True, True),
    ("眉山", 30.315, 103.86, True, True, True),
    ("深圳", 22.543847, 113.912316, True, True, True),
    ("拉萨", 29.6578, 91.1172, True, True, True),
    ("Hong Kong", 22.2819, 114.1582, False, True, False),
    ("Macau", 22.1973, 113.5408, False, True, False),
    ("Taipei", 25.0330, 121.5654, False, False, False),
    ("London", 51.5074, -0.1278, False, False, False),
    ("Seoul", 37.5665, 126.9780, False, False, False),
]


@pytest.mark.parametrize(("name", "lat", "lng", "mainland", "chinese", "google"), TEN)
def test_vendor_gets_its_own_datum(
    name: str, lat: float, lng: float, mainland: bool, chinese: bool, google: bool
) -> None:
    for link in links(LatLng.of(lat, lng), name=name, in_mainland=mainland):
        shifted = {App.GOOGLE: google, App.APPLE: False}.get(link.app, chinese)
        assert link.datum is (Datum.GCJ02 if shifted else Datum.WGS84), link.app
        off = max(abs(a - b) for a, b in zip(numbers(link), (lat, lng), strict=True))
        assert (5e-4 < off < 1e-2) if shifted else (off < 1e-6), link.app


@pytest.mark.parametrize(("lat", "lng", "declared"), [(30.315, 103.86, True), (51.5, -0.1, False)])
def test_declared_datum_is_the_one_sent(lat: float, lng: float, declared: bool) -> None:
    made = {link.app: link for link in links(LatLng.of(lat, lng), name="x")}
    query = {app: parse_qs(urlsplit(link.url or "").query) for app, link in made.items()}
    assert query[App.AMAP]["coordinate"] == ["gaode" if declared else "wgs84"]
    assert query[App.BAIDU]["coord_type"] == ["gcj02" if declared else "wgs84"]
    assert query[App.TENCENT]["coord_type"] == ["2" if declared else "1"]


def test_apple_speaks_what_the_setting_says_in_china_alone() -> None:
    for point, datum in [(SHANGHAI, Datum.GCJ02), (LatLng.of(51.5, -0.1), Datum.WGS84)]:
        made = {link.app: link for link in links(point, name="x", apple_datum=Datum.GCJ02)}
        assert made[App.APPLE].datum is datum


def test_separators_of_tencent_cannot_be_typed() -> None:
    made = {link.app: link for link in links(SHANGHAI, name="a;addr:b|coord:1,2")}
    marker = parse_qs(urlsplit(made[App.TENCENT].url or "").query)["marker"][0]
    assert marker == ("coord:31.175304,121.531542;title:a addr:b coord:1,2;addr:a addr:b coord:1,2")


def test_no_point_no_links() -> None:
    assert links(None, name="x") == []


def test_area_is_flagged_on_every_link() -> None:
    assert all(link.is_approximate for link in links(SHANGHAI, name="x", is_approximate=True))
