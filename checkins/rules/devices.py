"""One phone that speaks for many travellers."""

from checkins.rules.finding import held_back, weak_unless
from checkins.situation import Check, CheckCode, Situation

DEVICE_FAMILY = 4
DEVICE_HERE = 6
DEVICE_LATELY = 8


def shared_device(situation: Situation) -> Check | None:
    """A family shares a phone; a guest made for every stamp is no family. No code lifts that: the
    next guest would scan it too. Silent where the app does not name its installation.
    """
    here = situation.company.device_here + 1
    lately = situation.company.device_lately + 1
    code = CheckCode.SHARED_DEVICE
    if lately > DEVICE_LATELY:
        return held_back(code, lately, DEVICE_LATELY, "travellers", "lately", binds=True)
    if here > DEVICE_HERE:
        return held_back(code, here, DEVICE_HERE, "travellers", "here", binds=True)
    if here > DEVICE_FAMILY:
        return weak_unless(False, code, here, DEVICE_FAMILY, "travellers", "several")
    return None
