"""Every sentence a comparison can end in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import Measurement, Probe, RunEnded
from parloop_gui.model.comparison.comparison import Comparison, fold, summed_up
from parloop_gui.model.events.events import ComparisonEnded, EndReason, ForecastMade, RoundFinished, RunFinished
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.explain.judge import Formerly
from parloop_gui.model.explain.verdict import Gain, Verdict, gain_words
from parloop_gui.model.plan.plan import AS_PLANNED, Arrangement, Contestant, Interpreter, Plan
from tests.helpers.comparisons.races import FREE, HELD, PLAIN, PROCESSES, PYTHON, THREADS, compare, measured, plan_for
from tests.helpers.comparisons.scenes import STATES

THREAD, THREAD_POOL, THREAD_EXECUTOR = THREADS
PROCESS, POOL, EXECUTOR = PROCESSES
WIDE = replace(THREAD_EXECUTOR, arrangement=Arrangement(workers=60))
FREE_THREADED = Interpreter("3.13t", "/somewhere/python3.13t", "3.13.0", free_threaded=True, gil=False, cores=2)

Changed = Callable[[Contestant, Measurement], Measurement]


def _computes(contestant: Contestant, measurement: Measurement) -> Measurement:
    return measurement


def _waits(contestant: Contestant, measurement: Measurement) -> Measurement:
    width = contestant.arrangement.workers or (60 if contestant in (THREAD, PROCESS) else measurement.width)
    return replace(measurement, task_wall_s=1.0, task_cpu_s=0.02, core_wait_s=0.0, width=width, workers=width)


def _mixes(contestant: Contestant, measurement: Measurement) -> Measurement:
    return replace(measurement, task_wall_s=1.0, task_cpu_s=0.4, core_wait_s=0.0)


EXPECTED = ForecastMade((Forecast(PLAIN, 1.0, 0.9, 1.1), Forecast(POOL, 0.55, 0.5, 0.6, 1.8, 1.6, 2.0)))


def _why(verdict: Verdict) -> str:
    """The sentences behind the bound, which comes first."""
    return " ".join(each.text for each in verdict.reasons if each.kind != "bound")


def _after(
    wall_times_s: Mapping[Contestant, float],
    *,
    rounds: int = 10,
    wobble: float = 0.002,
    probe: Probe | None = HELD,
    changed: Changed = _computes,
    end: EndReason | None = "done",
    message: str = "",
    plan: Plan | None = None,
) -> Comparison:
    """A comparison of contestants with these walls, that wobble by that much from round to round."""
    plan = plan or plan_for("quick", tuple(wall_times_s))
    comparison = compare(plan, tuple(wall_times_s), [])
    plain = Contestant("serial", "for", plan.pythons[0].id)
    calibration = changed(plain, replace(measured(PLAIN, 1.0), probe=probe))
    comparison = fold(comparison, _finished(plain, 0, calibration))
    for number in range(1, rounds + 1):
        for index, (contestant, wall_s) in enumerate(wall_times_s.items()):
            wobbled_s = wall_s * math.exp(wobble * math.sin((2.1 + index) * number))
            as_measured = measured(replace(contestant, python="3.11", arrangement=AS_PLANNED), wobbled_s)
            comparison = fold(comparison, _finished(contestant, number, changed(contestant, as_measured)))
        comparison = fold(comparison, RoundFinished(number, 1.0))
    return fold(comparison, ComparisonEnded(end, message)) if end else comparison


def _finished(contestant: Contestant, number: int, measurement: Measurement) -> RunFinished:
    return RunFinished("r", contestant, number, RunEnded("r", "finished", measurement=measurement))


def _verdict(comparison: Comparison) -> Verdict:
    assert comparison.verdict is not None
    return comparison.verdict


def test_that_a_winner_is_named_with_its_figure_and_why() -> None:
    comparison = _after({PLAIN: 1.0, THREAD_EXECUTOR: 1.03, EXECUTOR: 0.52, POOL: 0.6})
    verdict = _verdict(comparison)
    assert verdict.kind == "winner"
    assert verdict.headline == "Use ProcessPoolExecutor"
    assert verdict.figure.startswith("1.93× faster than the plain loop (95% CI 1.9")
    assert verdict.because == (
        "Nothing else is as fast. Threads took turns on the GIL: they waited for it 49% of their time and came to "
        "0.971×. Pool came next, with 1.67×."
    )
    assert (verdict.sure, verdict.family, verdict.loss_high) == ("known", "processes", 0.0)
    assert (verdict.strategy, verdict.call, verdict.width) == ("process-pool-executor", "map", 2)
    assert verdict.contestant == EXECUTOR


def test_that_kinds_and_figures_stand_beside_the_sentences() -> None:
    comparison = _after({PLAIN: 1.0, THREAD_EXECUTOR: 1.03, EXECUTOR: 0.52, POOL: 0.6})
    verdict = _verdict(comparison)
    threads, chosen, pool = (comparison.row(each) for each in (THREAD_EXECUTOR, EXECUTOR, POOL))
    assert threads is not None
    assert threads.speedup is not None
    assert threads.tag is not None
    assert chosen is not None
    assert chosen.speedup is not None
    assert pool is not None
    assert pool.speedup is not None
    assert [(reason.kind, reason.numbers) for reason in verdict.reasons] == [
        ("bound", {"loss_high": 0.0}),
        ("turns", {"gil_wait_share": threads.tag.gil_wait_share, "speedup": threads.speedup.median}),
        ("runner-up", {"speedup": pool.speedup.median}),
    ]
    assert verdict.gain == Gain(chosen.speedup, PYTHON.id)
    assert " ".join(gain_words(verdict.gain)) == verdict.figure


@pytest.mark.parametrize("probe", [HELD, FREE])
def test_that_coroutines_are_explained_as_coroutines(probe: Probe) -> None:
    gather = Contestant("asyncio", "gather", PLAIN.python)
    verdict = _verdict(_after({PLAIN: 1.0, THREAD_EXECUTOR: 0.9, gather: 0.4}, probe=probe, changed=_mixes))
    assert verdict.headline == "Use asyncio with gather"
    assert _why(verdict).startswith("While one coroutine waits, one thread goes on with the others.")


def test_that_a_figure_is_said_once() -> None:
    verdict = _verdict(_after({PLAIN: 1.0, THREAD_EXECUTOR: 1.03, EXECUTOR: 0.52}))
    said = "Threads took turns on the GIL: they waited for it 49% of their time and came to 0.971×."
    assert verdict.because == f"Nothing else is as fast. {said}"


def test_that_among_level_ones_the_executor_is_named() -> None:
    verdict = _verdict(_after({PLAIN: 1.0, THREAD_POOL: 1.0, PROCESS: 0.52, POOL: 0.519, EXECUTOR: 0.522}))
    assert (verdict.kind, verdict.headline) == ("level", "Use ProcessPoolExecutor")
    assert verdict.contestant == EXECUTOR
    assert "Pool and Process are within " in verdict.because
    assert "Nothing is more than " in verdict.because


def test_that_level_threads_and_processes_are_either() -> None:
    verdict = _verdict(_after({PLAIN: 1.0, THREAD_POOL: 0.52, POOL: 0.521}, probe=FREE))
    assert (verdict.kind, verdict.headline) == ("level", "Threads or processes, either will do")
    assert _why(verdict).startswith("The task releases the GIL, so threads compute side by side as processes do.")
    assert verdict.figure.startswith("1.92× faster")


def test_that_other_chunks_are_said_where_they_may_be_all_the_difference() -> None:
    def chunked(contestant: Contestant, measurement: Measurement) -> Measurement:
        return replace(measurement, chunksize={POOL: 8, EXECUTOR: 1}.get(contestant))

    walls = {PLAIN: 1.0, EXECUTOR: 0.9, POOL: 0.5}
    found = {each.kind: each for each in _verdict(_after(walls, changed=chunked)).reasons}
    assert found["chunk-size"].text == (
        "Pool is handed 8 items at a time, ProcessPoolExecutor 1: with chunksize=8 it may be as fast."
    )
    assert found["chunk-size"].numbers == {"chunksize": 8, "other_chunksize": 1}
    for other, change in (({PLAIN: 1.0, EXECUTOR: 0.5, POOL: 0.9}, chunked), (walls, _computes)):
        assert "chunk-size" not in {each.kind for each in _verdict(_after(other, changed=change)).reasons}


def test_that_a_process_for_each_item_is_said_to_start_one_after_the_other() -> None:
    def in_turn(contestant: Contestant, measurement: Measurement) -> Measurement:
        waits = replace(measurement, tasks=60, items=60, task_wall_s=0.6, task_cpu_s=0.01, core_wait_s=0.0)
        return replace(waits, width=60, workers=60) if contestant == PROCESS else waits

    verdict = _verdict(_after({PLAIN: 1.0, PROCESS: 0.3}, changed=in_turn, probe=FREE))
    said = next(each for each in verdict.reasons if each.kind == "waits")
    assert said.text.startswith("Waiting needs no core, but processes start one after the other, one every ")
    assert said.text.endswith(" wait at once.")
    assert said.numbers["at_once"] < 3  # type: ignore[operator]


def test_that_waiting_loops_are_won_by_the_executor_at_the_width_of_thread() -> None:
    wall_times_s = {PLAIN: 1.0, THREAD: 0.05, THREAD_EXECUTOR: 0.4, WIDE: 0.0501}
    verdict = _verdict(_after(wall_times_s, changed=_waits, probe=FREE))
    assert verdict.contestant == WIDE
    assert verdict.headline == "Use ThreadPoolExecutor with 60 workers"
    assert _why(verdict).startswith("Waiting needs no core: of 60 threads about 33 wait at once.")
    assert verdict.width == 60


def test_that_two_of_one_family_that_are_not_told_apart_are_one_answer() -> None:
    verdict = _verdict(_after({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.51}, wobble=0.06))
    assert (verdict.kind, verdict.headline, verdict.contestant) == ("level", "Use ProcessPoolExecutor", EXECUTOR)
    assert "Pool is within " in verdict.because
    assert verdict.loss_high is not None
    assert 0 < verdict.loss_high <= 0.2


def test_that_the_family_is_said_before_a_class_is_sure() -> None:
    verdict = _verdict(_after({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.5}, wobble=0.3, rounds=8, end=None))
    assert (verdict.kind, verdict.contestant) == ("measuring", None)
    assert (verdict.headline, verdict.family) == ("Processes", "processes")
    assert _why(verdict).startswith("So far Pool ")


def test_that_many_that_are_level_are_counted() -> None:
    wall_times_s = {PLAIN: 1.0, **dict.fromkeys((*THREADS, *PROCESSES), 0.5)}
    assert " more are within " in _verdict(_after(wall_times_s, wobble=0.01)).because


def test_that_at_the_end_of_the_budget_the_likely_one_is_named_with_a_bound() -> None:
    verdict = _verdict(_after({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.52}, rounds=3, wobble=0.3, end="budget"))
    assert (verdict.kind, verdict.sure) == ("likely", "likely")
    assert verdict.headline in ("Probably ProcessPoolExecutor", "Probably Pool")
    assert _why(verdict).startswith("There was time for 3 rounds: more would tell it surely.")
    assert "nything else" in verdict.because
    assert verdict.gain is not None
    assert [advice.kind for advice in verdict.advice] == ["more-rounds"]


def test_that_where_nothing_helps_the_plain_loop_is_kept() -> None:
    verdict = _verdict(_after({PLAIN: 1.0, THREAD_EXECUTOR: 1.02, THREAD: 1.05}))
    assert (verdict.kind, verdict.headline, verdict.contestant) == ("keep-plain-loop", "Keep the plain loop", PLAIN)
    assert _why(verdict).startswith(
        "The task holds the GIL, so threads take turns. The best, ThreadPoolExecutor, came to 0.981× (95% CI 0.97"
    )
    assert verdict.figure == ""


def test_that_a_gain_that_may_be_chance_leaves_the_plain_loop_likely() -> None:
    verdict = _verdict(_after({PLAIN: 1.0, POOL: 0.85}, wobble=0.6, rounds=5, end="budget"))
    assert (verdict.kind, verdict.headline, verdict.contestant) == ("likely", "Probably the plain loop", PLAIN)
    assert "it may be chance" in verdict.because


def test_that_before_the_third_round_it_is_measuring() -> None:
    verdict = _verdict(_after({PLAIN: 1.0, POOL: 0.5}, rounds=2, end=None))
    assert (verdict.kind, verdict.headline) == ("measuring", "Measuring…")
    assert verdict.because == "After 2 rounds nobody can be named yet."


def test_that_from_the_third_round_on_it_says_what_it_looks_like() -> None:
    assert _verdict(_after({PLAIN: 1.0, POOL: 0.5}, rounds=3, wobble=0.0001, end=None)).headline == "Use Pool"


@pytest.mark.parametrize("reason", ["stopped", "budget"])
@pytest.mark.parametrize("rounds", [1, 2])
def test_that_one_round_is_enough_for_a_name(reason: EndReason, rounds: int) -> None:
    verdict = _verdict(_after({PLAIN: 1.0, POOL: 0.5}, rounds=rounds, end=reason))
    assert (verdict.kind, verdict.headline, verdict.contestant) == ("likely", "Probably Pool", POOL)
    assert "So few rounds can't tell" in verdict.because or "at most" in verdict.because


def test_that_a_few_rounds_asked_for_are_enough_to_name_a_winner() -> None:
    plan = plan_for("quick", (PLAIN, POOL), rounds=5)
    assert _verdict(_after({PLAIN: 1.0, POOL: 0.5}, rounds=5, plan=plan)).kind == "winner"


def test_that_an_end_before_the_first_round_says_so() -> None:
    verdict = _verdict(_after({PLAIN: 1.0, POOL: 0.5}, rounds=0, end="stopped"))
    assert (verdict.kind, verdict.headline) == ("inconclusive", "Nothing was measured")
    assert verdict.because == "It ended before the first round was over."
    told = _verdict(_after({PLAIN: 1.0, POOL: 0.5}, rounds=0, end="cut-short", message="mine.py was changed."))
    assert told.because == "mine.py was changed."


def test_that_a_plain_loop_that_failed_is_said() -> None:
    comparison = compare(plan_for("quick", (PLAIN, POOL)), (PLAIN, POOL), [])
    comparison = fold(comparison, RunFinished("r", PLAIN, 0, RunEnded("r", "failed", "ValueError at item 3.")))
    verdict = _verdict(fold(comparison, ComparisonEnded("failed", "")))
    assert (verdict.kind, verdict.headline) == ("inconclusive", "The plain loop failed")
    assert verdict.because == "ValueError at item 3."


def test_that_a_plain_loop_without_rivals_is_kept() -> None:
    comparison = _after({PLAIN: 1.0})
    assert _why(_verdict(comparison)).startswith("No strategy finished to compare it with.")
    assert _verdict(comparison).kind == "keep-plain-loop"


@pytest.mark.parametrize(
    ("wall_times_s", "probe", "changed", "because"),
    [
        ({POOL: 0.5}, HELD, _computes, "Each process has a GIL of its own, so they compute side by side."),
        ({POOL: 0.5}, FREE, _computes, "Processes compute side by side, each on a core."),
        ({POOL: 0.5, THREAD: 0.6}, FREE, _computes, "Processes compute side by side; the best of the threads reached"),
        ({THREAD_POOL: 0.5}, FREE, _computes, "The task releases the GIL, so threads compute side by side."),
        ({THREAD_POOL: 0.5}, None, _waits, "Waiting needs no core, so 2 threads wait at once."),
        ({POOL: 0.5}, None, _waits, "Waiting needs no core, so 2 processes wait at once."),
        ({THREAD_POOL: 0.5}, FREE, _mixes, "Tasks compute only 40% of their time: while one waits, others go on."),
        ({POOL: 0.5}, HELD, _mixes, "Tasks compute 40% of their time: processes do that side by side, threads only"),
        ({POOL: 0.5}, FREE, _mixes, "Tasks compute 40% of their time: processes both compute and wait side by side."),
        ({POOL: 0.5, THREAD_POOL: 0.501}, FREE, _mixes, "Tasks compute 40% of their time and wait the rest, and both"),
        ({POOL: 0.5, THREAD_POOL: 0.5}, None, _waits, "Waiting needs no core, so 2 workers wait at once."),
        ({POOL: 0.5, THREAD_POOL: 0.5}, None, _computes, "Both compute side by side."),
    ],
)
def test_that_the_reason_follows_from_tag_family_and_gil(
    wall_times_s: dict[Contestant, float], probe: Probe | None, changed: Changed, because: str
) -> None:
    verdict = _verdict(_after({PLAIN: 1.0, **wall_times_s}, probe=probe, changed=changed))
    assert _why(verdict).startswith(because)
    assert verdict.because.count(". ") <= 2


@pytest.mark.parametrize(
    ("family", "because"),
    [
        ((THREAD_POOL,), "This Python has no GIL, so threads compute side by side."),
        ((THREAD_POOL, POOL), "This Python has no GIL, so threads compute side by side as processes do."),
    ],
)
def test_that_a_free_threaded_python_is_not_said_to_have_a_gil(family: tuple[Contestant, ...], because: str) -> None:
    wall_times_s = {replace(each, python="3.13t"): 1.0 if each == PLAIN else 0.52 for each in (PLAIN, *family)}
    plan = replace(plan_for("quick", tuple(wall_times_s)), pythons=(FREE_THREADED,))
    assert _why(_verdict(_after(wall_times_s, plan=plan, probe=FREE))).startswith(because)


def test_that_short_tasks_and_slow_starts_explain_why_nothing_helps() -> None:
    def short(contestant: Contestant, measurement: Measurement) -> Measurement:
        return replace(measurement, tasks=100_000)

    def slow(contestant: Contestant, measurement: Measurement) -> Measurement:
        return replace(measurement, startup_s=0.0 if contestant == PLAIN else 0.6)

    wall_times_s = {PLAIN: 1.0, POOL: 1.1}
    shorter, slower = (_why(_verdict(_after(wall_times_s, changed=each))) for each in (short, slow))
    assert shorter.startswith("A task takes 10.0 µs: handing it to a worker took 3")
    assert slower.startswith("Starting and ending the workers took 0.610 s of 1.10 s, which is what they saved.")
    unexplained = _why(_verdict(_after(wall_times_s)))
    assert "Starting" not in unexplained and "handing" not in unexplained


def test_that_several_interpreters_are_named() -> None:
    other = replace(PYTHON, id="3.14", path="/somewhere/python3.14", version="3.14.0")
    newer = {replace(PLAIN, python="3.14"): 0.7, replace(POOL, python="3.14"): 0.4}
    plan = replace(plan_for("quick", (PLAIN, POOL)), pythons=(PYTHON, other))
    won = _verdict(_after({PLAIN: 1.0, POOL: 0.5, **newer}, plan=plan))
    assert won.headline == "Use Pool on Python 3.14"
    kept = _verdict(_after({PLAIN: 1.0, POOL: 1.5, replace(PLAIN, python="3.14"): 0.7}, plan=plan))
    assert kept.headline == "Keep the plain loop on Python 3.14"


def test_that_a_call_is_named_where_it_is_not_the_usual_one() -> None:
    unordered = replace(POOL, call="imap_unordered")
    assert _verdict(_after({PLAIN: 1.0, unordered: 0.5, POOL: 0.6})).headline == "Use Pool with imap_unordered"


def test_that_nobody_is_named_where_the_plain_loop_gives_other_results_each_time() -> None:
    def differs(contestant: Contestant, measurement: Measurement) -> Measurement:
        return replace(measurement, results_match=False) if contestant == PLAIN else measurement

    verdict = _verdict(_after({PLAIN: 1.0, EXECUTOR: 0.5}, changed=differs))
    assert (verdict.kind, verdict.headline, verdict.contestant) == ("inconclusive", "Results can't be checked", None)
    assert "so nobody is ranked" in verdict.because
    assert "By time alone ProcessPoolExecutor came to 2.00×" in verdict.because


def test_that_before_anything_was_measured_the_forecast_is_the_headline() -> None:
    verdict = _verdict(STATES["forecast"]())
    assert (verdict.kind, verdict.headline) == ("measuring", "Expecting processes, about 2.0×")
    assert (verdict.figure, verdict.family) == ("80% interval 1.7–2.2×", "processes")
    assert verdict.contestant is None
    over = fold(STATES["forecast"](), ComparisonEnded("stopped", "", 1.0))
    assert _verdict(over).headline == "Probably ProcessPoolExecutor"


def test_that_a_headline_that_goes_back_says_why() -> None:
    sure = _after({PLAIN: 1.0, EXECUTOR: 0.5, THREAD_EXECUTOR: 0.9}, rounds=4, end=None)
    assert _verdict(sure).headline == "Use ProcessPoolExecutor"
    race = replace(sure.race, sure=False, known=False)
    taken_back = summed_up(replace(sure, race=race, formerly=Formerly(EXECUTOR, 4)))
    verdict = _verdict(taken_back)
    assert verdict.headline == "Processes"
    assert verdict.reasons[0].kind == "changed"
    assert verdict.reasons[0].text.startswith("Until round 4 it was ProcessPoolExecutor; ")
    over = summed_up(replace(taken_back, ended=ComparisonEnded("budget", "", 20.0)))
    assert "changed" not in {each.kind for each in _verdict(over).reasons}


def test_that_who_was_named_and_is_not_any_more_is_known_until_it_is_named_again() -> None:
    walls = {PLAIN: 1.0, EXECUTOR: 0.5, THREAD_EXECUTOR: 0.9}
    before = _after(walls, rounds=4, end=None)
    assert before.formerly is None
    slow = replace(measured(EXECUTOR, 3.0))
    after = before
    for contestant, measurement in ((PLAIN, measured(PLAIN, 1.0)), (EXECUTOR, slow)):
        after = fold(after, _finished(contestant, 5, measurement))
    after = fold(after, RoundFinished(5, 1.0))
    assert not after.race.sure
    assert after.formerly == Formerly(EXECUTOR, 4)


def test_that_a_forecast_stays_the_headline_until_rounds_say_more() -> None:
    begun = fold(_after({PLAIN: 1.0, POOL: 0.8}, rounds=0, end=None), EXPECTED)
    assert _verdict(begun).headline == "Expecting processes, about 1.8×"
    for contestant, wall_s in ((PLAIN, 1.0), (POOL, 0.99)):
        begun = fold(begun, _finished(contestant, 1, measured(contestant, wall_s)))
    after = fold(begun, RoundFinished(1, 1.0))
    assert _verdict(after).headline == "Expecting processes, about 1.8×"
