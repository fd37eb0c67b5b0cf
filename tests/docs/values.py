"""What the traveller of docs/api.md sends."""

from typing import Any

from locations.models import Location
from tourmap.geo import Datum, LatLng, destination, from_wgs84

CONSENT = {"purpose": "precise_position", "policy_version": "2026-11"}
SHOWN_CODE = "7K3M-Q9TX-2B4D"
JUDGED = ["id", "result", "status", "counted", "local_date", "next_countable_at"]
JUDGED += ["distance_m", "radius_m", "checks", "hint", "rewards"]


def here(slug: str, *, metres: float = 40, datum: Datum = Datum.GCJ02) -> dict[str, Any]:
    """What a phone says so many metres north of a place's pin."""
    place = Location.objects.get(slug=slug)
    assert place.lat is not None
    assert place.lng is not None
    spot = from_wgs84(destination(LatLng.of(place.lat, place.lng), 0, metres), datum).rounded(7)
    known = {"lat": spot.lat, "lng": spot.lng, "datum": datum.value}
    return known | {"accuracy_m": 18, "fix_age_s": 3, "is_mock": False}


def visit(number: int, slug: str, time: str, **values: Any) -> dict[str, Any]:
    """The request of the traveller's check-in with this number."""
    return {
        "id": f"0190f5f2-7c1e-7a54-9a6b-0242ac12{number:04d}",
        "location": slug,
        "captured_at": f"2026-11-{time}+08:00",
    } | values
