"""A traveller's whole journey, as an app makes it: python journey.py STEP URL FOLDER

FOLDER keeps what the app keeps: the token, and the queue. Each step prints what it saw, as JSON.
"""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from tourmap_client import AuthenticatedClient, Client
from tourmap_client.api.auth import auth_guest
from tourmap_client.api.check_ins import check_ins_create
from tourmap_client.api.dramas import dramas_list, dramas_locations_list
from tourmap_client.api.locations import locations_check_in_options
from tourmap_client.api.me import (
    me_check_ins_destroy,
    me_check_ins_list,
    me_check_ins_update,
    me_destroy,
    me_export,
    me_passport,
    me_retrieve,
)
from tourmap_client.models import (
    CheckInRequest,
    DramasLocationsListDatum,
    GuestRequest,
    LocationsCheckInOptionsDatum,
    PatchedCheckInChangesRequest,
    Problem,
)
from tourmap_client.types import UNSET
from tourmap_queue import Queue, SignedOut

PATIENCE_S = 20.0
TIMEOUT_S = 10.0
CONSENT = {"purpose": "precise_position", "policy_version": "2026-11"}


class App:
    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.token_file = folder / "token"
        self.visits = json.loads((folder / "visits.json").read_text())
        self.queue_file = folder / "queue.json"

    def signed_in(self) -> AuthenticatedClient:
        token = self.token_file.read_text()
        return AuthenticatedClient(self.url, token, prefix="Token", timeout=TIMEOUT_S)  # type: ignore[arg-type]  # httpx takes seconds

    def arrive(self) -> Any:
        nobody = Client(self.url, timeout=TIMEOUT_S)  # type: ignore[arg-type]  # as above
        guest = auth_guest.sync(client=nobody, body=GuestRequest.from_dict({"consents": [CONSENT]}))
        self.token_file.touch(mode=0o600)
        self.token_file.write_text(guest.token)
        slug = dramas_list.sync(client=nobody, q="jljw").results[0].slug
        gcj02 = DramasLocationsListDatum.GCJ02
        places = dramas_locations_list.sync(slug, client=nobody, datum=gcj02)
        first = CheckInRequest.from_dict(self.visits[0])
        client = self.signed_in()
        options = locations_check_in_options.sync(
            first.location,
            client=client,
            lat=first.position.lat,
            lng=first.position.lng,
            datum=LocationsCheckInOptionsDatum(first.position.datum.value),
        )
        taken = check_ins_create.sync_detailed(client=client, body=first)
        again = check_ins_create.sync_detailed(client=client, body=first)
        first.note = "other"
        reused = check_ins_create.sync_detailed(client=client, body=first)
        assert isinstance(reused.parsed, Problem)  # noqa: S101  # tells the type checker
        return {
            "traveller": str(guest.traveller),
            "drama": slug,
            "places": [
                [place.slug, place.position.datum.value if place.position else None]
                for place in places.results
            ],
            "would_count": options.would_count,
            "taken": [taken.status_code, taken.parsed.result.value, taken.parsed.counted],
            "again": [again.status_code, again.parsed.result.value],
            "reused": [
                reused.status_code,
                reused.parsed.code,
                reused.headers["Content-Type"],
            ],
        }

    def record(self) -> Any:
        queue = Queue(self.queue_file)
        for visit in self.visits[1:]:
            queue.add(visit)
        return {"waiting": len(queue.waiting)}

    def sync(self) -> Any:
        queue = Queue(self.queue_file)
        try:
            outcome = queue.sync(self.signed_in(), patience_s=PATIENCE_S)
        except SignedOut:
            return {"signed_out": True, "waiting": len(queue.waiting)}
        done = [[str(result.id), result.http_status] for result in outcome.done]
        return {"done": done, "waiting": outcome.waiting, "want_consent": outcome.want_consent}

    def own_visits(self, client: AuthenticatedClient) -> list[str]:
        visits, cursor = [], UNSET
        while True:
            page = me_check_ins_list.sync(client=client, limit=50, cursor=cursor)
            visits += [str(visit.id) for visit in page.results]
            if not page.next_:
                return visits
            cursor = parse_qs(urlsplit(page.next_).query)["cursor"][0]

    def leave(self) -> Any:
        client = self.signed_in()
        passport = me_passport.sync(client=client)
        visits = self.own_visits(client)
        first = UUID(visits[0])
        note = PatchedCheckInChangesRequest(note="和妈妈一起")
        noted = me_check_ins_update.sync(first, client=client, body=note)
        removed = me_check_ins_destroy.sync_detailed(first, client=client)
        archive = me_export.sync(client=client)
        erased = me_destroy.sync_detailed(client=client)
        after = me_retrieve.sync_detailed(client=client)
        return {
            "totals": passport.totals.to_dict(),
            "stamps": [stamp.location.slug for stamp in passport.stamps],
            "visits": visits,
            "note": noted.note,
            "removed": removed.status_code,
            "exported": len(archive.check_ins),
            "tombstones": [str(gone.id) for gone in archive.deleted_check_ins],
            "erased": erased.status_code,
            "after": [after.status_code, after.parsed.code],
        }


if __name__ == "__main__":
    step, url, folder = sys.argv[1:]
    app = App(url, Path(folder))
    steps = {"arrive": app.arrive, "record": app.record, "sync": app.sync, "leave": app.leave}
    print(json.dumps(steps[step]()))
