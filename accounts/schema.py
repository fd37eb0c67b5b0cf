"""OpenAPI: how a token is sent, and the refusals that an operation names."""

from collections import defaultdict
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from drf_spectacular.utils import OpenApiResponse

from tourmap.api.problems import KINDS, MEDIA_TYPE, Code
from tourmap.api.schema import ProblemShape, described


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return build_bearer_security_scheme_object(
            header_name="Authorization", token_prefix=self.target.authenticate_header(None)
        )


def refusals(*kinds: Code | int) -> dict[tuple[int, str], OpenApiResponse]:
    """The problem documents that this operation has beyond those every one may have.

    By their codes, which the document then names; by statuses where many codes are possible.
    """
    found: dict[int, list[Code]] = defaultdict(list)
    for kind in kinds:
        if isinstance(kind, Code):
            found[KINDS[kind].status].append(kind)
        else:
            found[kind] = []
    return {
        (status, MEDIA_TYPE): OpenApiResponse(
            ProblemShape, description=described(*codes) or HTTPStatus(status).phrase
        )
        for status, codes in found.items()
    }
