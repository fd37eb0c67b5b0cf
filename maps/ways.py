"""The way to a place in the map apps of visitors, with the name that the reader knows each app by."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from locations.models import Location
from locations.navigation import App
from locations.views.locations import navigation_to


class Way(NamedTuple):
    name: str
    url: str


def ways_to(place: Location) -> list[Way]:
    """Apps that open by an address: WeChat's mini-programs do not, so it is left out."""
    names = {
        App.AMAP: _("Amap"),
        App.BAIDU: _("Baidu Maps"),
        App.TENCENT: _("Tencent Maps"),
        App.GOOGLE: _("Google Maps"),
        App.APPLE: _("Apple Maps"),
    }
    return [Way(names[link.app], link.url) for link in navigation_to(place) if link.url]
