"""An offline queue of check-ins: a file that survives a killed app, sent in batches over a bad line.

A check-in is in the file before `add` returns and leaves it when it has been answered for good.
The server knows each by its id, so sending one again is always safe. One queue per file at a time.

Needs the package `tourmap_client` that openapi-python-client makes of the OpenAPI document.
"""

import json
import os
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tourmap_client import AuthenticatedClient
from tourmap_client.api.check_ins import check_ins_batch
from tourmap_client.models import CheckInBatch, CheckInBatchRequest, CheckInBatchResult

BATCH = 100
LATER = {429, 503}
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 30.0

# No line, half an answer, or the page of some proxy where a problem document should be.
UNREADABLE = (httpx.TransportError, ValueError, KeyError, TypeError, AttributeError)


class SignedOut(Exception):
    """401: nothing is lost; get a token, then sync again."""


@dataclass
class Waiting:
    item: dict[str, Any]
    not_before: float = 0.0  # seconds since 1970; 0 for at once


@dataclass(frozen=True)
class Outcome:
    """`done` was answered for good: taken (200, 201) or refused; show `body.detail` of those."""

    done: list[CheckInBatchResult]
    waiting: int
    want_consent: (
        int  # of these: ask for the consent to her position under the policy of now, then sync
    )
    next_at: float | None


class Queue:
    def __init__(self, file: Path) -> None:
        self.file = file
        rows = json.loads(file.read_text()) if file.exists() else []
        self.waiting = [Waiting(**row) for row in rows]
        self.held: list[Waiting] = []  # for want of a consent, until the next sync

    def add(self, item: dict[str, Any]) -> None:
        """Call it before anything is sent: from now on the check-in cannot be lost."""
        self.waiting.append(Waiting(item))
        self._save()

    def sync(self, client: AuthenticatedClient, *, patience_s: float) -> Outcome:
        """Sends what is due. Waits out a bad line that long, then leaves the rest for later."""
        done: list[CheckInBatchResult] = []
        until = time.time() + patience_s
        failures = 0
        self.held = []
        while True:
            due = [each for each in self._free() if each.not_before <= time.time()][:BATCH]
            if due:
                answered = self._send(client, due)
                failures = failures + 1 if answered is None else 0
                done += answered or []
                if answered is None:
                    self._postpone(due, _pause_after(failures))
            next_at = min((each.not_before for each in self._free()), default=None)
            if next_at is None or next_at > until:
                return Outcome(done, len(self.waiting), len(self.held), next_at)
            time.sleep(max(0.0, next_at - time.time()))

    def _send(
        self, client: AuthenticatedClient, due: list[Waiting]
    ) -> list[CheckInBatchResult] | None:
        """One batch. What was answered for good; None where line or server failed as a whole."""
        asked = CheckInBatchRequest.from_dict({"items": [each.item for each in due]})
        try:
            answer = check_ins_batch.sync_detailed(client=client, body=asked)
        except UNREADABLE:
            return None
        if answer.status_code == 401:
            raise SignedOut
        if isinstance(answer.parsed, CheckInBatch):
            return self._settle(due, answer.parsed.results)
        pause = answer.headers.get("Retry-After", "")
        if answer.status_code in LATER and pause.isdigit():
            self._postpone(due, float(pause))
            return []
        if answer.status_code >= 500:
            return None
        raise RuntimeError(f"The batch as a whole was refused: {answer.content!r}")

    def _settle(
        self, due: list[Waiting], results: list[CheckInBatchResult]
    ) -> list[CheckInBatchResult]:
        done = []
        for sent, result in zip(due, results, strict=True):
            if result.http_status in LATER:
                self._postpone([sent], _retry_after_s(result))
            elif _wants_consent(result):
                self.held.append(sent)
            else:
                done.append(result)
                self.waiting.remove(sent)
        self._save()
        return done

    def _free(self) -> list[Waiting]:
        return [each for each in self.waiting if all(each is not other for other in self.held)]

    def _postpone(self, some: Iterable[Waiting], pause_s: float) -> None:
        for each in some:
            each.not_before = time.time() + pause_s

    def _save(self) -> None:
        """The whole file anew, on the disk before it takes the place of the old one."""
        new = self.file.with_suffix(".new")
        with new.open("w") as file:
            json.dump([vars(each) for each in self.waiting], file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.file)


def _retry_after_s(result: CheckInBatchResult) -> float:
    return float(result.body.additional_properties.get("retry_after_s", 60))


def _pause_after(failures: int) -> float:
    """Twice as long each time, and not in step with all the other phones in the bus."""
    pause = min(FIRST_PAUSE_S * 2.0 ** (failures - 1), LONGEST_PAUSE_S)
    return pause * (0.5 + random.random() / 2)  # noqa: S311  # no secret


def _wants_consent(result: CheckInBatchResult) -> bool:
    """403 for want of a consent that the traveller can give: the visit is as good as before."""
    return result.http_status == 403 and result.body.to_dict().get("code") == "consent_required"
