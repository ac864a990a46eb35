"""What a timeline says in words: for every tag, family and state of the GIL, and never more than is known."""

from __future__ import annotations

import re
from itertools import product

import pytest

from parloop_gui.model.explain.behaviour import COMPUTES, HOWS, MIXED, WAITS, Behaviour, How
from parloop_gui.model.timeline.sentences import headline, phrase, second_line, why

GILS = ("held", "released", "free-threaded", "unknown")
KINDS = (COMPUTES, MIXED, WAITS)
FAMILIES = ("threads", "processes", "further")
SHARES = {COMPUTES: 0.95, MIXED: 0.5, WAITS: 0.05}


def behaviour(family: str = "threads", kind: str = COMPUTES, gil: str = "held", **changed: object) -> Behaviour:
    """A run of 4 workers on 2 cores that both were busy."""
    values: dict[str, object] = {
        "name": {"threads": "ThreadPool", "processes": "Pool", "baseline": "for loop (serial)"}.get(family, "Dask"),
        "family": family,
        "rules": family,
        "own_share": SHARES[kind],
        "gil": gil,
        "tasks": 24,
        "workers": 4,
        "cores": 2,
        "busy": 1.9,
        "at_once": 3.9,
        "cpu_share": 0.5,
        "idle_share": 0.02,
        "gil_wait_share": 0.0,
        "core_wait_share": 0.0,
        "wall_s": 0.4,
        "startup_s": 0.004,
        "start_s": None,
        "speedup": 1.9,
    }
    return Behaviour(**{**values, **changed})  # type: ignore[arg-type]


PLAIN = behaviour("baseline", workers=1, busy=1.0, at_once=1.0, speedup=None)
TURNS = behaviour(busy=1.0, gil_wait_share=0.5, speedup=0.97)
PROCESSES = behaviour("processes", wall_s=0.2)


def test_that_the_headline_is_that_of_the_picture() -> None:
    assert headline([PLAIN, TURNS, PROCESSES]) == "Threads took turns. Processes ran side by side."
    line = second_line([PLAIN, TURNS, PROCESSES])
    assert line.startswith("Same 24 tasks, same 2 cores. Each thread waited 50% of its time for the GIL")
    assert line.endswith("so 4 threads were no faster than one.")
    assert phrase(TURNS) == "the 4 threads take turns on the GIL"
    assert phrase(PROCESSES) == "each process has a GIL of its own"


def test_that_the_second_line_counts_the_tasks_that_waited_at_once() -> None:
    threads = behaviour(kind=WAITS, gil="released", at_once=39.2, busy=0.1)
    processes = behaviour("processes", WAITS, "released", at_once=1.02, busy=0.1)
    line = second_line([PLAIN, threads, processes])
    assert line.endswith("Tasks under way at once, on average: 39 under ThreadPool and 1 under Pool.")


@pytest.mark.parametrize(("family", "kind", "gil"), list(product(FAMILIES, KINDS, GILS)))
@pytest.mark.parametrize("busy", [0.3, 1.0, 1.9])
@pytest.mark.parametrize("each_other", [0.0, 0.3, 0.6])
def test_that_every_combination_has_one_or_two_whole_sentences(
    family: str, kind: str, gil: str, busy: float, each_other: float
) -> None:
    waits = 0.5 if gil == "held" and family == "threads" and busy == 1.0 else 0.0
    shared = {
        "gil_wait_share": waits,
        "each_other_share": each_other,
        "rules": "event-loop" if family == "further" and busy == 1.0 else family,
    }
    run = behaviour(family, kind, gil, busy=busy, at_once=1.0 if busy < 1 else 3.9, **shared)
    assert run.how in HOWS
    said = why([PLAIN, run])
    assert len(said) == 1
    for text in (said[0][1], headline([run]), second_line([run])):
        assert text.endswith(".")
        assert text[0].isupper() or text[0].isdigit()
    assert 1 <= len(re.findall(r"\.(?: |$)", said[0][1])) <= 2
    assert phrase(run)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("family", FAMILIES)
def test_that_the_gil_is_named_only_where_it_is_known_what_it_did(family: str, kind: str) -> None:
    run = behaviour(family, kind, "unknown", busy=1.0, at_once=1.0)
    assert "GIL" not in why([run])[0][1] + phrase(run) + headline([run]) + second_line([run])


@pytest.mark.parametrize("gil", ["released", "free-threaded", "unknown"])
def test_that_turns_are_told_only_where_the_gil_is_held(gil: str) -> None:
    run = behaviour(gil=gil, busy=1.0, gil_wait_share=0.5)
    assert run.how == "few-busy"
    assert "turn" not in headline([run]) + why([run])[0][1]


