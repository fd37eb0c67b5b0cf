"""Appeals in the OpenAPI document; a test sends the request and compares the answers."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

from checkins.examples import REQUEST

URL = f"/api/v1/check-ins/{REQUEST['id']}/appeal/"
REQUEST_OF_APPEAL: dict[str, Any] = {
    "text": "I stood at the old gate; the signal was bad. My photo shows the tree beside it.",
}
FAR: dict[str, Any] = {
    "code": "within_radius",
    "passed": False,
    "measured": 4000,
    "limit": 138,
    "unit": "m",
    "message": "You are 4.0 km from the place; at most 138 m is accepted. Go closer to the "
    "entrance and check in again.",
}
_STATE: dict[str, Any] = {
    "status": "open",
    "reason": None,
    "words": "",
    "decided_at": None,
    "message": "Your appeal is with the tourism bureau. You need not do anything; the decision "
    "will be shown here.",
}
OPEN: dict[str, Any] = {
    **_STATE,
    "text": REQUEST_OF_APPEAL["text"],
    "made_at": "2026-11-23T12:30:00+08:00",
    "code": None,
    "check_in": {
        "id": REQUEST["id"],
        "location": {
            "slug": "qinglong-laojie",
            "name": "Qinglong Old Street",
            "name_lang": "en",
        },
        "scene": None,
        "captured_at": "2026-11-23T12:00:00+08:00",
        "status": "under_review",
        "counted": False,
        "local_date": "2026-11-23",
        "received_at": "2026-11-23T12:00:02+08:00",
        "distance_m": 4000,
        "radius_m": 120,
        "checks": [FAR],
        "hint": None,
        "appeal": {"allowed": False, "url": URL, **_STATE},
        "visibility": "private",
        "note": "",
        "frames": [],
    },
}
_REFUSAL: dict[str, Any] = {
    "status": "refused",
    "reason": {"code": "photo_elsewhere", "message": "Your photo shows another place."},
    "words": "The tree in your photo stands in the park, 4 km away.",
    "decided_at": "2026-11-24T09:00:00+08:00",
    "message": "Your appeal is refused. Come back and check in again.",
}
REFUSED: dict[str, Any] = OPEN | {
    **_REFUSAL,
    "check_in": OPEN["check_in"]
    | {"status": "rejected", "appeal": {"allowed": False, "url": URL, **_REFUSAL}},
}
NOT_APPEALABLE: dict[str, Any] = {
    "type": "urn:tourmap:problem:not_appealable",
    "title": "This check-in cannot be appealed.",
    "status": 409,
    "detail": "This visit counts already.",
    "code": "not_appealable",
    "errors": [],
    "reason": "counts",
}
APPEAL = [
    OpenApiExample("A bad signal at the gate", REQUEST_OF_APPEAL, request_only=True),
    OpenApiExample("It waits", OPEN, response_only=True, status_codes=["201"]),
    OpenApiExample("The same words again", OPEN, response_only=True, status_codes=["200"]),
    OpenApiExample(
        "The visit counts",
        NOT_APPEALABLE,
        response_only=True,
        status_codes=["409"],
        media_type="application/problem+json",
    ),
]
DECIDED = OpenApiExample("The bureau has refused it", REFUSED, response_only=True)
