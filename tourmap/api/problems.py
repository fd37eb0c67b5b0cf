"""Refusals and their one shape on the wire: RFC 9457 problem documents with stable codes.

Services raise `Refusal`; this file alone knows which HTTP status and title a code has.
"""

import logging
from enum import StrEnum
from http import HTTPStatus
from typing import Any, NamedTuple

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"


API_PREFIX = "/api/"
RETRY_AFTER_S = 2


log = logging.getLogger(__name__)


class Code(StrEnum):
    """Stable: an app may branch on them, so one is never renamed, only added."""

    INVALID = "invalid"
    MALFORMED = "malformed"
    NOT_AUTHENTICATED = "not_authenticated"
    INVALID_TOKEN = "invalid_token"  # noqa: S105  # a code, no secret
    WRONG_CREDENTIALS = "wrong_credentials"
    CONSENT_REQUIRED = "consent_required"
    GUARDIAN_REQUIRED = "guardian_required"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    NOT_ACCEPTABLE = "not_acceptable"
    NOT_OFFERED = "not_offered"
    ALREADY_ACCOUNT = "already_account"
    NO_ACCOUNT = "no_account"
    WECHAT_TAKEN = "wechat_taken"
    WECHAT_CODE = "wechat_code"
    WECHAT_FAILED = "wechat_failed"
    WECHAT_BUSY = "wechat_busy"
    LOCATION_CLOSED = "location_closed"
    NOT_APPEALABLE = "not_appealable"
    PHOTO_LIMIT = "photo_limit"
    TOO_LARGE = "too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    ID_REUSED = "id_reused"
    INVALID_IMAGE = "invalid_image"
    CLOCK_SKEW = "clock_skew"
    TOO_LATE = "too_late"
    THROTTLED = "throttled"
    STORE_UNAVAILABLE = "store_unavailable"
    SERVER_ERROR = "server_error"


class Kind(NamedTuple):
    status: int
    title: Any


KINDS: dict[Code, Kind] = {
    Code.INVALID: Kind(400, _("The request has values that cannot be used.")),
    Code.MALFORMED: Kind(400, _("The body could not be read.")),
    Code.CLOCK_SKEW: Kind(400, _("The clock of the device is ahead of ours.")),
    Code.TOO_LATE: Kind(400, _("The visit is too long ago.")),
    Code.WECHAT_CODE: Kind(400, _("WeChat does not accept the code.")),
    Code.NOT_AUTHENTICATED: Kind(401, _("A token is needed.")),
    Code.INVALID_TOKEN: Kind(401, _("The token is not valid.")),
    Code.WRONG_CREDENTIALS: Kind(401, _("Name and password do not fit.")),
    Code.CONSENT_REQUIRED: Kind(403, _("The traveller has not agreed to this use.")),
    Code.GUARDIAN_REQUIRED: Kind(403, _("Travellers under 14 need a guardian.")),
    Code.FORBIDDEN: Kind(403, _("This is not allowed.")),
    Code.NOT_FOUND: Kind(404, _("There is nothing at this address.")),
    Code.NOT_OFFERED: Kind(404, _("This site does not offer this.")),
    Code.METHOD_NOT_ALLOWED: Kind(405, _("This address does not take this method.")),
    Code.NOT_ACCEPTABLE: Kind(406, _("None of the accepted formats can be given.")),
    Code.LOCATION_CLOSED: Kind(409, _("This place does not take check-ins now.")),
    Code.NOT_APPEALABLE: Kind(409, _("This check-in cannot be appealed.")),
    Code.PHOTO_LIMIT: Kind(409, _("This check-in has as many photos as it takes.")),
    Code.ALREADY_ACCOUNT: Kind(409, _("This traveller has an account already.")),
    Code.NO_ACCOUNT: Kind(409, _("This traveller has no account.")),
    Code.WECHAT_TAKEN: Kind(409, _("This WeChat user is another traveller.")),
    Code.TOO_LARGE: Kind(413, _("The body is too large.")),
    Code.UNSUPPORTED_MEDIA_TYPE: Kind(415, _("The body has a type that is not taken here.")),
    Code.ID_REUSED: Kind(422, _("This id was used before, for something else.")),
    Code.INVALID_IMAGE: Kind(422, _("The picture cannot be used.")),
    Code.THROTTLED: Kind(429, _("Too many requests.")),
    Code.SERVER_ERROR: Kind(500, _("Something went wrong on our side.")),
    Code.WECHAT_FAILED: Kind(502, _("WeChat gave no usable answer.")),
    Code.WECHAT_BUSY: Kind(503, _("WeChat cannot be reached for a moment.")),
    Code.STORE_UNAVAILABLE: Kind(503, _("The store cannot be reached for a moment.")),
}


class Refusal(Exception):
    """A rule of the house says no. `numbers` are the values that explain it (`limit`, `measured` …)."""

    def __init__(self, code: Code, detail: Any, **numbers: Any) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.numbers = numbers


def store_unavailable() -> Refusal:
    """The store is locked, full or gone: whoever asks may come back in a moment."""
    return Refusal(Code.STORE_UNAVAILABLE, _("Please try again."), retry_after_s=RETRY_AFTER_S)


class FieldError(NamedTuple):
    field: str
    code: str
    message: str


