"""`parloop ask map`: made once and kept, read from a file, written in three formats; what can't be is one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.bridge.break_even.kept_maps import KeptMaps
from parloop_gui.model.break_even.cells import Map, Spot
from parloop_gui.model.break_even.written import from_json, to_json
from parloop_gui.model.plan.plan import Interpreter
from tests.helpers.comparisons.maps import made
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

    def measured(python: Interpreter, share: int, budget_s: float) -> Map:
        makes.append(share)
        kept.keep(found := made(python=python))
        return found

    monkeypatch.setattr("parloop_gui.cli.ask_map.KeptMaps", lambda: kept)
    monkeypatch.setattr("parloop_gui.cli.ask_map._measured", measured)
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