def test_that_free_threaded_threads_that_compute_at_once_are_told_why() -> None:
    run = behaviour(gil="free-threaded")
    assert (
        headline([PLAIN, run, behaviour("processes", gil="free-threaded")]) == "Threads and processes ran side by side."
    )
    assert why([run])[0][1].startswith("This Python has no GIL, so threads compute at the same time.")
    assert "1.9 of 2 cores" in why([run])[0][1]


def test_that_free_threaded_threads_that_do_not_are_told_too() -> None:
    run = behaviour(gil="free-threaded", busy=0.9, each_other_share=0.4)
    assert headline([run]) == "Threads held each other up."
    assert "yet 4 threads kept only 0.9 of 2 cores busy. 40% of their time they waited" in why([run])[0][1]


@pytest.mark.parametrize("family", FAMILIES)
def test_that_a_lock_is_spoken_of_only_where_tasks_were_seen_to_wait_for_each_other(family: str) -> None:
    run = behaviour(family, gil="unknown", busy=1.0)
    assert headline([run]).endswith("kept few cores busy.")
    assert why([run])[0][1].endswith("kept only 1.0 of 2 cores busy. What they waited for can't be told.")
    assert "lock" in why([behaviour(family, gil="unknown", busy=1.0, each_other_share=0.2)])[0][1]


def test_that_a_busy_machine_is_not_taken_for_the_gil() -> None:
    run = behaviour(busy=0.7, core_wait_share=0.4, gil_wait_share=0.05)
    assert headline([run]) == "Threads waited for a core."
    assert "GIL" not in why([run])[0][1]


def test_that_short_tasks_leave_workers_without_work() -> None:
    run = behaviour("processes", busy=0.8, at_once=1.2, idle_share=0.6)
    assert headline([run]) == "Processes waited for work."


def test_that_a_process_for_every_task_takes_long_to_start() -> None:
    run = behaviour("processes", kind=WAITS, busy=0.1, at_once=1.1, idle_share=0.8, start_s=0.03, one_each=True)
    assert headline([run]) == "Processes took long to start."
    assert "took 30.0 ms to start on average" in why([run])[0][1]


def test_that_waiting_tasks_wait_at_once_or_for_the_same_thing() -> None:
    assert headline([behaviour(kind=WAITS, busy=0.1, at_once=3.8)]) == "Threads waited side by side."
    in_line = behaviour(kind=WAITS, busy=0.1, at_once=3.8, each_other_share=0.72)
    assert headline([in_line]) == "Threads waited for each other."
    assert phrase(in_line) == "the 4 threads wait for each other"
    assert why([in_line])[0][1].startswith("About 3.8 tasks were under way at once, yet 72% of their time they waited")
    assert "one server" in why([in_line])[0][1]
    partly = behaviour(kind=WAITS, busy=0.1, at_once=3.8, each_other_share=0.3)
    assert headline([partly]) == "Threads waited side by side."
    assert why([partly])[0][1].endswith("at once, though 30% of their time they waited for each other.")


def test_that_mixed_tasks_are_not_said_to_wait_at_once() -> None:
    assert phrase(behaviour("processes", MIXED, busy=1.5)) == "about 3.9 tasks under way at once"


@pytest.mark.parametrize("kind", [COMPUTES, MIXED])
def test_that_coroutines_are_not_said_to_take_turns_on_the_gil(kind: str) -> None:
    run = behaviour("further", kind, busy=1.0, gil_wait_share=0.9, name="asyncio", rules="event-loop")
    assert headline([run]) == "asyncio ran in one thread."
    assert phrase(run) == "one thread runs all of them"
    assert "GIL" not in headline([run]) + second_line([run]) + why([run])[0][1]
    assert behaviour("further", WAITS, busy=0.1, rules="event-loop").how == "waited-together"


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("pythons", [("", ""), ("3.13", "3.13"), ("3.13", "3.13t")])
def test_that_every_text_says_which_python_where_there_are_several(how: How, pythons: tuple[str, str]) -> None:
    runs = [_in_state(how, python) for python in pythons]
    texts = [headline(runs[:1]), headline(runs), second_line(runs), *(text for _, text in why(runs))]
    for text in filter(None, texts):
        assert text[0].isupper() or text[0].isdigit() or text.startswith("asyncio")
        assert text.endswith(".")
        assert "  " not in text
    if how != "alone":
        assert all(python in headline([run]) for python, run in zip(pythons, runs, strict=True))
        assert all(python in headline(runs) for python in pythons)
        assert len(why(runs)) == len(set(pythons))
        assert len({title for title, _ in why(runs)}) == len(set(pythons))


