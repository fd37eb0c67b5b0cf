"""Where uploads are kept, and for how sure."""

import os
from typing import Any

from django.core.files.storage import FileSystemStorage


class SyncedFileStorage(FileSystemStorage):
    """Files that are on the disk when they are said to be: a row is committed only after that.

    Django's own leaves a file in the memory of the system for a while; a power cut then takes
    the file and leaves the row.
    """

    def _save(self, name: str, content: Any) -> str:
        kept = super()._save(name, content)
        path = self.path(kept)
        _sync(path)
        folder = os.path.dirname(path)
        while folder.startswith(str(self.location)):  # a new folder is an entry of the one above
            _sync(folder)
            folder = os.path.dirname(folder)
        return kept


def _sync(path: str) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
