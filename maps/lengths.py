"""Distances as a traveller reads them."""

from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def metres(length_m: float | None) -> str:
    """`80 m`, `350 m`, `1.2 km`, `128 km`; no more digits than the pins deserve."""
    if length_m is None:
        return ""
    if length_m < 950:
        step = 10 if length_m < 100 else 50
        return _("%(n)s m") % {"n": number_format(max(step, round(length_m / step) * step))}
    digits = 1 if length_m < 9_950 and round(length_m, -2) % 1000 else 0
    return _("%(n)s km") % {"n": number_format(round(length_m / 1000, digits), digits)}


class Away(NamedTuple):
    """A straight way between two points, and how far the points may be off."""

    length_m: float
    error_m: int


def how_far(away: Away) -> str:
    """The way, or its upper bound where the pins may be off by more than it."""
    if away.length_m >= away.error_m:
        return metres(away.length_m)
    return _("within %(length)s") % {"length": metres(away.length_m + away.error_m)}
