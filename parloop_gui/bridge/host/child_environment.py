"""The environment that other programs are started with: the one the user started the app with."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH", "LIBPATH")
_OF_THE_BUNDLE = ("PYTHONHOME", "PYTHONPATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH")
_OF_THE_BOOTLOADER = ("_PYI_", "_MEIPASS")

# CREATE_NO_WINDOW: on Windows a console program that the window starts would open a console of its own.
NO_CONSOLE = 0x08000000 if sys.platform == "win32" else 0


def child_environment(environ: Mapping[str, str] | None = None, bundle: str | None = None) -> dict[str, str]:
    """`environ` (this process's own by default) without what a packaged app changed in it.

    A PyInstaller bootloader puts its own folder, `bundle`, first in the library path, keeps the user's value under
    the same name with `_ORIG` added, and leaves some variables of its own. Elsewhere nothing is changed.
    """
    environment = dict(os.environ if environ is None else environ)
    bundle = getattr(sys, "_MEIPASS", None) if bundle is None else bundle
    if bundle is None:
        return environment
    for name in _LIBRARY_PATHS:
        users = environment.pop(f"{name}_ORIG", None)
        if users is not None:
            environment[name] = users
        elif bundle in environment.get(name, ""):
            del environment[name]
    return {name: value for name, value in environment.items() if not _is_the_bundles(name, value, bundle)}


def _is_the_bundles(name: str, value: str, bundle: str) -> bool:
    return name.startswith(_OF_THE_BOOTLOADER) or (name in _OF_THE_BUNDLE and bundle in value)
