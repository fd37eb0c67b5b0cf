"""One's own data over HTTP: all of it, and none of it any more."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import views as identity
from accounts.models import Consent
from accounts.own import OwnView
from accounts.schema import refusals
from accounts.serializers import MeChanges, MeShape
from checkins import services
from checkins.archive import archive_of
from checkins.serializers.archive import ArchiveShape
from tourmap.api.parameters import Parameters
from tourmap.api.problems import Code


class MeView(identity.MeView):
    """Who the token belongs to; and the end of it, which reaches visits and so is told here."""

    @extend_schema(
        operation_id="me_destroy",
        parameters=[Parameters],
        responses={204: None, **refusals(Code.FORBIDDEN)},
    )
    def delete(self, request: Request) -> Response:
        """Erases the traveller: visits, stamps, consents, account, every token. For ever."""
        Parameters.of(request)
        services.erase_traveller(traveller=self.traveller, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="me_update",
        request=MeChanges,
        parameters=[Parameters],
        responses={200: MeShape, **refusals(403)},
        examples=[OpenApiExample("A nickname", {"nickname": "青龙小林"}, request_only=True)],
    )
    def patch(self, request: Request) -> Response:
        """Takes a nickname, which leaderboards show of whoever agreed to appear there."""
        Parameters.of(request)
        asked = MeChanges(data=request.data)
        asked.is_valid(raise_exception=True)
        if asked.validated_data:
            services.set_nickname(traveller=self.traveller, **asked.validated_data)
        self.traveller.refresh_from_db()
        consents = Consent.objects.filter(traveller=self.traveller, withdrawn_at=None)
        shape = MeShape(self.traveller, context={"consents": consents.order_by("purpose")})
        return Response(shape.data)


class ConsentsView(identity.ConsentsView):
    """To agree to leaderboards is to appear there, and so is told here."""

    deed = staticmethod(services.give_consent)


class ConsentView(OwnView):
    @extend_schema(
        operation_id="me_consents_withdraw",
        responses={204: None, **refusals(403)},
        parameters=[Parameters],
    )
    def delete(self, request: Request, purpose: str) -> Response:
        """Withdraws; the row stays, with the time. Safe to repeat.

        With `precise_position` every position that is still kept goes at once.
        """
        Parameters.of(request)
        services.withdraw_consent(traveller=self.traveller, purpose=purpose, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class ExportView(OwnView):
    @extend_schema(
        operation_id="me_export",
        parameters=[Parameters],
        responses={200: ArchiveShape, **refusals(Code.FORBIDDEN)},
    )
    def get(self, request: Request) -> Response:
        """Everything that is kept about the traveller, without the secrets of tokens."""
        Parameters.of(request)
        archive = archive_of(self.traveller, here=request.auth, now=timezone.now())
        answer = Response(ArchiveShape(archive).data)
        answer["Content-Disposition"] = 'attachment; filename="tourmap.json"'
        return answer
