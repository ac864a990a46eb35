"""A question's comparison: every place in the same rounds, its own plain loop where its loop is another one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.engine.protocol.messages import RunSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEvent, RunBegan
from parloop_gui.model.plan.going_on import further
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.questions.asking import QUESTIONS, asked
from tests.helpers.engines.conducting import compare
from tests.helpers.engines.curve_engine import CurveEngine, WallOf, of_items, of_workers
from tests.helpers.engines.mock_engine import plan

POOL = "process-pool-executor"
ARCHITECTURE = Path(__file__).resolve().parents[3] / "docs" / "architecture.md"


def answered(
    question: str, values: list[float], wall_of: WallOf, **changes: Any
) -> tuple[Comparison, list[ComparisonEvent], CurveEngine]:
    """The comparison that answers it, what was emitted, and the engine that made its runs."""
    engine = CurveEngine(wall_of=wall_of)
    comparison, emitted = compare(asked(plan(POOL, **changes), QUESTIONS[question], values), engine)
    return comparison, emitted, engine


def rounds(emitted: list[ComparisonEvent]) -> dict[int, list[float | None]]:
    """The places that ran in each round, in their order."""
    found: dict[int, list[float | None]] = {}
    for event in emitted:
        if isinstance(event, RunBegan) and event.round:
            found.setdefault(event.round, []).append(event.contestant.arrangement.point)
    return found


def headline(comparison: Comparison) -> str:
    """What it says."""
    assert comparison.verdict is not None
    return comparison.verdict.headline


def test_that_all_places_run_in_the_same_rounds_beside_one_plain_loop_where_the_loop_is_one() -> None:
    comparison, emitted, engine = answered("workers", [1, 2, 4, 8], of_workers)
    assert sorted(rounds(emitted)[1], key=str) == [1, 2, 4, 8, None]
    assert {spec.workers for spec in engine.specs if spec.strategy == POOL} == {1, 2, 4, 8}
    enough = "ProcessPoolExecutor with 2 workers is enough: 2.00× (2.00–2.00) the plain loop’s speed"
    assert headline(comparison) == f"{enough}; more make it no faster."


def test_that_who_is_surely_slower_drops_out_and_places_that_are_known_rest() -> None:
    _, emitted, _ = answered("workers", [1, 2, 4, 8], of_workers)
    last = rounds(emitted)[max(rounds(emitted))]
    assert 1 in rounds(emitted)[3]
    assert 1 not in last or max(rounds(emitted)) == 3


def test_that_workers_are_weighed_in_the_pass_that_is_not_scored_and_nobody_else_is() -> None:
    _, emitted, engine = answered("workers", [1, 2], of_workers)
    weighed = {spec.id for spec in engine.specs if spec.weighed}
    assert weighed == {event.run for event in emitted if isinstance(event, RunBegan) and event.round == 0} - {
        spec.id for spec in engine.specs if spec.strategy == "serial"
    }
    assert len(weighed) == 2
    _, _, other = answered("items", [1, 10], of_items)
    assert not any(spec.weighed for spec in other.specs)


def test_that_each_number_of_items_has_its_own_plain_loop_and_results() -> None:
    comparison, _, engine = answered("items", [1, 10, 30, 100], of_items)
    plains = [spec for spec in engine.specs if spec.strategy == "serial" and spec.reference]
    assert [spec.loop.items for spec in plains] == [1, 10, 30, 100]
    kept = {(int(spec.loop.items), spec.comparison) for spec in engine.specs}
    assert len(kept) == len({comparison for _, comparison in kept}) == 4
    assert headline(comparison) == "ProcessPoolExecutor pays from 20 items on."
    assert all(row.rank is None for row in comparison.rows)


def test_that_places_for_which_there_is_no_time_are_left_out_and_named() -> None:
    comparison, _, engine = answered("items", [1, 10, 100, 1_000, 10_000], of_items)
    assert max(int(spec.loop.items) for spec in engine.specs) == 100
    assert comparison.verdict is not None
    assert "There was no time for 1,000 and 10,000 items." in comparison.verdict.because
    assert engine.now < comparison.plan.seconds + 2


def test_that_a_place_whose_plain_loop_fails_takes_only_its_own_contestants_along() -> None:
    def ending(spec: RunSpec) -> Any:
        return "failed" if spec.loop.items == 30 else "finished"

    engine = CurveEngine(wall_of=of_items, endings={"serial": ending})
    comparison, _ = compare(asked(plan(POOL), QUESTIONS["items"], [1, 10, 30, 100]), engine)
    measured = {row.contestant.arrangement.point for row in comparison.rows if row.wall_s is not None}
    assert measured == {1, 10, 100}
    assert headline(comparison) == "ProcessPoolExecutor pays from 20 items on."
    assert comparison.ended is not None
    assert comparison.ended.reason == "done"


@pytest.mark.parametrize(("question", "values"), [("workers", [1, 2, 4, 8]), ("items", [1, 10, 100])])
def test_that_a_document_gives_back_the_question_its_places_and_its_answer(question: str, values: list[float]) -> None:
    comparison, _, _ = answered(question, values, of_items if question == "items" else of_workers)
    document = to_document(comparison)
    again = decode(encode(document)).comparison
    assert again.plan.asked == comparison.plan.asked
    assert again.contestants == comparison.contestants
    assert again.verdict == comparison.verdict
    assert document["answer"]["sentence"] == headline(comparison)
    assert encode(to_document(again)["answer"]) == encode(document["answer"])


def test_that_a_share_s_parameter_is_in_the_document() -> None:
    def wall_of(spec: RunSpec) -> float:
        share = float(spec.loop.params["cpu_share"]) / 100
        return 0.4 if spec.strategy == "serial" else 0.1 + 0.1 * share

    made = plan(POOL, "thread-pool-executor")
    mixed = Plan(**{**vars(made), "loop": LoopSpec("builtin", "mixed", 24)})
    comparison, _ = compare(asked(mixed, QUESTIONS["cpu-share"], [0, 50, 100]), CurveEngine(wall_of=wall_of))
    again = decode(encode(to_document(comparison))).comparison
    assert {each.arrangement.params for each in again.contestants} == {
        (("cpu_share", 0),),
        (("cpu_share", 50),),
        (("cpu_share", 100),),
    }


def test_that_a_question_goes_on_where_it_ended() -> None:
    comparison, _, _ = answered("items", [1, 10, 30], of_items)
    going_on = further(comparison.plan, was_known=True)
    assert going_on is not None
    engine = CurveEngine(wall_of=of_items)
    later, _ = compare(going_on, engine, before=comparison)
    assert {int(spec.loop.items) for spec in engine.specs if spec.reference} == {1, 10, 30}
    assert headline(later) == headline(comparison)


def test_that_the_question_in_the_architecture_s_page_works_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    (text,) = re.findall(r"```python\n(.*?)```", ARCHITECTURE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len([line for line in text.splitlines() if line]) <= 25
    names: dict[str, Any] = {}
    exec(text, names)  # noqa: S102 - of our own page
    question = names["TASK_TIME"]
    monkeypatch.setitem(QUESTIONS, question.slug, question)

    def wall_of(spec: RunSpec) -> float:
        plain_s = 60 * float(spec.loop.params["task_ms"]) / 1000
        return plain_s if spec.strategy == "serial" else 0.12 + plain_s / 2

    comparison, _ = compare(asked(plan(POOL), question), CurveEngine(wall_of=wall_of))
    assert headline(comparison) == "Processes pay from 4.4 ms a task on (4.4–4.4 ms)."
