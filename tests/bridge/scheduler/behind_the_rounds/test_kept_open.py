"""Behind the last round: what the loop takes in a pool that is kept open, of whom the answer is about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from parloop_gui.bridge.host.span_store import SpansFiles
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.engine.protocol.kinds import EffectKind
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect, Proof
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.report.report import report
from parloop_gui.model.source.parsed import parse
from parloop_gui.model.user_code.program_loop import loop_at
from tests.bridge.scheduler.test_conductor_preflight import FINE, MadeUp
from tests.helpers.engines.conducting import FAST, conducting
from tests.helpers.engines.mock_engine import MockEngine, plan

EVERYONE = ("thread", "thread-pool-executor", "process", "process-pool", "process-pool-executor")


def compare(made: Plan, engine: MockEngine, folder: Path, **more: Any) -> Comparison:
    conductor, _ = conducting(made, engine, spans=SpansFiles(folder), **more)
    return conductor.run()


def kept(engine: MockEngine) -> list[str]:
    return [spec.strategy for spec in engine.specs if spec.kept_open]


def own(effects: tuple[EffectKind, ...]) -> tuple[Plan, MadeUp]:
    """A loop of the user's whose tasks were seen to do that."""
    loop = LoopSpec("user", "f", 20, path="/nowhere/f.py", function="f")
    return replace(plan(*EVERYONE), loop=loop), MadeUp(own=replace(FINE, effects=effects))


def test_that_the_named_one_and_the_best_pool_of_each_family_are_kept_open(tmp_path: Path) -> None:
    engine = MockEngine(FAST)
    comparison = compare(plan(*EVERYONE), engine, tmp_path)
    assert set(kept(engine)) == {"process-pool-executor", "thread-pool-executor"}
    last = [spec.kept_open for spec in engine.specs][-2:]
    assert last == [True, True]
    by_strategy = {row.contestant.strategy: row for row in comparison.rows}
    assert by_strategy["process-pool-executor"].kept_open_s == pytest.approx(0.8 * FAST["process-pool-executor"])
    assert by_strategy["process"].kept_open_s is None


def test_that_it_counts_for_nothing_else(tmp_path: Path) -> None:
    engine = MockEngine(FAST)
    comparison = compare(plan(rounds=2), engine, tmp_path)
    assert {row.rounds for row in comparison.rows} == {2}
    assert len(comparison.kept_open) == 2
    assert not set(comparison.kept_open) & set(comparison.runs)


def test_that_it_is_told_and_kept_in_documents(tmp_path: Path) -> None:
    comparison = compare(plan(), MockEngine(FAST), tmp_path)
    told = dict(report(comparison).kept_open)
    assert told["ProcessPoolExecutor"] == "kept open: 2.5×, 40 ms"
    again = decode(encode(to_document(comparison))).comparison
    assert [row.kept_open_s for row in again.rows] == [row.kept_open_s for row in comparison.rows]
    assert report(again).kept_open == report(comparison).kept_open


@pytest.mark.parametrize(("effects", "expected"), [((), True), (("writes",), False), (("network", "programs"), False)])
def test_that_a_loop_with_effects_is_never_repeated_for_it(
    effects: tuple[EffectKind, ...], expected: bool, tmp_path: Path
) -> None:
    made, preflight = own(effects)
    engine = MockEngine(FAST)
    compare(made, engine, tmp_path, preflight=cast("Preflight", preflight))
    assert bool(kept(engine)) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"proof": Proof("proven"), "arrival": Arrival()}, True),
        ({"proof": Proof("proven"), "arrival": Arrival(in_loop=(Effect("writes", "a.txt"),))}, False),
        ({"proof": Proof("proven"), "arrival": Arrival(effects=(Effect("writes", "a.txt"),))}, True),
        ({"proof": Proof("threads-only"), "arrival": Arrival()}, False),
        ({"proof": Proof("unproven", why="slow"), "arrival": Arrival()}, False),
        ({"proof": Proof("proven"), "arrival": Arrival(), "effects": ("network",)}, False),
    ],
)
def test_that_a_program_s_loop_is_repeated_where_its_passes_are_proven_and_leave_nothing(
    facts: dict[str, Any], expected: bool, tmp_path: Path
) -> None:
    made = replace(plan(*EVERYONE), loop=LoopSpec("program", "f", 20, path="/nowhere/f.py"))
    preflight = MadeUp(own=replace(FINE, **facts))
    engine = MockEngine(FAST)
    compare(made, engine, tmp_path, preflight=cast("Preflight", preflight))
    assert bool(kept(engine)) is expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [("total = sum(map(pow, range(20), range(20)))", True), ("found = any(pow(n, 2) > 3 for n in range(20))", False)],
)
def test_that_a_loop_that_ends_at_a_match_has_no_second_one_in_the_same_pool(
    ends: str, expected: bool, tmp_path: Path
) -> None:
    loop = replace(loop_at(parse(f"{ends}\n", tmp_path / "mine.py"), 1), items=20)
    made = replace(plan(*EVERYONE), loop=loop)
    preflight = MadeUp(own=replace(FINE, proof=Proof("proven"), arrival=Arrival()))
    engine = MockEngine(FAST)
    compare(made, engine, tmp_path, preflight=cast("Preflight", preflight))
    assert bool(kept(engine)) is expected


def test_that_a_loop_that_nobody_tried_is_not_repeated_either(tmp_path: Path) -> None:
    made, _ = own(())
    engine = MockEngine(FAST)
    compare(made, engine, tmp_path)
    assert kept(engine) == []


def test_that_there_is_none_where_the_time_is_used_up(tmp_path: Path) -> None:
    engine = MockEngine(dict.fromkeys(FAST, 4.0), steps=20)
    compare(plan(items=2), engine, tmp_path)
    assert kept(engine) == []
