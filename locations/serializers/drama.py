"""A drama with the trails through its places."""

import dramas.serializers
from locations.serializers.trail import TrailCard


class DramaDetail(dramas.serializers.DramaDetail):
    trails = TrailCard(many=True)
