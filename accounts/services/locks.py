"""One traveller's things change one after the other."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Traveller
from tourmap.api.problems import RETRY_AFTER_S, Code, Refusal


def lock_traveller(pk: UUID) -> Traveller:
    """The traveller as they are now, until the transaction ends.

    Raises:
        Refusal: `store_unavailable`, the traveller was folded into another one or erased since the
            request came in. Sent again, the token tells which.
    """
    traveller = Traveller.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if traveller is None:
        raise Refusal(Code.STORE_UNAVAILABLE, _("Please try again."), retry_after_s=RETRY_AFTER_S)
    return traveller