def _in_state(how: How, python: str) -> Behaviour:
    """A run that came to that."""
    waits = {"kind": WAITS, "busy": 0.1, "at_once": 3.8}
    states: dict[How, dict[str, object]] = {
        "alone": {"family": "baseline"},
        "one-worker": {"workers": 1},
        "hardly-overlapped": {"workers": 1, "one_each": True},
        "side-by-side": {},
        "turns": {"busy": 1.0, "gil_wait_share": 0.5, "speedup": 0.97},
        "crowded": {"busy": 0.7, "core_wait_share": 0.4},
        "starting": {
            "busy": 0.7,
            "idle_share": 0.8,
            "at_once": 1.1,
            "start_s": 0.03,
            "one_each": True,
            "kind": WAITS,
        },
        "fed-slowly": {"busy": 0.8, "at_once": 1.2, "idle_share": 0.6},
        "held-up": {"busy": 1.0, "each_other_share": 0.4},
        "few-busy": {"busy": 1.0},
        "waited-together": waits,
        "in-line": {**waits, "each_other_share": 0.7},
        "one-by-one": {**waits, "at_once": 1.9, "apart_s": 0.1, "task_s": 0.1},
        "one-loop": {
            "family": "further",
            "rules": "event-loop",
            "name": f"asyncio on Python {python}" if python else "asyncio",
        },
    }
    made = behaviour(**{"python": python, **states[how]})  # type: ignore[arg-type]
    assert made.how == how
    return made


def test_that_workers_that_were_started_in_turn_are_not_said_to_wait_side_by_side() -> None:
    run = behaviour(
        "processes",
        WAITS,
        tasks=60,
        workers=4,  # lanes: one process after the other has each
        busy=0.1,
        at_once=2.31,
        apart_s=0.0031,
        task_s=0.007,
        wall_s=0.2,
        one_each=True,
    )
    assert headline([run]) == "Processes were started one after the other."
    assert phrase(run) == "processes start one after the other: about 2.3 tasks at once"
    assert why([run])[0][1] == (
        "Processes were started one after the other, one every 3.1 ms, and a task took 7.0 ms: "
        "so only about 2.3 tasks were under way at once."
    )
    assert behaviour(kind=WAITS, busy=0.1, at_once=3.8, apart_s=0.0001, wall_s=0.4).how == "waited-together"


def test_that_nothing_is_said_of_nothing() -> None:
    assert (headline([]), second_line([]), why([])) == ("", "", ())


def test_that_a_long_start_is_said() -> None:
    assert (
        "0.150 s of 0.400 s had passed"
        in why([behaviour("processes", gil="unknown", busy=1.9, startup_s=0.15, kind=WAITS)])[0][1]
    )


def test_that_the_fastest_of_a_family_speaks_for_it() -> None:
    slow, fast = behaviour(name="Thread", wall_s=0.9), behaviour(name="ThreadPool", wall_s=0.2)
    assert [name for name, _ in why([PLAIN, slow, fast, PROCESSES])] == ["Threads", "Processes"]
    assert "ThreadPool kept" in second_line([PLAIN, slow, fast])


def test_that_the_plain_loop_alone_is_described() -> None:
    assert headline([PLAIN]) == "One task after the other."
    assert why([PLAIN])[0][1].endswith("on a core.")
    assert second_line([]) == ""


def test_that_threads_of_one_task_each_that_fill_one_lane_are_not_called_one_thread() -> None:
    run = behaviour(workers=1, busy=1.0, at_once=1.0, one_each=True)
    assert headline([run]) == "Threads hardly overlapped."
    assert phrase(run) == "most threads end before the next one starts"
    assert "Every task has a thread of its own" in why([run])[0][1]
    assert behaviour(workers=1, busy=1.0, at_once=1.0, one_each=True, tasks=1).how == "one-worker"


def test_that_threads_of_one_task_each_do_not_wait_for_work() -> None:
    assert behaviour(gil="free-threaded", workers=3, busy=1.1, at_once=1.1, idle_share=0.62, one_each=True).how == (
        "hardly-overlapped"
    )


def test_that_one_worker_is_no_parallel_run() -> None:
    assert headline([behaviour(workers=1, busy=1.0, at_once=1.0)]) == "Threads had one worker."
