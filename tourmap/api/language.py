"""Chooses the reader's language: `?lang=`, then the cookie (pages only), then Accept-Language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from tourmap.api.middleware import is_api
from tourmap.lang.languages import Lang, active_lang

_BY_CODE = {lang.django_code: lang for lang in Lang}


def asked_for(request: HttpRequest) -> Lang | None:
    """The language named in the address, None where none or an unknown one is named."""
    return _BY_CODE.get(request.GET.get("lang", "").lower())


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(self._choose(request).django_code):
            response = self.get_response(request)
            response.setdefault("Content-Language", active_lang().value)
        patch_vary_headers(response, ["Accept-Language"])
        if not is_api(request):
            patch_vary_headers(response, ["Cookie"])
            self._remember(request, response)
        return response

    def _choose(self, request: HttpRequest) -> Lang:
        if lang := asked_for(request):
            return lang
        kept = "" if is_api(request) else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if lang := _BY_CODE.get(kept.lower()):
            return lang
        return _BY_CODE.get(_from_header(request), Lang.HANS)

    def _remember(self, request: HttpRequest, response: HttpResponse) -> None:
        lang = asked_for(request)
        if lang and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != lang.value:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                lang.value,
                max_age=31_536_000,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=True,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )


def _from_header(request: HttpRequest) -> str:
    """zh-TW, zh-HK and zh-MO read Hant; every other zh reads Hans; languages we lack read English."""
    header = request.headers.get("Accept-Language", "")
    if not header:
        return ""
    from django.utils.translation.trans_real import parse_accept_lang_header

    tags = [tag for tag, _ in parse_accept_lang_header(header) if tag != "*"]
    for tag in tags:
        if tag.startswith("zh"):
            hant = "hant" in tag or tag.rpartition("-")[2] in {"tw", "hk", "mo"}
            return "zh-hant" if hant else "zh-hans"
        if tag.startswith("en"):
            return "en"
    return "en" if tags else ""
