"""Every deed about identity; each is atomic and sees no request."""

from accounts.services.consents import (
    Agreement,
    give_consent,
    has_consent,
    refuse_young,
    withdraw_consent,
)
from accounts.services.devices import (
    Device,
    Pass,
    close_device,
    devices_of,
    forget_dead_tokens,
    open_device,
    sign_out,
)
from accounts.services.guests import sign_up_guest
from accounts.services.locks import lock_traveller
from accounts.services.login_limits import forget_attempts
from accounts.services.nicknames import set_nickname
from accounts.services.passwords import change_password, make_account, prove_password
from accounts.services.wechat_ids import (
    DEACTIVATED,
    link_wechat,
    openid_of,
    refuse_other_wechat,
    traveller_of_openid,
)

__all__ = [
    "DEACTIVATED",
    "Agreement",
    "Device",
    "Pass",
    "change_password",
    "close_device",
    "devices_of",
    "forget_attempts",
    "forget_dead_tokens",
    "give_consent",
    "has_consent",
    "link_wechat",
    "lock_traveller",
    "make_account",
    "open_device",
    "openid_of",
    "prove_password",
    "refuse_other_wechat",
    "refuse_young",
    "set_nickname",
    "sign_out",
    "sign_up_guest",
    "traveller_of_openid",
    "withdraw_consent",
]
