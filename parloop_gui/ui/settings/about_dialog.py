"""About Parloop: versions, what it is built with under which licences, and that nothing leaves this machine."""

from __future__ import annotations

import platform
from importlib import metadata

import PySide6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from parloop_gui import __version__
from parloop_gui.bridge.host.licences import built_with
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theme import resources
from parloop_gui.ui.widgets.layouts import Grow, column, row
from parloop_gui.ui.widgets.plain_text import Label

# Pixels at 100%.
_ICON = 56
_PARTS = (
    ("Qt and PySide6", "LGPL 3"),
    ("pyqtgraph", "MIT"),
    ("NumPy", "BSD"),
    ("psutil", "BSD"),
    ("Python", "PSF"),
)
# Where the package brings it: the system's own font is nothing that Parloop is built with.
_FONT = ("Inter", "OFL 1.1")


class AboutDialog(QDialog):
    """Its words can be selected, and copied with one button for a report."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Parloop")
        icon = Label(self)
        icon.setPixmap(QIcon(str(resources() / "icons" / "parloop.svg")).pixmap(scale.scaled(_ICON)))
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        title = Label(f"Parloop {__version__}", self)
        set_role(title, "headline")
        self.text = Label(f"{versions()}\n\n{licences()}\n\n{PRIVACY}", self)
        self.text.setWordWrap(True)
        self.text.setMinimumWidth(360)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        set_role(self.text, "text")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy = self.buttons.addButton("Copy versions", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"Parloop {__version__}\n{versions()}"))
        self.licences = self.buttons.addButton("Licences…", QDialogButtonBox.ButtonRole.ActionRole)
        self.licences.clicked.connect(self._open_licences)
        self.buttons.rejected.connect(self.reject)
        words = column(title, self.text, self.buttons, spacing=8)
        row(icon, Grow(words), on=self, margins=(20, 20, 20, 16), spacing=16)
        scale.fit(self)

    def _open_licences(self) -> None:
        from parloop_gui.ui.settings.licences_dialog import LicencesDialog

        dialog = LicencesDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


PRIVACY = (
    "Nothing leaves this machine. Parloop connects to nobody: what it measures stays in the documents you save and in "
    "the last comparisons it keeps for you."
)


def versions() -> str:
    """Python, Qt and the rest, one line each."""
    return "\n".join(
        (
            f"Python {platform.python_version()} ({platform.system()} {platform.machine()})",
            f"Qt {qVersion()}, PySide6 {PySide6.__version__}, pyqtgraph {_version('pyqtgraph')}",
            f"NumPy {_version('numpy')}, psutil {_version('psutil')}",
        )
    )


def licences() -> str:
    """What Parloop may be used under, and the parts it is built with."""
    brings_font = any(part.name == _FONT[0] for part in built_with())
    parts = (*_PARTS, _FONT) if brings_font else _PARTS
    return "Parloop: MIT licence. " + ", ".join(f"{part}: {licence}" for part, licence in parts) + "."


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "(version not known)"
