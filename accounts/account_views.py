"""Accounts and devices over HTTP."""

from ipaddress import ip_address, ip_network
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from accounts import services
from accounts.models import Consent
from accounts.own import OwnView
from accounts.schema import refusals
from accounts.serializers import AccountRequest, DevicesShape, MeShape, PasswordRequest
from tourmap.api.parameters import Parameters
from tourmap.api.problems import Code
from tourmap.api.throttling import ScopeThrottle

ACCOUNT_EXAMPLE = OpenApiExample(
    "A name and a password",
    {"username": "xiaolin", "password": "qing-long-1998", "age_14_or_over": True},
    request_only=True,
)
PASSWORD_EXAMPLE = OpenApiExample(
    "A new password",
    {"password": "qing-long-1998", "new_password": "lao-jie-2026"},
    request_only=True,
)


def address_of(request: Request) -> str:
    """Where the request comes from, past as many proxies as are ours; of IPv6 the network.

    A household has a network of 2^64 addresses, so that each one alone would be no limit.
    """
    told = BaseThrottle().get_ident(request) or ""
    try:
        address = ip_address(told)
    except ValueError:
        return told
    return told if address.version == 4 else str(ip_network(f"{address}/64", strict=False))


class AccountView(OwnView):
    throttle_classes = [ScopeThrottle]
    throttle_scope = "sign_in"

    @extend_schema(
        operation_id="me_account_create",
        request=AccountRequest,
        parameters=[Parameters],
        responses={201: MeShape, **refusals(Code.FORBIDDEN, Code.ALREADY_ACCOUNT)},
        examples=[ACCOUNT_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Makes the guest or WeChat traveller an account too. Stamps, consents and tokens stay."""
        Parameters.of(request)
        asked = AccountRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        person = self.traveller
        services.make_account(traveller=person, **asked.wishes())
        person.refresh_from_db()
        consents = Consent.objects.filter(traveller=person, withdrawn_at=None).order_by("purpose")
        shape = MeShape(person, context={"consents": consents})
        return Response(shape.data, status=status.HTTP_201_CREATED)


class PasswordView(OwnView):
    throttle_classes = [ScopeThrottle]
    throttle_scope = "sign_in"

    @extend_schema(
        operation_id="me_password_change",
        request=PasswordRequest,
        parameters=[Parameters],
        responses={204: None, **refusals(Code.WRONG_CREDENTIALS, Code.FORBIDDEN, Code.NO_ACCOUNT)},
        examples=[PASSWORD_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Changes the password and signs out every other device."""
        Parameters.of(request)
        asked = PasswordRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        services.change_password(
            traveller=self.traveller,
            old=asked.validated_data["password"],
            new=asked.validated_data["new_password"],
            address=address_of(request),
            here=request.auth,
            now=timezone.now(),
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class DevicesView(OwnView):
    @extend_schema(
        operation_id="me_devices_list",
        parameters=[Parameters],
        responses={200: DevicesShape, **refusals(Code.FORBIDDEN)},
    )
    def get(self, request: Request) -> Response:
        """The devices that are signed in, the last used first."""
        Parameters.of(request)
        found = services.devices_of(traveller=self.traveller, here=request.auth, now=timezone.now())
        return Response(DevicesShape({"devices": found}).data)


class DeviceView(OwnView):
    @extend_schema(
        operation_id="me_devices_destroy",
        parameters=[Parameters],
        responses={204: None, **refusals(Code.FORBIDDEN)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """Signs one device out; anybody else's is 404."""
        Parameters.of(request)
        services.close_device(traveller=self.traveller, id=id)
        return Response(status=status.HTTP_204_NO_CONTENT)
