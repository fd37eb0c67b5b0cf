"""Places of known keys as plain rows: what lists of places show, without model instances.

A row has the attributes of a `Location` that its card reads, the list `scenes_here` (of the best
known dramas first) and, among the nearest places, `distance_m`. See docs/decisions/0006.
"""

from collections.abc import Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from dramas.models.drama import CARD_COLUMNS as DRAMA_COLUMNS
from locations.models import Location, Scene
from locations.prepared import Prepared, Slot
from locations.querysets import KIND_COLUMNS, PLACE_COLUMNS, REGION_COLUMNS
from tourmap.geo import LatLng

PAGE_SIZES = 100  # of a page; one query is kept for each number of keys
_KIND_AT = 1 + len(PLACE_COLUMNS)
_REGION_AT = _KIND_AT + len(KIND_COLUMNS)


def rows_of(keys: Sequence[int]) -> dict[int, Any]:
    """The published places among `keys`, by key, each with the scenes of its dramas."""
    if not keys:
        return {}
    numbers = dict(zip(_slots(len(keys)), keys, strict=True))
    rows = {row[0]: _place(row) for row in _places(len(keys)).run(numbers)}
    for scene in _scenes(len(keys)).run(numbers):
        if scene[0] in rows:
            rows[scene[0]].scenes_here.append(_scene(scene))
    return rows


def _slots(number: int) -> list[str]:
    return [f"key{n}" for n in range(number)]


@lru_cache(maxsize=PAGE_SIZES)
def _places(number: int) -> Prepared:
    kind, region = _through("kind", KIND_COLUMNS), _through("region", REGION_COLUMNS)
    places = Location.objects.published().filter(pk__in=[Slot(name) for name in _slots(number)])
    return Prepared(places.order_by().values_list("pk", *PLACE_COLUMNS, *kind, *region))


@lru_cache(maxsize=PAGE_SIZES)
def _scenes(number: int) -> Prepared:
    there = Scene.objects.filter(location__pk__in=[Slot(name) for name in _slots(number)])
    drama = _through("drama", DRAMA_COLUMNS)
    return Prepared(there.best_known_first().values_list("location_id", "drama_id", *drama))


def _through(relation: str, columns: Sequence[str]) -> list[str]:
    return [f"{relation}__{column}" for column in columns]


def _place(row: tuple[Any, ...]) -> Any:
    place = _record(PLACE_COLUMNS, row[1:_KIND_AT])
    place.kind = _record(KIND_COLUMNS, row[_KIND_AT:_REGION_AT])
    region = _record(REGION_COLUMNS, row[_REGION_AT:])
    place.region = region if region.code else None
    place.point = None if place.lat is None else LatLng(place.lat, place.lng)
    place.scenes_here = []
    return place


def _scene(row: tuple[Any, ...]) -> Any:
    return SimpleNamespace(drama_id=row[1], drama=_record(DRAMA_COLUMNS, row[2:]))


def _record(columns: Sequence[str], values: Sequence[Any]) -> Any:
    return SimpleNamespace(**dict(zip(columns, values, strict=True)))
