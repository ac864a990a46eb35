"""Checks how soon the packaged window is on the screen: beside a bare PySide6 + pyqtgraph window run from source.

    python packaging/checks/first_paint.py [--pairs 15]

Both are started fresh, in turns, in a home of their own; the clock stops when the first pixel stands in Xvfb's
framebuffer. Held: the median of the ratios is at most 0.8.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from screen import Screen
from telling import Facts

ROOT = Path(__file__).resolve().parents[2]
MOST = 0.8
PLACE = (720, 450)
PATIENCE_S = 60.0
BARE = """
import pyqtgraph
from PySide6.QtWidgets import QApplication, QMainWindow

pyqtgraph.setConfigOption("background", "w")  # black on a black screen is not seen
application = QApplication([])
window = QMainWindow()
plot = pyqtgraph.PlotWidget()
plot.plot([1, 3, 2, 4])
window.setCentralWidget(plot)
window.resize(1440, 900)
window.show()
application.exec()
"""


def main() -> int:
    """Start both in turns; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=15)
    options = parser.parse_args()
    facts = Facts(f"First paint, {options.pairs} pairs after one that warms up")
    commands = {
        "packaged": [str(ROOT / "dist" / "parloop" / "parloop")],
        "bare": [sys.executable, "-c", BARE],
    }
    order = random.Random(1)
    took: dict[str, list[float]] = {name: [] for name in commands}
    with Screen(managed=False) as screen:
        for _ in range(options.pairs + 1):
            for name in order.sample(list(commands), 2):
                took[name].append(_first_paint_s(screen, commands[name]))
    ratios = [ours / bare for ours, bare in list(zip(took["packaged"], took["bare"], strict=True))[1:]]
    median_s = {name: statistics.median(values[1:]) for name, values in took.items()}
    ratio = statistics.median(ratios)
    told = f"packaged {median_s['packaged'] * 1e3:.0f} ms, bare {median_s['bare'] * 1e3:.0f} ms"
    facts.hold(f"{told}: ratio {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f}), at most {MOST}", ratio <= MOST)
    return facts.status()


def _first_paint_s(screen: Screen, command: list[str]) -> float:
    """Seconds from starting a command until something stands on the black screen."""
    with tempfile.TemporaryDirectory() as home:
        folders = {f"XDG_{kind}": f"{home}/{kind.lower()}" for kind in ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME")}
        environment = {**os.environ, **folders, "DISPLAY": screen.display, "TMPDIR": home, "XDG_RUNTIME_DIR": home}
        environment.pop("QT_QPA_PLATFORM", None)
        while screen.pixel(*PLACE) != (0, 0, 0):
            time.sleep(0.01)
        began = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while screen.pixel(*PLACE) == (0, 0, 0):
                if time.monotonic() - began > PATIENCE_S:
                    raise TimeoutError(f"{command[0]} painted nothing within {PATIENCE_S:g} s")
                time.sleep(0.0005)
            return time.monotonic() - began
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
