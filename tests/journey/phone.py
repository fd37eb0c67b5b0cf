"""A traveller's app: what it knows is its token and where its phone says it is."""

import uuid
from datetime import UTC, datetime
from typing import Any

import httpx

from tourmap.geo import Datum, LatLng, from_wgs84


class Phone:
    """Speaks GCJ-02, as Chinese map kits do."""

    datum = Datum.GCJ02

    def __init__(self, url: str, *, lang: str = "zh-Hans") -> None:
        self.http = httpx.Client(base_url=url, headers={"Accept-Language": lang}, timeout=20)

    def close(self) -> None:
        self.http.close()

    def get(self, address: str, **parameters: Any) -> Any:
        answer = self.http.get(f"/api/v1/{address}", params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sign_up(self) -> None:
        consent = {"purpose": "precise_position", "policy_version": "2026-11"}
        answer = self.http.post("/api/v1/auth/guest/", json={"consents": [consent]})
        assert answer.status_code == 201, answer.text
        self.http.headers["Authorization"] = f"Token {answer.json()['token']}"

    def position(self, stands_at: LatLng, *, declared: Datum | None = None) -> dict[str, Any]:
        """What the phone says of the true spot `stands_at` (WGS-84)."""
        shown = from_wgs84(stands_at, self.datum)
        return {
            "lat": round(shown.lat, 7),
            "lng": round(shown.lng, 7),
            "datum": (declared or self.datum).value,
            "accuracy_m": 18,
            "fix_age_s": 3,
            "is_mock": False,
        }

    def visit(self, location: str, position: dict[str, Any], **values: Any) -> dict[str, Any]:
        """A check-in request, not sent yet."""
        return {
            "id": str(uuid.uuid4()),
            "location": location,
            "captured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "position": position,
        } | values

    def check_in(self, visit: dict[str, Any], *, status: int = 201) -> dict[str, Any]:
        answer = self.http.post("/api/v1/check-ins/", json=visit)
        assert answer.status_code == status, answer.text
        return dict(answer.json())


def check(answer: dict[str, Any], code: str) -> dict[str, Any]:
    """The one check of an answer with this code."""
    found = [entry for entry in answer["checks"] if entry["code"] == code]
    assert len(found) == 1, answer["checks"]
    return dict(found[0])
