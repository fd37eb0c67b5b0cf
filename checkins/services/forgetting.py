"""What goes by itself: at once with a consent, or with the night once it has served."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import services as identity
from accounts.models import Consent, Traveller
from checkins import rules
from checkins.models import CheckIn, CodeGuesses, CodeUse
from checkins.services.boards import settle_boards
from checkins.services.keeping import forget_unwanted
from checkins.site_code import step_of

A_DAY = timedelta(days=1)


@transaction.atomic
def withdraw_consent(*, traveller: Traveller, purpose: str, now: datetime) -> None:
    """Ends a consent; with that to precise positions every position goes, the cell of 1 km too,
    and with that to leaderboards every row there.

    What was judged stays: outcome and distance. The traveller is locked, so that a check-in at the
    same moment comes before, and is emptied, or after, and is refused.
    """
    identity.lock_traveller(traveller.pk)
    identity.withdraw_consent(traveller=traveller, purpose=purpose, now=now)
    if purpose == Consent.Purpose.PRECISE_POSITION:
        forget_unwanted(CheckIn.objects.filter(traveller=traveller))
    if purpose == Consent.Purpose.LEADERBOARD:
        settle_boards(traveller_id=traveller.pk)


@transaction.atomic
def forget_traces(*, now: datetime) -> int:
    """Removes what limits and locks were kept for: guesses, used codes, logins, dead tokens.

    A used code says who was where and outlives its check-in, so it goes once no check-in of its
    time can come in any more.

    Returns:
        How many rows went.
    """
    identity.forget_attempts(now=now)
    dead = identity.forget_dead_tokens(now=now)
    guesses, _rows = CodeGuesses.objects.filter(since__lte=now - rules.GUESSING).delete()
    oldest = step_of(now - rules.MAX_LATE - A_DAY)
    uses, _rows = CodeUse.objects.filter(step__lt=oldest).delete()
    return dead + guesses + uses
