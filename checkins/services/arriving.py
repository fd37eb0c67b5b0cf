"""Somebody signs in on a device that may have been a guest until now."""

from datetime import datetime

from accounts import services as identity
from accounts.models import Traveller
from checkins.services.merging import merge_guest
from tourmap.api.problems import Code, Refusal


def arrive(*, person: Traveller, bearer: Traveller | None, now: datetime) -> bool:
    """Folds the guest of this device into the person who proved to be here.

    Somebody else's device stays somebody else's: an account or a WeChat traveller is never folded.

    Returns:
        Whether the device's token is now the person's.
    """
    if bearer is None:
        return False
    if bearer.pk == person.pk:
        return True
    if bearer.kind != Traveller.Kind.GUEST:
        return False
    merge_guest(guest=bearer, into=person, now=now)
    return True


def arrive_by_wechat(
    *, openid: str, bearer: Traveller | None, now: datetime
) -> tuple[Traveller, bool]:
    """The traveller of this WeChat user, and whether the device's token is now theirs.

    Raises:
        Refusal: `wechat_taken`, the device belongs to an account without WeChat, and this WeChat
            user to another traveller; `forbidden`, the traveller was deactivated.
    """
    if bearer and (linked := identity.link_wechat(traveller=bearer, openid=openid)):
        return linked, True
    if bearer and bearer.kind == Traveller.Kind.ACCOUNT and bearer.wechat_openid is None:
        raise identity.refuse_other_wechat()
    person = identity.traveller_of_openid(openid=openid)
    if not person.user.is_active or person.user.is_staff:
        raise Refusal(Code.FORBIDDEN, identity.DEACTIVATED)
    return person, arrive(person=person, bearer=bearer, now=now)
