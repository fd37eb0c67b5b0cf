"""Ids that were sent before: what a retry is answered, whatever has changed since."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Traveller
from checkins.models import CheckIn, DeletedCheckIn
from checkins.models.check_in import CheckInQuerySet
from checkins.services.attempts import Attempt, Outcome, Result
from checkins.services.ledger import GOOD
from tourmap.api.problems import Code, Refusal, store_unavailable


class Seen:
    """The check-ins and the deletions behind some ids; one query where none was seen before."""

    def __init__(self, traveller: Traveller, ids: Iterable[UUID]) -> None:
        self.traveller = traveller
        self.kept: dict[UUID, CheckIn] = {}
        self.deleted: set[UUID] = set()
        self.look(ids)

    def look(self, ids: Iterable[UUID]) -> None:
        """Reads once more; whole rows only where there are any, which is seldom."""
        asked = set(ids)
        rows = CheckIn.objects.filter(pk__in=asked).order_by()
        gone = DeletedCheckIn.objects.filter(pk__in=asked).order_by()
        found = set(rows.values_list("pk").union(gone.values_list("pk"), all=True))
        if not found:
            return
        whole = rows.for_answers()
        self.kept |= {row.pk: row for row in whole}
        self.deleted |= {id for (id,) in found} - self.kept.keys()

    def __contains__(self, id: UUID) -> bool:
        return id in self.kept or id in self.deleted

    def answer(self, attempt: Attempt) -> Outcome | Refusal:
        """The answer to an attempt whose id is among the seen ones."""
        if attempt.id in self.deleted:
            return Refusal(Code.ID_REUSED, _("This check-in was deleted; make a new id."))
        kept = self.kept[attempt.id]
        # An empty digest: the position is forgotten, and its content with it.
        same = kept.request_digest in {"", attempt.digest()}
        if kept.traveller_id != self.traveller.pk and not self._is_here():
            return store_unavailable()  # folded into another since the request came in
        if kept.traveller_id != self.traveller.pk or not same:
            return Refusal(
                Code.ID_REUSED,
                _("This id was sent before with other content. Make a new id for a new check-in."),
            )
        if first := first_of_the_day(kept):
            return Outcome(Result.ALREADY_TODAY, first)
        taken = kept.counted or visit_of_its_day(kept).exists()
        return Outcome(Result.REPLAYED, kept, tuple(kept.rewards), taken)

    def _is_here(self) -> bool:
        return Traveller.objects.filter(pk=self.traveller.pk).exists()


def first_of_the_day(kept: CheckIn) -> CheckIn | None:
    """The visit that counts for the day of a good one that does not."""
    if kept.counted or kept.status not in GOOD:
        return None
    return visit_of_its_day(kept).for_answers().first()


def visit_of_its_day(kept: CheckIn) -> CheckInQuerySet:
    return CheckIn.objects.counted_on(
        kept.local_date, traveller=kept.traveller_id, location=kept.location_id
    )
