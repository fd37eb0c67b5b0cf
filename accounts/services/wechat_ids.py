"""WeChat as a way in: a code becomes an openid, an openid a traveller."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import wechat
from accounts.models import Traveller, User
from accounts.services.locks import lock_traveller
from accounts.wechat import Fault, WechatError
from tourmap.api.problems import RETRY_AFTER_S, Code, Refusal

RATE_WAIT_S = 60  # WeChat counts per minute

_SAID: dict[Fault, tuple[Code, Any, dict[str, Any]]] = {
    Fault.OFF: (Code.NOT_OFFERED, gettext_lazy("This site does not take WeChat."), {}),
    Fault.INVALID_CODE: (
        Code.WECHAT_CODE,
        gettext_lazy("WeChat does not know this code. Call wx.login() again and send the new one."),
        {"reason": "invalid"},
    ),
    Fault.USED_CODE: (
        Code.WECHAT_CODE,
        gettext_lazy("This code was used before. Call wx.login() again and send the new one."),
        {"reason": "used"},
    ),
    Fault.BLOCKED: (
        Code.FORBIDDEN,
        gettext_lazy("WeChat has blocked this user as a risk."),
        {"reason": "wechat_blocked"},
    ),
    Fault.RATE: (
        Code.THROTTLED,
        gettext_lazy("WeChat takes no more logins of this user for a minute."),
        {"retry_after_s": RATE_WAIT_S},
    ),
    Fault.BUSY: (
        Code.WECHAT_BUSY,
        gettext_lazy("Please try again with a new code."),
        {"retry_after_s": RETRY_AFTER_S},
    ),
    Fault.FAILED: (
        Code.WECHAT_FAILED,
        gettext_lazy("The login at WeChat failed on our side; go on as a guest for now."),
        {},
    ),
}


def openid_of(*, code: str) -> str:
    """Asks WeChat over the network; never inside a transaction.

    Raises:
        Refusal: `not_offered`, `wechat_code`, `forbidden`, `throttled`, `wechat_busy`,
            `wechat_failed`.
    """
    try:
        return wechat.openid_of(code)
    except WechatError as error:
        problem, detail, numbers = _SAID[error.fault]
        raise Refusal(problem, detail, **numbers) from None


def traveller_of_openid(*, openid: str) -> Traveller:
    """The traveller of this WeChat user; made where there is none yet."""
    if found := _known(openid):
        return found
    try:
        with transaction.atomic():
            user = User.objects.create_user(f"wechat-{uuid.uuid4().hex}")
            return Traveller.objects.create(
                user=user, kind=Traveller.Kind.WECHAT, wechat_openid=openid
            )
    except IntegrityError:
        # Two devices came in at once.
        if found := _known(openid):
            return found
        raise


def link_wechat(*, traveller: Traveller, openid: str) -> Traveller | None:
    """Gives this traveller the WeChat user; None where the openid already belongs to another.

    A guest becomes WeChat, an account stays one. Somebody who has another WeChat stays as they are:
    that is None too.
    """
    try:
        with transaction.atomic():
            fresh = lock_traveller(traveller.pk)
            if fresh.wechat_openid not in {None, openid}:
                return None
            fresh.wechat_openid = openid
            if fresh.kind == Traveller.Kind.GUEST:
                fresh.kind = Traveller.Kind.WECHAT
            fresh.save(update_fields=["wechat_openid", "kind"])
            return fresh
    except IntegrityError:
        return None


DEACTIVATED = gettext_lazy("This traveller was deactivated.")


def refuse_other_wechat() -> Refusal:
    return Refusal(
        Code.WECHAT_TAKEN, _("Sign out first, then sign in with WeChat to get to that traveller.")
    )


def _known(openid: str) -> Traveller | None:
    return Traveller.objects.select_related("user").filter(wechat_openid=openid).first()
