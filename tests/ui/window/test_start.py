"""How the window starts: it shows before anything that is slow to import, as pyqtgraph is, is even imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, sys.argv[1])
application = QApplication([])
from parloop_gui.ui.window.main_window import MainWindow
window = MainWindow()
window.show()
SLOW = {"pyqtgraph", "numpy", "statistics", "parloop_gui.model.comparison.comparison"}
ROOMS = '''
bridge.break_even bridge.failure_lab bridge.processes cli engine.codegen engine.faults engine.preflight engine.runner
engine.supervisor engine.tracing engine.user_program model.break_even model.comparison model.events model.explain
model.forecast model.history model.lessons model.preflight model.questions model.splitting model.timeline
model.what_if ui.charts.break_even ui.charts.curves ui.charts.figure ui.failure_lab ui.report
'''.split()
seen = []
window.repaint()
rooms = {room for room in ROOMS for name in sys.modules if f"{name}.".startswith(f"parloop_gui.{room}.")}
seen.append(sorted(SLOW & sys.modules.keys() | rooms))
window.background.finished.connect(window.close)
application.exec()
seen.append(SLOW <= sys.modules.keys())
print(seen)
"""


# Enumerations are made with the Qt class that has them: of these the first paint needs those of Qt itself alone.
MADE = """
import enum
import sys
from PySide6.QtCore import QSettings, QTimer
made = []
make = enum.EnumType._create_

def noted(cls, name, *arguments, **options):
    made.append(name)
    return make(cls, name, *arguments, **options)

enum.EnumType._create_ = noted
QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, sys.argv[1])
from parloop_gui import app
from parloop_gui.ui.window.main_window import MainWindow

class Left(MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self, self.tell)

    def tell(self):
        wanted = {"AlignmentFlag", "PixelMetric", "WizardOption", "Preset", "FileMode"}
        print(sorted(wanted & set(made)), flush=True)
        self.close()

app.run([], Left)
"""

FONTS = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, sys.argv[1])
application = QApplication([])
from parloop_gui.ui.window.main_window import MainWindow
window = MainWindow()
window.show()
window.repaint()
window.background.finished.connect(window.close)
application.exec()
found = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
print(sorted({each.font().families()[0] for each in found}))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("script", "printed"), [(SCRIPT, "[[], True]"), (MADE, "['AlignmentFlag']")])
def test_that_the_first_paint_waits_for_nothing_that_it_does_not_need(
    tmp_path: Path, script: str, printed: str
) -> None:
    assert printed_by(script, tmp_path) == printed


@pytest.mark.slow
def test_that_everything_in_the_first_window_of_a_process_asks_for_inter(tmp_path: Path) -> None:
    assert printed_by(FONTS, tmp_path) == "['Inter']"


def printed_by(script: str, tmp_path: Path) -> str:
    """The first line that a process of its own prints."""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=Path(__file__).resolve().parents[3],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return ran.stdout.splitlines()[0]
