"""Pictures of the window in every state, light and dark, as PNGs: `python -m tests.ui.shots [FOLDER] [STATE…]`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from parloop_gui.ui.background import Pythons
from parloop_gui.ui.main_window import MainWindow
from tests.helpers.scenes import OTHERS, PYTHON, STATES

SIZES = {"": (1440, 900), "-small": (900, 620)}
SMALL = ("first-start", "done-cpu", "done-io-one-failed")


def main(arguments: list[str]) -> int:
    """Write the pictures; the exit status."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(arguments[0] if arguments else "shots")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = arguments[1:] or ["first-start", *STATES]
    with tempfile.TemporaryDirectory() as settings:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, settings)
        application = QApplication(sys.argv[:1])
        for state in wanted:
            for theme in ("light", "dark"):
                _shoot(application, state, theme, folder)
    return 0


def _shoot(application: QApplication, state: str, theme: str, folder: Path) -> None:
    window = MainWindow(pythons=Pythons(lambda: PYTHON, lambda: OTHERS))
    window.use_theme(theme)
    window.show()
    _until_loaded(window)
    if state != "first-start":
        comparison = STATES[state]()
        window.workbench.show_comparison(comparison)
        window.top.set_running(comparison.ended is None, "")
    for suffix, size in SIZES.items():
        if suffix and state not in SMALL:
            continue
        window.resize(*size)
        application.processEvents()
        application.processEvents()
        window.grab().save(str(folder / f"{state}-{theme}{suffix}.png"))
    window.close()
    window.deleteLater()


def _until_loaded(window: MainWindow) -> None:
    loop = QEventLoop()
    window.background.finished.connect(loop.quit)
    if not window.background.isFinished():
        loop.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
