"""A million spans on the timeline: how long they take to lay out and to paint, and what recording them costs.

    python -m tests.bench.timeline [--tasks 1000000] [--frames 150] [--pairs 40] [--json FILE]

Held: lanes are laid out in under 0.2 s; the 95th percentile of a zoom or pan frame is under 16 ms at 1× and under 25 ms
at 2×, offscreen; recorded ÷ bare at most 1.02 for tasks of 1 ms (broken where the whole interval lies above). Beside
it, what viztracer costs on the same loop, in a temporary environment of its own, where it can be installed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import asdict, dataclass
from pathlib import Path

from parloop_gui.model.timeline.lanes import Lane, lanes_of
from parloop_gui.model.timeline.reading import read_spans
from tests.bench.fidelity import MOST_RATIO, ratio
from tests.helpers.comparisons.spans import pool, write_spans

WORKERS = (2, 8, 200)
MOST_BUILD_S = 0.2
MOST_FRAME_MS = {1: 16.0, 2: 25.0}
RECORDED = ("serial", "thread-pool", "process-pool")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Figure:
    """One figure with the most that it may be, None where nothing is promised."""

    what: str
    value: float
    unit: str
    most: float | None = None
    low: float | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the promise; where there is an interval, not all of it lies above."""
        return self.most is None or (self.value if self.low is None else self.low) <= self.most


def main() -> int:
    """Run the bench; exit status 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tasks", type=int, default=1_000_000)
    parser.add_argument("--frames", type=int, default=150)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--paint", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.paint:
        print(json.dumps(_frames_ms(options.paint, options.frames)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        figures = [figure for workers in WORKERS for figure in _of(options, workers, Path(folder))]
    figures += [_recording(slug, options.pairs) for slug in RECORDED]
    viztracer = _viztracer(options.pairs)
    figures += viztracer
    for each in figures:
        promise = f"≤ {each.most:g}  {'ok' if each.holds else 'BROKEN'}" if each.most is not None else ""
        print(f"{each.what:58} {each.value:9.3f} {each.unit:3} {promise}")
    if not viztracer:
        print("viztracer: not run, it could not be installed")
    if options.json:
        options.json.write_text(json.dumps([asdict(each) for each in figures], indent=1))
    return 0 if all(each.holds for each in figures) else 1


def _of(options: argparse.Namespace, workers: int, folder: Path) -> list[Figure]:
    """What so many workers' tasks take to be read, laid out and painted."""
    path = write_spans(pool(options.tasks, workers, 0.001, 0.7), folder / "a.spans")
    read, built = [], []
    for _ in range(7):
        began = time.thread_time()
        spans = read_spans(path)
        read.append(time.thread_time() - began)
        began = time.thread_time()
        lanes = lanes_of(spans, "thread", packed=False, sampled=False)
        built.append(time.thread_time() - began)
        assert sum(len(lane.task) for lane in lanes) == options.tasks
    what = f"{options.tasks:,} tasks, {workers} workers"
    figures = [
        Figure(f"{what}: read and checked", statistics.median(read), "s"),
        Figure(f"{what}: laid out", statistics.median(built), "s", MOST_BUILD_S),
        Figure(f"{what}: memory a task", _bytes(lanes) / options.tasks, "B"),
    ]
    for factor, most in MOST_FRAME_MS.items():
        frames = _painted_elsewhere(path, options.frames, factor)
        p95 = sorted(frames)[round(0.95 * (len(frames) - 1))]
        figures.append(Figure(f"{what}: a frame at {factor}×, 95th percentile", p95, "ms", most))
    return figures


def _bytes(lanes: tuple[Lane, ...]) -> int:
    arrays = [
        (lane.task, lane.tasks.start_s, lane.tasks.end_s, lane.tasks.sum_s, lane.cpu_sum_s, lane.cpu_rate)
        for lane in lanes
    ]
    return sum(array.nbytes for each in arrays for array in each)


