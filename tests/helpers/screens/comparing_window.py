"""A window that starts to compare by itself, to be killed: `python -m tests.helpers.screens.comparing_window`."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.window.main_window import MainWindow


def main() -> int:
    """Show the window and press Compare as soon as it can be pressed."""
    application = QApplication(sys.argv[:1])
    window = MainWindow(pythons=Pythons(own_interpreter, lambda: (own_interpreter(),)))
    window.show()
    timer = QTimer(window)

    def press() -> None:
        if window.top.compare.isEnabled():
            timer.stop()
            window.top.compare.click()

    timer.timeout.connect(press)
    timer.start(10)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
