"""Whether a check-in may be appealed: values in, a reason against it out. No clock, no ORM."""

from datetime import datetime, timedelta

# As long as a raw position is kept at least: later there is nothing left to look at.
APPEALABLE = timedelta(days=30)


def not_appealable_because(
    *, status: str, counted: bool, day_is_taken: bool, received_at: datetime, now: datetime
) -> str:
    """`counts`, `refused`, `open`, `day_taken`, `too_late`; an empty text if it may be.

    What lacks proof may be appealed for whatever reason: too far, a coarse or simulated position, a
    wrong code, an area pin that is not surveyed. That the place has closed since is no reason
    against a visit from before.
    """
    if counted:
        return "counts"
    if status == "rejected":
        return "refused"
    if status == "under_review":
        return "open"
    if day_is_taken or status != "unverified":
        return "day_taken"
    if now - received_at > APPEALABLE:
        return "too_late"
    return ""
