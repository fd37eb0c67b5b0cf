"""What a view of the map shows: places by themselves while they are few, else clusters of them."""

import math
from typing import Any, NamedTuple

from django.db.models import Avg, Count, F, Func, IntegerField, Max, Min, Value

from locations.models import Location
from locations.querysets import LocationQuerySet
from maps.queries import for_cards
from tourmap.geo import Box, LatLng

POINTS_AT_MOST = 24  # in one view; more are drawn as clusters
POINTS_IN_ALL = 1_000  # of a map that shows everything at once: a drama, a trail
FINEST_CLUSTERS = 16  # the zoom from which pins stand alone
CELL_PX = 72  # of a cluster's cell on the screen
TOUCHING_PX = 46  # clusters of neighbouring cells that would lie on each other become one
HIDING_PX = 28  # of two pins: nearer, and one could not be read or tapped
FANNED_OUT = 4  # pins of one point that are drawn beside each other
WORLD_PX = 256  # at zoom 0


class CellNumber(Func):
    """The whole part of a number of cells, which is never negative."""

    output_field = IntegerField()
    template = "CAST(%(expressions)s AS INTEGER)"  # SQLite cuts the fraction off

    def as_postgresql(self, compiler, connection):  # type: ignore[no-untyped-def]  # Django's signature
        return self.as_sql(compiler, connection, template="FLOOR(%(expressions)s)::integer")


class Cluster(NamedTuple):
    places: int
    centre: LatLng
    south: float
    west: float
    north: float
    east: float


def points_or_clusters(
    places: LocationQuerySet, *, box: Box | None, zoom: int | None
) -> tuple[list[Location], list[Cluster]]:
    """What a view shows: places by themselves while they are few, else a grid of clusters.

    Without a box and a zoom every place is given, up to `POINTS_IN_ALL`.
    """
    mapped = places.mappable()
    if box is None or zoom is None:
        return list(for_cards(mapped)[:POINTS_IN_ALL]), []
    inside = mapped.within(box)
    limit = POINTS_IN_ALL if zoom >= FINEST_CLUSTERS else POINTS_AT_MOST
    seen = len(inside.order_by().values_list("pk")[: limit + 1])
    if seen > limit and zoom < FINEST_CLUSTERS:
        return _clustered(inside, zoom)
    few = list(for_cards(inside)[:limit])
    return _gathered(few, zoom) if zoom < FINEST_CLUSTERS else (few, [])


def _gathered(few: list[Location], zoom: int) -> tuple[list[Location], list[Cluster]]:
    """Pins, but those that would hide each other as one; a handful at one point is fanned out."""
    by_pk = {place.pk: place for place in few}
    rows = [_row(place) for place in few]
    joined = [row for row in _untangled(rows, zoom, HIDING_PX) if not _is_fan(row)]
    gone = {pk for row in joined for pk in row["members"]}
    return [p for pk, p in by_pk.items() if pk not in gone], [_cluster(row) for row in joined]


def _row(place: Location) -> dict[str, Any]:
    """A cell with one place in it."""
    assert place.point is not None  # noqa: S101  # mappable
    lat, lng = place.point.lat, place.point.lng
    edges = {"south": lat, "west": lng, "north": lat, "east": lng}
    return {"n": 1, "mean_lat": lat, "mean_lng": lng, "members": (place.pk,), **edges}


def _is_fan(row: dict[str, Any]) -> bool:
    is_one_point = row["south"] == row["north"] and row["west"] == row["east"]
    return is_one_point and row["n"] <= FANNED_OUT


def _clustered(inside: LocationQuerySet, zoom: int) -> tuple[list[Location], list[Cluster]]:
    rows = _untangled(list(_cells(inside, zoom)), zoom)
    alone = [row["only"] for row in rows if row["n"] == 1]
    points = list(for_cards(Location.objects.filter(pk__in=alone)).order_by("slug"))
    return points, [_cluster(row) for row in rows if row["n"] > 1]


def _cells(inside: LocationQuerySet, zoom: int) -> Any:
    """A grid that does not move with the view, so that clusters stay put while the map is dragged."""
    wide = 360.0 * CELL_PX / (WORLD_PX * 2**zoom)
    high = wide * 0.8  # about square on the screen at China's latitudes
    return (
        inside.order_by()
        .annotate(
            row=CellNumber((F("lat") + Value(90.0)) / Value(high)),
            column=CellNumber((F("lng") + Value(180.0)) / Value(wide)),
        )
        .values("row", "column")
        .annotate(
            n=Count("pk"),
            only=Min("pk"),
            mean_lat=Avg("lat"),
            mean_lng=Avg("lng"),
            south=Min("lat"),
            west=Min("lng"),
            north=Max("lat"),
            east=Max("lng"),
        )
        .order_by("-n", "row", "column")
    )


def _untangled(
    cells: list[dict[str, Any]], zoom: int, touching_px: int = TOUCHING_PX
) -> list[dict[str, Any]]:
    """Cells joined, the fullest first, until no two would lie on each other."""
    joined: list[dict[str, Any]] = []
    for cell in cells:
        near = next((other for other in joined if _apart_px(cell, other, zoom) < touching_px), None)
        if near is None:
            joined.append(cell)
        else:
            near.update(_sum(near, cell))  # its middle moves, perhaps towards another's
    return joined if len(joined) == len(cells) else _untangled(joined, zoom, touching_px)


def _apart_px(a: dict[str, Any], b: dict[str, Any], zoom: int) -> float:
    px_per_degree = WORLD_PX * 2**zoom / 360
    squeeze = max(0.05, math.cos(math.radians(a["mean_lat"])))  # Mercator stretches northwards
    north = (a["mean_lat"] - b["mean_lat"]) / squeeze
    return max(abs(north), abs(a["mean_lng"] - b["mean_lng"])) * px_per_degree  # drawn as squares


def _sum(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    n = a["n"] + b["n"]
    return {
        "n": n,
        "members": (*a.get("members", ()), *b.get("members", ())),
        "mean_lat": (a["mean_lat"] * a["n"] + b["mean_lat"] * b["n"]) / n,
        "mean_lng": (a["mean_lng"] * a["n"] + b["mean_lng"] * b["n"]) / n,
        "south": min(a["south"], b["south"]),
        "west": min(a["west"], b["west"]),
        "north": max(a["north"], b["north"]),
        "east": max(a["east"], b["east"]),
    }


def _cluster(row: dict[str, Any]) -> Cluster:
    edges = {name: row[name] for name in ("south", "west", "north", "east")}
    return Cluster(row["n"], LatLng.of(row["mean_lat"], row["mean_lng"]), **edges)
