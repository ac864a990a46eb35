"""Every built-in loop: its results, its items, its parameters, and every interpreter it must run under."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine.loops import mixed, registry
from parloop_gui.engine.loops.loop import Parameter, Surroundings
from parloop_gui.engine.protocol.kinds import WORKLOADS
from parloop_gui.engine.protocol.unknown_name import UnknownNameError
from tests.helpers import interpreters
from tests.helpers.engines.engine import lay_engine
from tests.helpers.engines.loops import QUICK, service, settled

SLUGS = tuple(registry.MODULES)
PARAMETERS = [(loop.slug, parameter) for loop in registry.LOOPS for parameter in loop.parameters]
NUMBERS = [(slug, parameter) for slug, parameter in PARAMETERS if parameter.type != "choice"]
ITEMS = 9

_PASS = """
import json, pathlib, sys, tempfile
sys.path[0] = sys.argv[1]
from parloop_engine.loops import registry
from parloop_engine.loops.loop import Surroundings
for slug, settings, address in json.loads(sys.argv[2]):
    with tempfile.TemporaryDirectory() as folder:
        loop = registry.find(slug)
        params = loop.settle(settings)
        surroundings = Surroundings(pathlib.Path(folder), address, 7)
        items = loop.make_items(int(sys.argv[3]), params, surroundings)
        if loop.set_up:
            loop.set_up(params, surroundings)
        print(json.dumps([slug, repr([loop.task(item) for item in items])]))
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_engine(tmp_path_factory.mktemp("engine"))


@pytest.fixture(scope="module")
def addresses(engine: Path) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        yield {
            slug: stack.enter_context(service(engine, loop.service, params))[1]
            for slug in SLUGS
            for loop, params in [settled(slug)]
            if loop.service
        }


def make_ready(slug: str, folder: Path, addresses: dict[str, str], seed: int = 7) -> list[Any]:
    """The loop's items, everything set up for its task."""
    loop, params = settled(slug)
    surroundings = Surroundings(folder, addresses.get(slug, ""), seed)
    items = loop.make_items(ITEMS, params, surroundings)
    if loop.set_up:
        loop.set_up(params, surroundings)
    return items


def test_that_the_loops_are_those_that_the_registry_lists() -> None:
    assert tuple(loop.slug for loop in registry.LOOPS) == SLUGS
    assert set(QUICK) == set(SLUGS)


def test_that_an_unknown_loop_is_refused_in_one_sentence() -> None:
    with pytest.raises(UnknownNameError, match=r"There is no loop 'prime'; did you mean 'primes'\?$"):
        registry.find("prime")


def test_that_the_registry_has_no_other_lazy_names() -> None:
    with pytest.raises(AttributeError, match="LOOP'"):
        _ = registry.LOOP


@pytest.mark.parametrize("slug", SLUGS)
def test_that_a_loop_says_what_it_is(slug: str) -> None:
    loop = registry.find(slug)
    assert loop.kind in WORKLOADS
    assert loop.title and loop.hint and loop.caption.endswith(".")
    assert 1 <= loop.default_items <= loop.most_items
    assert loop.settle({}) == {parameter.name: parameter.default for parameter in loop.parameters}


@pytest.mark.parametrize("slug", SLUGS)
def test_that_results_depend_on_the_item_alone(slug: str, tmp_path: Path, addresses: dict[str, str]) -> None:
    items = make_ready(slug, tmp_path, addresses)
    task = registry.find(slug).task
    results = [task(item) for item in items]
    assert len(items) == ITEMS
    assert [task(item) for item in reversed(items)] == results[::-1]
    with ThreadPoolExecutor(ITEMS) as executor:
        assert list(executor.map(task, items)) == results


