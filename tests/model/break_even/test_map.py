"""A break-even map: who wins between the places that were measured, where to measure next, its files and sentence."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from parloop_gui.model.break_even.cells import SIDES, Cell, Map, Side, Spot, loop_of, winner_of
from parloop_gui.model.break_even.grid import lattice, next_spot
from parloop_gui.model.break_even.interpolation import Between, workers_of
from parloop_gui.model.break_even.map_files import from_json, picture, picture_lines, to_csv, to_json, to_markdown
from parloop_gui.model.break_even.placing import share_of, with_loop
from parloop_gui.model.break_even.sentences import also, headline
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.what_if.basis import basis_of
from tests.helpers.comparisons.maps import made, wall_s
from tests.helpers.comparisons.scenes import CPU, IO
from tests.helpers.engines.mock_engine import OTHER_PYTHON, PYTHON


def wrong(of: Map) -> int:
    """At how many places of the picture somebody wins who is more than 5% slower than the best."""
    between, (tasks, sizes) = Between(of), lattice()
    spots = [Spot(task_s, item_bytes) for task_s in tasks for item_bytes in sizes]
    return sum(wall_s(spot, between.winner(spot)) > 1.05 * min(wall_s(spot, side) for side in SIDES) for spot in spots)


@pytest.mark.slow
def test_that_the_model_is_right_nearly_everywhere_and_more_so_with_places_near_the_borders() -> None:
    tasks, sizes = lattice()
    everywhere = len(tasks) * len(sizes)
    few, many = wrong(made()), wrong(made(12))
    assert few <= 0.10 * everywhere
    assert many <= 0.04 * everywhere
    assert many <= few


@pytest.mark.slow
def test_that_places_are_chosen_near_borders_and_none_twice() -> None:
    before, after = made(), made(8)
    chosen = after.cells[len(before.cells) :]
    assert len({each.spot for each in after.cells}) == len(after.cells)
    assert sum(each.margin < 0.7 for each in chosen) >= 6
    assert min(one.spot.apart(other.spot) for one in chosen for other in after.cells if one != other) >= 0.2


def test_that_nothing_is_left_to_measure_where_all_is_clear() -> None:
    clear = made()
    walls: dict[Side, tuple[float, ...]] = {"baseline": (1.0,), "threads": (9.0,), "processes": (90.0,)}
    assert next_spot(replace(clear, cells=tuple(Cell(each.spot, walls) for each in clear.cells))) is None


def test_that_a_lead_worth_nothing_is_the_plain_loop_s() -> None:
    assert winner_of({"baseline": 0.0, "threads": -0.02, "processes": -0.01}) == "baseline"
    assert winner_of({"baseline": 0.0, "threads": -0.5, "processes": -0.51}) == "threads"


@pytest.mark.slow
def test_that_a_map_opens_again_as_it_was() -> None:
    first = made(4, dot=Spot(0.003, 5_000), dot_name="price", bytes_per_s=1e9)
    again = from_json(to_json(first))
    assert again == replace(first, python=replace(PYTHON, path=""))
    assert to_json(again) == to_json(first)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "other"}, "This is not a map of Parloop’s."),
        ({"version": 9}, "This map was written by a newer Parloop."),
        ({"cells": []}, "This map holds no places: nothing was measured for it."),
        ({"cells": [{"task_s": 1.0, "item_bytes": 1, "walls_s": {}}]}, "cells.walls_s"),
        ({"cells": [{"task_s": -1.0, "item_bytes": 1, "walls_s": {side: [1.0] for side in SIDES}}]}, "lies nowhere"),
        ({"cpu_share": 900}, "can’t be that"),
        ({"python": 3}, "python"),
    ],
)
def test_that_a_file_that_is_no_map_is_refused_in_a_sentence(change: dict[str, Any], said: str) -> None:
    document = {**json.loads(to_json(made())), **change}
    with pytest.raises(DocumentError, match=said):
        from_json(json.dumps(document).encode())


def test_that_the_picture_is_plain_data_with_a_side_and_walls_for_each_place() -> None:
    shown, (tasks, sizes) = picture(made()), lattice()
    assert (len(shown["winner"]), len(shown["winner"][0])) == (len(sizes), len(tasks))
    assert {side for row in shown["winner"] for side in row} == {"baseline", "processes"}
    assert shown["winner"][0][-1] == "processes"
    assert set(shown["wall_s"]) == set(SIDES)


def test_that_the_sentence_says_from_which_length_on_processes_win() -> None:
    assert headline(made(12)) == (
        "Processes win from tasks of 1.0 ms on; with 1 MB handed over to each, processes from 4.6 ms on."
    )


def test_that_each_who_wins_beyond_the_plain_loop_has_its_own_length() -> None:
    def walls(spot: Spot) -> dict[Side, tuple[float, ...]]:
        plain_s = 100 * spot.task_s
        return {"baseline": (plain_s,), "threads": (0.004 + plain_s / 2,), "processes": (0.05 + plain_s / 4,)}

    both = replace(made(), cells=tuple(Cell(each.spot, walls(each.spot)) for each in made(12).cells))
    said = headline(both)
    assert re.match(r"Threads win from tasks of \S+ µs and processes from \S+ ms on; with 1 MB ", said), said
    assert re.search(r"handed over to each, threads from \S+ µs and processes from \S+ ms on\.$", said), said


def test_that_a_loop_is_a_dot_on_the_map_of_its_own_share_alone() -> None:
    computes, waits = basis_of(CPU.comparison(8)), basis_of(IO.comparison(8))
    assert computes is not None and waits is not None
    there = with_loop(made(), computes)
    assert there.dot is not None and there.dot_name == "Primes"
    assert share_of(waits) == 0
    assert with_loop(made(), waits) == made()
    assert with_loop(made(cpu_share=0), waits).dot is not None
    nothing = replace(computes, facts=replace(computes.facts, task_s=0.0))
    assert with_loop(made(), nothing) == made()


def test_that_the_user_s_loop_has_a_place_and_a_sentence() -> None:
    there = made(12, dot=Spot(0.005, 20_000), dot_name="price")
    where, stands_on = also(there)
    assert where == "price (tasks of 5.0 ms, 20 kB handed over to each) lies where processes win, with 100 items."
    assert stands_on.startswith("It stands on 28 places of 100 items each, 2 rounds at each")
    assert sum(line.count("@") for line in picture_lines(there)) == 2  # the place and the legend


def test_that_a_map_without_its_middle_says_that_it_is_not_whole() -> None:
    corners = replace(made(), cells=made().cells[:4])
    assert {cell.spot.across for cell in corners.cells} == {(0, 0), (3, 0), (0, 5), (3, 5)}
    assert "The map is not whole: not all of it was measured." in also(corners)
    assert not any("not whole" in line for line in also(made()))


def test_that_csv_has_a_line_for_each_place_and_markdown_the_picture() -> None:
    lines = to_csv(made()).decode().splitlines()
    assert lines[0] == "task_s,item_bytes,winner,baseline_s,threads_s,processes_s,rounds"
    assert len(lines) == 1 + len(made().cells)
    assert to_markdown(made()).decode().startswith("# Processes win from ")


def test_that_the_name_of_a_loop_is_text_in_markdown_whatever_it_is() -> None:
    named = made(dot=Spot(0.005, 20_000), dot_name="<img src=x> *a*\n# b \udc80\u202e")
    assert r"- \<img src=x\> \*a\* \# b \\udc80\\u202e (tasks of " in to_markdown(named).decode()


@pytest.mark.parametrize(("share", "workers"), [(100, 2), (50, 4), (1, 32), (0, 32)])
def test_that_workers_keep_the_cores_busy(share: int, workers: int) -> None:
    assert workers_of(PYTHON, share) == workers


def test_that_the_formula_lets_threads_have_the_cores_where_there_is_no_gil() -> None:
    free = Map(OTHER_PYTHON, 100, ())
    assert Between(free).winner(Spot(0.01, 1_000_000)) == "threads"
    assert Between(Map(PYTHON, 100, ())).winner(Spot(0.01, 100)) == "processes"


def test_that_the_loop_of_a_place_computes_its_share_and_waits_the_rest() -> None:
    loop = loop_of(Spot(0.004, 1_000), 25)
    assert loop.items == "[bytes(1000)] * 100"
    assert "end_s = time.thread_time() + 0.001" in (loop.code or "")
    assert "time.sleep(0.003)" in (loop.code or "")
