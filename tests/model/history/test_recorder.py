"""What is written while a comparison is made: every finished run, in order, whatever stands in the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from parloop_gui.model.comparison.comparison import Comparison, finished_off
from parloop_gui.model.history import database
from parloop_gui.model.history import recorder as recording
from parloop_gui.model.history.errors import HistoryError
from tests.helpers.comparisons.histories import a_history, begun, run_by_run
from tests.helpers.comparisons.scenes import CPU, IO, failed


def test_that_what_is_kept_is_opened_as_it_was(tmp_path: Path) -> None:
    history, comparison = a_history(tmp_path), CPU.comparison(12)
    history.keep(comparison)
    (entry,) = history.page()
    again = history.load(entry.id)
    assert (again.runs, again.rows, again.verdict) == (comparison.runs, comparison.rows, comparison.verdict)
    assert (entry.title, entry.rounds, entry.headline) == ("Primes", 12, "Use ProcessPoolExecutor")
    assert (entry.day, entry.hour) == ("2 Jan 2026", "03:04")
    history.close()


@pytest.mark.slow
@pytest.mark.parametrize("scene", [CPU, IO])
def test_that_every_finished_run_is_there_after_it(tmp_path: Path, scene: object) -> None:
    history, reader = a_history(tmp_path), a_history(tmp_path)
    with history.recorder() as recorder:
        for state in run_by_run(scene, 2):  # type: ignore[arg-type]  # both are scenes
            recorder.keep(state)
            assert reader.load(1).runs == state.runs
            assert history.has(state)
    assert history.take_said() == []
    reader.close()


def test_that_a_comparison_cut_off_in_a_round_is_summed_up_from_its_runs(tmp_path: Path) -> None:
    states = run_by_run(CPU, 3)
    cut = states[-5]
    with a_history(tmp_path).recorder() as recorder:
        for state in states[:-4]:
            recorder.keep(state)
    reader = a_history(tmp_path)
    assert finished_off(reader.load(1)).rows == finished_off(cut).rows
    reader.close()


@pytest.mark.parametrize(
    ("comparison", "kept"),
    [
        (CPU.comparison(0, None), True),
        (CPU.comparison(0, "stopped"), False),
        (failed(), True),
        (CPU.comparison(2, "stopped"), True),
        (replace(CPU.comparison(0, None), runs=()), False),
    ],
)
def test_that_what_has_nothing_in_it_is_not_kept(tmp_path: Path, comparison: Comparison, kept: bool) -> None:
    history = a_history(tmp_path)
    with history.recorder() as recorder:
        recorder.keep(comparison)
    assert len(history.page()) == kept
    assert history.has(comparison)
    history.close()


def test_that_what_was_begun_and_came_to_nothing_leaves_again(tmp_path: Path) -> None:
    history = a_history(tmp_path)
    with history.recorder() as recorder:
        recorder.keep(CPU.comparison(0, None))
        assert len(history.page()) == 1
        recorder.keep(CPU.comparison(0, "stopped"))
        recorder.keep(CPU.comparison(0, "stopped"))
    assert history.page() == history.page("primes") == []
    history.close()


def test_that_another_begun_in_the_same_second_is_another(tmp_path: Path) -> None:
    history = a_history(tmp_path)
    with history.recorder() as recorder:
        for ended in ("stopped", "done", "done"):
            recorder.keep(CPU.comparison(0, None))
            recorder.keep(CPU.comparison(2 * (ended == "done"), ended))
    assert len(history.page()) == 2
    history.close()


@pytest.mark.slow
def test_that_two_at_once_do_not_mix(tmp_path: Path) -> None:
    one, other = a_history(tmp_path), a_history(tmp_path, "other")
    with one.recorder() as first, other.recorder() as second:
        for ours, theirs in zip(run_by_run(CPU, 2), run_by_run(IO, 2), strict=False):
            first.keep(ours)
            second.keep(theirs)
    kept = {entry.loop: one.load(entry.id).runs for entry in one.page()}
    assert kept == {"Primes": ours.runs, "Sleep": theirs.runs}
    one.close()


@pytest.mark.slow
def test_that_what_could_not_be_written_is_written_with_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "WAIT_S", 0.01)
    history, states = a_history(tmp_path), run_by_run(CPU, 2)
    with history.recorder() as recorder:
        recorder.keep(states[0])
        with closing(sqlite3.connect(tmp_path / "history.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            recorder.keep(states[1])
            recorder.keep(states[2])
            assert not history.has(states[2])
            with pytest.raises(HistoryError, match="locked"):
                history.keep(states[2])
            other.execute("ROLLBACK")
        recorder.keep(states[3])
    (said,) = history.take_said()
    assert said.endswith("is locked by another program.")
    assert len(history.load(1).runs) == 4
    history.close()


def test_that_one_removed_meanwhile_is_written_anew(tmp_path: Path) -> None:
    history, states = a_history(tmp_path), run_by_run(CPU, 2)
    with history.recorder() as recorder:
        recorder.keep(states[3])
        with closing(sqlite3.connect(tmp_path / "history.sqlite")) as other, other:
            other.execute("PRAGMA foreign_keys = ON")
            other.execute("DELETE FROM comparisons")
        recorder.keep(states[-1])
    (entry,) = history.page()
    assert history.load(entry.id).runs == states[-1].runs
    history.close()


@pytest.mark.slow
def test_that_a_full_disk_is_said_and_takes_nothing_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history, states = a_history(tmp_path), run_by_run(CPU, 4)
    connect = database.connect

    def connect_full(file: Path, wait_s: float) -> sqlite3.Connection:
        connection = connect(file, wait_s)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    with history.recorder() as recorder:
        for state in states[:5]:
            recorder.keep(state)
    monkeypatch.setattr("parloop_gui.model.history.recorder.connect", connect_full)
    with history.recorder() as recorder:
        for state in states[5:]:
            recorder.keep(state)
    (said,) = history.take_said()
    assert said.endswith("can’t grow: the disk is full.")
    assert not history.has(states[-1])
    before = len(history.load(1).runs)
    assert 5 <= before < len(states[-1].runs)
    monkeypatch.undo()
    history.keep(states[-1])
    assert history.load(1).runs == states[-1].runs
    history.close()


def test_that_a_damaged_history_is_left_and_all_of_the_comparison_goes_into_a_new_one(tmp_path: Path) -> None:
    history, states = a_history(tmp_path), run_by_run(CPU, 2)
    with history.recorder() as recorder:
        recorder.keep(states[0])
    history.close()
    damaged = b"SQLite format 3\0" + b"\xff" * 5000
    (tmp_path / "history.sqlite").write_bytes(damaged)
    with history.recorder() as recorder:
        recorder.keep(states[-1])
    assert (tmp_path / "history.sqlite").read_bytes() == damaged
    assert history.load(1).runs == states[-1].runs
    assert history.take_said()[0].endswith("is damaged and is left as it is.")
    history.close()


def test_that_a_time_that_is_none_is_no_obstacle(tmp_path: Path) -> None:
    history = a_history(tmp_path)
    history.keep(replace(begun(1), created="yesterday"))
    (entry,) = history.page()
    assert (entry.day, entry.hour) == ("", "")
    history.close()


def test_that_a_window_that_keeps_what_it_shows_never_takes_back_what_was_written_since(tmp_path: Path) -> None:
    states = run_by_run(CPU, 2)
    history = a_history(tmp_path)
    with history.recorder() as recorder:
        for shown, now in pairwise(states):
            recorder.write(now)
            history.keep(shown)
            assert history.has(shown)
    history.close()
    again = a_history(tmp_path)
    assert len(again.load(1).runs) == len(states[-1].runs)
    assert again.page()[0].state == "done"
    again.close()
