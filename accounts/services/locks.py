"""One traveller's things change one after the other."""

from uuid import UUID

from accounts.models import Traveller
from tourmap.api.problems import store_unavailable


def lock_traveller(pk: UUID) -> Traveller:
    """The traveller as they are now, until the transaction ends.

    Raises:
        Refusal: `store_unavailable`, the traveller was folded into another one or erased since the
            request came in. Sent again, the token tells which.
    """
    traveller = Traveller.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if traveller is None:
        raise store_unavailable()
    return traveller
