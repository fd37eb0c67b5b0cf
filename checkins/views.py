"""Check-ins over HTTP."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own import OwnView, Uncached
from accounts.permissions import traveller_of
from accounts.schema import refusals
from checkins import examples, services
from checkins.batch import answer_each
from checkins.models import CheckIn
from checkins.passport import passport_of
from checkins.preflight import options
from checkins.serializers.answers import AnswerShape, OptionsShape, VisitShape, http_status
from checkins.serializers.batch import CheckInBatchRequest, CheckInBatchShape
from checkins.serializers.passport import PassportShape
from checkins.serializers.requests import CheckInChanges, CheckInRequest, OptionsParameters
from locations.models import Location
from tourmap.api.parameters import DatumParameters, PageParameters, Parameters
from tourmap.api.problems import Code
from tourmap.api.throttling import ScopeThrottle

CHECK_IN_REFUSALS = [
    *(Code.FORBIDDEN, Code.CONSENT_REQUIRED, Code.LOCATION_CLOSED),
    *(Code.CLOCK_SKEW, Code.TOO_LATE, Code.ID_REUSED),
]


class CheckInsView(OwnView):
    throttle_classes = [ScopeThrottle]
    throttle_scope = "check_in"

    @extend_schema(
        operation_id="check_ins_create",
        request=CheckInRequest,
        parameters=[Parameters],
        responses={
            201: AnswerShape,
            200: AnswerShape,
            **refusals(*CHECK_IN_REFUSALS),
        },
        examples=examples.CHECK_IN,
    )
    def post(self, request: Request) -> Response:
        """Check in. 201 for a new one; 200 for a retry, or when today's visit counts already."""
        Parameters.of(request)
        asked = CheckInRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        outcome = services.check_in(
            traveller=self.traveller, attempt=asked.attempt(), now=timezone.now()
        )
        return Response(AnswerShape.of(outcome), status=http_status(outcome))


class BatchView(OwnView):
    throttle_classes = [ScopeThrottle]
    throttle_scope = "check_in_batch"

    @extend_schema(
        operation_id="check_ins_batch",
        request=CheckInBatchRequest,
        parameters=[Parameters],
        responses={200: CheckInBatchShape, **refusals(Code.FORBIDDEN)},
        examples=examples.BATCH,
    )
    def post(self, request: Request) -> Response:
        """Check in up to 100 times at once, after a while without a network.

        Each item gets what it would have got alone; one that is refused holds up no other. They
        are judged in the order of `captured_at` and answered in the order sent. Send the whole
        batch again until every item is answered for good: nothing counts twice.
        """
        Parameters.of(request)
        asked = CheckInBatchRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        answers = answer_each(
            asked.validated_data["items"], traveller=self.traveller, now=timezone.now()
        )
        return Response({"results": answers})


class OptionsView(Uncached):
    @extend_schema(
        operation_id="locations_check_in_options",
        parameters=[OptionsParameters],
        responses={200: OptionsShape},
    )
    def get(self, request: Request, slug: str) -> Response:
        """What a check-in here and now would get, by the same rules; nothing is stored.

        Works without a token; with one it also knows the traveller's other visits.
        """
        parameters = OptionsParameters.of(request)
        found = options(
            location=get_object_or_404(Location.objects.published(), slug=slug),
            traveller=traveller_of(request),
            fix=parameters["fix"],
            now=timezone.now(),
        )
        return Response(OptionsShape(found).data)


class PassportView(OwnView):
    @extend_schema(
        operation_id="me_passport",
        parameters=[DatumParameters],
        responses={200: PassportShape, **refusals(Code.FORBIDDEN)},
    )
    def get(self, request: Request) -> Response:
        """Stamps, badges, progress per drama and trail (`visited` of `places`), and totals."""
        context = {"datum": DatumParameters.of(request)["datum"]}
        passport = passport_of(self.traveller, today=timezone.localdate())
        return Response(PassportShape(passport, context=context).data)


@extend_schema_view(
    get=extend_schema(
        operation_id="me_check_ins_list",
        parameters=[PageParameters],
        responses={200: VisitShape(many=True), **refusals(Code.FORBIDDEN)},
    )
)
class MyCheckInsView(OwnView, generics.ListAPIView[CheckIn]):
    """The traveller's check-ins, newest first, those that do not count as well."""

    serializer_class = VisitShape
    ordering = ("-captured_at", "-id")

    def get_queryset(self) -> Any:
        PageParameters.of(self.request)
        own = CheckIn.objects.filter(traveller=self.traveller)
        return own.for_answers()


class MyCheckInView(OwnView):
    """One of the traveller's check-ins; anybody else's is 404."""

    @extend_schema(
        operation_id="me_check_ins_retrieve",
        parameters=[Parameters],
        responses={200: VisitShape, **refusals(Code.FORBIDDEN)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        Parameters.of(request)
        own = CheckIn.objects.filter(traveller=self.traveller)
        check_in = get_object_or_404(own.for_answers(), pk=id)
        return Response(VisitShape(check_in).data)

    @extend_schema(
        operation_id="me_check_ins_update",
        request=CheckInChanges,
        parameters=[Parameters],
        responses={200: VisitShape, **refusals(Code.FORBIDDEN)},
        examples=examples.CHANGES,
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Changes the note and who may see the visit; what was measured stays."""
        Parameters.of(request)
        asked = CheckInChanges(data=request.data)
        asked.is_valid(raise_exception=True)
        check_in = services.edit_check_in(
            traveller=self.traveller, id=id, changes=asked.validated_data
        )
        return Response(VisitShape(check_in).data)

    @extend_schema(
        operation_id="me_check_ins_destroy",
        parameters=[Parameters],
        responses={204: None, **refusals(Code.FORBIDDEN)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """Removes the visit and what it brought. Its id stays used."""
        Parameters.of(request)
        services.delete_check_in(traveller=self.traveller, id=id, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
