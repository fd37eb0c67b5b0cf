from accounts.models.revision import PublicQuerySet, PublicRecord, Revision
from dramas.models.drama import Drama, PlatformLink, Recognition, Theme

__all__ = [
    "Drama",
    "PlatformLink",
    "PublicQuerySet",
    "PublicRecord",
    "Recognition",
    "Revision",
    "Theme",
]
