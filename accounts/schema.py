"""OpenAPI: how a token is sent, and the refusals that an operation names."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from drf_spectacular.utils import OpenApiResponse

from tourmap.api.schema import ProblemShape


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return build_bearer_security_scheme_object(
            header_name="Authorization", token_prefix=self.target.authenticate_header(None)
        )


def refusals(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """The problem documents that this operation has beyond those every one may have."""
    return {
        (status, "application/problem+json"): OpenApiResponse(
            ProblemShape, description=HTTPStatus(status).phrase
        )
        for status in statuses
    }
