"""The corpus of bench/cheats.py, small: cheats bring nothing home, honest visitors do."""

from typing import Any

import pytest

from bench.corpus import fakes, honest
from bench.corpus.run import Sent, Tally, Trace, corpus, held_back, lost, play, unrewarded
from checkins import rules
from checkins.situation import CheckCode

SEED, SIZE = 7, 0.12
CONDUCT = (
    *(CheckCode.SPEED_FROM_PREVIOUS, CheckCode.COPIED_POSITION, CheckCode.SHARED_DEVICE),
    *(CheckCode.SCRIPTED_ROUND, CheckCode.WEAK_TOGETHER, CheckCode.CODE_RELAY, CheckCode.MOCK),
    CheckCode.REPEATED_POSITION,
)


@pytest.fixture(scope="module")
def played() -> list[Tally]:
    return play(SEED, SIZE)


def test_the_corpus_reaches_its_goals(played: list[Tally]) -> None:
    assert unrewarded(played) >= 0.95
    assert held_back(played) <= 0.01
    assert lost(played) == 0


def test_every_kind_of_cheat_gains_little(played: list[Tally]) -> None:
    """What a rule must see several times passes that often; no kind gets more than that."""
    fakes = [one for one in played if not one.honest and not one.apart]
    assert len(fakes) == 14
    assert {
        one.kind: one.counted / one.sent for one in fakes if one.counted > 0.15 * one.sent
    } == {}


def test_what_is_shown_apart_is_named(played: list[Tally]) -> None:
    """Kept and explained if honest; and it is no secret that a patient cheat passes."""
    apart = {one.kind: one for one in played if one.apart}
    assert {kind for kind, one in apart.items() if one.honest} == {
        "app declares a wrong datum",
        "area pin, position alone",
        "coarse position by permission",
    }
    assert all(one.lost == 0 for one in apart.values())
    assert apart["patient cheat"].counted == apart["patient cheat"].sent


def test_the_same_seed_makes_the_same_corpus() -> None:
    traces = (fakes.teleport, honest.open_sky)
    one, other = (corpus(SEED, 0.01, traces) for _time in range(2))
    assert [_content(each) for each in one] == [_content(each) for each in other]
    assert [each.visit.fix for each in corpus(SEED + 1, 0.01, traces)] != [
        each.visit.fix for each in one
    ]


def _content(sent: Sent) -> tuple[Any, ...]:
    visit = sent.visit
    return visit.kind, visit.fix, visit.captured_at, visit.received_at, visit.traveller


def test_a_trace_is_either_of_honest_visitors_or_of_cheats() -> None:
    for traces, are_honest in ((honest.HONEST, True), (fakes.FAKES, False)):
        sent = corpus(SEED, 0.01, traces)
        assert {one.visit.honest for one in sent} == {are_honest}
        assert len({one.visit.kind for one in sent}) == len(traces)


def switch_off(code: CheckCode, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule stays in its place: one taken out comes back as the last, and its order is told."""
    monkeypatch.setitem(rules.RULES, code, lambda _situation: None)


def test_without_the_rules_the_goal_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the law was when nobody cheated."""
    for code in CONDUCT:
        switch_off(code, monkeypatch)
    assert unrewarded(play(SEED, SIZE)) < 0.5


@pytest.mark.parametrize(
    ("code", "trace"),
    [
        (CheckCode.SPEED_FROM_PREVIOUS, fakes.teleport),
        (CheckCode.COPIED_POSITION, fakes.copied_pin),
        (CheckCode.COPIED_POSITION, fakes.copied_coordinates),
        (CheckCode.SHARED_DEVICE, fakes.many_guests),
        (CheckCode.SCRIPTED_ROUND, fakes.pinned_rounds),
        (CheckCode.SCRIPTED_ROUND, fakes.regular_rounds),
        (CheckCode.SCRIPTED_ROUND, fakes.hasty_rounds),
        (CheckCode.CODE_RELAY, fakes.leaked_poster),
        (CheckCode.CODE_RELAY, fakes.relayed_code),
        (CheckCode.CODE_RELAY, fakes.code_from_afar),
        (CheckCode.MOCK, fakes.mocked),
        (CheckCode.REPEATED_POSITION, fakes.replayed_position),
    ],
)
def test_each_rule_is_needed(
    code: CheckCode, trace: Trace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_rule = unrewarded(play(SEED, 0.02, [trace]))
    switch_off(code, monkeypatch)
    assert unrewarded(play(SEED, 0.02, [trace])) < with_rule
