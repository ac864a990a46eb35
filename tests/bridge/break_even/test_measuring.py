"""A map is measured: coarse places first, all sides in turns, more rounds where they are near; kept for each Python."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.bridge.break_even.kept_maps import KeptMaps
from parloop_gui.bridge.break_even.measuring import RUN_LIMIT_S, MapMaker
from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.engine.protocol.json_text import MOST_BYTES
from parloop_gui.engine.protocol.messages import RunSpec
from parloop_gui.model.break_even.cells import SIDES, Map, Spot
from parloop_gui.model.break_even.grid import coarse
from tests.helpers.comparisons.maps import made
from tests.helpers.engines.curve_engine import CurveEngine
from tests.helpers.engines.mock_engine import PYTHON


def of_map(spec: RunSpec) -> float:
    """A plain loop of 100 tasks; processes that take 40 ms to start and do it in half the time."""
    code = spec.loop.code or ""
    plain_s = 100 * float(code.partition("thread_time() + ")[2].split()[0])
    return {"serial": plain_s, "thread-pool-executor": plain_s + 0.01}.get(spec.strategy, 0.04 + plain_s / 2)


class MapEngine(CurveEngine):
    """One whose loops say in their items how many there are."""

    def execute(self, spec: RunSpec):  # type: ignore[no-untyped-def]
        """Make a run."""
        return super().execute(replace(spec, loop=replace(spec.loop, items=100)))


def test_that_coarse_places_come_first_and_all_sides_run_in_turns() -> None:
    engine = MapEngine(wall_of=of_map)
    seen: list[Map] = []
    made = MapMaker(engine.execute, clock=engine.clock).make(PYTHON, 100, 16.0, seen.append)
    assert [cell.spot for cell in made.cells[:16]] == list(coarse())
    assert [len(each.cells) for each in seen] == list(range(1, len(made.cells) + 1))
    assert len(made.cells) > 16
    ran = Counter(spec.strategy for spec in engine.specs)
    assert len(set(ran.values())) == 1
    assert all(set(cell.walls_s) == set(SIDES) for cell in made.cells)


def test_that_sides_that_are_near_each_other_have_more_rounds() -> None:
    engine = MapEngine(wall_of=of_map)
    maker = MapMaker(engine.execute, clock=engine.clock)
    near, far = (maker.cell(PYTHON, Spot(task_s, 100), 100) for task_s in (8e-4, 1e-2))
    assert {len(own) for own in near.walls_s.values()} == {3}
    assert {len(own) for own in far.walls_s.values()} == {1}


def test_that_no_more_is_measured_once_the_time_is_over() -> None:
    engine = MapEngine(wall_of=of_map)
    MapMaker(engine.execute, clock=engine.clock).make(PYTHON, 100, 5.0)
    assert engine.now < 5.0 + 3 * 3


def test_that_a_map_that_is_cancelled_has_what_was_there() -> None:
    engine = MapEngine(wall_of=of_map)
    maker = MapMaker(engine.execute, clock=engine.clock, stop=engine.stop)
    engine.at = lambda number: maker.cancel() if number == 20 else None
    made = maker.make(PYTHON, 100, 60.0)
    assert 0 < len(made.cells) < 16
    assert maker.is_cancelled


def test_that_maps_are_kept_by_python_and_share_until_the_python_changes(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("")
    own = replace(PYTHON, path=str(python))
    engine = MapEngine(wall_of=of_map)
    measured = MapMaker(engine.execute, clock=engine.clock).make(own, 100, 16.0)
    kept = KeptMaps(tmp_path / "maps.json")
    kept.keep(replace(measured, dot=Spot(0.1, 5), dot_name="mine"))
    kept.keep(replace(measured, cpu_share=50))
    assert kept.of(own, 100) == measured
    assert kept.of(own, 50) == replace(measured, cpu_share=50)
    assert kept.of(own, 25) is None
    assert kept.of(replace(own, cores=8), 100) is None


def test_that_a_map_that_is_not_whole_is_kept_neither_new_nor_over_another(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("")
    kept, whole = KeptMaps(tmp_path / "maps.json"), made(python=replace(PYTHON, path=str(python)))
    corners = replace(whole, cells=whole.cells[:4])
    kept.keep(corners)
    assert kept.of(whole.python, 100) is None
    kept.keep(whole)
    kept.keep(corners)
    assert kept.of(whole.python, 100) == whole


@pytest.mark.parametrize("text", ["", "[]", "{", '{"/py": 3}', '{"/py": {"key": 1, "maps": []}}'])
def test_that_a_file_that_is_broken_holds_no_map(tmp_path: Path, text: str) -> None:
    file = tmp_path / "maps.json"
    file.write_text(text)
    assert KeptMaps(file).of(replace(PYTHON, path="/py"), 100) is None


def test_that_of_a_file_beyond_all_bounds_no_map_is_read(tmp_path: Path) -> None:
    file = tmp_path / "maps.json"
    KeptMaps(file).keep(made())
    assert KeptMaps(file).of(PYTHON, 100) is not None
    file.write_bytes(file.read_bytes() + MOST_BYTES * b" ")
    assert KeptMaps(file).of(PYTHON, 100) is None


@pytest.mark.slow
def test_that_a_place_is_measured_by_real_runs_of_all_sides() -> None:
    with Engine() as engine:
        cell = MapMaker(engine.execute).cell(own_interpreter(), Spot(1e-4, 1_000), 100, rounds=1)
    assert set(cell.walls_s) == set(SIDES)
    assert max(cell.wall_s(side) for side in SIDES) < RUN_LIMIT_S
    assert cell.wall_s("baseline") >= 100 * 1e-4  # so long it computes, on whatever machine
