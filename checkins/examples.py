"""Requests and answers for the OpenAPI document; a test sends the one and compares the other."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

REQUEST: dict[str, Any] = {
    "id": "0190f5f2-7c1e-7a54-9a6b-0242ac120002",
    "location": "qinglong-laojie",
    "scene": None,
    "captured_at": "2026-11-23T10:15:00+08:00",
    "position": {
        "lat": 30.3124431,
        "lng": 103.8626208,
        "datum": "gcj02",
        "accuracy_m": 18,
        "fix_age_s": 3,
        "is_mock": False,
    },
    "proof": [],
    "visibility": "private",
    "note": "",
}

ANSWER: dict[str, Any] = {
    "id": "0190f5f2-7c1e-7a54-9a6b-0242ac120002",
    "result": "created",
    "status": "verified",
    "counted": True,
    "local_date": "2026-11-23",
    "received_at": "2026-11-23T10:15:02+08:00",
    "next_countable_at": "2026-11-24T00:00:00+08:00",
    "distance_m": 42,
    "radius_m": 120,
    "checks": [
        {
            "code": "within_radius",
            "passed": True,
            "measured": 42,
            "limit": 138,
            "unit": "m",
            "message": "You are 42 m from the place; up to 138 m is accepted.",
        }
    ],
    "hint": None,
    "rewards": [
        {
            "code": "first_visit",
            "message": "Your first visit here: the stamp is in your passport.",
        }
    ],
    "appeal": {
        "allowed": False,
        "url": None,
        "status": None,
        "reason": None,
        "words": "",
        "decided_at": None,
        "message": "",
    },
    "frames": [],
}

CHECK_IN = [
    OpenApiExample("A visitor whose map SDK speaks GCJ-02", REQUEST, request_only=True),
    OpenApiExample(
        "Counted", ANSWER, response_only=True, status_codes=["201"], summary="Counted, with stamp"
    ),
    OpenApiExample(
        "The same request again",
        ANSWER | {"result": "replayed"},
        response_only=True,
        status_codes=["200"],
    ),
    OpenApiExample(
        "The id with other content",
        {
            "type": "urn:tourmap:problem:id_reused",
            "title": "This id was used before, for something else.",
            "status": 422,
            "detail": "This id was sent before with other content. "
            "Make a new id for a new check-in.",
            "code": "id_reused",
            "errors": [],
        },
        response_only=True,
        status_codes=["422"],
        media_type="application/problem+json",
    ),
]
_CLOSED: dict[str, Any] = {
    "type": "urn:tourmap:problem:location_closed",
    "title": "This place does not take check-ins now.",
    "status": 409,
    "detail": "This place no longer exists; it takes no check-ins.",
    "code": "location_closed",
    "errors": [],
    "reason": "demolished",
    "etiquette": "",
    "etiquette_lang": None,
}
BATCH_REQUEST: dict[str, Any] = {
    "items": [
        REQUEST,
        REQUEST
        | {
            "id": "0190f5f2-7c1e-7a54-9a6b-0242ac120003",
            "location": "zhengxing-laochangqu",
            "captured_at": "2026-11-22T16:40:00+08:00",
        },
    ]
}
BATCH_ANSWER: dict[str, Any] = {
    "results": [
        {"id": REQUEST["id"], "http_status": 201, "body": ANSWER},
        {"id": BATCH_REQUEST["items"][1]["id"], "http_status": 409, "body": _CLOSED},
    ]
}
BATCH = [
    OpenApiExample("Two visits without a network", BATCH_REQUEST, request_only=True),
    OpenApiExample(
        "One counted, one refused", BATCH_ANSWER, response_only=True, status_codes=["200"]
    ),
]
CHANGES = [
    OpenApiExample("A note", {"note": "和妈妈一起", "visibility": "private"}, request_only=True)
]
