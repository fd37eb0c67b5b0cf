"""Tokens in the `Authorization` header: knox's, without its ways to fail on odd bytes."""

from typing import Any

import knox.auth
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions


class TokenAuthentication(knox.auth.TokenAuthentication):
    """`Authorization: Token …`; a token that no server can have given is refused as any other.

    knox decodes the header as UTF-8 and looks it up as it is: other bytes would end in a server
    error, and so would a NUL on PostgreSQL.
    """

    def authenticate_credentials(self, token: bytes) -> Any:
        if not (token.isascii() and token.isalnum()):
            raise exceptions.AuthenticationFailed(_("Invalid token."))
        return super().authenticate_credentials(token)
