"""Traditional characters proposed from simplified ones, in the words of Taiwan (OpenCC s2twp)."""

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _to_traditional() -> Any:
    from opencc import OpenCC

    return OpenCC("s2twp")


def propose_traditional(text: str) -> str:
    """A first text for an editor to read through: 里 becomes 裡 or 里 by the words around it."""
    return str(_to_traditional().convert(text))
