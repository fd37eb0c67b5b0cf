"""The clients of clients/ on a bad line: what the server has in the end is what happened."""

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.clients.bad_line import Line, bad_line
from tests.clients.generated import needs_node, python_journey, typescript_journey
from tests.journey.site import ROOT, Site, environment_of, free_port
from tests.memory import in_memory
from tests.stores import on_one_store

pytestmark = [pytest.mark.served, pytest.mark.xdist_group("clients"), on_one_store]

CHENGDU = ZoneInfo("Asia/Shanghai")
PLACES = ["jinli", "wuhouci", "dufu-caotang", "qingyang-gong", "jinsha"]  # pins known well enough
CODED = "qinglong-laojie"
DAYS = 24
GUESSES = 12  # ten are taken in an hour, then the place takes no code from her: 429
PRINTS = """
from django.utils import timezone
from accounts.models import User
from checkins.services import replace_printed_code
from locations.models import Location
place = Location.objects.get(slug="qinglong-laojie")
replace_printed_code(location=place, by=User.objects.get(username="admin"), now=timezone.now())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("clients")
    with in_memory() as data:
        made = Site(folder, environment_of(folder) | {"TOURMAP_DATA_DIR": data}, free_port())
        made.start()
        printing = [sys.executable, "manage.py", "shell", "--no-imports", "-c", PRINTS]
        subprocess.run(printing, cwd=ROOT, env=made.environment, check=True, capture_output=True)
        yield made
        made.stop()


@pytest.fixture
def line(site: Site) -> Iterator[Line]:
    with bad_line(site.url, seed=20261123) as line:
        yield line


class Traveller:
    """`visits` are her check-ins in the order she made them; `truth` those that have to count."""

    def __init__(self, site: Site) -> None:
        self.rng = random.Random(7)  # noqa: S311  # a fixed world, no secret
        self.truth: set[tuple[str, str]] = set()
        self.visits: list[dict[str, Any]] = []
        self.gates = {slug: self._gate(site, slug) for slug in PLACES}
        now = datetime.now(UTC).astimezone(CHENGDU).replace(microsecond=0)
        self.visit("jinli", now)
        for back in range(1, DAYS + 1):
            for index, slug in enumerate(PLACES):
                at = self.rng.randrange(7_200)  # nobody comes to the minute every day
                day = (now - timedelta(days=back)).replace(hour=9 + 2 * index, minute=at // 120)
                self.visit(slug, day)
        self.visit("jinli", now - timedelta(days=1))  # a second time on that day: counts once
        self.lost_place = self.add("nowhere-at-all", now, position=self.position("jinli"))
        guess = {"type": "code", "value": "0000-0000-0000"}
        self.guesses = [self.add(CODED, now, proof=[guess]) for _each in range(GUESSES)]

    def _gate(self, site: Site, slug: str) -> dict[str, Any]:
        place = httpx.get(f"{site.url}/api/v1/locations/{slug}/?datum=gcj02").json()
        gate: dict[str, Any] = place["position"]
        return gate

    def position(self, slug: str) -> dict[str, Any]:
        """As a receiver has it: never twice the same, nor equally sure."""
        gate = self.gates[slug]
        return {
            "lat": round(gate["lat"] + self.rng.gauss(0, 1e-4), 7),
            "lng": round(gate["lng"] + self.rng.gauss(0, 1e-4), 7),
            "datum": "gcj02",
            "accuracy_m": round(self.rng.uniform(6, 40), 1),
        }

    def visit(self, slug: str, at: datetime) -> None:
        self.add(slug, at, position=self.position(slug))
        self.truth.add((slug, at.date().isoformat()))

    def add(self, slug: str, at: datetime, **values: Any) -> str:
        id = str(uuid4())
        self.visits.append({"id": id, "location": slug, "captured_at": at.isoformat()} | values)
        return id


class App:
    """A journey program with its folder; each step is a process of its own, as apps are killed."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.command, self.folder = command, folder

    def start(self, step: str, url: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*self.command, step, url, str(self.folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, step: str, url: str) -> Any:
        process = self.start(step, url)
        said, wrong = process.communicate(timeout=120)
        assert process.returncode == 0, wrong
        return json.loads(said)

    def waiting(self) -> list[str]:
        return [each["item"]["id"] for each in json.loads((self.folder / "queue.json").read_text())]


def rows(site: Site, sql: str, *values: Any) -> list[Any]:
    store = Path(site.environment["TOURMAP_DATA_DIR"]) / "tourmap.sqlite3"
    with sqlite3.connect(store) as connection:
        return connection.execute(sql, values).fetchall()


def kept(site: Site, traveller: str) -> dict[str, tuple[str, str, bool]]:
    """`{id: (place, day, counted)}` of what the server has."""
    found = rows(
        site,
        "SELECT c.id, l.slug, c.local_date, c.counted FROM checkins_checkin c"
        " JOIN locations_location l ON l.id = c.location_id WHERE c.traveller_id = ?",
        UUID(traveller).hex,
    )
    return {str(UUID(id)): (slug, day, bool(counted)) for id, slug, day, counted in found}


def counted(there: dict[str, tuple[str, str, bool]]) -> list[tuple[str, str]]:
    return sorted((slug, day) for slug, day, counts in there.values() if counts)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(python_journey, id="python"),
        pytest.param(typescript_journey, id="typescript", marks=needs_node),
    ],
)
def test_a_client_on_a_bad_line_ends_with_exactly_the_visits_that_happened(
    site: Site, line: Line, tmp_path: Path, make: Callable[[Path], list[str]]
) -> None:
    her = Traveller(site)
    app = App(make(tmp_path), tmp_path)
    (tmp_path / "visits.json").write_text(json.dumps(her.visits))

    seen = app.run("arrive", site.url)
    _arrived(seen)
    queued = [visit["id"] for visit in her.visits[1:]]
    assert app.run("record", "http://127.0.0.1:1") == {"waiting": len(queued)}
    assert app.waiting() == queued

    _killed_with_its_answer_on_the_way(app, line)
    assert app.waiting() == queued
    there = kept(site, seen["traveller"])
    assert len(there) > 1, "the server has what the app does not know of"
    assert counted(there) != sorted(her.truth), "and what is still missing would be noticed"

    answered = _synced(app, line)
    waits = app.waiting()
    assert set(waits) < set(her.guesses), "429 is not for good"
    assert len(waits) == GUESSES - 10
    assert set(answered) == set(queued) - set(waits)
    refused = {id: status for id, status in answered.items() if status not in {200, 201}}
    assert refused == {her.lost_place: 400}

    there = kept(site, seen["traveller"])
    assert set(there) == {visit["id"] for visit in her.visits} - {her.lost_place, *waits}
    assert counted(there) == sorted(her.truth)
    sizes = [len(json.loads(body)["items"]) for body in line.bodies if b'"items"' in body]
    assert 50 < max(sizes) <= 100
    assert len(set(line.fates) - {"well"}) >= 3, line.fates

    line.is_bad = False
    there |= _kept_until_she_agrees(app, site, line, her, seen["traveller"], len(waits))
    _left(app.run("leave", line.url), her, there)
    assert kept(site, seen["traveller"]) == {}
    app.run("record", line.url)
    left = len(waits) + len(her.visits) - 1
    assert app.run("sync", line.url) == {"signed_out": True, "waiting": left}, "nothing is lost"


