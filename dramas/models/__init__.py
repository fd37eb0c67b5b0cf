from dramas.models.drama import Drama, PlatformLink, Recognition, Theme
from dramas.models.revision import PublicQuerySet, PublicRecord, Revision

__all__ = [
    "Drama",
    "PlatformLink",
    "PublicQuerySet",
    "PublicRecord",
    "Recognition",
    "Revision",
    "Theme",
]
