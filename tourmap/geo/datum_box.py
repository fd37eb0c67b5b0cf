"""Boxes in another datum: a view of an Amap map, say, as a search among WGS-84 rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tourmap.geo import area, shifts
from tourmap.geo.box import Box
from tourmap.geo.datum import Datum
from tourmap.geo.shifts import MAX_SHIFT_DEG, MAX_STRAIN

Patch = tuple[float, float, float, float]  # west, south, east, north; west ≤ east
Span = tuple[float, float]  # lowest, highest move, in degrees

SAMPLES = 5  # to a side
ROUNDING_DEG = 1e-9


def convert_box(box: Box, source: Datum, target: Datum) -> Box:
    """Return a box in `target` that holds every point of `box`, a box in `source`.

    A search with it misses nothing at the edges. It is wider than need be by a few hundredths of
    a town's view, by up to `MAX_SHIFT_DEG` (2 km) a side for a country's. A box on the edge of the
    GCJ-02 area holds its own unshifted coordinates as well; one abroad comes back as it is.
    Half a millisecond.
    """
    source, target = Datum(source), Datum(target)
    if source is target:
        return box
    patches = list(_patches(box))
    mixed = any(area.edge_within(*_grown(patch)) for patch in patches)
    if not patches or not (mixed or area.holds(box.center.lat, box.center.lng)):
        return box
    spans = [_moves(patch, source, target) for patch in patches]
    if mixed:
        spans.append(((0.0, 0.0), (0.0, 0.0)))
    lats, lngs = [lat for lat, _ in spans], [lng for _, lng in spans]
    return Box.spanning(
        west=box.west + min(low for low, _ in lngs),
        south=box.south + min(low for low, _ in lats),
        east=box.west + box.width_deg + max(high for _, high in lngs),
        north=box.north + max(high for _, high in lats),
    )


def _patches(box: Box) -> Iterator[Patch]:
    """Yield the parts of `box` that lie where something can be shifted at all."""
    south = max(box.south, area.SOUTH - MAX_SHIFT_DEG)
    north = min(box.north, area.NORTH + MAX_SHIFT_DEG)
    for low, high in box.lng_ranges():
        west, east = max(low, area.WEST - MAX_SHIFT_DEG), min(high, area.EAST + MAX_SHIFT_DEG)
        if west <= east and south <= north:
            yield west, south, east, north


def _grown(patch: Patch) -> Patch:
    west, south, east, north = patch
    margin = MAX_SHIFT_DEG
    return west - margin, south - margin, east + margin, north + margin


def _moves(patch: Patch, source: Datum, target: Datum) -> tuple[Span, Span]:
    """Return bounds of the moves in latitude and in longitude of all points of the patch.

    They are those of a grid of points, and what can happen between its points at most.
    """
    west, south, east, north = patch
    shift = _formula(source, target)
    steps = [i / (SAMPLES - 1) for i in range(SAMPLES)]
    d_lats, d_lngs = [], []
    for lat in (south + (north - south) * step for step in steps):
        for lng in (west + (east - west) * step for step in steps):
            moved_lat, moved_lng = shift(lat, lng)
            d_lats.append(moved_lat - lat)
            d_lngs.append(moved_lng - lng)
    half_steps = ((east - west) + (north - south)) / (SAMPLES - 1) / 2
    slack = MAX_STRAIN * half_steps + ROUNDING_DEG
    return _span(d_lats, slack), _span(d_lngs, slack)


def _span(moves: list[float], slack: float) -> Span:
    return max(-MAX_SHIFT_DEG, min(moves) - slack), min(MAX_SHIFT_DEG, max(moves) + slack)


def _formula(source: Datum, target: Datum) -> Callable[[float, float], tuple[float, float]]:
    """Return the shift by way of GCJ-02, without regard to the area."""
    into = {Datum.WGS84: shifts.to_gcj02, Datum.BD09: shifts.from_bd09, Datum.GCJ02: _same}
    out_of = {Datum.WGS84: shifts.from_gcj02, Datum.BD09: shifts.to_bd09, Datum.GCJ02: _same}
    return lambda lat, lng: out_of[target](*into[source](lat, lng))


def _same(lat: float, lng: float) -> tuple[float, float]:
    return lat, lng
