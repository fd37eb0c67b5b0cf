"""The words around an appeal, for its traveller: what to do next, how it ended, why not."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NOT_APPEALABLE: dict[str, Any] = {
    "counts": gettext_lazy("This visit counts already."),
    "day_taken": gettext_lazy("Another visit of that day counts already at this place."),
    "refused": gettext_lazy(
        "The bureau has decided that this visit is not accepted. Come back and check in again."
    ),
    "too_late": gettext_lazy(
        "Visits can be appealed for %(days)s days after they came in. Come back and check in again."
    ),
    "decided": gettext_lazy("This appeal is not open any more."),
    "measured": gettext_lazy("This appeal was settled by a measurement, not by a person."),
}

_REASONS: dict[str, Any] = {
    "no_evidence": gettext_lazy("Nothing shows that you were there."),
    "photo_elsewhere": gettext_lazy("Your photo shows another place."),
    "wrong_place": gettext_lazy("Your visit was to another place. Check in there."),
    "duplicate": gettext_lazy("This visit was told before."),
    "suspicious": gettext_lazy("What your device sent contradicts itself."),
    "other": gettext_lazy("The bureau has not accepted the visit."),
    "surveyed": gettext_lazy("The place was surveyed meanwhile, and your position fits."),
    "code": gettext_lazy("The code that you sent along is right."),
}

_NEXT: dict[str, Any] = {
    "allowed": gettext_lazy(
        "If you were there, ask the tourism bureau to look: say what you saw, and add a photo or "
        "the code from the place."
    ),
    "open": gettext_lazy(
        "Your appeal is with the tourism bureau. You need not do anything; the decision will "
        "be shown here."
    ),
    "accepted": gettext_lazy("Your appeal is accepted."),
    "refused": gettext_lazy("Your appeal is refused. Come back and check in again."),
    "withdrawn": gettext_lazy("You have withdrawn your appeal."),
}


def of_reason(code: str) -> str:
    return str(_REASONS[code])


def of_state(state: str, *, allowed: bool) -> str:
    """What the traveller can do now; empty where there is nothing to say."""
    return str(_NEXT.get(state or ("allowed" if allowed else ""), ""))


def with_appeal(told: str) -> str:
    """A sentence about a check with the last resort after it."""
    return _(
        "%(told)s If you were there, you can also ask the tourism bureau to look at your visit."
    ) % {"told": told}
