"""64 threads at one barrier, each with a connection of its own: nothing is counted twice."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from accounts.models import Traveller
from checkins.models import (
    CheckIn,
    CodeGuesses,
    CodeUse,
    LocationTally,
    PrintedCode,
    RotatingKey,
    Stamp,
)
from checkins.services import (
    Attempt,
    check_in,
    delete_check_in,
    recount,
    recounting,
    survey_location,
)
from checkins.services.ledger import count_visit
from checkins.site_code import rotating_code, step_of
from locations.models import Location
from tests import make
from tests.checkins.visits import GATE, NOON, attempt, fix
from tourmap.api.problems import Refusal

THREADS = 64
ROUNDS = range(3)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_real_store() -> None:
    name = str(connection.settings_dict["NAME"])
    assert connection.vendor == "postgresql" or "memory" not in name, "threads need a file"


def standing(place: Location, number: int) -> Attempt:
    """Everybody stands somewhere else: one position of many is a copied one."""
    return attempt(place, fix=fix(10 + number))


def at_once(deeds: list[Callable[[], Any]]) -> list[str]:
    """Starts all of them at the same moment; the word for what became of each."""
    barrier = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> str:
        connection.ensure_connection()
        barrier.wait()
        try:
            return str(deed())
        except Refusal as refusal:
            return str(refusal.code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def sending(traveller: Traveller, attempts: list[Attempt]) -> list[Callable[[], Any]]:
    def send(made: Attempt) -> str:
        return check_in(traveller=traveller, attempt=made, now=NOON).result

    return [lambda made=made: send(made) for made in attempts]


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_rotating_code_sent_64_times_at_once_is_used_once(_round: int) -> None:
    traveller, gate = make.traveller(), make.location()
    key = RotatingKey.objects.create(location=gate, made_at=NOON)
    code = rotating_code(key.key, gate.pk, step_of(NOON))
    at_once(sending(traveller, [attempt(gate, fix=None, codes=(code,)) for _ in range(THREADS)]))
    assert CodeUse.objects.count() == CheckIn.objects.counted().count() == 1
    found = Counter(row.checks[0]["reason"] for row in CheckIn.objects.all())
    assert found == {"rotating": 1, "used": THREADS - 1}


@pytest.mark.parametrize("_round", ROUNDS)
def test_64_guesses_at_once_are_ten_guesses(_round: int) -> None:
    traveller, gate = make.traveller(), make.location()
    PrintedCode.objects.create(location=gate, made_at=NOON)
    tries = [attempt(gate, fix=None, codes=(f"{n}",)) for n in range(THREADS)]
    outcomes = Counter(at_once(sending(traveller, tries)))
    assert outcomes == {"created": 10, "throttled": THREADS - 10}
    assert CodeGuesses.objects.get().wrong == 10


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_same_id_from_64_threads_is_made_once(_round: int) -> None:
    traveller, gate = make.traveller(), make.location()
    made = attempt(gate)
    outcomes = Counter(at_once(sending(traveller, [made] * THREADS)))
    assert outcomes == {"created": 1, "replayed": THREADS - 1}
    assert CheckIn.objects.count() == Stamp.objects.count() == 1
    assert recount() == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_64_ids_on_the_same_day_count_once(_round: int) -> None:
    traveller, gate = make.traveller(), make.location()
    attempts = [attempt(gate, id=uuid4()) for _thread in range(THREADS)]
    outcomes = Counter(at_once(sending(traveller, attempts)))
    assert outcomes == {"created": 1, "already_today": THREADS - 1}
    assert CheckIn.objects.counted().count() == 1
    assert LocationTally.objects.values_list("visits", "visitors").get() == (1, 1)
    assert recount() == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_same_id_with_other_content_is_taken_once(_round: int) -> None:
    traveller, gate = make.traveller(), make.location()
    id = uuid4()
    attempts = [attempt(gate, id=id, note=str(number)) for number in range(THREADS)]
    outcomes = Counter(at_once(sending(traveller, attempts)))
    assert outcomes == {"created": 1, "id_reused": THREADS - 1}
    assert CheckIn.objects.count() == 1
    assert recount() == []


def test_the_same_id_from_64_travellers_belongs_to_one() -> None:
    gate = make.location()
    made = attempt(gate)
    deeds = [sending(make.traveller(), [made])[0] for _thread in range(THREADS)]
    assert Counter(at_once(deeds)) == {"created": 1, "id_reused": THREADS - 1}
    assert recount() == []


def test_64_travellers_at_one_place_are_all_counted() -> None:
    gate = make.location()
    deeds = [sending(make.traveller(), [standing(gate, n)])[0] for n in range(THREADS)]
    assert Counter(at_once(deeds)) == {"created": THREADS}
    assert LocationTally.objects.values_list("visits", "visitors").get() == (THREADS, THREADS)
    assert recount() == []


def test_a_survey_among_arriving_visits_leaves_none_behind() -> None:
    """Whether a visit comes before or after the survey, it counts in the end."""
    area = make.location(pin_quality="area", pin_accuracy_m=2_500)
    bureau = make.bureau("meishan", make.meishan())
    editor = make.editor("editor", bureau)
    deeds = [sending(make.traveller(), [standing(area, n)])[0] for n in range(31)]

    def survey() -> str:
        survey_location(location=area, by=editor, point_wgs84=GATE, accuracy_m=5, now=NOON)
        return "surveyed"

    outcomes = Counter(at_once([*deeds[:15], survey, *deeds[15:]]))
    assert outcomes == {"created": 31, "surveyed": 1}
    assert CheckIn.objects.counted().count() == 31
    assert recount() == []


def test_edits_surveys_deletions_and_visits_wait_for_each_other_and_all_end() -> None:
    """Their locks are taken in one order, so none of them is broken off as a deadlock."""
    area = make.location(pin_quality="area", pin_accuracy_m=2_500)
    gate = make.location(lat=30.3151)
    editor = make.editor("editor", make.bureau("meishan", make.meishan()))
    people = [make.traveller() for _each in range(12)]
    made = [
        check_in(traveller=one, attempt=standing(gate, n), now=NOON) for n, one in enumerate(people)
    ]

    def edit() -> str:
        Location.objects.get(pk=area.pk).save(update_fields=["note_en"])
        return "edited"

    def survey(place: Location = area) -> str:
        here = Location.objects.get(pk=place.pk)
        survey_location(location=here, by=editor, point_wgs84=GATE, accuracy_m=5, now=NOON)
        return "surveyed"

    def remove(number: int) -> str:
        delete_check_in(traveller=people[number], id=made[number].check_in.pk, now=NOON)
        return "deleted"

    visits = [sending(one, [standing(area, 12 + n)])[0] for n, one in enumerate(people)]
    deletions = [lambda number=number: remove(number) for number in range(len(people))]
    mixed = zip(visits, deletions, [edit, survey, lambda: survey(gate)] * 4, strict=True)
    outcomes = Counter(at_once([deed for deeds in mixed for deed in deeds]))
    assert outcomes == {"created": 12, "deleted": 12, "edited": 4, "surveyed": 8}
    assert CheckIn.objects.counted().count() == 12
    assert recount() == []


def test_the_constraint_decides_even_where_nothing_waits() -> None:
    """Without the locks the store itself still refuses a second counted visit."""
    traveller, gate = make.traveller(), make.location()
    check_in(traveller=traveller, attempt=attempt(gate), now=NOON)
    other = check_in(traveller=traveller, attempt=attempt(gate, fix=fix(4_000)), now=NOON)
    row = other.check_in
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.filter(pk=row.pk).update(status="verified", counted=True)
    row.status = "verified"
    row.save()
    with transaction.atomic():
        assert count_visit(row) is False
    assert recount() == []


def test_a_visit_in_the_middle_of_a_recount_is_no_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip(
            "On SQLite nothing can come in between: a recount holds the only writer's place."
        )
    gate = make.location()
    check_in(traveller=make.traveller(), attempt=standing(gate, 1), now=NOON)
    late = sending(make.traveller(), [standing(gate, 2)])
    kept = recounting._kept_stamps

    def kept_after_a_visit() -> Any:
        assert at_once(late) == ["created"]
        return kept()

    monkeypatch.setattr(recounting, "_kept_stamps", kept_after_a_visit)
    assert recount(fix=True) == []
    monkeypatch.undo()
    assert Stamp.objects.count() == 2
    assert recount() == []
