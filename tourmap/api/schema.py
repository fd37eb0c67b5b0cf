"""OpenAPI: every operation also says how it refuses."""

from typing import Any

from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from rest_framework import serializers


class FieldErrorShape(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="Path of the value, such as `position.lat`.")
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemShape(serializers.Serializer[Any]):
    """RFC 9457 problem document; numbers that explain the refusal stand beside these members."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(help_text="Stable; branch on it.")
    errors = FieldErrorShape(many=True)


class AutoSchema(SpectacularSchema):
    pass
