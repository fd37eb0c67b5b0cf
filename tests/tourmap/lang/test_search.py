"""Names are found in any script, by pinyin and by initials."""

import pytest

from tourmap.lang.search import normalise, searchable


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("家裡家外", "家里家外"),
        ("《家里家外》2", "家里家外2"),
        ("  Qinglong  Old-Street ", "qinglongoldstreet"),
        ("ＪＬＪＷ", "jljw"),
        ("……", ""),
        ("%_\\", ""),
    ],
)
def test_normalise_keeps_what_is_compared(text: str, form: str) -> None:
    assert normalise(text) == form


def test_searchable_holds_names_pinyin_and_initials_apart() -> None:
    assert searchable(["家里家外", "家裡家外", "Home"]) == "\n家里家外\njialijiawai\njljw\nhome\n"


def test_searchable_takes_an_unusual_reading_beside_the_usual() -> None:
    found = searchable(["乐山"], pinyin="yao shan")
    assert {"leshan", "ls", "yaoshan", "ys"} <= set(found.split("\n"))
