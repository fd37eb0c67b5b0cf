from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """No limit is left over from the test before."""
    cache.clear()
    yield
    cache.clear()
