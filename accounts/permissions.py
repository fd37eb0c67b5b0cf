"""Who may: the doors of the API that are a traveller's own."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import Traveller


def traveller_of(request: Request) -> Traveller | None:
    """The traveller behind the request's token; None for nobody and for staff."""
    try:
        return request.user.traveller if request.user.is_authenticated else None
    except ObjectDoesNotExist:
        return None


class IsTraveller(BasePermission):
    """A token of a traveller. Without a token the answer is 401, with a staff token 403."""

    message = _("Expected the token of a traveller; this one belongs to staff.")

    def has_permission(self, request: Request, view: Any) -> bool:
        return traveller_of(request) is not None
