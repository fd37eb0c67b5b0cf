"""`/leaderboards/`."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Region
from accounts.own import Uncached
from accounts.permissions import traveller_of
from checkins.boards import Scope, board, line_of
from checkins.models.board import EVER
from checkins.serializers.boards import LeaderboardShape
from dramas.models import Drama
from tourmap.api.parameters import KnownWords, Parameters

PERIOD = r"all|2[0-9]{3}(-(0[1-9]|1[0-2]))?"


@extend_schema_field({"type": "string", "pattern": f"^({PERIOD})$", "example": "2026-11"})
class PeriodField(serializers.CharField):
    """`all`, a year, or a month, in the calendar of each place."""

    default_error_messages = {"period": _("Expected all, a year or a month: 2026 or 2026-11.")}

    def to_internal_value(self, data: Any) -> str:
        period = super().to_internal_value(data)
        if not re.fullmatch(PERIOD, period):
            self.fail("period")
        return period


class LeaderboardParameters(Parameters):
    drama = KnownWords(
        known_by=(Drama, "slug"), required=False, help_text="Places of these dramas: slugs."
    )
    region = KnownWords(
        known_by=(Region, "code"),
        required=False,
        help_text="Places in these regions and below them: six-digit codes.",
    )
    period = PeriodField(
        default=EVER, help_text="`all`, a year or a month of the visit, as the place dates it."
    )


EXAMPLE = OpenApiExample(
    "The first two, and oneself",
    {
        "period": "2026-11",
        "results": [
            {"rank": 1, "nickname": "青龙小林", "score": 12},
            {"rank": 2, "nickname": "Lin", "score": 9},
        ],
        "me": {"rank": 214, "nickname": "阿眉", "score": 2},
    },
    response_only=True,
)


class LeaderboardsView(Uncached):
    @extend_schema(
        operation_id="leaderboards_retrieve",
        summary="Who has been at the most places",
        parameters=[LeaderboardParameters],
        responses={200: LeaderboardShape},
        examples=[EXAMPLE],
    )
    def get(self, request: Request) -> Response:
        """The first hundred, by places with a counted visit; of equals, who was there first.

        Only travellers appear who agreed to it (consent `leaderboard`) and have a nickname. With
        a token, `me` is one's own line, however far down.
        """
        asked = LeaderboardParameters.of(request)
        scope = Scope(
            period=asked["period"],
            dramas=tuple(asked.get("drama", ())),
            regions=tuple(asked.get("region", ())),
        )
        lines = board(scope)
        person = traveller_of(request)
        own = line_of(person, scope, lines) if person else None
        shown = {"period": scope.period, "results": list(lines.values()), "me": own}
        return Response(LeaderboardShape(shown).data)
