"""A guest with a token, whose app sends what it is told and hands back whatever is answered."""

import http.client
import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from check_in import CONSENT, standing
from server import HOST

WRITE = "/api/v1/check-ins/"
MINE = "/api/v1/me/check-ins/"


class Guest:
    """`copy` gives the same guest a further connection, for a thread of its own."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.headers = headers or {"Content-Type": "application/json"}

    @classmethod
    def signed_up(cls, port: int) -> "Guest":
        guest = cls(port)
        status, answer = guest.send("POST", "/api/v1/auth/guest/", {"consents": [CONSENT]})
        if status != 201:
            raise SystemExit(f"The guest got {status}: {answer}")
        guest.headers["Authorization"] = f"Token {answer['token']}"
        return guest

    def copy(self) -> "Guest":
        return Guest(self.port, self.headers)

    def send(self, method: str, address: str, body: Any = None) -> tuple[int, Any]:
        """Raises OSError or HTTPException where no whole answer came; the next one connects anew."""
        try:
            text = None if body is None else json.dumps(body)
            self.connection.request(method, address, text, self.headers)
            answer = self.connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        return answer.status, json.loads(told) if told else None


def visit(place: str, *, days_ago: int = 0, **values: Any) -> dict[str, Any]:
    """A request, not sent yet; of an hour ago or so many days before."""
    made = datetime.now(UTC) - timedelta(days=days_ago, hours=1)
    return {
        "id": str(uuid.uuid4()),
        "location": place,
        "captured_at": made.isoformat(timespec="seconds"),
        "position": standing(),
    } | values
