"""Signing in over HTTP: here and not in accounts, since it may fold a guest's visits in."""

from contextlib import suppress
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import services as identity
from accounts.account_views import address_of
from accounts.models import Traveller
from accounts.own import Uncached
from accounts.permissions import traveller_of
from accounts.schema import refusals
from accounts.serializers import LoginRequest, PassShape, WechatRequest
from checkins import services
from tourmap.api.parameters import Parameters
from tourmap.api.problems import Code
from tourmap.api.throttling import ScopeThrottle

LOGIN_EXAMPLE = OpenApiExample(
    "A further device",
    {"username": "xiaolin", "password": "qing-long-1998"},
    request_only=True,
)
WECHAT_EXAMPLE = OpenApiExample(
    "What wx.login() gave", {"code": "0a3Xyz00kLm1nO2pQr3s4tUvWx0a3XyW"}, request_only=True
)

WECHAT_REFUSALS = [
    *(Code.FORBIDDEN, Code.NOT_OFFERED, Code.WECHAT_TAKEN),
    *(Code.WECHAT_CODE, Code.WECHAT_FAILED, Code.WECHAT_BUSY),
]


class SignInView(Uncached):
    """Takes a guest's token along, if the device has one, and folds that guest in."""

    throttle_classes = [ScopeThrottle]
    throttle_scope = "sign_in"

    def perform_authentication(self, request: Request) -> None:
        """An expired token is as good as none here: it may not stand in the way of a new one."""
        with suppress(AuthenticationFailed):
            super().perform_authentication(request)

    def welcome(self, person: Traveller, *, keeps_token: bool) -> Response:
        """The token to go on with: the device's own where it is now the person's."""
        if keeps_token:
            secret = self.request.headers["Authorization"].split()[1]
            passed = identity.Pass(person, secret, self.request.auth.expiry)
        else:
            passed = identity.open_device(traveller=person)
        return Response(PassShape(passed).data)


class LoginView(SignInView):
    @extend_schema(
        operation_id="auth_login",
        request=LoginRequest,
        parameters=[Parameters],
        responses={200: PassShape, **refusals(Code.WRONG_CREDENTIALS)},
        examples=[LOGIN_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Sign in to an account. With a guest's token that guest's visits are kept with it."""
        asked = _checked(LoginRequest, request)
        now = timezone.now()
        person = identity.prove_password(**asked, address=address_of(request), now=now)
        kept = services.arrive(person=person, bearer=traveller_of(request), now=now)
        return self.welcome(person, keeps_token=kept)


class WechatView(SignInView):
    @extend_schema(
        operation_id="auth_wechat",
        request=WechatRequest,
        parameters=[Parameters],
        responses={200: PassShape, **refusals(*WECHAT_REFUSALS)},
        examples=[WECHAT_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Sign in with WeChat. With a guest's token the guest becomes this WeChat user.

        With the token of an account the account gets this WeChat user as a further way in.
        """
        asked = _checked(WechatRequest, request)
        identity.refuse_young(asked.get("age_14_or_over"))
        openid = identity.openid_of(code=asked["code"])
        person, kept = services.arrive_by_wechat(
            openid=openid, bearer=traveller_of(request), now=timezone.now()
        )
        return self.welcome(person, keeps_token=kept)


def _checked(shape: type[Any], request: Request) -> dict[str, Any]:
    Parameters.of(request)
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)