def _arrived(seen: dict[str, Any]) -> None:
    assert seen["drama"] == "jia-li-jia-wai"
    assert ["qinglong-laojie", "gcj02"] in seen["places"]
    assert seen["would_count"] is True
    assert seen["taken"] == [201, "created", True]
    assert seen["again"] == [200, "replayed"]
    assert seen["reused"] == [422, "id_reused", "application/problem+json"]


def _killed_with_its_answer_on_the_way(app: App, line: Line) -> None:
    line.holds_back.set()
    process = app.start("sync", line.url)
    assert line.arrived.wait(timeout=60)
    process.kill()
    process.communicate()
    line.holds_back.clear()


def _synced(app: App, line: Line) -> dict[str, int]:
    """What was answered for good, until nothing is left that is due."""
    answered: dict[str, int] = {}
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        said = app.run("sync", line.url)
        answered |= dict(said["done"])
        if said["waiting"] == GUESSES - 10:
            return answered
    raise AssertionError(f"not done in time: {line.fates}")


def _kept_until_she_agrees(
    app: App, site: Site, line: Line, her: Traveller, traveller: str, waits: int
) -> dict[str, tuple[str, str, bool]]:
    """A new policy, or a consent withdrawn elsewhere: the visits made meanwhile are not lost."""
    late = datetime.now(UTC).astimezone(CHENGDU) - timedelta(days=26)
    her.visit("wuhouci", late.replace(hour=15, minute=7, microsecond=0))
    made = her.visits[-1]
    (app.folder / "visits.json").write_text(json.dumps([her.visits[0], made]))
    token = {"Authorization": f"Token {(app.folder / 'token').read_text()}"}
    consents = f"{site.url}/api/v1/me/consents/"
    assert httpx.delete(f"{consents}precise_position/", headers=token).status_code == 204
    app.run("record", line.url)
    for _time in range(2):
        said = app.run("sync", line.url)
        assert said == {"done": [], "waiting": waits + 1, "want_consent": 1}
    consent = {"purpose": "precise_position", "policy_version": "2026-11"}
    assert httpx.post(consents, headers=token, json=consent).status_code == 201
    said = app.run("sync", line.url)
    assert said == {"done": [[made["id"], 201]], "waiting": waits, "want_consent": 0}
    (app.folder / "visits.json").write_text(json.dumps(her.visits))
    return {made["id"]: kept(site, traveller)[made["id"]]}


def _left(seen: dict[str, Any], her: Traveller, there: dict[str, Any]) -> None:
    assert seen["totals"]["visits"] == len(her.truth)
    assert sorted(seen["stamps"]) == sorted(PLACES)
    assert sorted(seen["visits"]) == sorted(there)
    assert (seen["note"], seen["removed"]) == ("和妈妈一起", 204)
    assert (seen["exported"], len(seen["tombstones"])) == (len(there) - 1, 1)
    assert (seen["erased"], seen["after"]) == (204, [401, "invalid_token"])
