"""A traveller asks to be forgotten: rows, tokens and figures go, and stay gone after a restore."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from accounts.models import GoneTraveller, Traveller
from checkins.models import CheckIn, Photo, Stamp
from checkins.services.ledger import add_to_tally, lock_people
from checkins.services.photo_files import remove_files_of


@transaction.atomic
def erase_traveller(*, traveller: Traveller, now: datetime) -> None:
    """Erases everything about a traveller. The hash of the id stays, for backups.

    Raises:
        Refusal: `store_unavailable`, a check-in of theirs came in at the same moment.
    """
    lock_people(traveller)
    visits = CheckIn.objects.counted().filter(traveller=traveller).order_by()
    counted = dict(visits.values_list("location").annotate(Count("pk")))
    stamped = set(Stamp.objects.filter(traveller=traveller).values_list("location", flat=True))
    for place in sorted(counted):
        add_to_tally(place, visits=-counted[place], visitors=-(place in stamped))
    GoneTraveller.objects.update_or_create(
        digest=GoneTraveller.digest_of(traveller.pk), defaults={"into": "", "gone_at": now}
    )
    remove_files_of(Photo.objects.filter(check_in__traveller=traveller))
    # The tokens, the traveller, and with the traveller all that is theirs.
    traveller.user.delete()


def deletions() -> list[str]:
    """The hashes of everybody who was erased, and of the guests that were folded into them."""
    into = dict(GoneTraveller.objects.values_list("digest", "into"))
    return sorted(digest for digest in into if _erased(digest, into))


def reapply_deletions(*, digests: Iterable[str], now: datetime) -> int:
    """Erases those who are here again after a restore.

    Returns:
        How many were.
    """
    gone = set(digests)
    back = [
        traveller
        for traveller in Traveller.objects.select_related("user").iterator()
        if GoneTraveller.digest_of(traveller.pk) in gone
    ]
    for traveller in back:
        erase_traveller(traveller=traveller, now=now)
    known = set(GoneTraveller.objects.values_list("digest", flat=True))
    GoneTraveller.objects.bulk_create(
        GoneTraveller(digest=digest, gone_at=now) for digest in sorted(gone - known)
    )
    return len(back)


def _erased(digest: str, into: dict[str, str]) -> bool:
    """Follows the foldings to their end; it is erased where that end has gone itself."""
    while into.get(digest):
        digest = into[digest]
    return digest in into
