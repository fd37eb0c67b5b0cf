"""The desk for places and scenes.

`LocationAdmin` is registered by checkins, which adds the survey act: its deed judges kept visits
again, and this floor does not know visits.
"""

from locations.admin.kind import KindAdmin
from locations.admin.location import LocationAdmin
from locations.admin.scene import SceneAdmin

__all__ = ["KindAdmin", "LocationAdmin", "SceneAdmin"]
