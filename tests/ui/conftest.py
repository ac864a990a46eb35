"""Every UI test: settings of its own, an offscreen screen, and nothing left over when it is done."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from parloop_gui.ui.drawing.colours import LIGHT
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.style.qt_painter import measure_with_qt
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.window.main_window import MainWindow
from tests.helpers.comparisons.scenes import OTHERS, PYTHON
from tests.ui.fake_bridge import FakeBridge
from tests.ui.own_loop.pages import WORDS, OwnLoopPage
from tests.ui.pages import WindowPage
from tests.ui.settings.pages import Habits


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's settings and documents is read or written."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for format_ in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(format_, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    """The theme is one for the whole process: whoever changed it leaves it as it was."""
    yield
    if theming.theme is not LIGHT:
        theming.change(LIGHT)


@pytest.fixture(autouse=True)
def qt_measures(qapp: QApplication) -> None:
    """Charts are laid out by the fonts they are painted with, as once a window has been dressed."""
    measure_with_qt()


@pytest.fixture(autouse=True)
def nothing_is_left(qapp: QApplication) -> Iterator[None]:
    """No window, timer, QThread, thread or child process may outlive its test."""
    before = _alive()
    yield
    qapp.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = {kind: names for kind, found in _alive().items() if (names := sorted(found - before[kind]))}
    assert not left


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Callable[[], WindowPage]]:
    """Opens a window over a made-up bridge, and closes it after the test."""
    opened: list[MainWindow] = []

    def open_one() -> WindowPage:
        window = MainWindow(make_bridge=FakeBridge, pythons=Pythons(lambda: PYTHON, lambda: OTHERS))
        opened.append(window)
        page = WindowPage(window, qtbot)
        page.show()
        return page

    yield open_one
    for window in opened:
        close(window)


@pytest.fixture
def page(open_window: Callable[[], WindowPage]) -> WindowPage:
    """A window over a made-up bridge, everything loaded."""
    return open_window()


@pytest.fixture
def habits(page: WindowPage) -> Habits:
    """A window over a made-up bridge; text size and theme are as before when the test is over."""
    return Habits(page)


@pytest.fixture
def own(page: WindowPage) -> OwnLoopPage:
    """A window over a made-up bridge, for the user's own loop."""
    return OwnLoopPage(page)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A user's file with functions of several kinds."""
    path = tmp_path / "words.py"
    path.write_text(WORDS)
    return path


def close(window: MainWindow) -> None:
    """Close a window and let Qt delete it now."""
    if not shiboken6.isValid(window):
        return
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _alive() -> dict[str, set[str]]:
    widgets = QApplication.topLevelWidgets()
    objects = [child for widget in widgets for child in widget.findChildren(QObject)]
    return {
        "windows": {f"{type(widget).__name__} {_address(widget)}" for widget in widgets if widget.isVisible()},
        "timers": {
            f"{type(each.parent()).__name__} {_address(each)}"
            for each in objects
            if isinstance(each, QTimer) and each.isActive()
        },
        "QThreads": {each.objectName() for each in objects if isinstance(each, QThread) and each.isRunning()},
        # Python lists a QThread that once ran Python code as a dummy for ever; those that run are seen above.
        "threads": {thread.name for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)},
        "children": {f"{child.name()} {child.pid}" for child in psutil.Process().children(recursive=True)},
    }


def _address(widget: QObject | QWidget) -> int:
    return int(shiboken6.getCppPointer(widget)[0])
