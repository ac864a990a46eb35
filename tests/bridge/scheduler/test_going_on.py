"""A comparison that is over goes on: its rounds are kept, the same order goes on, nothing is begun anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.bridge.scheduler.order import turns
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEvent, RoundFinished, RunBegan, RunFinished, WentOn
from parloop_gui.model.history.history import History
from parloop_gui.model.plan.going_on import further
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.report.progress import further_words
from tests.helpers.engines.conducting import FAST, compare, end, order
from tests.helpers.engines.mock_engine import MockEngine, plan

LEVEL = dict.fromkeys(FAST, 1.0)


Told = list[ComparisonEvent]


def goes_on(before: Comparison, made: Plan, engine: MockEngine, **more: Any) -> tuple[Comparison, Told]:
    """The comparison after it went on by that plan, and all that was emitted."""
    told: Told = []
    conductor = Conductor(
        made,
        contestants_of(made),
        engine.execute,
        lambda event, _: told.append(event),
        stop=engine.stop,
        clock=engine.clock,
        before=before,
        **more,
    )
    return conductor.run(), told


def test_that_rounds_are_kept_and_counted_on_in_the_same_order() -> None:
    made = plan(rounds=2)
    before, _ = compare(made, MockEngine(FAST))
    finer = further(made, was_known=True)
    assert finer is not None and finer.rounds == 4
    after, told = goes_on(before, finer, MockEngine(FAST))
    assert isinstance(told[0], WentOn)
    assert after.runs[: len(before.runs)] == before.runs
    assert [event.round for event in told if isinstance(event, RoundFinished)] == [3, 4]
    assert order(told, 3) == [each.strategy for each in turns(before.contestants, made.seed, 3)]
    assert {row.rounds for row in after.rows} == {4}
    assert (after.created, after.plan.seed) == (before.created, before.plan.seed)


def test_that_nothing_is_warmed_up_again_and_the_plain_loop_leaves_its_results_first() -> None:
    before, _ = compare(plan(rounds=1), MockEngine(FAST))
    engine = MockEngine(FAST)
    _, told = goes_on(before, plan(rounds=2), engine)
    first, *others = engine.specs
    assert (first.strategy, first.reference) == ("serial", True)
    assert not any(spec.reference or spec.probe for spec in others)
    assert [event.round for event in told if isinstance(event, RunBegan)][:2] == [0, 2]


def test_that_it_has_a_further_budget_and_its_time_adds_up() -> None:
    slow = dict.fromkeys(LEVEL, 2.0)
    before, _ = compare(plan(), MockEngine(slow))
    assert before.ended is not None and before.ended.reason == "budget"
    again = further(before.plan, was_known=False)
    assert again == before.plan
    engine = MockEngine(slow)
    after, told = goes_on(before, before.plan, engine)
    assert engine.now <= before.plan.seconds + 2
    assert after.rounds_finished > before.rounds_finished
    assert end(told).elapsed_s == pytest.approx(before.ended.elapsed_s + engine.now)


def test_that_a_round_that_was_begun_is_ended_first() -> None:
    before, told = compare(plan(rounds=2), MockEngine(FAST))
    begun: Comparison | None = None
    for event in told:
        if isinstance(event, RunFinished) and event.round == 2 and event.contestant.strategy == "process-pool":
            break
        begun = fold(begun, event)
    assert begun is not None
    had = {run.contestant.strategy for run in begun.runs if run.round == 2}
    after, told = goes_on(begun, plan(rounds=2), MockEngine(FAST))
    assert set(order(told, 2)) == {"serial", *(each.strategy for each in before.contestants)} - had
    assert {row.rounds for row in after.rows} == {2}


def test_that_who_failed_stays_out() -> None:
    before, _ = compare(plan(rounds=1), MockEngine(FAST, endings={"process-pool": "crashed"}))
    _, told = goes_on(before, plan(rounds=2), MockEngine(FAST))
    assert "process-pool" not in order(told, 2)


def test_that_a_loop_that_is_measured_on_a_sample_stays_on_that_sample() -> None:
    long = MockEngine(dict.fromkeys(FAST, 120.0), whole=60, steps=60)
    before, _ = compare(plan(), long)
    assert before.plan.loop.sample is not None
    engine = MockEngine(dict.fromkeys(FAST, 120.0), whole=60, steps=60)
    after, _ = goes_on(before, before.plan, engine)
    assert {spec.loop.sample for spec in engine.specs} == {before.plan.loop.sample}
    assert after.sample == before.sample


def test_that_code_that_was_changed_meanwhile_is_not_measured_with_the_old(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("def f(x): return x\n")
    made = replace(plan(rounds=1), loop=LoopSpec("user", "f", 60, {}, path=str(file), function="f", seed=7))
    before, _ = compare(made, MockEngine(FAST))
    assert before.digests
    file.write_text("def f(x): return x + 1\n")
    after, told = goes_on(before, replace(made, rounds=2), MockEngine(FAST))
    assert end(told).reason == "cut-short"
    assert "mine.py was changed" in end(told).message
    assert [run for run in after.runs if run.round == 2] == []


def test_that_document_and_history_have_one_entry_brought_up_to_date(tmp_path: Path) -> None:
    history = History(tmp_path, "me", lambda owner: True)
    with history.recorder() as recorder:
        conductor_told: list[Comparison] = []
        before, _ = compare(plan(rounds=2), MockEngine(FAST))
        recorder.keep(before)
        engine = MockEngine(FAST)
        conductor = Conductor(
            plan(rounds=4),
            contestants_of(plan(rounds=4)),
            engine.execute,
            lambda event, now: recorder.keep(now) if isinstance(event, RunFinished) else conductor_told.append(now),
            stop=engine.stop,
            clock=engine.clock,
            before=before,
        )
        after = conductor.run()
        recorder.keep(after)
    (entry,) = history.page()
    assert (entry.rounds, entry.state) == (4, "done")
    kept = history.load(entry.id)
    assert len(kept.runs) == len(after.runs)
    assert history.has(after)
    history.close()
    assert decode(encode(to_document(after))).comparison.rounds_finished == 4


@pytest.mark.parametrize(
    ("effort", "was_known", "further_effort"),
    [("quick", True, "standard"), ("quick", False, "quick"), ("thorough", False, "thorough"), ("thorough", True, None)],
)
def test_that_what_was_known_is_aimed_at_more_finely(effort: str, was_known: bool, further_effort: str | None) -> None:
    found = further(plan(effort=effort), was_known=was_known)
    assert (found.effort if found is not None else None) == further_effort


def test_that_what_it_takes_is_said() -> None:
    quick = plan()
    finer = further(quick, was_known=True)
    assert finer is not None
    assert further_words(finer, quick) == "At most 90 s more: an answer within 10% of the best, its gain known to ±15%"
    assert further_words(plan(rounds=6), plan(rounds=3)) == "3 rounds more"
