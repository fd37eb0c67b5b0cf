"""The calendar of a place: its local day, and when the next one begins. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local_day(at: datetime, time_zone: str) -> date:
    return at.astimezone(ZoneInfo(time_zone)).date()


def start_of_next_day(day: date, time_zone: str) -> datetime:
    """Midnight after `day`, with the offset that holds there at that moment."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(time_zone))


def wire_time(at: datetime, time_zone: str) -> str:
    """RFC 3339 to the second, in the place's own time: its date is the local date."""
    return at.astimezone(ZoneInfo(time_zone)).isoformat(timespec="seconds")
