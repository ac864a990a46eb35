"""Opens the window, or has the open one show the document.

Where neither can be, it says why in one sentence; without a document the terminal does what the window would do first.
"""

from __future__ import annotations

import builtins
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from parloop_gui.exit_status import ExitStatus
from parloop_gui.no_window import compare_instead, why_no_qt, why_no_window
from parloop_gui.surroundings import leave

if TYPE_CHECKING:
    from parloop_gui.ui.application.application import Application
    from parloop_gui.ui.window.main_window import MainWindow

WITHOUT_A_WINDOW = "`parloop compare` works without one."


def run(names: list[str], make_window: Callable[[], MainWindow] | None = None) -> int:
    """Open the window, with a file or without, unless one is open already.

    The file is a document, or a `file.py:function`; where there can be no window to show it in, that is wrong use.
    Without a file a comparison in the terminal takes this process over then.
    """
    gc.disable()  # until the chart's library is loaded: what is made till then, modules too, is there to stay
    from parloop_gui.bridge.host.single_instance import hand_over
    from parloop_gui.engine.catalogue import catalogue
    from parloop_gui.model.user_code.user_loop import path_and_function

    name = names[0] if names else ""
    missing = _why_not_there(path_and_function(name)[0]) if name else ""
    if missing:
        return _refuse(missing)
    if hand_over(name, os.environ):
        return ExitStatus.DONE
    catalogue.loops(), catalogue.strategies()
    try:
        from PySide6 import QtWidgets  # noqa: F401 - asked for by itself: what is missing is Qt
    except ImportError as error:
        return _do_without(why_no_qt(error), name)
    _import_without_features()
    return _show(name, make_window or _window)


def _show(name: str, make_window: Callable[[], MainWindow]) -> int:
    """Show the window, with that file, until it is closed."""
    from parloop_gui.ui.application.application import Callers
    from parloop_gui.ui.application.terminal_signals import TerminalSignals

    application = _application(name)
    window = make_window()
    window.background.loaded.connect(_collect_again)
    application.document_asked.connect(Callers(window).show)
    window.show()
    if name:
        window.open(Path(name))
    signals = TerminalSignals(window, leave)
    status = application.exec()
    signals.close()
    return ExitStatus.STOPPED if signals.asked else status


def _application(name: str) -> Application:
    """The application, which is to show that file; does without where Qt can't show a window, and would dump core."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    from parloop_gui.ui.application.application import Application

    messages: list[str] = []

    def take(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:  # Qt aborts when this returns
            reason = (messages or [text])[0].splitlines()[0].rstrip(".")
            problem = why_no_window(os.environ) or f"Parloop's window can't be shown here: {reason};"
            os._exit(_do_without(problem, name))
        messages.append(text)

    qInstallMessageHandler(take)
    application = Application(sys.argv[:1])
    qInstallMessageHandler(None)
    for text in messages:
        print(text, file=sys.stderr)
    return application


def _import_without_features() -> None:
    """PySide reads the source of every module imported after it, for `from __feature__ import …`: not used here."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _window() -> MainWindow:
    from parloop_gui.ui.window.main_window import MainWindow

    return MainWindow()


def _collect_again() -> None:
    gc.freeze()
    gc.enable()


def _why_not_there(name: str) -> str:
    """Why there is no such file, as a sentence; "" where there is one, broken or not.

    What is wrong with a file is for the window to say: whoever clicked on it sees no terminal.
    """
    try:
        Path(name).stat()
    except (OSError, ValueError):
        from parloop_gui.model.document.read import read

        try:
            read(Path(name))
        except ValueError as error:
            return str(error)
    return ""


def _do_without(problem: str, name: str) -> int:
    """Where there can be no window, for a reason given as a clause: refuse the file, or compare without one."""
    return _refuse(f"{problem} {WITHOUT_A_WINDOW}") if name else compare_instead(problem)


def _refuse(sentence: str) -> int:
    print(f"parloop: {sentence}", file=sys.stderr, flush=True)
    return ExitStatus.WRONG_USE
