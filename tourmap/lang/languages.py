"""The three languages of tourmap and the fallback between them."""

from enum import StrEnum
from typing import Any, NamedTuple

from django.utils import translation

from tourmap.lang.traditional import propose_traditional


class Lang(StrEnum):
    """A language as BCP 47 writes it; `column` is the suffix of its model fields."""

    HANS = "zh-Hans"
    HANT = "zh-Hant"
    EN = "en"

    @property
    def column(self) -> str:
        return _COLUMNS[self]

    @property
    def django_code(self) -> str:
        return self.value.lower()


_COLUMNS = {Lang.HANS: "hans", Lang.HANT: "hant", Lang.EN: "en"}
_BY_DJANGO_CODE = {lang.django_code: lang for lang in Lang}

FALLBACK = {
    Lang.HANS: (Lang.HANS, Lang.HANT, Lang.EN),
    Lang.HANT: (Lang.HANT, Lang.HANS, Lang.EN),
    Lang.EN: (Lang.EN, Lang.HANS, Lang.HANT),
}


class Text(NamedTuple):
    """A text and the language it is really in; `("", None)` when there is none in any language."""

    text: str
    lang: Lang | None


NO_TEXT = Text("", None)


def active_lang() -> Lang:
    """The language of the request being answered; zh-Hans outside a request."""
    return _BY_DJANGO_CODE.get((translation.get_language() or "").lower(), Lang.HANS)


def pick(record: Any, field: str, lang: Lang | None = None) -> Text:
    """The text `field` of `record` (its `<field>_hans`, `_hant`, `_en`) in `lang` or the nearest one."""
    for candidate in FALLBACK[lang or active_lang()]:
        if text := _column(record, field, candidate):
            return Text(text, candidate)
    return NO_TEXT


def _column(record: Any, field: str, lang: Lang) -> str:
    """A text as kept. Notes, questions and the like have no `_hant` column: it is converted."""
    if lang is Lang.HANT and not hasattr(record, f"{field}_hant"):
        return propose_traditional(getattr(record, f"{field}_hans"))
    return str(getattr(record, f"{field}_{lang.column}"))


def all_languages(record: Any, field: str) -> dict[str, str]:
    """`{"zh-Hans": …, "zh-Hant": …, "en": …}`, an empty text where there is none."""
    return {lang.value: _column(record, field, lang) for lang in Lang}
