"""API calls run on a short stack: no session, no messages, no CSRF cookie, no page policy.

Each class is Django's own with one line before it; an API call carries a token, never a cookie.
"""

import logging
from collections.abc import Callable

import csp.middleware
import django.contrib.auth.middleware
import django.contrib.messages.middleware
import django.contrib.sessions.middleware
import django.middleware.csrf
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from tourmap.api.problems import API_PREFIX, RETRY_AFTER_S, Code, problem_response

log = logging.getLogger(__name__)


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API_PREFIX)


class PagesOnly:
    """Passes API calls by; everything else goes through the middleware mixed in."""

    get_response: Callable[[HttpRequest], HttpResponse]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_api(request):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]  # the mixed-in middleware has it


class SessionMiddleware(PagesOnly, django.contrib.sessions.middleware.SessionMiddleware):
    pass


class CsrfViewMiddleware(PagesOnly, django.middleware.csrf.CsrfViewMiddleware):
    pass


class AuthenticationMiddleware(PagesOnly, django.contrib.auth.middleware.AuthenticationMiddleware):
    pass


class MessageMiddleware(PagesOnly, django.contrib.messages.middleware.MessageMiddleware):
    pass


class CSPMiddleware(PagesOnly, csp.middleware.CSPMiddleware):
    pass


class UnsizedBodyMiddleware:
    """Refuses an API call whose body comes in chunks: WSGI would hand it on as an empty one.

    A guest would be signed up without the consents that she sent. Proxies that buffer a body, as
    nginx does, give it its length.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chunked = "Transfer-Encoding" in request.headers and not request.META.get("CONTENT_LENGTH")
        if chunked and is_api(request):
            return problem_response(Code.MALFORMED)
        return self.get_response(request)


class StoreUnavailableMiddleware:
    """Whoever asks while the store is locked, full or gone gets 503 and a time to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError):
            return None
        log.warning("The store refused: %s", error)
        if is_api(request):
            busy = problem_response(
                Code.STORE_UNAVAILABLE, gettext("Please try again."), retry_after_s=RETRY_AFTER_S
            )
            busy["Retry-After"] = str(RETRY_AFTER_S)
            return busy
        text = gettext("The site is busy for a moment. Please try again.")
        response = HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = str(RETRY_AFTER_S)
        return response
