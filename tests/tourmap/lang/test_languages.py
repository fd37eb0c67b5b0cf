"""Texts fall back to the nearest language and say which one they are in."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from tourmap.lang.languages import Lang, Text, active_lang, all_languages, pick


def record(hans: str = "", hant: str = "", en: str = "") -> SimpleNamespace:
    return SimpleNamespace(name_hans=hans, name_hant=hant, name_en=en)


@pytest.mark.parametrize(
    ("asked", "given", "expected"),
    [
        (Lang.HANS, record("简", "繁", "en"), Text("简", Lang.HANS)),
        (Lang.HANT, record("简", "繁", "en"), Text("繁", Lang.HANT)),
        (Lang.EN, record("简", "繁", "en"), Text("en", Lang.EN)),
        (Lang.HANT, record("简", "", "en"), Text("简", Lang.HANS)),
        (Lang.HANS, record("", "繁", "en"), Text("繁", Lang.HANT)),
        (Lang.EN, record("", "繁", ""), Text("繁", Lang.HANT)),
        (Lang.HANS, record("", "", "en"), Text("en", Lang.EN)),
        (Lang.EN, record(), Text("", None)),
    ],
)
def test_pick_gives_the_nearest_text(asked: Lang, given: SimpleNamespace, expected: Text) -> None:
    assert pick(given, "name", asked) == expected


def test_text_kept_in_two_languages_is_converted_for_traditional_readers() -> None:
    note = SimpleNamespace(note_hans="附注", note_en="note")
    assert pick(note, "note", Lang.HANT) == Text("附註", Lang.HANT)
    assert all_languages(note, "note") == {"zh-Hans": "附注", "zh-Hant": "附註", "en": "note"}


def test_field_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(AttributeError):
        pick(record("简"), "nmae")


@pytest.mark.parametrize(
    ("code", "lang"), [("zh-hans", Lang.HANS), ("zh-hant", Lang.HANT), ("en", Lang.EN)]
)
def test_active_lang_is_the_one_switched_on(code: str, lang: Lang) -> None:
    with translation.override(code):
        assert active_lang() is lang
