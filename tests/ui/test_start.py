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
from parloop_gui.ui.main_window import MainWindow
window = MainWindow()
window.show()
SLOW = {"pyqtgraph", "numpy", "statistics", "parloop_gui.model.comparison"}
seen = []
window.repaint()
seen.append(sorted(SLOW & sys.modules.keys()))
window.background.finished.connect(window.close)
application.exec()
seen.append(SLOW <= sys.modules.keys())
print(seen)
"""


@pytest.mark.slow
def test_that_the_first_paint_waits_for_nothing_that_is_slow_to_import(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stdout.strip() == "[[], True]"
