from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from maps.posters import INKS, PICTURES, look_of


def test_poster_of_a_drama_is_always_the_same() -> None:
    assert look_of("jia-li-jia-wai", "家里家外") == look_of("jia-li-jia-wai", "家里家外")


def test_second_season_wears_the_colours_of_the_first() -> None:
    first, second = look_of("jia-li-jia-wai", "家里家外"), look_of("jia-li-jia-wai-2", "家里家外2")
    assert (first.ink, first.picture) == (second.ink, second.picture)


@pytest.mark.parametrize(
    ("title", "size", "is_upright"),
    [
        ("宝器", "xl", True),
        ("家里家外2", "l", True),
        ("那个重逢的夜晚", "m", True),
        ("哏都风云之刚好遇见你", "m", True),
        ("跟着唐诗去旅行第一季", "m", True),
        ("跟着唐诗去旅行第一季：我和诗圣做搭子", "xs", True),
        ("144 Hours in Ningbo", "m", False),
        ("Sanxingdui: Future Revelation", "s", False),
    ],
)
def test_title_is_set_in_the_size_that_fits(title: str, size: str, is_upright: bool) -> None:
    look = look_of("d", title)
    assert (look.size, look.is_upright) == (size, is_upright)


def test_every_ink_and_picture_is_drawn() -> None:
    css = Path(str(finders.find("maps/tourmap.css"))).read_text()
    svg = Path(str(finders.find("maps/posters.svg"))).read_text()
    assert [n for n in range(INKS) if f".ink-{n} {{" not in css] == []
    assert [n for n in range(PICTURES) if f'id="picture-{n}"' not in svg] == []