def document(
    code: Code, detail: Any, *, errors: list[FieldError] | None = None, **numbers: Any
) -> dict[str, Any]:
    """The problem document: `type`, `title`, `status`, `detail`, `code`, `errors`, and the numbers."""
    kind = KINDS[code]
    problem: dict[str, Any] = {
        "type": f"urn:tourmap:problem:{code}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(detail),
        "code": code.value,
        "errors": [error._asdict() for error in errors or []],
    }
    return problem | numbers


def problem_response(code: Code, detail: Any = None, **numbers: Any) -> HttpResponse:
    """A problem for code outside REST framework: unknown addresses, failures of the server."""
    body = document(code, KINDS[code].title if detail is None else detail, **numbers)
    return HttpResponse(orjson.dumps(body), status=body["status"], content_type=MEDIA_TYPE)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal of an API view, ours or REST framework's, as a problem document."""
    # Imported now: REST framework's views load our parsers, which raise what this file defines.
    from rest_framework.views import set_rollback

    problem = problem_of(error)
    if problem is None:
        return None
    set_rollback()
    _render_as_json(context["request"])
    return Response(
        problem,
        status=problem["status"],
        headers=_headers_of(error, problem),
        content_type=MEDIA_TYPE,
    )


def problem_of(error: Exception) -> dict[str, Any] | None:
    """The problem document of a refusal, ours or REST framework's; None for what nobody foresaw."""
    if isinstance(error, Refusal):
        return document(error.code, error.detail, **error.numbers)
    if isinstance(error, exceptions.ValidationError):
        errors = flatten(error.detail)
        detail = " ".join(f"{e.field}: {e.message}" if e.field else e.message for e in errors)
        return document(Code.INVALID, detail, errors=errors)
    if isinstance(error, exceptions.Throttled):
        wait_s = max(1, round(getattr(error, "wait", None) or 1))
        return document(Code.THROTTLED, error.detail, retry_after_s=wait_s)
    if isinstance(error, OperationalError):
        log.warning("The store refused: %s", error)
        return problem_of(store_unavailable())
    for kinds, code in _CODES:
        if isinstance(error, kinds):
            return document(code, getattr(error, "detail", None) or KINDS[code].title)
    return None


_CODES: list[tuple[type[Exception] | tuple[type[Exception], ...], Code]] = [
    (exceptions.ParseError, Code.MALFORMED),
    (exceptions.NotAuthenticated, Code.NOT_AUTHENTICATED),
    (exceptions.AuthenticationFailed, Code.INVALID_TOKEN),
    ((exceptions.PermissionDenied, PermissionDenied), Code.FORBIDDEN),
    ((exceptions.NotFound, Http404), Code.NOT_FOUND),
    (exceptions.MethodNotAllowed, Code.METHOD_NOT_ALLOWED),
    (exceptions.NotAcceptable, Code.NOT_ACCEPTABLE),
    (exceptions.UnsupportedMediaType, Code.UNSUPPORTED_MEDIA_TYPE),
    (RequestDataTooBig, Code.TOO_LARGE),
]


def _headers_of(error: Exception, problem: dict[str, Any]) -> dict[str, str]:
    headers = {}
    if problem["status"] == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = getattr(error, "auth_header", "Token")
    if "retry_after_s" in problem:
        headers["Retry-After"] = str(problem["retry_after_s"])
    return headers


def _render_as_json(request: Any) -> None:
    """A problem is JSON even where GeoJSON or something unknown was asked for."""
    from tourmap.api.renderers import JSONRenderer

    request.accepted_renderer = JSONRenderer()
    request.accepted_media_type = MEDIA_TYPE


def flatten(detail: Any, field: str = "") -> list[FieldError]:
    """REST framework's nested error lists as rows: `position.lat`, `proof.0.type`."""
    if isinstance(detail, dict):
        rows = [flatten(value, _join(field, key)) for key, value in detail.items()]
        return [row for group in rows for row in group]
    if isinstance(detail, list):
        rows = [
            flatten(value, field if isinstance(value, str) else _join(field, index))
            for index, value in enumerate(detail)
        ]
        return [row for group in rows for row in group]
    return [FieldError(field, getattr(detail, "code", "invalid"), str(detail))]


def _join(field: str, part: Any) -> str:
    if part == "non_field_errors":
        return field
    return f"{field}.{part}" if field else str(part)


@csrf_exempt  # no cookie counts here, so whatever is sent is answered as a problem document
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer at every API address that means nothing."""
    slashed = f"{request.path_info}/"
    if not request.path_info.endswith("/") and _means_something(slashed):
        return problem_response(
            Code.NOT_FOUND, _("Addresses end with a slash: %(address)s") % {"address": slashed}
        )
    return problem_response(Code.NOT_FOUND)


def _means_something(path: str) -> bool:
    try:
        return resolve(path).func is not not_found
    except Resolver404:
        return False


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django itself refuses: too many parameters, a host we are not."""
    if not request.path_info.startswith(API_PREFIX):
        return defaults.bad_request(request, exception)
    return problem_response(Code.INVALID)


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever nobody foresaw; pages keep Django's own answer."""
    if not request.path_info.startswith(API_PREFIX):
        return defaults.server_error(request)
    return problem_response(Code.SERVER_ERROR)
