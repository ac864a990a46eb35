"""How much slower a loop is than it was: what a gate fails by, passes by, and what it can't tell."""

from __future__ import annotations

import math
from random import Random

import pytest

from parloop_gui.model.plan.plan import Against, AgainstKind, Plan, gated
from parloop_gui.model.statistics.change import Change, change_of, change_race
from parloop_gui.model.statistics.wall_times import WallTimes
from tests.helpers.engines.mock_engine import plan

NOISE = 0.05
ROUNDS = 60


def against(gate: float | None = 0.05, kind: AgainstKind = "file", walls: tuple[float, ...] = ()) -> Plan:
    return plan("thread-pool", against=Against("old.py", kind, gate, recorded_walls_s=walls))


def wall_times(slower: float, rounds: int = ROUNDS, noise: float = NOISE, seed: int = 1) -> WallTimes:
    """Both versions, in rounds whose spells meet both alike."""
    now, before = gated(against())
    chance = Random(seed)
    spells = [chance.gauss(0.0, 0.3) for _ in range(rounds)]
    return {
        now: {at + 1: spell + math.log1p(slower) + chance.gauss(0.0, noise) for at, spell in enumerate(spells)},
        before: {at + 1: spell + chance.gauss(0.0, noise) for at, spell in enumerate(spells)},
    }


def change(gate: float | None, *args: float, **named: float) -> Change:
    found = change_of(against(gate), wall_times(*args, **named))  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("gate", "slower", "rounds", "kind"),
    [
        (0.05, 0.15, ROUNDS, "slower"),
        (0.05, 0.0, ROUNDS, "not-slower"),
        (0.05, -0.2, ROUNDS, "faster"),
        (0.05, 0.0, 6, "not-told"),  # six pairs resolve no 5%
        (0.50, 0.15, ROUNDS, "not-slower"),  # slower, and not by what was asked
        (None, 0.15, ROUNDS, "slower"),
        (None, -0.15, ROUNDS, "faster"),
        (None, 0.0, ROUNDS, "not-told"),
        (0.05, 0.0, 2, "not-told"),
    ],
)
def test_that_a_gate_tells(gate: float | None, slower: float, rounds: int, kind: str) -> None:
    assert change(gate, slower, rounds).kind == kind


def test_that_the_same_code_fails_one_gate_in_sixty_at_most_and_twice_the_change_is_found() -> None:
    """At a gate of what it can resolve, as the rounds themselves say."""
    finds = change(0.05, 0.0).finds
    same = [change(finds, 0.0, seed=seed).kind for seed in range(60)]
    twice = [change(finds, 2 * finds, seed=seed).kind for seed in range(60)]
    assert same.count("slower") <= 1
    assert twice.count("slower") >= 57


def test_that_spells_of_the_machine_are_not_taken_for_a_change() -> None:
    """They move both by 30% from round to round; a pair differs by 7%."""
    assert change(0.05, 0.0).finds < 0.05


def test_that_more_pairs_resolve_less() -> None:
    assert change(0.05, 0.0, 20).finds > change(0.05, 0.0, 200).finds


@pytest.mark.parametrize(("slower", "known_from"), [(0.3, 8), (0.0, 8)])
def test_that_it_goes_on_until_the_gate_has_its_answer_in_whole_blocks(slower: float, known_from: int) -> None:
    times = wall_times(slower, 40, noise=0.01)
    both = list(times)

    def known(rounds: int) -> bool:
        cut = {each: {at: log for at, log in own.items() if at <= rounds} for each, own in times.items()}
        return change_race(against(), both, cut).known

    assert [known(rounds) for rounds in range(known_from - 2, known_from + 3)] == [False, False, True, False, True]


def test_that_the_two_versions_of_a_strategy_alone_race() -> None:
    now, before = gated(against())
    assert set(change_race(against(), [now.plain, now, before.plain, before], {}).racing) == {now, before}


@pytest.mark.parametrize(("slower", "kind"), [(0.5, "slower"), (0.0, "not-slower")])
def test_that_recorded_walls_are_compared_without_pairs(slower: float, kind: str) -> None:
    now, before = gated(against())
    times = wall_times(slower, 100, noise=0.01)
    recorded = tuple(math.exp(log) for log in times[before].values())
    found = change_of(against(0.3, "document", recorded), {now: times[now]})
    assert found is not None
    assert found.kind == kind
    paired = change_of(against(0.3), times)
    assert paired is not None
    assert paired.finds < found.finds, "in one run they share the machine's spells"
