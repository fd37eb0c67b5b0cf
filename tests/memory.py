"""Where the stores of served sites live whose disk is not what a test is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY = Path("/dev/shm")  # noqa: S108  # private folders in it


@contextmanager
def in_memory() -> Iterator[str]:
    """A folder that costs no disk: hundreds of visits would each wait for one."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield folder
