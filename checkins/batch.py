"""A batch of check-ins: each item read, judged and answered as if it had come alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rest_framework.exceptions import ValidationError

from accounts.models import Traveller
from checkins import services
from checkins.fields import IdField
from checkins.serializers.answers import AnswerShape, http_status
from checkins.serializers.requests import CheckInRequest
from checkins.services import Attempt, Outcome
from tourmap.api.problems import problem_of


def answer_each(
    items: Sequence[Any], *, traveller: Traveller, now: datetime
) -> list[dict[str, Any]]:
    """`{"id", "http_status", "body"}` for each item, in their order."""
    request, answer = CheckInRequest(), AnswerShape()  # once: their fields are costly to make
    read = [_read(item, request) for item in items]
    outcomes = services.check_in_each(
        traveller=traveller,
        attempts=[each for each in read if isinstance(each, Attempt)],
        now=now,
    )
    judged = iter(outcomes)
    found = [next(judged) if isinstance(each, Attempt) else each for each in read]
    return [_answer(item, each, answer) for item, each in zip(items, found, strict=True)]


def _read(item: Any, request: CheckInRequest) -> Attempt | ValidationError:
    try:
        return request.attempt_of(request.run_validation(item))
    except ValidationError as error:
        return error


def _answer(item: Any, found: Outcome | Exception, answer: AnswerShape) -> dict[str, Any]:
    if isinstance(found, Exception):
        body = problem_of(found)
        assert body is not None, "refusals and invalid values have a document"  # noqa: S101  # tells the type checker
        return {"id": _id_of(item), "http_status": body["status"], "body": body}
    return {
        "id": _id_of(item),
        "http_status": http_status(found),
        "body": answer.answer(found),
    }


def _id_of(item: Any) -> str | None:
    """The id as it is kept, in small letters; None where the item has none that can be used."""
    try:
        return str(IdField().run_validation(item.get("id") if isinstance(item, dict) else None))
    except ValidationError:
        return None
