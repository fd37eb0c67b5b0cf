"""Appeals over HTTP: made, read and withdrawn at the address of their check-in."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own import OwnView
from accounts.schema import refusals
from checkins import appeal_examples, services
from checkins.models import CheckIn
from checkins.serializers.appealed import appeal_of
from checkins.serializers.appeals import AppealAnswerShape, AppealRequest
from tourmap.api.parameters import Parameters
from tourmap.api.throttling import ScopeThrottle


class AppealView(OwnView):
    throttle_classes = [ScopeThrottle]
    throttle_scope = "check_in"

    @extend_schema(
        operation_id="check_ins_appeal",
        request=AppealRequest,
        parameters=[Parameters],
        responses={201: AppealAnswerShape, 200: AppealAnswerShape, **refusals(403, 409)},
        examples=appeal_examples.APPEAL,
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Ask the bureau to look at a visit that does not count for want of proof.

        201 for a new appeal; 200 for the same words again, and for other words while it waits,
        which replace the first. `code` is judged as in a check-in: a valid one lifts the visit at
        once. Photos of the check-in are shown to the bureau with it.
        """
        Parameters.of(request)
        asked = AppealRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        code = asked.validated_data["code"]
        appealed = services.make_appeal(
            traveller=self.traveller,
            id=id,
            text=asked.validated_data["text"],
            codes=[code] if code else [],
            now=timezone.now(),
        )
        made = status.HTTP_201_CREATED if appealed.is_new else status.HTTP_200_OK
        return Response(AppealAnswerShape(appealed).data, status=made)

    @extend_schema(
        operation_id="check_ins_appeal_retrieve",
        parameters=[Parameters],
        responses={200: AppealAnswerShape, **refusals(403)},
        examples=[appeal_examples.DECIDED],
    )
    def get(self, request: Request, id: UUID) -> Response:
        """How the appeal stands; 404 where none was made."""
        Parameters.of(request)
        own = CheckIn.objects.filter(traveller=self.traveller)
        check_in = get_object_or_404(own.for_answers(), pk=id)
        if appeal_of(check_in) is None:
            raise Http404
        return Response(AppealAnswerShape(services.Appealed(check_in, is_new=False)).data)

    @extend_schema(
        operation_id="check_ins_appeal_withdraw",
        parameters=[Parameters],
        responses={204: None, **refusals(403, 409)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """Withdraws it while it waits; the visit is unverified again."""
        Parameters.of(request)
        services.withdraw_appeal(traveller=self.traveller, id=id, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
