"""Opens the window, or has the open one show the document; says in one sentence why neither can be."""

from __future__ import annotations

import builtins
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parloop_gui.ui.window.application import Application
    from parloop_gui.ui.window.main_window import MainWindow

INSTEAD = "`parloop compare primes` works without a window."


def run(names: list[str], make_window: Callable[[], MainWindow] | None = None) -> int:
    """Open the window, with a file or without, unless one is open already; 2 where no window can be shown.

    The file is a document, or a `file.py:function`.
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
        return 0
    catalogue.loops(), catalogue.strategies()
    try:
        from PySide6 import QtWidgets  # noqa: F401 - asked for by itself: what is missing is Qt
    except ImportError as error:
        return _refuse(f"{why_no_qt(error)} {INSTEAD}")
    _import_without_features()
    return _show(name, make_window or _window)


def _show(name: str, make_window: Callable[[], MainWindow]) -> int:
    """Show the window, with that file, until it is closed."""
    from parloop_gui.ui.window.application import Callers

    application = _application()
    window = make_window()
    window.background.loaded.connect(_collect_again)
    application.document_asked.connect(Callers(window).show)
    window.show()
    if name:
        window.open(Path(name))
    return application.exec()


def _application() -> Application:
    """The application; the process ends with a sentence where Qt can't show a window, and would dump core."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    from parloop_gui.ui.window.application import Application

    said: list[str] = []

    def note(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            reason = (said or [text])[0].splitlines()[0].rstrip(".")
            problem = why_no_window(dict(os.environ)) or f"Parloop's window can't be shown here: {reason};"
            os._exit(_refuse(f"{problem} {INSTEAD}"))
        said.append(text)

    qInstallMessageHandler(note)
    application = Application(sys.argv[:1])
    qInstallMessageHandler(None)
    for text in said:
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


def why_no_window(environment: dict[str, str]) -> str:
    """Why Qt could not open a window in this environment, as a sentence; "" when nothing speaks against it.

    Qt itself says no more than that it found no platform.
    """
    platform = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if not sys.platform.startswith("linux") or platform not in ("", "xcb", "wayland"):
        return ""
    if environment.get("WAYLAND_DISPLAY") and platform != "xcb":
        return ""
    if not environment.get("DISPLAY") or platform == "wayland":
        return "Parloop's window needs a display and there is none here;"
    from parloop_gui import system_libraries

    packages = system_libraries.missing_packages(system_libraries.X11)
    if packages:
        return f"Parloop's window needs system libraries that are missing; {system_libraries.advice(packages)};"
    if not _display_answers():
        return f"Parloop's window needs a display and {environment['DISPLAY']} does not answer;"
    return ""


def why_no_qt(error: ImportError, what: str = "Parloop's window") -> str:
    """Why PySide6 can't be imported, as a sentence that says what to install."""
    from parloop_gui import system_libraries

    packages = system_libraries.missing_packages(system_libraries.ALWAYS)
    if packages:
        return f"{what} needs system libraries that are missing; {system_libraries.advice(packages)};"
    return f"{what} needs PySide6, which can't be imported here ({error});"


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


def _display_answers() -> bool:
    """Whether the X server that DISPLAY names takes a connection."""
    import ctypes  # where there is no X11 nobody waits for it

    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed


def _refuse(sentence: str) -> int:
    print(f"parloop: {sentence}", file=sys.stderr, flush=True)
    return 2
