"""The base of every address under `/me/`: a traveller's own things, and nobody's cache."""

from typing import Any

from django.utils.cache import patch_cache_control
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Traveller
from accounts.permissions import IsTraveller, traveller_of


class Uncached(APIView):
    """Answers that depend on the token: no cache on the way may keep them."""

    def finalize_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(*args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response


class OwnView(Uncached):
    """`traveller` is the one behind the token; nobody else comes in."""

    permission_classes = [IsTraveller]

    @property
    def traveller(self) -> Traveller:
        traveller = traveller_of(self.request)
        assert traveller is not None, "IsTraveller stands at the door"  # noqa: S101  # tells the type checker
        return traveller
