"""`parloop ask map`: made once and kept, read from a file, written in three formats; what can't be is one sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.bridge.break_even.kept_maps import KeptMaps
from parloop_gui.cli.ask_map import Made
from parloop_gui.model.break_even.cells import Spot
from parloop_gui.model.break_even.grid import is_whole
from parloop_gui.model.break_even.map_files import from_json, to_json
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Interpreter, Plan
from tests.helpers.comparisons.maps import made
from tests.helpers.comparisons.scenes import CPU
from tests.helpers.engines.command_line import Engine, sentence


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A map that was exported."""
    path = tmp_path / "map.json"
    path.write_bytes(to_json(made(4, dot=Spot(0.005, 20_000), dot_name="price")))
    return path


def test_that_a_map_s_file_is_shown_and_written_again(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copies = [tmp_path / f"again.{ending}" for ending in ("json", "csv", "md")]
    typed = [word for copy in copies for word in ("--export", str(copy))]
    assert cli.main(["ask", "map", str(file), *typed]) == 0
    headline, picture, stands_on = capsys.readouterr().out.strip().split("\n\n")
    assert headline.startswith("Processes win from tasks of ")
    assert picture.splitlines()[-1].strip() == "· the plain loop, T threads, P processes, @ your loop"
    assert "price" in stands_on
    assert from_json(copies[0].read_bytes()) == from_json(file.read_bytes())
    assert copies[1].read_text().startswith("task_s,item_bytes,winner")
    assert copies[2].read_text().startswith("# Processes win")


def test_that_a_map_that_is_kept_is_not_made_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    makes: list[int] = []
    kept = KeptMaps(tmp_path / "maps.json")

    def measured(python: Interpreter, share: int, budget_s: float) -> Made:
        makes.append(share)
        kept.keep(found := made(python=python))
        return Made(found)

    monkeypatch.setattr("parloop_gui.cli.ask_map.KeptMaps", lambda: kept)
    monkeypatch.setattr("parloop_gui.cli.ask_map.measured_map", measured)
    for typed, times in (([], 1), ([], 1), (["--again"], 2)):
        assert cli.main(["ask", "map", "--json", *typed]) == 0
        assert json.loads(capsys.readouterr().out)["format"] == "parloop-map"
        assert len(makes) == times


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["map", "--export", "map.png"], "a map is written as .json, .csv, .md."),
        (["map", "--export", "none/map.json"], "Can't write 'none/map.json'"),
        (["map", "none.json"], "Can't open 'none.json'"),
        (["map", "--values", "1,2"], "--values changes nothing of a map: leave it out."),
        (["map", "primes", "--theme", "dark"], "--theme changes nothing of a map: leave it out."),
        (["map", "--brief"], "--brief changes nothing of a map: leave it out."),
        (["map", "--memory", "2G"], "--memory changes nothing of a map: leave it out."),
        (["map", "-m", "shop"], "-m changes nothing of a map without a loop: leave it out."),
        (["map", "--workers", "4"], "--workers changes nothing of a map without a loop"),
        (["map", "none.json", "--again"], "--again changes nothing of a map that is read from a file"),
        (["map", "--python", "3.11", "--python", "3.12"], "A map is of one Python"),
        (["workers"], "Still to be named: LOOP."),
        (["workers", "primes", "--again"], "--again is for the map"),
        (["python", "primes", "--values", "1,2"], "--python says which Pythons: leave --values out."),
        (["chunk", "primes", "--memory", "2G"], "--memory is for the question of workers"),
    ],
)
def test_that_what_can_t_be_asked_is_one_sentence(
    engine: Engine, capsys: pytest.CaptureFixture[str], typed: list[str], words: str
) -> None:
    assert cli.main(["ask", *typed]) == 2
    assert words in sentence(capsys)
    assert engine.specs == []


def test_that_a_file_that_is_no_map_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "other.json"
    path.write_text("{}")
    assert cli.main(["ask", "map", str(path)]) == 2
    assert sentence(capsys) == "parloop: This is not a map of Parloop’s.\n"


def test_that_a_map_without_places_is_told_as_one(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text(json.dumps({**json.loads(file.read_text()), "cells": []}))
    assert cli.main(["ask", "map", str(empty)]) == 2
    assert sentence(capsys) == "parloop: This map holds no places: nothing was measured for it.\n"


def in_time(monkeypatch: pytest.MonkeyPatch, found: Made) -> None:
    """Nothing is kept, and what is measured is this."""
    monkeypatch.setattr("parloop_gui.cli.ask_map.KeptMaps.of", lambda kept, python, share: None)
    monkeypatch.setattr("parloop_gui.cli.ask_map.measured_map", lambda python, share, budget_s: found)


@pytest.mark.parametrize(("is_stopped", "status"), [(True, 130), (False, 0)])
def test_that_what_was_there_is_printed_and_the_status_says_whether_it_was_stopped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_stopped: bool, status: int
) -> None:
    corners = replace(made(), cells=made().cells[:4])
    assert not is_whole(corners)
    in_time(monkeypatch, Made(corners, is_stopped))
    assert cli.main(["ask", "map"]) == status
    said = capsys.readouterr()
    assert "- The map is not whole: not all of it was measured." in said.out
    assert ("give it more with --budget" in said.err) is not is_stopped


def test_that_no_time_for_any_place_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_time(monkeypatch, Made(made(cells=())))
    assert cli.main(["ask", "map"]) == 2
    assert "There was no time for any place of the map" in sentence(capsys)


def test_that_a_map_is_printed_even_where_a_file_can_t_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    in_time(monkeypatch, Made(made()))
    monkeypatch.setattr("parloop_gui.cli.ask_map.write_whole", full)
    assert cli.main(["ask", "map", "--export", str(tmp_path / "map.csv")]) == 2
    said = capsys.readouterr()
    assert said.out.startswith("Processes win from tasks of ")
    assert said.err.endswith("map.csv': no space left on device.\n")


def test_that_the_loop_is_on_the_map_of_its_own_share_and_nameless_where_code_is_left_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_time(monkeypatch, Made(made()))
    for typed, name in (([], "Primes"), (["--without-code"], "")):
        assert cli.main(["ask", "map", "primes", "--json", *typed]) == 0
        assert json.loads(capsys.readouterr().out)["dot"]["name"] == name


def test_that_stopping_while_the_loop_is_compared_measures_no_map(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(plan: Plan, *rest: object) -> Comparison:
        found = CPU.comparison(8)
        assert found.ended is not None
        return replace(found, ended=replace(found.ended, reason="stopped"))

    in_time(monkeypatch, Made(made()))
    monkeypatch.setattr("parloop_gui.cli.ask_map.measure", stopped)
    assert cli.main(["ask", "map", "primes"]) == 130
    assert capsys.readouterr().out == ""
