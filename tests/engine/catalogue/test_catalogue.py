"""What the catalogue tells the rest of the app, and what it says to what can't be."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import subprocess
import sys
from multiprocessing.pool import ThreadPool
from typing import Any, get_args

import pytest

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.catalogue import UnknownNameError
from parloop_gui.engine.catalogue.fitness import (
    NOT_HERE,
    Obstacle,
    absurd_count,
    call_under,
    lacking,
    unavailable,
    unfit,
)
from parloop_gui.engine.catalogue.loop_values import check_items
from parloop_gui.engine.catalogue.selection import default_call, parse_choices
from parloop_gui.engine.protocol.kinds import FAMILIES, Situation
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.strategies.strategy import Effective

CLASSIC = [
    "serial",
    "thread",
    "thread-pool",
    "thread-pool-executor",
    "process",
    "process-pool",
    "process-pool-executor",
]
POOL_CALLS = {"map", "imap", "imap_unordered", "starmap", "apply", "apply_async", "map_async", "starmap_async"}
NOW = (3, 13)


def plain(value: Any) -> bool:
    """Whether a value is data through and through."""
    if dataclasses.is_dataclass(value):
        return all(plain(getattr(value, field.name)) for field in dataclasses.fields(value))
    if isinstance(value, tuple):
        return all(plain(inner) for inner in value)
    return value is None or isinstance(value, (str, int, float, bool))


def effective(slug: str, call: str, *arguments: Any) -> Effective:
    strategy = catalogue.strategy(slug)
    return strategy.effective(strategy.call(call), *arguments)


def test_that_the_seven_classic_strategies_are_there_in_family_order() -> None:
    assert [info.slug for info in catalogue.strategies() if info.classic] == CLASSIC
    families = [info.family for info in catalogue.strategies() if info.package is None]
    assert families == sorted(families, key=FAMILIES.index)
    assert [info.package is None for info in catalogue.strategies()] == sorted(
        (info.package is None for info in catalogue.strategies()), reverse=True
    )


def test_that_everything_told_is_plain_data() -> None:
    assert all(plain(info) for info in (*catalogue.strategies(), *catalogue.loops(), *catalogue.faults()))


def test_that_every_call_of_pools_and_executors_is_there_and_map_is_the_default() -> None:
    for slug in ("thread-pool", "process-pool"):
        assert {call.slug for call in catalogue.strategy(slug).calls} == POOL_CALLS
        assert default_call(slug) == "map"
    for slug, more in (("thread-pool-executor", []), ("process-pool-executor", ["map_buffered"])):
        assert [call.slug for call in catalogue.strategy(slug).calls] == ["map", "submit", *more]


def test_that_every_strategy_has_notes_with_a_short_title_and_every_call_a_summary() -> None:
    for info in catalogue.strategies():
        assert len(info.notes) >= 3
        for note in info.notes:
            assert 2 <= len(note.title.split()) <= 4
            assert note.title.endswith(".")
            assert note.text.endswith(".")
            assert len(note.text) < 260
            assert set(note.when) <= set(get_args(Situation))
        assert all(call.summary and "\n" not in call.summary for call in info.calls)


def test_that_a_loop_tells_its_functions_name() -> None:
    assert catalogue.loop("sleep").task_name == "wait"


def test_that_slugs_and_preferences_are_each_used_once() -> None:
    infos = catalogue.strategies()
    assert len({info.slug for info in infos}) == len({info.preference for info in infos}) == len(infos)


def test_that_the_executors_are_named_before_other_parallel_strategies() -> None:
    parallel = sorted((info for info in catalogue.strategies() if info.slug != "serial"), key=lambda i: i.preference)
    assert [info.slug for info in parallel[:2]] == ["thread-pool-executor", "process-pool-executor"]


@pytest.mark.parametrize(
    ("wrong", "close"), [("proces-pool", "'process-pool'"), ("Serial", "'serial'"), ("zzz", "choose from serial, ")]
)
def test_that_an_unknown_strategy_is_answered_with_the_closest(wrong: str, close: str) -> None:
    with pytest.raises(UnknownNameError, match=close) as caught:
        catalogue.strategy(wrong)
    assert wrong in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_that_an_unknown_loop_or_call_is_answered_with_the_closest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'primes'"):
        catalogue.loop("prime")
    with pytest.raises(UnknownNameError, match="did you mean 'imap'"):
        parse_choices("process-pool:imapp")


def test_that_what_a_newer_document_names_is_shown_by_its_own_name() -> None:
    strategy = catalogue.find("quantum-pool")
    assert (strategy.title, strategy.is_known, strategy.default_call) == ("quantum-pool", False, "")
    assert (strategy.family, strategy.behaves_like, strategy.width) == ("further", "further", "workers")
    call = catalogue.find("thread-pool").find_call("guess")
    assert (call.slug, call.lazy, call.awaits) == ("guess", False, False)
    loop = catalogue.find_loop("sudoku")
    assert (loop.title, loop.is_known, loop.task_name, loop.calls) == ("sudoku", False, "task", None)


def test_that_what_is_known_is_found_as_it_is_listed() -> None:
    assert [catalogue.find(each.slug) for each in catalogue.strategies()] == list(catalogue.strategies())
    assert [catalogue.find_loop(each.slug) for each in catalogue.loops()] == list(catalogue.loops())
    assert all(each.find_call(call.slug) == call for each in catalogue.strategies() for call in each.calls)


def test_that_choices_are_read_with_the_plain_loop_first_and_none_twice() -> None:
    assert [slug for slug, _ in parse_choices("classic")] == CLASSIC
    assert [slug for slug, _ in parse_choices("all")] == [info.slug for info in catalogue.strategies()]
    assert ("asyncio", "task_group") in parse_choices("classic", is_async=True)
    assert parse_choices("process-pool:imap, thread, thread,process-pool") == (
        ("serial", "for"),
        ("process-pool", "imap"),
        ("thread", "slots"),
        ("process-pool", "map"),
    )


@pytest.mark.parametrize("text", ["", " , ", "map", "process-pool:", "serial:map", ":map", "process-pool:map:map"])
def test_that_choices_that_make_no_sense_are_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$|\?$") as caught:
        parse_choices(text)
    assert "\n" not in str(caught.value)


def test_that_the_default_call_suits_the_loop() -> None:
    assert default_call("process-pool", "errands") == "apply_async"
    assert default_call("thread-pool-executor", "errands") == "submit"
    assert default_call("process-pool", "primes") == "map"
    for info in catalogue.loops():
        for strategy in catalogue.strategies():
            assert info.calls is None or default_call(strategy.slug, info.slug) in info.calls


def test_that_items_are_checked_against_what_the_loop_takes() -> None:
    most = catalogue.loop("primes").most_items
    assert check_items("primes", "60") == 60
    assert check_items(None, most * 10) == most * 10
    for wrong in (0, -1, most + 1, "ten", "1.5"):
        with pytest.raises(ValueError, match=r"^[A-Z][^\n]*\.$"):
            check_items("primes", wrong)
    with pytest.raises(ValueError, match="at least 1 item"):
        check_items(None, 0)


def test_that_parameters_come_back_typed_and_complete() -> None:
    assert catalogue.loop("sleep").settle({"task_ms": "5"}) == {"task_ms": 5.0, "spread": 0}
    with pytest.raises(ValueError, match="task_ms"):
        catalogue.loop("sleep").settle({"task_ms": "-1"})
    with pytest.raises(ValueError, match="no parameter 'speed'"):
        catalogue.loop("sleep").settle({"speed": "1"})
    with pytest.raises(UnknownNameError):
        catalogue.loop("sleeep").settle({})


def test_that_absurdly_many_threads_and_processes_are_refused_unless_asked_for() -> None:
    for slug in ("thread", "process"):
        assert absurd_count(slug, 2_000) is None
        assert (found := absurd_count(slug, 2_001)) is not None and "2,001" in found.text
        assert absurd_count(slug, 1_000_000, many=True) is None
    assert absurd_count("process-pool", 1_000_000) is None


def test_that_classic_strategies_are_available_from_3_10_on() -> None:
    assert all(unavailable(slug, (3, 10), "linux") is None for slug in CLASSIC)
    assert unavailable("serial", (3, 9), "linux") == Obstacle("needs Python 3.10+", "needs 3.10+")
    assert unavailable("process", (3, 13), "emscripten") == Obstacle("no processes on emscripten", "no processes")


def test_that_a_strategy_of_a_package_says_what_to_install_for_which_python() -> None:
    assert {info.slug for info in catalogue.strategies() if info.package} == {
        *("joblib", "joblib-threads", "mpire", "mpire-threads")
    }
    needs = Obstacle("needs joblib 1.5 or newer: python3.13t -m pip install -U joblib", "needs joblib 1.5+", "joblib")
    assert lacking("joblib-threads", ["mpire"], "python3.13t") == needs
    needs = Obstacle("needs mpire: python3.12 -m pip install mpire", "needs mpire", "mpire")
    assert lacking("mpire", [], "python3.12") == needs
    assert lacking("joblib-threads", ["joblib"], "python3.13t") is None
    assert lacking("process-pool", [], "python3.12") is None


def test_that_sub_interpreters_need_python_3_14() -> None:
    assert unavailable("interpreter-pool-executor", (3, 13), "linux") == Obstacle("needs Python 3.14+", "needs 3.14+")
    assert unavailable("interpreter-pool-executor", (3, 14), "linux") is None


def test_that_asyncio_is_called_as_the_function_and_the_python_need_it() -> None:
    assert default_call("asyncio") == default_call("asyncio", "errands") == "to_thread"
    assert parse_choices("asyncio", is_async=True)[1] == ("asyncio", "task_group")
    assert call_under("asyncio", "task_group", (3, 10)) == "gather"
    assert call_under("asyncio", "task_group", (3, 11)) == "task_group"
    ordinary = LoopSpec("user", "f", 3, function="f")
    awaited = dataclasses.replace(ordinary, is_async=True)
    assert unfit("asyncio", "gather", ordinary) == Obstacle("gather needs an async function", NOT_HERE)
    assert unfit("asyncio", "gather", awaited) is None
    assert unfit("asyncio", "to_thread", awaited) is None
    set_up = dataclasses.replace(ordinary, setup="prepare")
    assert unfit("interpreter-pool-executor", "map", set_up) == Obstacle(
        "can't call a set-up function in its workers",
        NOT_HERE,
    )


@pytest.mark.slow
def test_that_the_catalogue_is_read_without_importing_asyncio() -> None:
    code = "import sys\nfrom parloop_gui.engine.catalogue import catalogue\ncatalogue.strategies()\n"
    code += "print('asyncio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("slug", "call", "items", "workers", "chunksize", "expected"),
    [
        ("serial", "for", 60, 8, None, (1, 1, None)),
        ("thread", "slots", 60, 2, 5, (60, 60, None)),
        ("process", "queue", 60, None, None, (60, 60, None)),
        ("thread-pool", "map", 60, 2, None, (2, 2, 8)),
        ("process-pool", "starmap", 64, 4, None, (4, 4, 4)),
        ("process-pool", "map", 3, 8, None, (8, 3, 1)),
        ("process-pool", "map", 60, 8, 30, (8, 2, 30)),
        ("process-pool", "imap", 60, 2, None, (2, 2, 1)),
        ("process-pool", "apply", 60, 2, None, (2, 1, None)),
        ("process-pool", "apply_async", 60, 2, 5, (2, 2, None)),
        ("thread-pool-executor", "map", 60, None, 5, (8, 8, None)),
        ("process-pool-executor", "map", 60, 2, None, (2, 2, 1)),
        ("process-pool-executor", "submit", 60, None, None, (4, 4, None)),
        ("asyncio", "to_thread", 60, None, None, (8, 8, None)),
        ("asyncio", "gather", 60, 5, None, (5, 5, None)),
        ("asyncio", "task_group", 60, None, None, (60, 60, None)),
        ("interpreter-pool-executor", "map", 60, 2, 9, (2, 2, None)),
    ],
)
def test_that_effective_numbers_are_what_python_would_take(
    slug: str, call: str, items: int, workers: int | None, chunksize: int | None, expected: tuple[int, int, int | None]
) -> None:
    assert effective(slug, call, items, workers, chunksize, 4, NOW) == expected


@pytest.mark.parametrize("items", [1, 7, 8, 9, 60, 100])
def test_that_the_pool_s_own_chunk_size_is_known(items: int) -> None:
    with ThreadPool(2) as pool:
        handle: Any = pool.map_async(abs, range(items))
        handle.get()
    assert effective("thread-pool", "map", items, 2, None, 2, NOW).chunksize == handle._chunksize


def test_that_python_before_3_13_counts_cores_it_may_not_use() -> None:
    assert effective("process-pool", "map", 60, None, None, 1, (3, 12)).workers == (os.cpu_count() or 1)
    assert effective("process-pool", "map", 60, None, None, 1, (3, 13)).workers == 1


def test_that_a_package_s_workers_are_as_many_as_the_cores_it_counts_under_any_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    for version in ((3, 12), (3, 13)):
        assert effective("mpire", "map", 60, None, None, 2, version).workers == 8
        assert effective("mpire-threads", "map", 60, None, None, 2, version).workers == 8
        assert effective("joblib", "parallel", 60, None, None, 2, version).workers == 2


def test_that_an_automatic_pool_starts_as_many_workers_as_are_told() -> None:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    told = effective("thread-pool", "map", 60, None, None, cores, sys.version_info[:2]).workers
    with ThreadPool() as pool:
        assert told == len(pool._pool)  # type: ignore[attr-defined]


def test_that_the_start_methods_are_those_of_multiprocessing() -> None:
    assert set(catalogue.START_METHODS) == set(multiprocessing.get_all_start_methods())


@pytest.mark.slow
def test_that_listing_imports_nothing_that_loops_and_strategies_need_only_when_they_run() -> None:
    heavy = ["multiprocessing", "asyncio", "urllib.request", "parloop_gui.engine.protocol.messages"]
    script = "import sys; before = set(sys.modules); from parloop_gui.engine.catalogue import catalogue; "
    script += "catalogue.loops(), catalogue.strategies(); "
    script += f"print([name for name in {heavy} if name in sys.modules and name not in before])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
