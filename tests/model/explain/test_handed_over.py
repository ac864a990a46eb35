"""What processes lose by: the part that is handed over with each task, its share, and what would help."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.kinds import RemedyKind
from parloop_gui.engine.protocol.messages import Habits, Part, Payload, RunEnded
from parloop_gui.model.comparison.comparison import Comparison, fold, summed_up
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEnded, RunFinished
from parloop_gui.model.explain.handed_over import Handed, Way, culprit_of
from parloop_gui.model.explain.reliance import native_text
from parloop_gui.model.explain.ways_out import way_out
from parloop_gui.model.export.csv_table import render
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.report import report
from parloop_gui.model.statistics.summary import Row
from tests.helpers.comparisons.races import PLAIN, PROCESSES, PYTHON, THREADS, compare, measured, plan_for

ONE_EACH, POOL, EXECUTOR = PROCESSES
IMAGE = Part("element", "image", 32_000_000, dump_s=0.009, load_s=0.004, copy_s=0.003, is_same=True)
RESULT = Part("result", "result", 32_000_000, dump_s=0.009, load_s=0.004, copy_s=0.003)
INDEX = Part("element", "i", 5, dump_s=2e-6, load_s=1e-6)


def sending(*parts: Part, walls: tuple[float, float] = (2.0, 1.0), habits: Habits | None = None) -> Comparison:
    """A loop of 60 tasks of 17 ms whose plain loop takes a second; `walls` are the executor's and a thread pool's."""
    contestants = (PLAIN, EXECUTOR, THREADS[1])
    rounds = [dict(zip(contestants, (1.0, *walls), strict=True)) for _ in range(6)]
    made = compare(plan_for("quick", contestants), contestants, rounds)
    handed = (Handed(PYTHON.id, Payload(parts), habits or Habits()),)
    return fold(replace(made, handed=handed), ComparisonEnded("done"))


def told(comparison: Comparison) -> dict[str, str]:
    """Reasons and pieces of advice by their kinds."""
    assert comparison.verdict is not None
    found: dict[str, str] = {each.kind: each.text for each in comparison.verdict.reasons}
    for each in comparison.verdict.advice:
        found[each.kind] = each.text
    return found


def test_that_the_part_that_costs_most_is_the_reason() -> None:
    heavy = replace(IMAGE, dump_s=0.09, load_s=0.04, copy_s=0.03)
    comparison = sending(heavy, INDEX, walls=(12.0, 1.0))
    assert comparison.verdict is not None
    reasons = {each.kind: each.text for each in comparison.verdict.reasons}
    assert reasons["payload"] == "In processes each task sends `image`, 32 MB: 0.16 s of pickling for 17 ms of work."
    advice = {each.kind: each.text for each in comparison.verdict.advice}
    assert advice["payload"].startswith("Hand `image` to each worker once")
    assert "free-threaded" not in advice


def test_that_what_costs_little_is_not_named() -> None:
    assert "payload" not in told(sending(INDEX))


@pytest.mark.parametrize(("chunk", "tasks", "is_named"), [(1, 1, True), (8, 8, False)])
def test_that_what_all_items_share_goes_once_in_each_chunk(chunk: int, tasks: int, is_named: bool) -> None:
    plain = Row(PLAIN, 3, task_s=0.0024, task_cpu_s=0.0024, items=200)
    row = Row(POOL, 3, width=2, workers=2, chunksize=chunk, start_method="fork")
    handed = (Handed(PYTHON.id, Payload((replace(IMAGE, dump_s=0.003, load_s=0.0005, copy_s=0.0005), INDEX))),)
    culprit = culprit_of(row, plain, plan_for("quick"), handed)
    assert (culprit is not None) == is_named
    if culprit is not None:
        assert culprit.tasks == tasks
        assert culprit.work_s == pytest.approx(0.0024)


def test_that_the_share_is_what_removing_it_saves() -> None:
    way = Way(chunk=1, workers=2, cores=2, task_s=0.002, task_cpu_s=0.002, items=10**6)
    assert way.takes_s([]) == pytest.approx(0.001)
    one_process_s = RESULT.copy_s + RESULT.load_s
    all_cores_s = (0.002 + RESULT.dump_s + 2 * RESULT.copy_s + RESULT.load_s) / 2
    assert way.takes_s([RESULT]) == pytest.approx(max(one_process_s, all_cores_s), rel=1e-4)
    assert way.saved_share([RESULT, INDEX], RESULT) == pytest.approx(1 - 0.001 / way.takes_s([RESULT]), abs=0.01)


@pytest.mark.parametrize(
    ("contestant", "start_method", "part", "is_named"),
    [
        (ONE_EACH, "fork", IMAGE, False),
        (ONE_EACH, "spawn", IMAGE, True),
        (ONE_EACH, "fork", RESULT, True),
        (THREADS[1], None, IMAGE, False),
    ],
)
def test_that_a_forked_process_has_its_item_and_threads_share_it(
    contestant: Contestant, start_method: str | None, part: Part, is_named: bool
) -> None:
    plain = Row(PLAIN, 3, task_s=0.0024, task_cpu_s=0.0024, items=60)
    row = Row(contestant, 3, width=2, workers=2, start_method=start_method)
    assert (culprit_of(row, plain, plan_for("quick"), (Handed(PYTHON.id, Payload((part,))),)) is not None) == is_named


@pytest.mark.parametrize(
    ("part", "step", "remedy"),
    [
        (IMAGE, "Hand `image` to each worker once, by an initializer", "initializer"),
        (replace(IMAGE, is_same=False), "Send an index or a path in place of `image`", None),
        (replace(IMAGE, kind="self", name="self.cache"), "Make it a function at module level", "initializer"),
        (replace(IMAGE, kind="argument"), "Hand `image` to each worker once", "initializer"),
        (RESULT, "Return less", None),
    ],
)
def test_that_the_way_out_fits_the_part(part: Part, step: str, remedy: RemedyKind | None) -> None:
    plain = Row(PLAIN, 3, task_s=0.0024, task_cpu_s=0.0024, items=60)
    culprit = culprit_of(Row(EXECUTOR, 3, width=2), plain, plan_for("quick"), (Handed(PYTHON.id, Payload((part,))),))
    assert culprit is not None
    assert way_out(culprit).startswith(step)
    assert culprit.remedy == remedy


def with_remedy() -> Comparison:
    """The same with two ways out that were tried."""
    comparison = sending(replace(IMAGE, dump_s=0.09), walls=(6.0, 1.0))
    for kind, wall_s in (("initializer", 0.5), ("initializer", 0.6), ("chunk-size", 2.0)):
        measurement = replace(measured(EXECUTOR, wall_s), chunksize=8 if kind == "chunk-size" else 1)
        ended = RunEnded("tried", "finished", measurement=measurement)
        remedy: RemedyKind = "initializer" if kind == "initializer" else "chunk-size"
        comparison = fold(comparison, RunFinished("tried", EXECUTOR, 0, ended, remedy=remedy))
    return summed_up(comparison)


def test_that_what_was_tried_is_told_beside_it_and_counts_for_nothing_else() -> None:
    comparison = with_remedy()
    assert told(comparison)["payload"].endswith("Measured with an initializer: 1.8× and with a chunk size of 8: 0.50×.")
    row = comparison.row(EXECUTOR)
    assert row is not None
    assert row.rounds == 6
    assert dict(report(comparison).remedies).keys() == {"ProcessPoolExecutor"}


def test_that_a_document_keeps_what_is_handed_over() -> None:
    comparison = with_remedy()
    read = decode(encode(to_document(comparison))).comparison
    assert read.handed == comparison.handed
    assert [row.remedied for row in read.rows] == [row.remedied for row in comparison.rows]
    assert told(summed_up(read)).keys() >= {"payload"}


@pytest.mark.parametrize(
    ("habits", "kind", "words"),
    [
        (
            Habits(remembered=("slow",), distinct_items=12),
            "remembers",
            "`slow` remembers its answers, and only 12 of 60",
        ),
        (Habits(chance=("numpy.random",)), "own-chance", "they repeat each other"),
        (Habits(chance=("random",)), "own-chance", "random.Random(seed)"),
        (Habits(connections=("session",)), "shared-connection", "`session` is shared by all threads"),
        (Habits(changed=("seen", "its argument `row`")), "lost-changes", "change in `seen` and its argument `row`"),
    ],
)
def test_that_what_tasks_rely_on_is_said(habits: Habits, kind: str, words: str) -> None:
    found = told(sending(INDEX, walls=(0.5, 1.0), habits=habits))
    assert words in found[kind]


@pytest.mark.parametrize("is_wrong", [True, False])
def test_that_chance_is_said_of_threads_alone_where_they_came_to_other_results(is_wrong: bool) -> None:
    contestants = (PLAIN, THREADS[1])
    rounds = [dict.fromkeys(contestants, 1.0) for _ in range(3)]
    made = compare(plan_for("quick", contestants), contestants, rounds)
    if is_wrong:
        ended = RunEnded("r", "wrong-result", "Gave a different result than the plain loop.")
        made = fold(made, RunFinished("r", THREADS[1], 4, ended))
    handed = (Handed(PYTHON.id, Payload(), Habits(chance=("numpy.random",))),)
    found = told(fold(replace(made, handed=handed), ComparisonEnded("done")))
    assert ("own-chance" in found) == is_wrong


@pytest.mark.parametrize(
    ("threads", "text"), [(1, "2 workers with 2 threads each are 4 for 2 cores."), (0, ""), (None, "")]
)
def test_that_threads_of_libraries_are_counted_with_the_workers(threads: int | None, text: str) -> None:
    assert native_text(Habits(native_threads=threads), 2, 2) == text


def test_that_a_table_of_runs_has_what_a_task_hands_over() -> None:
    lines = list(csv.DictReader(io.StringIO(render(sending(IMAGE, INDEX, RESULT)).decode())))
    by_strategy = {line["strategy"]: line for line in lines}
    executor = by_strategy["process-pool-executor"]
    assert float(executor["sent_bytes"]) == IMAGE.size_bytes + INDEX.size_bytes
    assert float(executor["sent_s"]) == pytest.approx(IMAGE.cost_s + INDEX.cost_s)
    assert float(executor["returned_s"]) == pytest.approx(RESULT.cost_s)
    assert by_strategy["thread-pool"]["sent_bytes"] == by_strategy["serial"]["sent_bytes"] == ""
