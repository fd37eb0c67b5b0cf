"""The translations are whole, compiled as written, and say one thing by one word."""

from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
LOCALES = ["zh_Hans", "zh_Hant"]
HOMES = ["accounts", "dramas", "locations", "checkins", "maps", "tourmap/api", "tourmap"]


def _catalogues(locale: str) -> Iterator[tuple[str, polib.POFile]]:
    for home in HOMES:
        yield home, polib.pofile(ROOT / home / "locale" / locale / "LC_MESSAGES" / "django.po")


def _said(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr)


def _faults(catalogues: list[tuple[str, polib.POFile]]) -> Iterator[str]:
    """Words that are missing, doubtful, or said in two ways."""
    first: dict[tuple[str | None, str], tuple[str, str]] = {}
    for home, catalogue in catalogues:
        for entry in catalogue:
            if entry.fuzzy or not entry.translated():
                yield f"{home}: {entry.msgid!r} is not translated"
            where, said = first.setdefault((entry.msgctxt, entry.msgid), (home, _said(entry)))
            if said != _said(entry):
                yield f"{home}: {entry.msgid!r} is {_said(entry)!r}, in {where} it is {said!r}"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_translated_in_one_way(locale: str) -> None:
    assert list(_faults(list(_catalogues(locale)))) == []


def test_the_check_of_words_can_fail() -> None:
    one, other = polib.POFile(), polib.POFile()
    one.append(polib.POEntry(msgid="surveyed", msgstr="已勘定"))
    other.append(polib.POEntry(msgid="surveyed", msgstr="已核实"))
    other.append(polib.POEntry(msgid="open", msgstr=""))
    assert list(_faults([("one", one), ("other", other)])) == [
        "other: 'surveyed' is '已核实', in one it is '已勘定'",
        "other: 'open' is not translated",
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_compiled_catalogues_are_those_written(locale: str) -> None:
    for home, written in _catalogues(locale):
        compiled = polib.mofile(ROOT / home / "locale" / locale / "LC_MESSAGES" / "django.mo")
        assert {(e.msgctxt, e.msgid): _said(e) for e in compiled} == {
            (e.msgctxt, e.msgid): _said(e) for e in written
        }, home