@pytest.mark.parametrize("slug", SLUGS)
def test_that_most_results_tell_their_items_apart(slug: str, tmp_path: Path, addresses: dict[str, str]) -> None:
    results = [registry.find(slug).task(item) for item in make_ready(slug, tmp_path, addresses)]
    assert len({repr(result) for result in results}) >= (1 if slug == "sqlite" else ITEMS // 2)


@pytest.mark.parametrize("slug", SLUGS)
def test_that_the_seed_makes_the_items_again(slug: str, tmp_path: Path, addresses: dict[str, str]) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    assert make_ready(slug, first, addresses) == make_ready(slug, second, addresses)


@pytest.mark.parametrize("slug", SLUGS)
def test_that_task_items_and_results_can_be_pickled(slug: str, tmp_path: Path, addresses: dict[str, str]) -> None:
    items = make_ready(slug, tmp_path, addresses)
    task = registry.find(slug).task
    assert pickle.loads(pickle.dumps(task)) is task
    assert pickle.loads(pickle.dumps(items)) == items
    result = task(items[0])
    assert pickle.loads(pickle.dumps(result)) == result


def test_that_files_leaves_no_file_behind(tmp_path: Path) -> None:
    items = make_ready("files", tmp_path, {})
    for item in items:
        registry.find("files").task(item)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_that_many_workers_commit_to_one_database(tmp_path: Path, journal: str) -> None:
    import sqlite3

    from parloop_gui.engine.loops import transactions

    loop = registry.find("sqlite")
    params = loop.settle({"rows": 3, "journal": journal})
    surroundings = Surroundings(tmp_path, "", 0)
    items = loop.make_items(40, params, surroundings)
    transactions.prepare_database(params, surroundings)
    with ThreadPoolExecutor(8) as executor:
        assert {held for held, _ in executor.map(loop.task, items)} == {3}
    connection = sqlite3.connect(tmp_path / "readings.db")
    assert connection.execute("SELECT count(*) FROM reading").fetchone() == (120,)
    connection.close()


@pytest.mark.parametrize("cpu_share", [0, 40, 100])
def test_that_mixed_has_its_time_on_a_core_even_when_others_want_the_gil(tmp_path: Path, cpu_share: int) -> None:
    loop = registry.find("mixed")
    loop_params = loop.settle({"task_ms": 10, "cpu_share": cpu_share})
    mixed.prepare_mixed(loop_params, Surroundings(tmp_path, "", 0))
    ended = threading.Event()

    def spin() -> None:
        while not ended.is_set():
            pass

    rival = threading.Thread(target=spin)
    rival.start()
    before_s, began_s = time.thread_time(), time.perf_counter()
    loop.task(1)
    cpu_s, wall_s = time.thread_time() - before_s, time.perf_counter() - began_s
    ended.set()
    rival.join()
    assert cpu_s >= 0.010 * cpu_share / 100
    assert wall_s >= 0.010


def test_that_errands_are_of_several_kinds_and_only_called_one_by_one(tmp_path: Path) -> None:
    items = make_ready("errands", tmp_path, {})
    assert {name for name, _ in items} == set(mixed.ERRANDS)
    one_by_one = ("for", "submit", "apply_async", "slots", "queue", "to_thread", "parallel")
    assert registry.find("errands").calls == one_by_one


@pytest.mark.parametrize(("slug", "parameter"), NUMBERS, ids=str)
def test_that_a_value_out_of_range_is_refused_in_one_sentence(slug: str, parameter: Parameter) -> None:
    assert parameter.low is not None and parameter.high is not None
    loop = registry.find(slug)
    for wrong in (parameter.low - 1, parameter.high + 1, "many", float("nan"), float("inf"), None):
        with pytest.raises(ValueError, match=rf"^{parameter.name} is [^\n]+\.$"):
            loop.settle({parameter.name: wrong})
    for right in (parameter.low, parameter.high, str(parameter.default)):
        assert loop.settle({parameter.name: right})[parameter.name] == type(parameter.default)(right)


def test_that_a_fraction_is_refused_where_a_whole_number_is_wanted() -> None:
    with pytest.raises(ValueError, match=r"^numbers is a whole number, not 2\.5\.$"):
        registry.find("primes").settle({"numbers": 2.5})


def test_that_an_unknown_choice_is_refused_in_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"^journal is one of wal, delete, not 'none'\.$"):
        registry.find("sqlite").settle({"journal": "none"})


def test_that_an_unknown_parameter_is_refused_in_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"^sleep has no parameter 'ms'; it has: task_ms, spread\.$"):
        registry.find("sleep").settle({"ms": 1})


def test_that_a_worker_pays_for_its_own_loop_only(engine: Path) -> None:
    code = (
        "import sys; sys.path[0] = sys.argv[1]; before = set(sys.modules); "
        "from parloop_engine.loops.registry import find; find('sleep'); "
        "print(sorted({'http.client', 'sqlite3', 'json'} & set(sys.modules) - before))"
    )
    told = subprocess.run([sys.executable, "-c", code, engine], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.parametrize("version", interpreters.IDS)
def test_that_every_loop_gives_the_same_under_every_python(
    version: str, engine: Path, addresses: dict[str, str]
) -> None:
    python = interpreters.find(version)
    wanted = json.dumps([(slug, QUICK[slug], addresses.get(slug, "")) for slug in SLUGS])
    told, here = (
        subprocess.run([path, "-c", _PASS, engine, wanted, "5"], capture_output=True, text=True, check=True).stdout
        for path in (python, sys.executable)
    )
    assert [json.loads(line)[0] for line in told.splitlines()] == list(SLUGS)
    assert told == here
