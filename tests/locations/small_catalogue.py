"""A catalogue of one place, one drama, one scene and one trail, whose cells a test can change."""

import csv
from pathlib import Path

from locations.catalogue.tables import STOPS, TABLES

Rows = dict[str, list[dict[str, str]]]

_SOURCE = {
    "confidence": "high",
    "source_titles": "报纸 2025-03-14|论坛",
    "source_urls": "https://example.org/1|",
}
_FILLED: Rows = {
    "regions": [
        {"code": "510000", "level": "province", "name_hans": "四川省"},
        {"code": "511400", "level": "city", "parent_code": "510000", "name_hans": "眉山市"},
        {"code": "511403", "level": "county", "parent_code": "511400", "name_hans": "彭山区"},
    ],
    "kinds": [{"slug": "street", "name_hans": "街区", "default_radius_m": "150"}],
    "themes": [
        {"slug": "family", "name_hans": "家庭"},
        {"slug": "period", "name_hans": "年代"},
    ],
    "dramas": [
        {
            "slug": "jia-li-jia-wai",
            "title_hans": "家里家外",
            "rank": "1",
            "status": "released",
            "episodes": "79",
            "themes": "period|family",
            "platforms": "红果短剧|抖音*planned",
            "recognitions": "国家广播电视总局;跟着微短剧去旅行;第六批;2025-03-27",
            **_SOURCE,
        }
    ],
    "locations": [
        {
            "slug": "qinglong-laojie",
            "name_hans": "青龙老街",
            "aliases": "青龙场",
            "kind": "street",
            "region_code": "511403",
            "country": "CN",
            "time_zone": "Asia/Shanghai",
            "lat": "30.3150",
            "lng": "103.8600",
            "datum": "wgs84",
            "pin_quality": "area",
            "pin_accuracy_m": "2000",
            "radius_m": "150",
            "lifecycle": "unknown",
            "access": "unknown",
            **_SOURCE,
        },
        {
            "slug": "shitizipo",
            "name_hans": "石梯子坡",
            "kind": "street",
            "country": "CN",
            "time_zone": "Asia/Shanghai",
            "pin_quality": "none",
            "radius_m": "150",
            "lifecycle": "unknown",
            "access": "unknown",
            "possibly_same_as": "qinglong-laojie",
            **_SOURCE,
        },
    ],
    "scenes": [
        {
            "slug": "jia-li-jia-wai--qinglong-laojie",
            "drama": "jia-li-jia-wai",
            "location": "qinglong-laojie",
            "position": "1",
            "link_type": "shot",
            "what_hans": "街市戏",
            **_SOURCE,
        }
    ],
    "trails": [{"slug": "jljw-trail", "drama": "jia-li-jia-wai", "name_hans": "家里家外之旅"}],
    "trail_stops": [
        {"trail": "jljw-trail", "position": "1", "location": "qinglong-laojie", "note_hans": "街"}
    ],
}


class SmallCatalogue:
    """Files in a folder; `rows` are their cells, written by `save`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.columns = {table.name: list(table.columns) for table in (*TABLES, STOPS)}
        self.rows: Rows = {name: [dict(row) for row in rows] for name, rows in _FILLED.items()}
        self.save()

    def save(self) -> None:
        for name, columns in self.columns.items():
            with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.rows[name])

    def change(self, table: str, column: str, value: str, row: int = 0) -> None:
        self.rows[table][row][column] = value
        self.save()
