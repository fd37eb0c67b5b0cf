"""The limit on wrong codes, counted in the store inside the check-in's own transaction.

The caller holds `lock_place` and `lock_traveller`, so that two guesses at once are two.
"""

from datetime import datetime

from django.db.models import F, Sum

from accounts.models import Traveller
from checkins import rules
from checkins.models import CodeGuesses
from checkins.services import refusals
from locations.models import Location


def refuse_guessing(traveller: Traveller, location: Location, now: datetime) -> None:
    """Before a code is looked at: over the limit, a right one is not told from a wrong one.

    Raises:
        Refusal: `throttled`, with the seconds to wait.
    """
    recent = CodeGuesses.objects.filter(location=location, since__gt=now - rules.GUESSING)
    own = recent.filter(traveller=traveller).first()
    if own is None:
        return
    of_all = recent.aggregate(wrong=Sum("wrong"))["wrong"] or 0
    if rules.may_not_guess(own.wrong, of_all):
        wait = own.since + rules.GUESSING - now
        raise refusals.guessing(max(1, round(wait.total_seconds())))


def note_guesses(traveller: Traveller, location: Location, wrong: int, now: datetime) -> None:
    """Adds to the row of this hour, or begins a new hour."""
    if not wrong:
        return
    row, _new = CodeGuesses.objects.get_or_create(
        traveller=traveller, location=location, defaults={"since": now}
    )
    mine = CodeGuesses.objects.filter(pk=row.pk)
    if row.since <= now - rules.GUESSING:
        mine.update(since=now, wrong=wrong)
    else:
        mine.update(wrong=F("wrong") + wrong)
