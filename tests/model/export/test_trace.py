"""`.trace.json`: as many tasks as items, named workers, one track each."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import export
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU


@pytest.fixture
def comparison(tmp_path: Path) -> Comparison:
    """A comparison with spans."""
    return with_spans(CPU.comparison(4), CPU, tmp_path)


def events(comparison: Comparison, path: Path) -> list[dict[str, Any]]:
    export(comparison, path)
    told: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["traceEvents"]
    return told


def test_that_there_are_as_many_tasks_as_items(comparison: Comparison, tmp_path: Path) -> None:
    tasks = Counter(event["pid"] for event in events(comparison, tmp_path / "a.trace.json") if event["ph"] == "X")
    assert set(tasks.values()) == {CPU.items}
    assert len(tasks) == len(comparison.contestants)


def test_that_workers_are_named_and_have_a_track_each(comparison: Comparison, tmp_path: Path) -> None:
    told = events(comparison, tmp_path / "a.trace.json")
    processes = {event["pid"]: event["args"]["name"] for event in told if event["name"] == "process_name"}
    tracks = {(each["pid"], each["tid"]): each["args"]["name"] for each in told if each["name"] == "thread_name"}
    pool = next(pid for pid, title in processes.items() if title == "Pool (round 4)")
    assert {name for (pid, _), name in tracks.items() if pid == pool} == {"process 1", "process 2"}
    assert {(event["pid"], event["tid"]) for event in told if event["ph"] == "X"} == set(tracks)


def test_that_tasks_of_a_track_follow_each_other_and_tell_their_share(comparison: Comparison, tmp_path: Path) -> None:
    tasks = [event for event in events(comparison, tmp_path / "a.trace.json") if event["ph"] == "X"]
    ends: dict[tuple[int, int], float] = {}
    for task in sorted(tasks, key=lambda each: float(each["ts"])):
        track = (task["pid"], task["tid"])
        assert task["ts"] >= ends.get(track, 0.0) - 0.01
        ends[track] = task["ts"] + task["dur"]
        assert 0 <= task["args"]["cpu_share"] <= 1
        assert task["name"] == f"task {task['args']['task']}"


def test_that_a_comparison_without_spans_has_no_trace(comparison: Comparison, tmp_path: Path) -> None:
    bare = replace(comparison, runs=tuple(replace(run, spans_file=None) for run in comparison.runs), recorded=())
    with pytest.raises(ExportError, match=r"^There is no trace to export.*\.$"):
        export(bare, tmp_path / "a.trace.json")


@pytest.mark.slow
def test_that_a_document_has_its_trace_still(comparison: Comparison, tmp_path: Path) -> None:
    again = decode(encode(to_document(comparison))).comparison
    assert events(again, tmp_path / "b.trace.json") == events(comparison, tmp_path / "a.trace.json")
