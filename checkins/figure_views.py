"""How many came, over HTTP."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkins.figure_queries import figures_of
from checkins.serializers.figures import FiguresShape
from locations.models import Location
from locations.views.base import PublicRead

EXAMPLE = OpenApiExample(
    "One month that may be told, one that may not",
    {
        "location": "qinglong-laojie",
        "at_least": 10,
        "rounded_down_to": 10,
        "visits": 260,
        "months": [
            {"month": "2026-10", "visits": 260, "visitors": 230, "withheld": None},
            {"month": "2026-09", "visits": None, "visitors": None, "withheld": "few_visitors"},
        ],
    },
    response_only=True,
)


class FiguresView(PublicRead):
    @extend_schema(
        operation_id="locations_figures",
        summary="How many came to a place, month by month",
        responses={200: FiguresShape},
        examples=[EXAMPLE],
    )
    def get(self, request: Request, slug: str) -> Response:
        """Counted visits of closed months, from ten different travellers on, rounded down to tens.

        A month is closed a week after its end. Its figures never change afterwards.
        """
        place = get_object_or_404(Location.objects.published(), slug=slug)
        return Response(FiguresShape(figures_of(place)).data)
