"""Spans files: what is written comes back, and what can't have happened is refused in a sentence."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from parloop_gui.model.timeline.reading import read_spans
from parloop_gui.model.timeline.shown import small_file
from parloop_gui.model.timeline.spans import RunSpans, SpansError, Worker, checked
from tests.helpers.comparisons.spans import make_spans, pool, turns, write_spans

WORKED = turns(6, 2, 0.02)


@pytest.mark.parametrize("spans", [WORKED, pool(50, 3, 0.01, 0.5, started_s=0.0), make_spans([])])
def test_that_a_file_gives_back_what_was_written(spans: RunSpans, tmp_path: Path) -> None:
    again = read_spans(write_spans(spans, tmp_path / "a.spans"))
    assert (again.wall_s, again.workers, again.sample_s) == (spans.wall_s, spans.workers, spans.sample_s)
    for name in ("start_s", "end_s", "cpu_s", "worker", "item", "flags"):
        assert np.array_equal(getattr(again, name), getattr(spans, name))
    assert (again.on_core is None) == (spans.on_core is None)
    for one, other in zip(again.on_core or (), spans.on_core or (), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
def test_that_a_pipe_in_a_file_s_place_is_refused_at_once(tmp_path: Path) -> None:
    """User code may put one there; who opened it would wait for ever."""
    os.mkfifo(tmp_path / "a.spans")
    with pytest.raises(SpansError, match=r"can't be read\.$"):
        read_spans(tmp_path / "a.spans")
    assert small_file(tmp_path / "a.spans") is None


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "other"},
        {"version": 2},
        {"version": "1"},
        {"tasks": 5},
        {"tasks": -1},
        {"tasks": 10**12},
        {"tasks": True},
        {"tasks": None},
        {"wall_s": None},
        {"wall_s": "1"},
        {"wall_s": float("inf")},
        {"wall_s": -1.0},
        {"lanes": None},
        {"lanes": [{"pid": 1}]},
        {"lanes": [{"pid": 1, "thread": 1}]},
        {"lanes": [{"pid": 1, "thread": 1, "started_s": float("nan")}, {"pid": 1, "thread": 2}]},
        {"on_core": 3},
        {"on_core": [1]},
        {"on_core": [10**9]},
        {"on_core": [50_000_000, 50_000_000]},
        {"sample_s": []},
    ],
)
def test_that_a_first_line_that_does_not_fit_is_refused(changed: dict[str, Any], tmp_path: Path) -> None:
    path = write_spans(WORKED, tmp_path / "a.spans", **changed)
    with pytest.raises(SpansError, match=r"^The recorded tasks can't be shown: .*\.$"):
        read_spans(path)


@pytest.mark.parametrize("data", [b"", b"\n", b"{}", b"[1]\n", b"\xff\n", b"[" * 100_000 + b"\n"])
def test_that_another_file_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.spans").write_bytes(data)
    with pytest.raises(SpansError, match=r"\.$"):
        read_spans(tmp_path / "a.spans")


@pytest.mark.parametrize("by", [-1, 1])
def test_that_a_file_of_the_wrong_length_is_refused(by: int, tmp_path: Path) -> None:
    path = write_spans(WORKED, tmp_path / "a.spans")
    data = path.read_bytes()
    path.write_bytes(data[:by] if by < 0 else data + b"x")
    with pytest.raises(SpansError, match="length"):
        read_spans(path)


def test_that_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SpansError, match=r"can't be read\.$"):
        read_spans(tmp_path / "none")


def test_that_spans_that_can_not_have_happened_are_refused() -> None:
    good = make_spans([(0.0, 1.0, 0.5, 0), (1.0, 2.0, 0.5, 0)])
    assert checked(good) is good
    for changed in (
        {"end_s": np.array([1.0, 0.5])},
        {"start_s": np.array([1.0, 0.5])},
        {"start_s": np.array([np.nan, 1.0])},
        {"cpu_s": np.array([-0.1, 0.1])},
        {"cpu_s": np.array([np.inf, 0.1])},
        {"worker": np.array([0, 1], np.int32)},
        {"worker": np.array([-1, 0], np.int32)},
        {"item": np.array([-2, 0], np.int32)},
        {"flags": np.array([4, 0], np.uint8)},
        {"on_core": (np.array([[1.0, 0.0]]),)},
        {"on_core": ()},
        {"workers": ()},
    ):
        with pytest.raises(SpansError):
            checked(replace(good, **changed))


def test_that_unknown_cpu_time_and_items_are_no_fault() -> None:
    known = make_spans([(0.0, 1.0, 0.5, 0)], workers=[Worker(1, 1)])
    unknown = replace(known, cpu_s=np.array([np.nan]), item=np.array([-1], np.int32))
    assert checked(unknown).tasks == 1
