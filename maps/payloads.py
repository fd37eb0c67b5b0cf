"""What the scripts of a map get: places as JSON, and the words and settings of the page."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

from dramas.models import Drama
from locations.models import Location
from maps.clusters import Cluster
from maps.posters import ink_of
from maps.queries import dramas_at
from tourmap.api.fields import WIRE_DIGITS
from tourmap.geo import Datum, LatLng, from_wgs84
from tourmap.lang.languages import pick


def coordinates(point: LatLng, datum: Datum) -> dict[str, float]:
    """A WGS-84 point as the base map's datum has it."""
    shown = from_wgs84(point, datum)
    return {"lat": round(shown.lat, WIRE_DIGITS), "lng": round(shown.lng, WIRE_DIGITS)}


def point_payload(place: Location, datum: Datum) -> dict[str, Any]:
    """A pin with its words; of a mappable place read by `for_cards`."""
    assert place.point is not None  # noqa: S101  # mappable
    kind = pick(place.kind, "name")
    return {
        "slug": place.slug,
        "url": place_url(place),
        "name": place.name.text,
        "lang": place.name.lang,
        "kind": place.kind_id,
        "kind_name": kind.text,
        **coordinates(place.point, datum),
        "quality": place.pin_quality,
        "accuracy_m": place.pin_accuracy_m,
        "dramas": [_drama(drama) for drama in dramas_at(place)],
    }


def cluster_payload(cluster: Cluster, datum: Datum) -> dict[str, Any]:
    low = coordinates(LatLng.of(cluster.south, cluster.west), datum)
    high = coordinates(LatLng.of(cluster.north, cluster.east), datum)
    return {
        "count": cluster.places,
        **coordinates(cluster.centre, datum),
        "box": [low["lng"], low["lat"], high["lng"], high["lat"]],
    }


def _drama(drama: Drama) -> dict[str, Any]:
    return {"title": drama.title.text, "lang": drama.title.lang, "ink": ink_of(drama.slug)}


def place_url(place: Location) -> str:
    return f"/locations/{place.slug}/"


def map_config(**page: Any) -> dict[str, Any]:
    """Everything a map's script reads from its page; `page` is what only this page knows."""
    bases = [
        {
            "name": base["name"],
            "datum": base["datum"],
            "attribution": base.get("attribution", ""),
            "attribution_url": base.get("attribution_url", ""),
            "review_number": base.get("review_number", ""),
        }
        for base in settings.MAP_BASES
    ]
    return {"bases": bases, "sprite": static("maps/icons.svg"), "words": _words(), **page}


def _words() -> dict[str, str]:
    return {
        "area": _("Only the area is known, not the exact spot."),
        "area_by": _("Only the area is known; the spot may lie up to {length} away."),
        "approximate_by": _("Approximate: may be off by up to {length}."),
        "surveyed": _("Confirmed on the spot."),
        "metre": _("{n} m"),
        "kilometre": _("{n} km"),
        "places": _("{n} places; zoom in"),
        "open": _("See the place"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "near_me": _("Near me"),
        "here": _("You are about here"),
        "no_position": _("Your position could not be found. You can search by name instead."),
        "base": _("Base map"),
        "blank": _("Blank"),
        "tiles_failed": _("The base map cannot be loaded now; the places are still right."),
        "data_failed": _("The places could not be loaded. The list shows them all."),
        "review_number": _("Map review no."),
        "close": _("Close"),
        "map": _("Map of the places"),
        "loading": _("Loading …"),
    }
