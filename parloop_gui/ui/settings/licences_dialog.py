"""Everything that Parloop is built with: a list of the parts, and beside it the chosen one's licence."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from parloop_gui.bridge.host.licences import built_with
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.theme import code_font
from parloop_gui.ui.widgets.layouts import DIALOG_MARGINS, Grow, column, row

NO_TEXT = "The text of this licence comes with the part itself, which is installed on this machine."


class LicencesDialog(QDialog):
    """Texts can be selected and copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Licences")
        self._parts = built_with()
        self.parts = QListWidget(self)
        self.parts.setAccessibleName("Parts")
        self.parts.addItems([f"{part.name} {part.version}" for part in self._parts])
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setObjectName("code")
        self.text.setAccessibleName("Licence")
        self.text.setFont(code_font(scale.scaled(11)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        both = row(Grow(self.parts), Grow(self.text, 3), spacing=10)
        column(both, buttons, on=self, margins=DIALOG_MARGINS, spacing=10)
        self.parts.currentRowChanged.connect(self._show_part)
        self.parts.setCurrentRow(0)
        self.resize(scale.scaled(860), scale.scaled(560))

    def _show_part(self, row: int) -> None:
        part = self._parts[row]
        self.text.setPlainText(f"{part.name} {part.version}: {part.licence}\n\n{part.text or NO_TEXT}")
