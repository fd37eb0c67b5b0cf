"""OpenAPI: parameters from the view's `Parameters`, and how every operation refuses."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.plumbing import build_array_type
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from tourmap.api.fields import OpenWord, StrictText
from tourmap.api.parameters import BLANK, MAX_WORDS, CommaList, StrictSerializer
from tourmap.api.problems import KINDS, MEDIA_TYPE, Code
from tourmap.api.recorded import add_examples

GEOJSON = "application/geo+json"
RETRY = {429, 503}
RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds after which it is worth trying again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    }
}


class FieldErrorShape(serializers.Serializer[Any]):
    """What is wrong with one value."""

    field = serializers.CharField(help_text="Path of the value, such as `position.lat`.")
    code = serializers.CharField(help_text="Stable; branch on it.")
    message = serializers.CharField(help_text="In the reader's language.")


class ProblemShape(serializers.Serializer[Any]):
    """RFC 9457 problem document; numbers that explain the refusal stand beside these members."""

    type = serializers.CharField(help_text="`urn:tourmap:problem:` and the code.")
    title = serializers.CharField(help_text="In the reader's language, as is `detail`.")
    status = serializers.IntegerField(help_text="The HTTP status, again.")
    detail = serializers.CharField(help_text="What is wrong, and what to do; show it.")
    code = OpenWord(
        [code.value for code in Code],
        help_text="Stable; branch on it. More may be added: take an unknown one by its status.",
    )
    errors = FieldErrorShape(many=True, help_text="The values that are refused; else empty.")


def described(*codes: Code) -> str:
    """The codes of one status with their titles, as the document tells them."""
    return " ".join(f"`{code}`: {KINDS[code].title}" for code in codes)


def _told_by(field: Any, direction: str) -> dict[str, Any]:
    """What a field says of itself (`told`), and what the generator passes over."""
    if hasattr(field, "told"):
        return dict(field.told)
    if isinstance(field, serializers.ListSerializer) and field.max_length:
        return {"maxItems": field.max_length}
    is_text = type(field) in {serializers.CharField, StrictText}
    if is_text and direction == "request" and not field.allow_blank:
        return {"pattern": f"[^{BLANK}]"}
    return {}


class AutoSchema(SpectacularSchema):
    """Adds to what it finds by itself: query parameters, problem answers, GeoJSON, examples."""

    def get_operation(self, *args: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args)
        if operation:
            add_examples(operation, self.view)
        return operation

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """`Answer`, `GuestRequest`: clients are generated from these names, so they are plain."""
        name = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Request" if direction == "request" else "Shape")

    def get_summary(self) -> str | None:
        """What `extend_schema` says, else the first sentence of the docstring."""
        return super().get_summary() or self.get_description().split(".")[0] or None

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        """Whether members that are not named may stand in the object, where the shape decides it."""
        shape = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, StrictSerializer):
            shape["additionalProperties"] = False
        elif isinstance(serializer, ProblemShape):
            shape["additionalProperties"] = {}
        return shape

    def get_override_parameters(self) -> list[Any]:
        if parameters := getattr(self.view, "parameters", None):
            return [parameters]
        return super().get_override_parameters()

    def _get_pagination_parameters(self) -> list[Any]:
        """A view with `parameters` names those of its pages there."""
        return [] if hasattr(self.view, "parameters") else super()._get_pagination_parameters()

    def _get_format_parameters(self) -> list[Any]:
        return []

    def _get_parameters(self) -> list[dict[str, Any]]:
        parameters = super()._get_parameters()
        for parameter in parameters:
            if parameter["in"] == "query" and parameter["schema"].get("type") == "array":
                parameter |= {"style": "form", "explode": False}
            if parameter["in"] == "query" and parameter["name"] == "format":
                formats = dict.fromkeys(each.format for each in self.view.renderer_classes)
                parameter["schema"] = {"type": "string", "enum": list(formats)}
        return parameters

    def _map_serializer_field(self, field: Any, direction: Any, *args: Any, **options: Any) -> Any:
        if isinstance(field, CommaList):
            items = super()._map_serializer_field(field.child, direction)
            self._insert_field_validators(field.child, items)
            if items.get("type") == "string" and "enum" not in items:
                items["pattern"] = CommaList.PART
            described = {"description": str(field.help_text)} if field.help_text else {}
            return build_array_type(items) | {"minItems": 1, "maxItems": MAX_WORDS} | described
        shape = super()._map_serializer_field(field, direction, *args, **options)
        return shape | _told_by(field, direction) if shape else shape

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        answers = super()._get_response_bodies(direction)
        for answer in answers.values():
            if GEOJSON in answer.get("content", {}):
                answer["content"][GEOJSON]["schema"] = self._feature_collection()
        for status, answer in answers.items():
            answer["description"] = answer["description"] or HTTPStatus(int(status)).phrase
        if self.method == "GET" and hasattr(self.view, "data_version"):
            answers["304"] = {"description": "Not changed since the ETag in If-None-Match."}
        for status, codes in sorted(self._refusals().items()):
            general = self._problem(codes)
            own = answers.setdefault(str(status), general)
            if own is not general:
                own["description"] = f"{general['description']} {own['description']}"
            if status in RETRY:
                own["headers"] = RETRY_AFTER
        return dict(sorted(answers.items()))

    def _refusals(self) -> dict[int, list[Code]]:
        """The codes this operation may refuse with, by status."""
        codes = [Code.INVALID, Code.NOT_ACCEPTABLE, Code.STORE_UNAVAILABLE]
        if self.view.authentication_classes:
            codes += [Code.INVALID_TOKEN, Code.NOT_AUTHENTICATED]
        if "{" in self.path:
            codes.append(Code.NOT_FOUND)
        if self.method in {"POST", "PUT", "PATCH"}:
            codes += [Code.MALFORMED, Code.TOO_LARGE, Code.UNSUPPORTED_MEDIA_TYPE]
        if self.view.throttle_classes and self.method not in SAFE_METHODS:
            codes.append(Code.THROTTLED)
        by_status: dict[int, list[Code]] = {}
        for code in codes:
            by_status.setdefault(KINDS[code].status, []).append(code)
        return by_status

    def _problem(self, codes: list[Code]) -> dict[str, Any]:
        shape = self.resolve_serializer(ProblemShape(), "response").ref
        return {
            "description": described(*codes),
            "content": {MEDIA_TYPE: {"schema": shape}},
        }

    def _feature_collection(self) -> dict[str, Any]:
        """RFC 7946, with what our lists add: the page's neighbours and the datum."""
        row = self.resolve_serializer(self.view.get_serializer_class()(), "response").ref
        link = {"type": ["string", "null"], "format": "uri"}
        point = {
            "type": ["object", "null"],
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string", "enum": ["Point"]},
                "coordinates": {
                    "type": "array",
                    "items": {"type": "number"},
                    "minItems": 2,
                    "maxItems": 2,
                    "description": "Longitude, latitude.",
                },
            },
        }
        feature = {
            "type": "object",
            "required": ["type", "id", "geometry", "properties"],
            "properties": {
                "type": {"type": "string", "enum": ["Feature"]},
                "id": {"type": "string"},
                "geometry": point,
                "properties": row,
            },
        }
        return {
            "type": "object",
            "required": ["type", "features", "datum", "next", "previous"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "features": {"type": "array", "items": feature},
                "datum": {"type": "string", "enum": ["wgs84", "gcj02", "bd09"]},
                "next": link,
                "previous": link,
            },
        }
