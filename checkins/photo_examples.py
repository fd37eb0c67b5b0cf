"""Requests and answers about photos for the OpenAPI document; a test sends and compares them."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

CHECK_IN_ID = "0190f5f2-7c1e-7a54-9a6b-0242ac120002"
PHOTO_ID = "0190f5f2-8d2f-7b65-8b7c-0242ac120004"
_PATH = f"/api/v1/check-ins/{CHECK_IN_ID}/photos/{PHOTO_ID}"

ANSWER: dict[str, Any] = {
    "id": PHOTO_ID,
    "check_in": CHECK_IN_ID,
    "scene": "jia-li-jia-wai--qinglong-laojie",
    "visibility": "private",
    "review": None,
    "uploaded_at": "2026-11-23T10:16:40+08:00",
    "width": 2048,
    "height": 1536,
    "image": f"{_PATH}/image.webp",
    "thumbnail": f"{_PATH}/thumbnail.webp",
}
PROBLEM: dict[str, Any] = {
    "type": "urn:tourmap:problem:unsupported_media_type",
    "title": "The body has a type that is not taken here.",
    "status": 415,
    "detail": "Expected a picture in JPEG, PNG or WebP; got GIF.",
    "code": "unsupported_media_type",
    "errors": [],
    "expected": ["image/jpeg", "image/png", "image/webp"],
    "got": "GIF",
}
UPLOAD = [
    OpenApiExample("Kept", ANSWER, response_only=True, status_codes=["201"]),
    OpenApiExample("The same bytes again", ANSWER, response_only=True, status_codes=["200"]),
    OpenApiExample(
        "A picture of another kind",
        PROBLEM,
        response_only=True,
        status_codes=["415"],
        media_type="application/problem+json",
    ),
]
FORM = [
    OpenApiExample(
        "Of a mini program",
        {"photo": "(the picture)", "visibility": "private"},
        request_only=True,
        media_type="multipart/form-data",
    ),
    *UPLOAD,
]
ONE = [OpenApiExample("One's own", ANSWER, response_only=True, status_codes=["200"])]
CHANGES = [
    OpenApiExample("For everybody", {"visibility": "public"}, request_only=True),
    OpenApiExample(
        "Offered, and not decided",
        ANSWER | {"visibility": "public", "review": "waiting"},
        response_only=True,
        status_codes=["200"],
    ),
]
