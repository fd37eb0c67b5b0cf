"""Many check-ins in one request. The items are read one by one, so that each has its own answer."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from checkins.serializers.answers import AnswerShape
from checkins.serializers.requests import CheckInRequest
from tourmap.api.parameters import StrictSerializer
from tourmap.api.schema import ProblemShape

MAX_ITEMS = 100


@extend_schema_field(CheckInRequest)
class ItemField(serializers.Field[Any, Any, Any, Any]):
    """Whatever was sent, null as well: what is wrong with an item is told in its own answer."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return data


class CheckInBatchRequest(StrictSerializer):
    """Check-ins that wait in the app, in any order."""

    items = serializers.ListField(
        child=ItemField(), allow_empty=False, min_length=1, max_length=MAX_ITEMS
    )


class CheckInBatchResultShape(serializers.Serializer[Any]):
    """What one item would have got alone, from `POST /api/v1/check-ins/`."""

    id = serializers.UUIDField(
        allow_null=True, help_text="Null where the item has no id that can be used."
    )
    http_status = serializers.IntegerField(
        help_text="201, 200 or that of a problem. Send those with 429 or 503 again."
    )
    body = serializers.SerializerMethodField(
        help_text="The answer to a check-in, or a problem document from 400 on."
    )

    @extend_schema_field(
        PolymorphicProxySerializer(
            component_name="CheckInAnswerOrProblem",
            serializers=[AnswerShape, ProblemShape],
            resource_type_field_name=None,
        )
    )
    def get_body(self, result: dict[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = result["body"]
        return body


class CheckInBatchShape(serializers.Serializer[Any]):
    """One result for each item, in the order of the request."""

    results = CheckInBatchResultShape(many=True)
