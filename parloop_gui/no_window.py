"""Why there can be no window here, in words; and the comparison that runs in the terminal then."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import NoReturn

# What the window has chosen at its first start.
FIRST_LOOP = "primes"


def compare_instead(problem: str) -> NoReturn:
    """Say what the problem is and become the process that makes a comparison in this terminal.

    A process of its own, since it is called out of the middle of Qt, too, and what is measured should share its
    process with nothing.
    """
    from parloop_gui.engine.catalogue import catalogue

    items = str(catalogue.loop(FIRST_LOOP).default_items)
    # Quick, for nobody asked for it. The "sample" is the whole loop: whoever takes one accepts what the time allows,
    # so that a slow machine gets fewer rounds and not the refusal of a loop that is too long.
    command = ("compare", FIRST_LOOP, "--effort", "quick", "--sample", items)
    print(f"parloop: {problem} comparing {FIRST_LOOP!r} in the terminal instead.", file=sys.stderr, flush=True)
    os.execv(sys.executable, [*sys.orig_argv, *command])


def why_no_window(environment: Mapping[str, str]) -> str:
    """Why Qt could not open a window in this environment, as a clause; "" when nothing speaks against it.

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
    """Why PySide6 can't be imported, as a clause that says what to install."""
    from parloop_gui import system_libraries

    packages = system_libraries.missing_packages(system_libraries.ALWAYS)
    if packages:
        return f"{what} needs system libraries that are missing; {system_libraries.advice(packages)};"
    if isinstance(error, ModuleNotFoundError) and error.name == "PySide6":
        return f"{what} needs PySide6, which is not installed here: pip install 'parloop[window]' brings it;"
    return f"{what} needs PySide6, which can't be imported here ({error});"


def _display_answers() -> bool:
    """Whether the X server that DISPLAY names takes a connection."""
    import ctypes  # where there is no X11 nobody waits for it

    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
