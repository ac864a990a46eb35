"""The last comparisons: kept round by round, whole or not at all, and not without end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.bridge import last_comparisons
from parloop_gui.bridge.last_comparisons import LastComparisons
from parloop_gui.model.comparison import Comparison
from parloop_gui.model.document_read import read
from tests.helpers.scenes import CPU


def begun_at(second: int, rounds: int = 2) -> Comparison:
    return replace(CPU.comparison(rounds), created=f"2026-01-02T03:04:{second:02}+01:00")


def test_that_what_is_kept_is_a_document_that_opens(tmp_path: Path) -> None:
    last = LastComparisons(tmp_path)
    comparison = CPU.comparison(3, None)
    assert not last.has(comparison)
    last.keep(comparison)
    assert last.has(comparison)
    (kept,) = last.latest()
    assert (kept.loop, kept.begun.minute) == ("Primes", 4)
    assert read(kept.path).comparison.rounds_finished == 3
    assert not last.has(CPU.comparison(4, None))
    last.keep(CPU.comparison(4, None))
    assert len(last.latest()) == 1


def test_that_nothing_is_kept_before_the_first_round(tmp_path: Path) -> None:
    last = LastComparisons(tmp_path / "none")
    last.keep(CPU.comparison(0, None))
    assert last.has(CPU.comparison(0, None))
    assert not (tmp_path / "none").exists()
    assert last.latest() == []


def test_that_the_oldest_go_and_nothing_else_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_comparisons, "MOST", 3)
    (tmp_path / "my notes.parloop").write_text("mine")
    last = LastComparisons(tmp_path)
    for second in range(5):
        last.keep(begun_at(second))
    assert [kept.begun.second for kept in last.latest()] == [4, 3, 2]
    assert (tmp_path / "my notes.parloop").exists()
    monkeypatch.setattr(last_comparisons, "MOST_BYTES", 10)
    last.keep(begun_at(6))
    assert [kept.begun.second for kept in last.latest()] == [6]


def test_that_a_folder_that_can_not_be_written_is_told_but_stops_no_comparison(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    last = LastComparisons(tmp_path / "file")
    last.keep_round(CPU.comparison(3))
    assert not last.has(CPU.comparison(3))
    with pytest.raises(OSError, match="file"):
        last.keep(CPU.comparison(3))


def test_that_keeping_takes_a_small_part_of_the_time_and_the_end_never_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("parloop_gui.bridge.last_comparisons.time.monotonic", lambda: now[0])
    last = LastComparisons(tmp_path)
    keep = last.keep

    def slow(comparison: Comparison) -> None:
        keep(comparison)
        now[0] += 0.5

    monkeypatch.setattr(last, "keep", slow)
    last.keep_round(CPU.comparison(1, None))
    now[0] += 10
    last.keep_round(CPU.comparison(2, None))
    assert not last.has(CPU.comparison(2, None))
    now[0] += 60
    last.keep_round(CPU.comparison(3, None))
    assert last.has(CPU.comparison(3, None))
    last.keep_round(CPU.comparison(4))
    assert last.has(CPU.comparison(4))


@pytest.mark.parametrize("created", ["", "yesterday"])
def test_that_a_time_that_is_none_is_no_obstacle(tmp_path: Path, created: str) -> None:
    last = LastComparisons(tmp_path)
    last.keep_round(replace(CPU.comparison(3), created=created))
    assert len(last.latest()) == 1
