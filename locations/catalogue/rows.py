"""What the cells of one row must be to each other, and shapes that only places have.

A check gives `(column, reason)` for each fault; it sees only rows whose cells are good.
"""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from locations.catalogue.parts import Cells
from locations.catalogue.shapes import BadCell, whole
from tourmap.geo import Datum, GeoError, LatLng, to_wgs84

Faults = Iterator[tuple[str, str]]
# 1 cm: what is stored does not hang on the last bit of a conversion.
STORED_DECIMALS = 7


def datum(text: str) -> Datum:
    try:
        return Datum(text)
    except ValueError as error:
        raise BadCell(f"is none of {', '.join(Datum)}") from error


def time_zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadCell("is no time zone, such as Asia/Shanghai") from error


def country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise BadCell("is no country: two capital letters, such as CN")
    return text


def year(text: str) -> int:
    if not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise BadCell("is no year, such as 2025")
    return int(text)


def radius(text: str) -> int:
    metres = whole(text)
    if not 10 <= metres <= 50_000:
        raise BadCell("is no check-in radius: 10 to 50000 metres")
    return metres


def region_has_its_parent(cells: Cells) -> Faults:
    code, level, parent = cells["code"], cells["level"], cells["parent_code"]
    if (level == "province") == bool(parent):
        yield "parent_code", "only a province has no parent, every other region has one"
    if (level == "province") != code.endswith("0000"):
        yield "level", "a province, and only a province, has a code that ends in 0000"


def drama_has_a_title(cells: Cells) -> Faults:
    if not (cells["title_hans"] or cells["title_hant"] or cells["title_en"]):
        yield "title_hans", "a drama needs a title in one language at least"


def episodes_run_from_short_to_long(cells: Cells) -> Faults:
    shortest, longest = cells["episode_minutes_min"], cells["episode_minutes_max"]
    if shortest is not None and longest is not None and shortest > longest:
        yield "episode_minutes_max", "is less than episode_minutes_min"


def tier_has_its_day(cells: Cells) -> Faults:
    if bool(cells["tier"]) != bool(cells["tier_judged_on"]):
        yield "tier_judged_on", "a tier is true only with the day of its rule: give both or none"


def licence_or_filing(cells: Cells) -> Faults:
    if cells["licence_no"] and cells["filing_no"]:
        yield "filing_no", "a work has a licence number or a filing number, not both"


def lists_name_it_once(cells: Cells) -> Faults:
    named = [(item["programme"], item["batch"]) for item in cells["recognitions"]]
    for programme, batch in sorted({pair for pair in named if named.count(pair) > 1}):
        yield "recognitions", f"{programme} {batch} names the drama twice"


def sources_are_paired(cells: Cells) -> Faults:
    titles, urls = cells["source_titles"], cells["source_urls"]
    if urls and len(urls) != len(titles):
        yield "source_urls", f"{len(urls)} addresses for {len(titles)} titles"
    for url in urls:
        if url and not url.startswith(("http://", "https://")):
            yield "source_urls", f"{url!r} is no web address"


def not_the_same_as_itself(cells: Cells) -> Faults:
    if cells["possibly_same_as"] == cells["slug"]:
        yield "possibly_same_as", "is the row itself"


def trail_has_one_subject(cells: Cells) -> Faults:
    if bool(cells["drama"]) == bool(cells["theme"]):
        yield "drama", "a trail follows one drama or one theme"


def pin_is_whole(cells: Cells) -> Faults:
    """A point with its datum, quality and accuracy, or nothing of it."""
    lat, lng = cells["lat"], cells["lng"]
    if (lat is None) != (lng is None):
        yield ("lng" if lng is None else "lat"), "a point needs lat and lng"
    elif lat is None:
        yield from _no_point(cells)
    else:
        yield from _point(cells, lat, lng)


def _no_point(cells: Cells) -> Faults:
    if cells["pin_quality"] != "none":
        yield "pin_quality", "without a point the quality is none"
    for column in ("datum", "pin_accuracy_m"):
        if cells[column] is not None:
            yield column, "must be empty without a point"


def _point(cells: Cells, lat: float, lng: float) -> Faults:
    if cells["pin_quality"] == "none":
        yield "pin_quality", "none, but the row has a point"
    if cells["datum"] is None:
        yield "datum", "a point needs its datum: a guess would be up to 1.4 km wrong"
    if cells["pin_accuracy_m"] is None:
        yield "pin_accuracy_m", "a point needs its accuracy in metres"
    try:
        LatLng.of(lat, lng)
    except GeoError as error:
        yield "lat", str(error)


def with_stored_point(cells: Cells) -> Cells:
    """The checked cells of a place with the point as it is stored: WGS-84."""
    if cells["lat"] is None:
        return cells
    point = to_wgs84(LatLng.of(cells["lat"], cells["lng"]), cells["datum"])
    point = point.rounded(STORED_DECIMALS)
    return cells | {"lat": point.lat, "lng": point.lng}
