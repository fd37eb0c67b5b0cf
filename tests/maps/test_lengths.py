import pytest
from django.utils import translation

from maps.lengths import metres


@pytest.mark.parametrize(
    ("length_m", "shown"),
    [
        (None, ""),
        (0, "10 m"),
        (84, "80 m"),
        (340, "350 m"),
        (949, "950 m"),
        (960, "1 km"),
        (1240, "1.2 km"),
        (3000, "3 km"),
        (9_949, "9.9 km"),
        (12_345, "12 km"),
        (1_234_567, "1235 km"),
    ],
)
def test_length_has_no_more_digits_than_the_pins_deserve(
    length_m: float | None, shown: str
) -> None:
    with translation.override("en"):
        assert metres(length_m) == shown


def test_length_speaks_chinese() -> None:
    with translation.override("zh-hans"):
        assert metres(1240) == "1.2 公里"
