from typing import Any

from rest_framework import serializers


class LineShape(serializers.Serializer[Any]):
    """A rank on a board; nothing else is told of anybody."""

    rank = serializers.IntegerField()
    nickname = serializers.CharField()
    score = serializers.IntegerField(help_text="Different places with a counted visit.")


class LeaderboardShape(serializers.Serializer[Any]):
    """Who has been at most places of a scope in a period."""

    period = serializers.CharField()
    results = LineShape(many=True, help_text="At most 100.")
    me = LineShape(
        allow_null=True, help_text="Null without a token, and for who does not appear on the board."
    )
