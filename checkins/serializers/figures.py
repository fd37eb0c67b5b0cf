"""Public figures on the wire."""

from typing import Any

from rest_framework import serializers

from checkins.figure_queries import Figures
from checkins.figures import FEW_VISITORS, Told


class MonthShape(serializers.Serializer[Told]):
    """Both numbers, rounded down, or neither and the reason."""

    month = serializers.RegexField(r"^\d{4}-\d{2}$", help_text="Calendar month at the place.")
    visits = serializers.IntegerField(allow_null=True)
    visitors = serializers.IntegerField(
        allow_null=True, help_text="Different travellers in this month."
    )
    withheld = serializers.ChoiceField(
        choices=[FEW_VISITORS],
        allow_null=True,
        help_text="`few_visitors`: nobody came, or fewer than `at_least`.",
    )

    def to_representation(self, told: Told) -> dict[str, Any]:
        return told._asdict() | {"month": f"{told.month:%Y-%m}"}


class FiguresShape(serializers.Serializer[Figures]):
    """How many came to a place, in months that are over. The numbers are made once and stay."""

    location = serializers.CharField(source="location.slug")
    at_least = serializers.IntegerField(
        source="audience.k", help_text="Fewer different travellers than this are not told."
    )
    rounded_down_to = serializers.IntegerField(
        source="audience.step", help_text="Figures are multiples of this."
    )
    visits = serializers.IntegerField(
        allow_null=True,
        help_text="The sum of all months that are told, those no longer listed too; null if none.",
    )
    months = MonthShape(many=True, help_text="Newest first, 24 at most.")
