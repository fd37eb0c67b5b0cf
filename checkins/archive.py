"""Everything that is kept about one traveller, as they may ask for it; no secrets."""

from datetime import datetime
from typing import Any

from knox.models import AuthToken

from accounts.models import Consent, Traveller
from accounts.services import devices_of
from checkins.models import (
    Appeal,
    BadgeAward,
    BoardEntry,
    CheckIn,
    CodeGuesses,
    CodeUse,
    DeletedCheckIn,
    DeletedPhoto,
    Photo,
    Stamp,
)


def archive_of(traveller: Traveller, *, here: AuthToken, now: datetime) -> dict[str, Any]:
    """The rows by what they are about, each list oldest first. A fixed few queries."""
    visits = CheckIn.objects.filter(traveller=traveller).order_by("captured_at", "pk")
    photos = Photo.objects.filter(check_in__traveller=traveller).select_related("scene")
    own = Stamp.objects.filter(traveller=traveller).order_by("earned_at", "pk")
    stamps = list(own.select_related("location"))
    return {
        "exported_at": now,
        "traveller": traveller,
        "user": traveller.user,
        "consents": Consent.objects.filter(traveller=traveller).order_by("given_at", "pk"),
        "check_ins": visits.select_related("location", "scene"),
        "stamps": stamps,
        "appeals": Appeal.objects.filter(check_in__traveller=traveller)
        .prefetch_related("steps")
        .order_by("made_at", "pk"),
        "badges": _awards(traveller, {stamp.location_id: stamp.location.slug for stamp in stamps}),
        "leaderboards": BoardEntry.objects.filter(traveller=traveller)
        .select_related("location")
        .order_by("first_at", "pk"),
        "deleted_check_ins": DeletedCheckIn.objects.filter(traveller=traveller).order_by(
            "deleted_at", "pk"
        ),
        "photos": photos.order_by("uploaded_at", "pk"),
        "deleted_photos": DeletedPhoto.objects.filter(check_in__traveller=traveller).order_by(
            "deleted_at", "pk"
        ),
        "codes_used": CodeUse.objects.filter(traveller=traveller)
        .select_related("location")
        .order_by("step"),
        "code_guesses": CodeGuesses.objects.filter(traveller=traveller)
        .select_related("location")
        .order_by("since", "pk"),
        "devices": devices_of(traveller=traveller, here=here, now=now),
    }


def _awards(traveller: Traveller, stamped: dict[int, str]) -> list[dict[str, Any]]:
    """An award rests on stamped places, so that their slugs are known already."""
    awards = BadgeAward.objects.filter(traveller=traveller).select_related("badge")
    return [
        {
            "badge": award.badge.slug,
            "check_in": award.check_in_id,
            "earned_at": award.earned_at,
            "places": [stamped[place] for place in award.places if place in stamped],
        }
        for award in awards.order_by("earned_at", "pk")
    ]
