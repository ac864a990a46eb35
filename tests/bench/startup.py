"""Does it open at once? Our window beside a bare PySide6 + pyqtgraph window, in interleaved pairs of fresh processes.

    python -m tests.bench.startup [--pairs 15] [--platform offscreen|xcb] [--json FILE]

Held, as medians of ratios to the bare window's first paint in the same pair: first paint ≤ 0.55, the whole screen of
the first start ≤ 0.6, everything clickable (Compare on, the chart a pyqtgraph view) ≤ 1.2. Every run is a first start:
settings, documents and caches are empty. When all other Pythons were asked is told too, and held to nothing.

On X11 there should be a session bus, as desktops have one (`dbus-run-session`): else Qt takes some 6 ms to start one.
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
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MOST = {"first paint": 0.55, "whole screen": 0.6, "clickable": 1.2}
TOLD = (*MOST, "all Pythons asked")
BARE = "bare window"

_OURS = """
from parloop_gui import app


def marked():
    from PySide6.QtCore import QTimer
    from parloop_gui.ui.window.main_window import MainWindow

    class Marked(MainWindow):
        def paintEvent(self, event):
            super().paintEvent(event)
            if "first paint" not in marks:
                mark("first paint")
                QTimer.singleShot(0, self, lambda: mark("whole screen"))

    def note_clickable():
        surface = window.view.chart.surface()
        drawn = "pyqtgraph" in sys.modules and type(surface.parent()).__name__ != "ChartCard"
        if drawn and window.top.compare.isEnabled() and window.top.chosen():
            mark("clickable")

    def over():
        mark("all Pythons asked")
        window.close()

    window = Marked()
    window.background.found.connect(lambda *_: QTimer.singleShot(0, window, note_clickable))
    window.background.loaded.connect(lambda: QTimer.singleShot(0, window, note_clickable))
    window.background.finished.connect(over)
    return window


app.run([], marked)
"""

_BARE = """
import pyqtgraph
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Marked(pyqtgraph.PlotWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        mark("first paint")
        QTimer.singleShot(0, application, application.quit)


application = QApplication([])
window = QMainWindow()
plot = Marked()
plot.plot([1, 3, 2, 4])
window.setCentralWidget(plot)
window.resize(1440, 900)
window.show()
application.exec()
"""

_FRAME = """
import json, sys, time
marks = {{}}


def mark(name):
    marks.setdefault(name, time.monotonic() - {began!r})

{script}
print(json.dumps(marks))
"""


def main() -> int:
    """Run the bench; exit status 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    pairs = _pairs(options.pairs, options.platform)
    ratios = {name: _interval([ours[name] / bare["first paint"] for ours, bare in pairs]) for name in TOLD}
    times_s = {name: statistics.median(ours[name] for ours, _ in pairs) for name in TOLD}
    times_s[BARE] = statistics.median(bare["first paint"] for _, bare in pairs)
    holds = {name: ratios[name][0] <= most for name, most in MOST.items()}
    print(f"{len(pairs)} interleaved pairs on {options.platform}; ÷ the bare window's first paint, 95% intervals")
    print(f"{BARE:18} {times_s[BARE] * 1e3:6.0f} ms")
    for name in TOLD:
        ratio, low, high = ratios[name]
        held = f"≤ {MOST[name]:<4g} {'ok' if holds[name] else 'BROKEN'}" if name in MOST else ""
        print(f"{name:18} {times_s[name] * 1e3:6.0f} ms {ratio:6.2f} {low:5.2f}–{high:.2f}  {held}")
    if options.json:
        told = {"platform": options.platform, "ratios": ratios, "median_s": times_s, "holds": holds}
        options.json.write_text(json.dumps(told, indent=1))
    return 0 if all(holds.values()) else 1


def _pairs(count: int, platform: str) -> list[tuple[dict[str, float], dict[str, float]]]:
    """(ours, bare) marks in seconds, in random order within each pair; the first pair warms up."""
    order = random.Random(1)
    made = []
    for _ in range(count + 1):
        marks: dict[str, Any] = {}
        for name in order.sample(["ours", "bare"], 2):
            marks[name] = _start(_OURS if name == "ours" else _BARE, platform)
        made.append((marks["ours"], marks["bare"]))
    return made[1:]


def _start(script: str, platform: str) -> dict[str, float]:
    """Run a script in a process and a home of its own; the marks it set, in seconds since it was started."""
    with tempfile.TemporaryDirectory() as home:
        folders = {f"XDG_{kind}_HOME": f"{home}/{kind.lower()}" for kind in ("CONFIG", "DATA", "CACHE")}
        folders["XDG_RUNTIME_DIR"] = home
        environment = {**os.environ, **folders, "QT_QPA_PLATFORM": platform}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed: compiled once, by the pair that warms up
        began = time.monotonic()
        ran = subprocess.run(
            [sys.executable, "-c", _FRAME.format(began=began, script=script)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=600,
            check=True,
        )
    marks: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return marks


def _interval(values: list[float]) -> tuple[float, float, float]:
    """The median with its 95% interval from the order statistics (binomial, distribution-free)."""
    ordered = sorted(values)
    below = max(0, int(len(ordered) / 2 - 0.98 * len(ordered) ** 0.5))
    return statistics.median(ordered), ordered[below], ordered[-1 - below]


if __name__ == "__main__":
    sys.exit(main())
