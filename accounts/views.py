"""Identity over HTTP: guests, tokens, consents."""

from typing import Any

from django.utils import timezone, translation
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import services
from accounts.models import Consent
from accounts.own import OwnView, Uncached
from accounts.schema import refusals
from accounts.serializers import (
    ConsentRequest,
    ConsentShape,
    GuestRequest,
    GuestShape,
    MeShape,
)
from tourmap.api.parameters import PageParameters, Parameters
from tourmap.api.problems import Code
from tourmap.api.throttling import ScopeThrottle
from tourmap.lang.languages import Lang

CONSENT_EXAMPLE = {
    "purpose": "precise_position",
    "policy_version": "2026-11",
    "age_14_or_over": True,
}
GUEST_EXAMPLE = OpenApiExample(
    "A guest who agrees to precise positions",
    {"consents": [CONSENT_EXAMPLE], "lang": "zh-Hans"},
    request_only=True,
)


class GuestView(Uncached):
    """A device signs up: a traveller with nothing personal, and a token.

    A token in the request is not looked at, so that an expired one cannot stand in the way.
    """

    authentication_classes = ()
    throttle_classes = [ScopeThrottle]
    throttle_scope = "guest"

    @extend_schema(
        operation_id="auth_guest",
        request=GuestRequest,
        responses={201: GuestShape, **refusals(Code.GUARDIAN_REQUIRED)},
        examples=[GUEST_EXAMPLE],
        parameters=[Parameters],
    )
    def post(self, request: Request) -> Response:
        Parameters.of(request)
        asked = GuestRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        if lang := asked.validated_data.get("lang"):
            # Until the middleware ends the request, so that a refusal is in it as well.
            translation.activate(Lang(lang).django_code)
        guest = services.sign_up_guest(agreements=asked.agreements(), now=timezone.now())
        return Response(GuestShape(guest).data, status=status.HTTP_201_CREATED)


class LogoutView(OwnView):
    """Revokes the token this request carries, and no other."""

    @extend_schema(
        operation_id="auth_logout",
        request=None,
        responses={204: None, **refusals(Code.FORBIDDEN)},
        parameters=[Parameters],
    )
    def post(self, request: Request) -> Response:
        Parameters.of(request)
        services.sign_out(token=request.auth)
        return Response(status=status.HTTP_204_NO_CONTENT)


class MeView(OwnView):
    """Who the token belongs to, and what they agreed to."""

    @extend_schema(
        operation_id="me_retrieve",
        responses={200: MeShape, **refusals(Code.FORBIDDEN)},
        parameters=[Parameters],
    )
    def get(self, request: Request) -> Response:
        """Who the token belongs to, and what they agreed to."""
        Parameters.of(request)
        consents = Consent.objects.filter(traveller=self.traveller, withdrawn_at=None)
        shape = MeShape(self.traveller, context={"consents": consents.order_by("purpose")})
        return Response(shape.data)


@extend_schema_view(
    get=extend_schema(
        operation_id="me_consents_list",
        parameters=[PageParameters],
        responses={200: ConsentShape(many=True), **refusals(Code.FORBIDDEN)},
    )
)
class ConsentsView(OwnView, generics.ListAPIView[Consent]):
    """What the traveller agreed to, newest first; withdrawn ones stay visible."""

    serializer_class = ConsentShape
    ordering = ("-given_at", "-id")
    deed = staticmethod(services.give_consent)

    def get_queryset(self) -> Any:
        PageParameters.of(self.request)
        return Consent.objects.filter(traveller=self.traveller)

    @extend_schema(
        operation_id="me_consents_create",
        request=ConsentRequest,
        parameters=[Parameters],
        responses={
            200: ConsentShape,
            201: ConsentShape,
            **refusals(Code.FORBIDDEN, Code.GUARDIAN_REQUIRED),
        },
        examples=[OpenApiExample("Precise position", CONSENT_EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Agrees to one purpose under the policy in use. Safe to repeat: 200 if it is in force."""
        Parameters.of(request)
        asked = ConsentRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        consent, is_new = self.deed(
            traveller=self.traveller, agreement=asked.agreement(), now=timezone.now()
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(ConsentShape(consent).data, status=code)
