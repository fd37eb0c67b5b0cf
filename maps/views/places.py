"""`/map/places.json`: what a map draws, in the datum of its base map."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dramas.models import Revision
from locations.filters import filtered
from locations.models import Location
from locations.querysets import LocationQuerySet
from maps import queries
from maps.parameters import PlacesParameters
from maps.payloads import cluster_payload, coordinates, point_payload
from tourmap.api.conditional import ConditionalGetMixin
from tourmap.geo import Datum, LatLng, convert_box, to_wgs84


class Places(ConditionalGetMixin, APIView):
    """For the scripts of our own pages; apps have `/api/v1/locations/`, which is kept stable."""

    authentication_classes: list[Any] = []
    schema = None

    def data_version(self) -> str:
        return str(Revision.current())

    def get(self, request: Request) -> Response:
        asked = PlacesParameters.of(request)
        datum = asked["datum"]
        box = convert_box(asked["bbox"], datum, Datum.WGS84) if "bbox" in asked else None
        points, clusters = queries.points_or_clusters(
            _asked_for(asked), box=box, zoom=asked.get("zoom")
        )
        answer: dict[str, Any] = {
            "datum": datum.value,
            "points": [point_payload(place, datum) for place in points],
            "clusters": [cluster_payload(cluster, datum) for cluster in clusters],
        }
        return Response(answer | _moved(asked, datum))


def _asked_for(asked: dict[str, Any]) -> LocationQuerySet:
    places = Location.objects.published()
    if "place" in asked:
        return queries.around(asked["place"])
    if "trail" in asked:
        places = queries.on_trail(asked["trail"])
    return filtered(places, asked)


def _moved(asked: dict[str, Any], datum: Datum) -> dict[str, dict[str, float]]:
    """The reader's position and the centre of the view, carried over to the datum of the answer."""
    moved: dict[str, LatLng] = {}
    if "near" in asked:
        moved["near"] = asked["near"]
    if "c" in asked:
        moved["c"] = to_wgs84(asked["c"], asked["c_datum"])
    return {name: coordinates(point, datum) for name, point in moved.items()}