def _painted_elsewhere(path: Path, frames: int, factor: int) -> list[float]:
    """Frame times of a process whose screen has so many device pixels for one."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(factor)}
    command = [sys.executable, "-m", "tests.bench.timeline", "--paint", str(path), "--frames", str(frames)]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    times: list[float] = json.loads(ran.stdout.splitlines()[-1])
    return times


def _frames_ms(path: Path, frames: int) -> list[float]:
    """Zooms and pans at random over all depths, each painted at once; milliseconds."""
    from PySide6.QtWidgets import QApplication

    from parloop_gui.model.plan.plan import Contestant
    from parloop_gui.model.timeline.part import whole
    from parloop_gui.ui.charts.timeline.geometry import tab_layout
    from parloop_gui.ui.charts.timeline.rows import TimelineData, TimelineGroup
    from parloop_gui.ui.charts.timeline.surface import TimelineSurface

    application = QApplication([])
    spans = read_spans(path)
    lanes = lanes_of(spans, "thread", packed=False, sampled=False)
    pool = Contestant("thread-pool", "map", "3.13")
    group = TimelineGroup(pool, "ThreadPool", "threads", "", lanes, spans.wall_s, plain_end_s=spans.wall_s)
    surface = TimelineSurface("bench", tab_layout, lambda _: "", None)
    surface.resize(830, 640)
    surface.show()
    surface.set_data(TimelineData((group,), whole(spans.wall_s), cores=2))
    application.processEvents()
    dice, times = random.Random(3), []
    for _ in range(frames):
        part = surface.data.part
        began = time.thread_time()
        if dice.random() < 0.5:
            deep = part.width_s < 0.02
            factor = dice.choice((0.2, 0.5)) if deep else dice.choice((0.8, 1.5, 3.0, 8.0))
            surface.zoom(factor, part.from_s + dice.random() * part.width_s)
        else:
            surface.pan(dice.uniform(-0.4, 0.4))
        surface.view.viewport().repaint()
        times.append((time.thread_time() - began) * 1e3)
    return times


def _recording(slug: str, pairs: int) -> Figure:
    measured = ratio(slug, pairs)
    what = f"recorded ÷ bare, {slug}, {measured.tasks} ({measured.low:.3f}–{measured.high:.3f})"
    return Figure(what, measured.median, "×", MOST_RATIO, measured.low)


_TRACED = """
import random, statistics, sys, time
from viztracer import VizTracer
from tests.bench.fidelity import calls_of_its_own, one_millisecond
task = calls_of_its_own if sys.argv[3] == "calls" else one_millisecond
def once(tracer):
    if tracer: tracer.start()
    began = time.perf_counter()
    results = [task(item) for item in range(200)]
    took = time.perf_counter() - began
    if tracer: tracer.stop(); tracer.clear()
    return took
tracer = VizTracer(verbose=0, tracer_entries=6_000_000, ignore_c_function=sys.argv[2] == "python")
ratios = []
for _ in range(int(sys.argv[1])):
    both = {on: once(tracer if on else None) for on in random.sample([True, False], 2)}
    ratios.append(both[True] / both[False])
print(statistics.median(ratios))
"""


def _viztracer(pairs: int) -> list[Figure]:
    """The same loop under viztracer, beside it bare; none where it can't be installed."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            venv.create(folder, with_pip=True)
            python = Path(folder) / "bin" / "python"
            install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "viztracer"]
            subprocess.run(install, check=True, capture_output=True, timeout=180)
            return [
                Figure(f"viztracer ÷ bare, serial, 200 × 1 ms, {words}", _traced(python, pairs, what, task), "×")
                for what, task, words in (
                    ("all", "one", "every call"),
                    ("python", "one", "calls of Python functions only"),
                    ("python", "calls", "a task of 10,000 calls"),
                )
            ]
        except (OSError, subprocess.SubprocessError):
            return []


def _traced(python: Path, pairs: int, what: str, task: str) -> float:
    ran = subprocess.run(
        [python, "-c", _TRACED, str(pairs), what, task],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=600,
    )
    return float(ran.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
