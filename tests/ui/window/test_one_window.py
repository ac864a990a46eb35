"""What is asked of the open window by later starts: it shows the document, and closes the door when it goes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from parloop_gui.bridge.host.single_instance import hand_over
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.ui.application.application import Callers
from tests.helpers.comparisons.scenes import IO
from tests.ui.pages import WindowPage

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import sys
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from parloop_gui.ui.application.application import Application
application = Application([])
application.document_asked.connect(print)
QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile("/a b.parloop")))
"""


@pytest.fixture
def callers(page: WindowPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callers:
    """A window whose door is open."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    callers = Callers(page.window)
    page.window.background.started.emit()
    return callers


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "kept.parloop"
    path.write_bytes(encode(to_document(IO.comparison(12))))
    return path


def in_a_thread(act: Callable[[], bool]) -> tuple[threading.Thread, list[bool]]:
    """What another process would do at the same time."""
    results: list[bool] = []
    thread = threading.Thread(target=lambda: results.append(act()))
    thread.start()
    return thread, results


@pytest.mark.usefixtures("callers")
def test_that_a_later_start_shows_its_document_in_the_open_window(
    page: WindowPage, document: Path, qtbot: QtBot
) -> None:
    page.window.showMinimized()
    later, taken = in_a_thread(lambda: hand_over(str(document), os.environ))
    qtbot.waitUntil(lambda: page.comparison is not None)
    later.join()
    assert taken == [True]
    assert not page.window.isMinimized()
    assert page.headline.startswith("Use")


@pytest.mark.usefixtures("callers")
def test_that_a_window_that_closed_is_asked_for_nothing(page: WindowPage, document: Path) -> None:
    page.window.close()
    assert not hand_over(str(document), os.environ)


@pytest.mark.slow
def test_that_macos_own_way_of_passing_a_document_is_heard() -> None:
    ran = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "/a b.parloop"
