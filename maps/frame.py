"""What stands around every page: the site's name, and the page's address in each language."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

from tourmap.lang.languages import Lang, active_lang

OWN_NAMES = {Lang.HANS: "简体中文", Lang.HANT: "繁體中文", Lang.EN: "English"}


class Language(NamedTuple):
    code: str
    name: str
    url: str  # for other sites: this page in this language, without the visitor's state
    here: str  # for the visitor: the same page and state in this language
    is_current: bool


class Frame(NamedTuple):
    site_name: str
    lang: str
    canonical: str
    languages: list[Language]


def site_url(request: HttpRequest) -> str:
    """The origin that links from other sites carry, without a slash."""
    return (settings.PUBLIC_URL or request.build_absolute_uri("/")).rstrip("/")


def frame_of(request: HttpRequest) -> Frame:
    canonical = site_url(request) + request.path
    return Frame(
        settings.SITE_NAME,
        active_lang().value,
        canonical,
        [_language(lang, canonical, request) for lang in Lang],
    )


def _language(lang: Lang, canonical: str, request: HttpRequest) -> Language:
    state = request.GET.copy()
    state["lang"] = lang.value
    return Language(
        lang.value,
        OWN_NAMES[lang],
        f"{canonical}?lang={lang.value}",
        f"?{state.urlencode()}",
        lang == active_lang(),
    )
