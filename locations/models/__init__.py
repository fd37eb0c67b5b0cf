from locations.models.catalogue import CatalogueEntry
from locations.models.location import Kind, Location
from locations.models.scene import Scene
from locations.models.trail import Trail, TrailStop

__all__ = ["CatalogueEntry", "Kind", "Location", "Scene", "Trail", "TrailStop"]
