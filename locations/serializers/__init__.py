"""The public shapes of places, scenes and trails. Other apps may use what is named here.

`LocationCard` is a place where another thing names it (a list, a trail, a passport, a map's
list). Give it places of `Location.objects.for_cards()` (no further query) and
`context={"datum": Datum…}`; without a datum its position is WGS-84.
`DramaCard` (of `dramas.serializers`) needs `Drama.objects.for_cards()` and no context.
"""

from dramas.serializers import DramaCard
from locations.serializers.location import LocationCard, LocationRow
from locations.serializers.location_detail import LocationDetail
from locations.serializers.scene import SceneAtLocation, SceneDetail, SceneRow
from locations.serializers.trail import TrailCard, TrailDetail

__all__ = [
    "DramaCard",
    "LocationCard",
    "LocationDetail",
    "LocationRow",
    "SceneAtLocation",
    "SceneDetail",
    "SceneRow",
    "TrailCard",
    "TrailDetail",
]
