"""Codes at a place, through the write: what each proves, once, and how guessing ends."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Traveller, User
from checkins import site_code
from checkins.models import CheckIn, CodeGuesses, CodeUse, PrintedCode, RotatingKey
from checkins.services import (
    Result,
    delete_check_in,
    replace_printed_code,
    replace_rotating_key,
    survey_location,
)
from locations.models import Location
from tests import make
from tests.checkins.visits import NOON, fix, request, visit
from tourmap.api.problems import Code, Refusal

URL = "/api/v1/check-ins/"
STEP = timedelta(seconds=30)


@pytest.fixture
def gate(editor_a: User) -> Location:
    return make.location("gate")


@pytest.fixture
def printed(gate: Location, editor_a: User) -> PrintedCode:
    return replace_printed_code(location=gate, by=editor_a, now=NOON)


@pytest.fixture
def key(gate: Location, editor_a: User) -> RotatingKey:
    return replace_rotating_key(location=gate, by=editor_a, now=NOON)


def shown(key: RotatingKey, at: datetime = NOON) -> str:
    """What the screen shows, as it shows it."""
    step = site_code.step_of(at)
    return site_code.grouped(site_code.rotating_code(key.key, key.location_id, step))


def by_code(person: Traveller, place: Location, *codes: str, **values: Any) -> CheckIn:
    return visit(person, place, **({"fix": None, "codes": codes} | values)).check_in


def found(row: CheckIn) -> tuple[str, str]:
    """The grade, and what the code turned out to be."""
    return row.status, next(check["reason"] for check in row.checks if check["code"] == "code")


def test_a_printed_code_alone_is_probable_and_counts(gate: Location, printed: PrintedCode) -> None:
    person = make.traveller(consent=False)
    row = by_code(person, gate, printed.grouped.lower())
    assert found(row) == ("probable", "printed")
    assert (row.counted, row.rewards, row.lat) == (True, ["first_visit"], None)
    assert found(by_code(make.traveller(), gate, "x", printed.value)) == ("probable", "printed")


def test_a_rotating_code_alone_is_verified(gate: Location, key: RotatingKey) -> None:
    person = make.traveller(consent=False)
    row = by_code(person, gate, shown(key))
    assert (*found(row), row.counted) == ("verified", "rotating", True)
    assert CodeUse.objects.get().check_in == row


@pytest.mark.parametrize(
    ("off", "outcome", "measured"),
    [
        (-1, ("verified", "rotating"), None),
        (1, ("verified", "rotating"), None),
        (-2, ("unverified", "stale"), 60),
        (2, ("unverified", "stale"), 60),
        (20, ("unverified", "stale"), 600),
        (21, ("unverified", "wrong"), None),
    ],
)
def test_the_screen_may_be_one_step_off(
    gate: Location, key: RotatingKey, traveller: Traveller, off: int, outcome: Any, measured: Any
) -> None:
    row = by_code(traveller, gate, shown(key, NOON + off * STEP), now=NOON)
    assert found(row) == outcome
    assert row.checks[-1]["measured"] == measured


def test_a_visit_that_comes_late_is_judged_by_the_time_it_was_made(
    gate: Location, key: RotatingKey, traveller: Traveller
) -> None:
    late = {"captured_at": NOON, "now": NOON + timedelta(days=29)}
    assert found(by_code(traveller, gate, shown(key), **late)) == ("verified", "rotating")
    other = make.traveller()
    today = shown(key, NOON + timedelta(days=29))
    assert found(by_code(other, gate, today, **late)) == ("unverified", "wrong")
    with pytest.raises(Refusal) as refused:
        by_code(other, gate, shown(key), now=NOON + timedelta(days=31))
    assert refused.value.code is Code.TOO_LATE


def test_a_phone_whose_clock_is_minutes_off_is_held_against_ours(
    gate: Location, key: RotatingKey, traveller: Traveller
) -> None:
    behind = {"captured_at": NOON - timedelta(minutes=4), "now": NOON}
    assert found(by_code(traveller, gate, shown(key), **behind)) == ("verified", "rotating")


def test_a_rotating_code_is_used_once_by_each(
    gate: Location, key: RotatingKey, traveller: Traveller
) -> None:
    first = by_code(traveller, gate, shown(key))
    again = by_code(traveller, gate, shown(key))
    assert found(again) == ("unverified", "used")
    delete_check_in(traveller=traveller, id=first.pk, now=NOON)
    assert found(by_code(traveller, gate, shown(key))) == ("unverified", "used")
    assert found(by_code(make.traveller(), gate, shown(key))) == ("verified", "rotating")
    assert CodeUse.objects.count() == 2


def test_the_same_request_again_is_a_replay_and_uses_nothing(
    gate: Location, key: RotatingKey, traveller: Traveller
) -> None:
    sent: dict[str, Any] = {"id": uuid4(), "fix": None, "codes": (shown(key),)}
    assert visit(traveller, gate, **sent).result is Result.CREATED
    assert visit(traveller, gate, **sent).result is Result.REPLAYED
    assert CodeUse.objects.count() == 1


def test_a_replaced_code_stops_at_once_and_who_replaced_it_is_kept(
    gate: Location, printed: PrintedCode, key: RotatingKey, traveller: Traveller, editor_a: User
) -> None:
    later = NOON + timedelta(hours=1)
    new = replace_printed_code(location=gate, by=editor_a, now=later)
    replace_rotating_key(location=gate, by=editor_a, now=later)
    assert found(by_code(traveller, gate, printed.value)) == ("unverified", "replaced")
    assert found(by_code(traveller, gate, shown(key))) == ("unverified", "wrong")
    assert found(by_code(traveller, gate, new.value)) == ("probable", "printed")
    old = PrintedCode.objects.get(pk=printed.pk)
    assert (old.replaced_at, old.replaced_by, old.made_by) == (later, editor_a, editor_a)
    assert PrintedCode.objects.in_use().get() == new


def test_the_code_of_another_place_says_so_and_does_not_name_it(
    printed: PrintedCode, traveller: Traveller, editor_a: User
) -> None:
    other = make.location("secret-garden", name_hans="秘园", name_en="Secret Garden")
    assert found(by_code(traveller, other, printed.value)) == ("unverified", "none_in_use")
    replace_printed_code(location=other, by=editor_a, now=NOON)
    row = by_code(make.traveller(), other, printed.value)
    assert found(row) == ("unverified", "elsewhere")
    assert "gate" not in str(row.checks)


def test_a_code_lifts_a_weak_position(
    gate: Location, printed: PrintedCode, traveller: Traveller
) -> None:
    weak = by_code(traveller, gate, printed.value, fix=fix(42, accuracy_m=None))
    assert (weak.status, weak.distance_m) == ("verified", 42)
    far = by_code(make.traveller(), gate, printed.value, fix=fix(1_500))
    assert found(far) == ("probable", "printed")
    elsewhere = by_code(make.traveller(), gate, printed.value, fix=fix(4_000))
    assert found(elsewhere) == ("unverified", "printed")


def test_a_survey_later_keeps_what_the_code_proved(
    gate: Location, editor_a: User, key: RotatingKey, traveller: Traveller
) -> None:
    row = by_code(traveller, gate, shown(key, NOON + 5 * STEP), fix=fix(4_000))
    assert found(row) == ("unverified", "stale")
    survey_location(
        location=gate, by=editor_a, point_wgs84=fix(4_000).point, accuracy_m=5, now=NOON + 9 * STEP
    )
    row.refresh_from_db()
    assert found(row) == ("verified", "stale")
    assert row.checks[-1]["measured"] == 150


@pytest.mark.usefixtures("noon")
def test_guessing_ends_after_ten_wrong_codes(gate: Location, printed: PrintedCode) -> None:
    phone = make.app_of(make.traveller())

    def send(code: str, **values: Any) -> Any:
        proof = [{"type": "code", "value": code}]
        return phone.post(URL, request(id=str(uuid4()), position=None, proof=proof) | values)

    assert {send(f"GUESS-{n}").status_code for n in range(10)} == {201}
    for code in ("GUESS", printed.value):
        answer = send(code)
        assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
        assert (answer.json()["code"], answer.json()["retry_after_s"]) == ("throttled", 3600)
        assert "60 分钟" in answer.json()["detail"]
        assert code not in answer.content.decode()
    assert phone.post(URL, request(id=str(uuid4()))).status_code == 201  # by position
    assert found(by_code(make.traveller(), gate, printed.value)) == ("probable", "printed")
    assert CodeGuesses.objects.get().wrong == 10


def test_the_limit_is_over_after_an_hour(
    gate: Location, printed: PrintedCode, traveller: Traveller
) -> None:
    for _ in range(2):
        by_code(traveller, gate, *(f"{n}" for n in range(5)))
    with pytest.raises(Refusal) as refused:
        by_code(traveller, gate, printed.value)
    assert (refused.value.code, refused.value.numbers) == (
        Code.THROTTLED,
        {"retry_after_s": 3600},
    )
    later = NOON + timedelta(hours=1, seconds=2)
    assert found(by_code(traveller, gate, "wrong", captured_at=later)) == ("unverified", "wrong")
    assert CodeGuesses.objects.get().wrong == 1
    other = make.location("other")
    assert by_code(traveller, other, "x").status == "unverified"


def test_guesses_of_many_stop_those_who_guess_and_nobody_else(
    gate: Location, printed: PrintedCode, traveller: Traveller
) -> None:
    crowd = make.traveller()
    CodeGuesses.objects.create(traveller=crowd, location=gate, since=NOON, wrong=1_000)
    assert found(by_code(traveller, gate, "typo")) == ("unverified", "wrong")
    with pytest.raises(Refusal):
        by_code(traveller, gate, printed.value)
    assert found(by_code(make.traveller(), gate, printed.value)) == ("probable", "printed")


@pytest.mark.usefixtures("noon")
def test_the_preflight_says_what_can_prove_a_visit(
    gate: Location, editor_a: User, api: Any
) -> None:
    url = "/api/v1/locations/gate/check-in-options/"
    assert api.get(url).json()["proofs"] == ["position"]
    replace_printed_code(location=gate, by=editor_a, now=NOON)
    assert api.get(url).json()["proofs"] == ["position", "printed_code"]
    key = replace_rotating_key(location=gate, by=editor_a, now=NOON)
    assert api.get(url).json()["proofs"] == ["position", "printed_code", "rotating_code"]
    for path in (url, "/api/v1/locations/gate/"):
        answer = api.get(path).content.decode()
        assert PrintedCode.objects.get().value not in answer
        assert shown(key) not in answer


def test_the_store_holds_no_key(key: RotatingKey) -> None:
    assert bytes(RotatingKey.objects.get().seed) != key.key
    assert (len(bytes(key.seed)), len(key.key)) == (32, 32)


@pytest.mark.parametrize("model", [PrintedCode, RotatingKey])
def test_one_code_of_each_kind_is_in_use(gate: Location, model: Any) -> None:
    model.objects.create(location=gate, made_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(location=gate, made_at=NOON)
    model.objects.create(location=gate, made_at=NOON, replaced_at=NOON)


def test_a_printed_code_means_one_place(gate: Location) -> None:
    PrintedCode.objects.create(location=gate, made_at=NOON, value="SAME", replaced_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedCode.objects.create(location=make.location(), made_at=NOON, value="SAME")


def test_a_step_is_used_once_whatever_goes_round_the_service(
    gate: Location, traveller: Traveller
) -> None:
    once = {"traveller": traveller, "location": gate, "step": 1}
    CodeUse.objects.create(**once)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeUse.objects.create(**once)
    CodeGuesses.objects.create(traveller=traveller, location=gate, since=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeGuesses.objects.create(traveller=traveller, location=gate, since=NOON)
