"""Every piece of advice: when it is given, and that it ends in a next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import Measurement, Noise, Probe, RunEnded
from parloop_gui.model.events.events import EndReason, RunFinished
from parloop_gui.model.explain.advice import ADVISERS, advise, noise_words
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.statistics.race import begun
from parloop_gui.model.statistics.summary import CANNOT_BE_CHECKED, raced, summarise
from tests.helpers.comparisons.races import FREE, HELD, PLAIN, PROCESSES, PYTHON, THREADS, measured, plan_for
from tests.helpers.comparisons.scenes import CPU

POOL, THREAD_POOL = PROCESSES[1], THREADS[1]
QUIET = Noise(0.3, 0.0, 0.05)

Changed = Callable[[Contestant, Measurement], Measurement]


def _as_is(contestant: Contestant, measurement: Measurement) -> Measurement:
    return measurement


def _runs(changed: Changed = _as_is, noise: Noise = QUIET, probe: Probe = FREE) -> list[RunFinished]:
    calibration = changed(PLAIN, replace(measured(PLAIN, 1.0), probe=probe))
    runs = [RunFinished("r", PLAIN, 0, RunEnded("r", "finished", measurement=calibration, noise=noise))]
    for round_ in range(1, 13):
        for each, wall_s in ((PLAIN, 1.0), (POOL, 0.5), (THREAD_POOL, 1.0)):
            measurement = changed(each, measured(each, wall_s + 0.001 * (round_ % 3)))
            runs.append(RunFinished("r", each, round_, RunEnded("r", "finished", measurement=measurement, noise=noise)))
    return runs


def _kinds(runs: list[RunFinished], plan: Plan | None = None, ended: EndReason | None = "done") -> dict[str, str]:
    plan = plan or plan_for("quick", (PLAIN, POOL, THREAD_POOL))
    race = raced(plan, (PLAIN, POOL, THREAD_POOL), runs, begun((PLAIN, POOL, THREAD_POOL)))
    rows, stands = summarise(plan, (PLAIN, POOL, THREAD_POOL), runs, race)
    return {advice.kind: advice.text for advice in advise(plan, rows, stands, runs, ended, sure=race.sure)}


def _with(**fields: object) -> Changed:
    return lambda contestant, measurement: replace(measurement, **fields)  # type: ignore[arg-type]


def _start_slowly(contestant: Contestant, measurement: Measurement) -> Measurement:
    return replace(measurement, startup_s=0.3, start_method="spawn") if contestant == POOL else measurement


def _start_for_little(contestant: Contestant, measurement: Measurement) -> Measurement:
    return replace(measurement, startup_s=1.2) if contestant == POOL else measurement


def _start_longer_than_it_takes(contestant: Contestant, measurement: Measurement) -> Measurement:
    return replace(measurement, startup_s=2.0, wall_s=3.0, start_method="fork") if contestant == POOL else measurement


def _chunk(contestant: Contestant, measurement: Measurement) -> Measurement:
    return replace(measurement, tasks=100_000, chunksize=8 if contestant == POOL else None)


def _compute_side_by_side(contestant: Contestant, measurement: Measurement) -> Measurement:
    return replace(measurement, task_wall_s=1.0)


def _differ(contestant: Contestant, measurement: Measurement) -> Measurement:
    return replace(measurement, results_match=False) if contestant == POOL else measurement


def _cannot_be_checked(contestant: Contestant, measurement: Measurement) -> Measurement:
    if contestant == PLAIN:
        return replace(measurement, results_match=False)
    return replace(measurement, results_match=None, match_message=CANNOT_BE_CHECKED)


def _one_stood_still() -> list[RunFinished]:
    first, *others, last = _runs()
    return [first, *others, replace(last, ended=replace(last.ended, noise=Noise(paused_s=600.0)))]


def test_that_a_run_in_which_the_machine_stood_still_does_not_count() -> None:
    contestants = (PLAIN, POOL, THREAD_POOL)
    rows, _ = summarise(plan_for("quick", contestants), contestants, _one_stood_still(), begun(contestants))
    assert [row.rounds for row in rows] == [12, 12, 11]


def test_that_a_quiet_machine_and_a_plain_case_need_no_advice() -> None:
    assert _kinds(_runs(_compute_side_by_side)) == {}


@pytest.mark.parametrize(
    ("kind", "part", "runs"),
    [
        ("noisy-machine", "Other programs kept 0.50 cores busy", _runs(noise=Noise(3.0, 0.0, 0.5))),
        ("noisy-machine", "Other machines on the same host took 3%", _runs(noise=Noise(3.0, 0.03, 0.5))),
        ("stood-still", "during 1 run. It is", _one_stood_still()),
        ("below-resolution", "takes 500 µs", _runs(_with(wall_s=0.0005))),
        ("short-tasks", "One task takes 10.0 µs", _runs(_with(tasks=100_000, task_wall_s=1.0))),
        ("short-tasks", "raise the chunk size", _runs(_chunk)),
        ("start-up", "Starting and ending workers took 6", _runs(_start_slowly)),
        ("start-up", "Workers of Pool were made for 1.0 s of work", _runs(_start_for_little)),
        ("start-up", "The plain loop is done in 1.0 s, and processes take 2.0 s", _runs(_start_longer_than_it_takes)),
        ("start-up", "(spawn starts each worker as a new Python)", _runs(_start_slowly)),
        ("more-workers", "try 32 workers", _runs(_with(task_cpu_s=0.02, task_wall_s=1.0))),
        ("free-threaded", "Compare under a free-threaded Python", _runs(probe=HELD)),
        ("each-other", "Tasks of ThreadPool waited for each other 49% of their time", _runs()),
        ("subprocesses", "runs other programs", _runs(_with(children_cpu_s=0.9, cpu_s=1.8))),
        ("native-threads", "OMP_NUM_THREADS=1", _runs(_with(cpu_s=1.9))),
        ("other-results", "Pool gave other results", _runs(_differ)),
        ("cannot-be-checked", "random seed", _runs(_with(results_match=False))),
        ("cannot-be-checked", "random seed", _runs(_cannot_be_checked)),
        ("not-comparable", "not compared: a lambda", _runs(_with(results_match=None, match_message="a lambda"))),
    ],
)
def test_that_a_case_gets_its_advice(kind: str, part: str, runs: list[RunFinished]) -> None:
    told = _kinds(runs)
    assert part in told[kind]
    assert told[kind].endswith(".")


@pytest.mark.parametrize(
    ("effort", "rounds", "part"),
    [
        ("quick", None, "choose Standard"),
        ("standard", None, "choose Thorough"),
        ("thorough", None, "when it is quiet"),
        ("quick", 12, "12 rounds did not settle it"),
    ],
)
def test_that_more_rounds_are_advised_where_they_would_settle_it(effort: str, rounds: int | None, part: str) -> None:
    runs = [
        run if run.contestant != POOL else replace(run, ended=replace(run.ended, measurement=measured(POOL, wall_s)))
        for run in _runs()
        for wall_s in [0.8 if run.round % 2 else 1.02]
    ]
    plan = plan_for(effort, (PLAIN, POOL, THREAD_POOL), rounds)
    assert part in _kinds(runs, plan)["more-rounds"]
    assert "more-rounds" not in _kinds(runs, plan, ended=None)


def test_that_more_rounds_are_not_advised_where_nothing_looks_faster_than_the_plain_loop() -> None:
    wall_times_s = {PLAIN: (1.0, 1.0), POOL: (0.95, 1.15), THREAD_POOL: (1.1, 1.2)}
    runs = [
        replace(
            run,
            ended=replace(run.ended, measurement=measured(run.contestant, wall_times_s[run.contestant][run.round % 2])),
        )
        for run in _runs()
    ]
    assert _kinds(runs) == {}


def test_that_a_free_threaded_python_among_those_compared_is_not_advised_again() -> None:
    free = replace(PYTHON, id="3.13t", free_threaded=True, gil=False)
    plan = replace(plan_for("quick", (PLAIN, POOL, THREAD_POOL)), pythons=(PYTHON, free))
    assert "free-threaded" not in _kinds(_runs(probe=HELD), plan)


def test_that_more_workers_are_not_advised_beyond_the_items() -> None:
    assert "more-workers" not in _kinds(_runs(_with(task_cpu_s=0.02, task_wall_s=1.0, items=2)))


def test_that_programs_that_compute_are_not_said_to_need_no_core() -> None:
    waits = _with(task_cpu_s=0.02, task_wall_s=1.0)
    programs = _with(task_cpu_s=0.02, task_wall_s=1.0, children_cpu_s=0.9, cpu_s=0.95)
    assert "more-workers" in _kinds(_runs(waits))
    assert "more-workers" not in _kinds(_runs(programs))


def test_that_no_more_than_four_pieces_are_given() -> None:
    changed = _with(wall_s=0.0005, tasks=100_000, startup_s=0.0004, children_cpu_s=0.9, results_match=False)
    assert len(_kinds(_runs(changed, Noise(9.0, 0.0, 0.9)))) == 4


def test_that_without_a_plain_loop_there_is_nothing_to_advise() -> None:
    assert _kinds([]) == {}


def test_that_kinds_are_told_apart_by_their_names() -> None:
    kinds = [kind for kind, _ in ADVISERS]
    assert len(set(kinds)) == len(kinds)


def test_that_noise_nobody_can_tell_is_not_told() -> None:
    assert noise_words(_runs(noise=Noise())) == ""


def test_that_a_containers_limit_is_told_with_its_share_and_no_small_one() -> None:
    known = CPU.comparison(12)
    assert known.ranking is not None
    for share, told in ((0.6, True), (0.1, False), (None, False)):
        rows = tuple(replace(row, throttled_share=share) for row in known.rows)
        found = {each.kind: each for each in advise(known.plan, rows, known.ranking, known.runs)}
        assert ("throttled" in found) is told
        if told:
            assert found["throttled"].numbers == {"throttled_share": 0.6}
            assert "that the plain loop wanted, a container’s limit kept back 60%" in found["throttled"].text
