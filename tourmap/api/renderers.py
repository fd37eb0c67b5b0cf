"""JSON and GeoJSON on the wire, and the choice between them."""

from typing import Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from tourmap.geo import geojson
from tourmap.geo.point import LatLng


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class GeoJSONRenderer(JSONRenderer):
    """A list of things with a `position` as an RFC 7946 FeatureCollection.

    Things without a known point have a null geometry. Coordinates are in the datum that was asked
    for; it is named in the foreign member `datum`.
    """

    media_type = "application/geo+json"
    format = "geojson"

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        features = [_feature(record) for record in data["results"]]
        foreign = {key: value for key, value in data.items() if key != "results"}
        datum = context["view"].datum.value
        collection = geojson.feature_collection(features, datum=datum, **foreign)
        return orjson.dumps(collection, default=str)


def _feature(record: dict[str, Any]) -> dict[str, Any]:
    position = record["position"]
    geometry = geojson.point(LatLng.of(position["lat"], position["lng"])) if position else None
    return geojson.feature(geometry, record, id=record["slug"])


class Negotiation(DefaultContentNegotiation):
    """As REST framework's, but `?format=` with an unknown name is 406, as a bad Accept header is."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:
        chosen = [renderer for renderer in renderers if renderer.format == format]
        if not chosen:
            known = ", ".join(dict.fromkeys(renderer.format for renderer in renderers))
            raise NotAcceptable(_("format: expected one of %(known)s.") % {"known": known})
        return chosen
