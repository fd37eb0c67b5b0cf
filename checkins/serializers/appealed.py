"""How an appeal shows in a check-in: whether it can be made, where, and how it went."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers

from checkins import appeal_words
from checkins.appealing import not_appealable_because
from checkins.days import wire_time
from checkins.models import Appeal, CheckIn


class NoteShape(serializers.Serializer[Any]):
    """A stable code and its words."""

    code = serializers.CharField()
    message = serializers.CharField()


class AppealShape(serializers.Serializer[Any]):
    """Whether this visit can be put before the bureau, and what became of it."""

    allowed = serializers.BooleanField(help_text="Whether an appeal can be made now.")
    url = serializers.CharField(
        allow_null=True, help_text="Where it is made, read and withdrawn; null where there is none."
    )
    status = serializers.ChoiceField(
        choices=Appeal.State.choices, allow_null=True, help_text="Null where none was made."
    )
    reason = NoteShape(
        allow_null=True, help_text="Why it was refused, or accepted without a person's decision."
    )
    words = serializers.CharField(help_text="What the bureau says to it; may be empty.")
    decided_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was decided; null while it waits."
    )
    message = serializers.CharField(help_text="The state and the next step; may be empty.")


def appeal_of(check_in: CheckIn) -> Appeal | None:
    """As `for_answers` loaded it; a row that was made just now has none, and no store is asked."""
    is_loaded = CheckIn.appeal.is_cached(check_in)  # type: ignore[attr-defined]  # a descriptor
    return getattr(check_in, "appeal", None) if is_loaded else None


def may_appeal(check_in: CheckIn, *, day_is_taken: bool) -> bool:
    return not not_appealable_because(
        status=check_in.status,
        counted=check_in.counted,
        day_is_taken=day_is_taken,
        received_at=check_in.received_at,
        now=timezone.now(),
    )


def shown_appeal(check_in: CheckIn, appeal: Appeal | None, *, allowed: bool) -> dict[str, Any]:
    """The values of `AppealShape`."""
    there = allowed or appeal is not None
    shown = nothing_appealed(allowed=allowed)
    shown["url"] = reverse("appeal", args=[check_in.pk]) if there else None
    if appeal is None:
        return shown
    decided_at = appeal.decided_at
    return shown | {
        "status": appeal.state,
        "reason": reason_of(appeal),
        "words": appeal.words,
        "decided_at": decided_at and wire_time(decided_at, check_in.location.time_zone),
        "message": appeal_words.of_state(appeal.state, allowed=allowed),
    }


def nothing_appealed(*, allowed: bool) -> dict[str, Any]:
    return {
        "allowed": allowed,
        "url": None,
        "status": None,
        "reason": None,
        "words": "",
        "decided_at": None,
        "message": appeal_words.of_state("", allowed=allowed),
    }


def reason_of(appeal: Appeal) -> dict[str, str] | None:
    if not appeal.reason:
        return None
    return {"code": appeal.reason, "message": appeal_words.of_reason(appeal.reason)}
