import datetime
from typing import Any

import pytest
from django.utils import translation

from maps.dates import day


@pytest.mark.parametrize(
    ("date", "english", "chinese"),
    [
        ("2025-03-14", "14 March 2025", "2025年3月14日"),
        (datetime.date(2025, 3, 4), "4 March 2025", "2025年3月4日"),
        ("2025-10", "October 2025", "2025年10月"),
        ("2025", "2025", "2025年"),
        (2025, "2025", "2025年"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_date_is_said_as_far_as_it_is_known(date: Any, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert day(date) == english
    for language in ("zh-hans", "zh-hant"):
        with translation.override(language):
            assert day(date) == chinese


@pytest.mark.parametrize("typed", ["spring", "2025-13-01", "2025-02-30", "1-2-3-4", "{{7*7}}", "-"])
def test_what_is_no_date_stays_as_typed(typed: str) -> None:
    assert day(typed) == typed
