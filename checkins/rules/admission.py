"""What is refused before anything is judged: a place that takes nobody, a clock that is wrong."""

from datetime import date, datetime, timedelta

from checkins.situation import Opening

CLOSED_FOR_GOOD = {"private", "demolished", "closed"}
MAX_AHEAD = timedelta(minutes=5)
MAX_LATE = timedelta(days=30)


def closed_because(opening: Opening, on: date) -> str:
    """Why a place takes no check-in on that day of its own calendar; an empty text if it does.

    A place that is merely `not open to visitors` does take check-ins: it can be seen from
    outside. A bureau that wants nobody there says `private` or stops the check-ins.
    """
    if opening.lifecycle in CLOSED_FOR_GOOD:
        return opening.lifecycle
    if opening.check_ins_stopped:
        return "stopped"
    if opening.lifecycle_from and on < opening.lifecycle_from:
        return "not_yet"
    if opening.lifecycle_until and on > opening.lifecycle_until:
        return "over"
    return ""


def clock_fault(captured_at: datetime, now: datetime) -> str:
    """`clock_skew` for a visit more than 5 minutes ahead, `too_late` for one over 30 days old."""
    if captured_at - now > MAX_AHEAD:
        return "clock_skew"
    if now - captured_at > MAX_LATE:
        return "too_late"
    return ""
