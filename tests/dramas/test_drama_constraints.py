"""What must not be in the store cannot be put there, whichever way it comes."""

from typing import Any

import pytest
from django.db import IntegrityError

from dramas.models import PlatformLink, Recognition
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("drama_has_a_title", {"title_hans": "", "title_hant": "", "title_en": ""}),
        ("release_date_is_a_date_or_part_of_one", {"release_date": "2025-13"}),
        ("release_date_is_a_date_or_part_of_one", {"release_date": "spring"}),
        ("tier_names_the_day_of_its_rule", {"tier": "key", "tier_judged_on": None}),
        ("licence_or_filing_number_not_both", {"licence_no": "1", "filing_no": "2"}),
    ],
)
def test_drama_refuses(name: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=name):
        make.drama("wrong", **values)


@pytest.mark.parametrize("date", ["", "2025", "2025-03", "2025-03-14"])
def test_drama_takes_as_much_of_a_date_as_is_known(date: str) -> None:
    assert make.drama("right", release_date=date).release_date == date


def test_platform_stands_once_with_a_drama() -> None:
    drama = make.drama()
    PlatformLink.objects.create(drama=drama, name="红果短剧")
    with pytest.raises(IntegrityError):
        PlatformLink.objects.create(drama=drama, name="红果短剧")


def test_recognition_names_a_drama_once_per_batch() -> None:
    drama = make.drama()
    Recognition.objects.create(drama=drama, programme="跟着微短剧去旅行", batch="第六批")
    with pytest.raises(IntegrityError):
        Recognition.objects.create(drama=drama, programme="跟着微短剧去旅行", batch="第六批")


def test_recognition_refuses_a_date_that_is_none() -> None:
    with pytest.raises(IntegrityError, match="recognition_date_is_a_date_or_part_of_one"):
        Recognition.objects.create(drama=make.drama(), programme="p", date="2025-3")
