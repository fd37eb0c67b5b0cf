"""One phone that speaks for many travellers."""

from checkins.rules.finding import held_back, weak_unless
from checkins.situation import Check, CheckCode, Situation

DEVICE_FAMILY = 4
DEVICE_TRAVELLERS = 5


def shared_device(situation: Situation) -> Check | None:
    """A family shares a phone; a guest made for every stamp is no family. No code lifts that: the
    next guest would scan it too. Silent where the app does not name its installation.
    """
    here, lately = situation.company.device_here + 1, situation.company.device_lately + 1
    if lately > DEVICE_TRAVELLERS:
        return held_back(
            CheckCode.SHARED_DEVICE, lately, DEVICE_TRAVELLERS, "travellers", "many", binds=True
        )
    if here > DEVICE_FAMILY:
        return weak_unless(
            False, CheckCode.SHARED_DEVICE, here, DEVICE_FAMILY, "travellers", "several"
        )
    return None
