"""Makes attempts and requests; name only what the test is about."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from accounts.models import Traveller
from checkins.services import Attempt, Outcome, check_in
from checkins.situation import Fix
from locations.models import Location
from tourmap.geo import Datum, LatLng, destination, from_wgs84

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
GATE = LatLng.of(30.315, 103.86)  # where `make.location` puts its pin
ID = UUID("0190f5f2-7c1e-7a54-9a6b-0242ac120002")


def fix(metres: float = 42, *, of: LatLng = GATE, datum: Datum = Datum.WGS84, **values: Any) -> Fix:
    """A good fix so many metres north of the gate, as a phone of that datum says it."""
    point = from_wgs84(destination(of, 0, metres), datum).rounded(7)
    good: dict[str, Any] = {"accuracy_m": 18.0, "fix_age_s": 3.0, "is_mock": False}
    return Fix(point=point, datum=datum, **(good | values))


def attempt(location: Location, **values: Any) -> Attempt:
    defaults: dict[str, Any] = {"id": uuid4(), "captured_at": NOON, "fix": fix()}
    return Attempt(location=location.slug, **(defaults | values))


def visit(
    traveller: Traveller, location: Location, *, now: datetime | None = None, **values: Any
) -> Outcome:
    """Checks in through the service, received two seconds after it was made unless told."""
    made = attempt(location, **values)
    received = now or made.captured_at + timedelta(seconds=2)
    return check_in(traveller=traveller, attempt=made, now=received)


def request(location: Location | str = "gate", **values: Any) -> dict[str, Any]:
    """A whole request body for a position at the gate; `position` values are laid over it."""
    slug = location if isinstance(location, str) else location.slug
    here = fix()
    body: dict[str, Any] = {
        "id": str(ID),
        "location": slug,
        "scene": None,
        "captured_at": "2026-11-23T12:00:00+08:00",
        "position": {
            "lat": here.point.lat,
            "lng": here.point.lng,
            "datum": "wgs84",
            "accuracy_m": 18,
            "fix_age_s": 3,
            "is_mock": False,
        },
        "proof": [],
        "visibility": "private",
        "note": "",
    }
    return body | values


def position(**values: Any) -> dict[str, Any]:
    whole: dict[str, Any] = request()["position"]
    return whole | values
