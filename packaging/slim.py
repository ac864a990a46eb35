"""What the package leaves out: what Parloop never loads, and would only make it larger.

Not to be left out: QtOpenGL and QtOpenGLWidgets (pyqtgraph imports them always), QtDBus (the desktop's dark mode), and
ICU. Stripping everything breaks numpy; Python's own library may be stripped, and is.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]
"""(name inside the package, path on the build machine, kind), as PyInstaller lists what it collects."""

NOT_IN_THE_WINDOW = [
    "IPython",
    "OpenGL",
    "PIL",
    "PySide6.QtDesigner",
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtUiTools",
    "PySide6.QtXml",
    "cupy",
    "h5py",
    "matplotlib",
    "numba",
    "numpy.f2py",
    "numpy.testing",
    "numpy.tests",
    "pyqtgraph.examples",
    "pyqtgraph.opengl",
    "pyqtgraph.jupyter",
    "pytest",
    "scipy",
    "setuptools",
    "tkinter",
]
NOT_IN_THE_ENGINE = ["PySide6", "colorama", "numpy", "psutil", "pyqtgraph", "shiboken6", "setuptools", "tkinter"]

_FOLDERS = (
    "PySide6/Qt/translations",
    "PySide6/translations",
    "PySide6/Qt/qml",
    "PySide6/Qt/plugins/egldeviceintegrations",
    "PySide6/Qt/plugins/generic",
    "PySide6/Qt/plugins/networkinformation",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
    "PySide6/Qt/plugins/tls",
    "PySide6/Qt/plugins/printsupport",
    "PySide6/Qt/plugins/sqldrivers",
    "PySide6/plugins/tls",
    "pyqtgraph/icons/peegee",
    "PySide6/plugins/networkinformation",
)
_NAMES = (
    "libqgtk3",  # drags in the whole of GTK
    "libqeglfs",
    "libqlinuxfb",
    "libqminimal",
    "libqvkkhrdisplay",
    "libqvnc",
    "libQt6Network",
    "libQt6Qml",
    "libQt6Quick",
    "libQt6VirtualKeyboard",
    "libQt6EglFs",
    "opengl32sw",
)
_PICTURE_FORMATS = ("qsvg", "qico")


def is_kept(destination: str) -> bool:
    """Whether a file of this name inside the package stays in it."""
    path = PurePosixPath(destination.replace("\\", "/"))
    if str(path).startswith(_FOLDERS) or path.name.startswith(_NAMES):
        return False
    if path.parent.name == "imageformats":
        return any(name in path.name for name in _PICTURE_FORMATS)
    return True


def slimmed(entries: list[Entry]) -> list[Entry]:
    """The entries that are kept, without the libraries that nothing kept needs any more."""
    kept = [entry for entry in entries if is_kept(entry[0])]
    return _without_orphans(kept) if sys.platform == "linux" else kept


def _without_orphans(entries: list[Entry]) -> list[Entry]:
    """Links by which a library is found count as that library."""
    from PyInstaller.depend.bindepend import get_imports

    needed: set[str] = set()
    wanted = [entry for entry in entries if not _is_library(entry)]
    kept: list[Entry] = []
    while wanted:
        kept += wanted
        needed |= {name for _, path, kind in wanted if kind != "SYMLINK" for name, _ in get_imports(path)}
        left = [entry for entry in entries if entry not in kept]
        wanted = [entry for entry in left if PurePosixPath(entry[0]).name in needed]
    return kept


def _is_library(entry: Entry) -> bool:
    name, _, kind = entry
    path = PurePosixPath(name)
    loaded_by_name = kind == "EXTENSION" or "plugins" in path.parts or path.name.startswith("libpython")
    return not loaded_by_name and path.name.startswith("lib") and ".so" in path.name


def strip_python(built: Path) -> None:
    """Take the debugger's symbols out of Python's own library, where it has them (Linux)."""
    if sys.platform == "linux":
        for library in (built / "_internal").glob("libpython*.so*"):
            subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)
