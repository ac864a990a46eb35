"""The selected strategy's code, broken to fit the panel, with a menu of its calls and a button that copies it."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.scale import scales_itself
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theme import code_font
from parloop_gui.ui.widgets.facts import Code
from parloop_gui.ui.widgets.layouts import PANEL_MARGIN, Grow, column, inset, line, row, rule
from parloop_gui.ui.widgets.plain_text import Label, plain_tip

# In a narrower view lines are broken no further: one that is scrolled reads better than one in pieces.
LEAST_COLUMNS = 24
# Air around the text, and the border.
SIDE, EDGE = 5, 1
# Letters stand so much closer, in pixels, that a line of 40 columns fits the panel in the common fixed fonts.
CLOSER = -0.4
_TIP = Qt.ItemDataRole.ToolTipRole


class CodeCard(QWidget):
    """`call_chosen` carries a strategy's slug and the call that is wanted for it from now on.

    `script_wanted` carries both too: whoever hears it brings the script by `copy_script`. So does `diff_wanted`, by
    `copy_diff`. `source_wanted`: the user's own file is to be opened.
    """

    call_chosen = Signal(str, str)
    script_wanted = Signal(str, str)
    source_wanted = Signal()
    diff_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Code | None = None
        self.calls, self.copy = QComboBox(self), QPushButton("Copy code", self)
        self.diff = QPushButton("Copy as diff", self)
        self.view, self.remark = QPlainTextEdit(self), Label(self)
        self.source = QPushButton(self)
        self._dress()
        self._lay_out()
        self.calls.activated.connect(self._on_chosen)
        self.copy.clicked.connect(self._on_copy)
        self.source.clicked.connect(self.source_wanted)
        self.diff.clicked.connect(self._on_diff)

    def show_code(self, code: Code | None) -> None:
        """Show this; nothing at all where there is none."""
        self.setVisible(code is not None)
        if code is None or code == self._shown:
            return
        self._shown = code
        self._show_calls(code)
        self.diff.setVisible(code.has_diff)
        self.remark.setText(code.remark)
        self.remark.setVisible(bool(code.remark))
        self.source.setText(code.source)
        self.source.setVisible(bool(code.source))
        self._fill()

    def _show_calls(self, code: Code) -> None:
        with QSignalBlocker(self.calls):
            self.calls.clear()
            for slug, does, summary in code.calls:
                self.calls.addItem(does or slug, slug)
                self.calls.setItemData(self.calls.count() - 1, plain_tip(f"{slug}: {summary}"), _TIP)
            self.calls.setCurrentIndex(self.calls.findData(code.call))
        said = self.calls.itemData(self.calls.currentIndex(), _TIP) or ""
        self.calls.setToolTip(plain_tip(f"How the strategy is called. {said}"))
        self.calls.setVisible(len(code.calls) > 1)

    def _fill(self) -> None:
        """Break the code to the view's width, and give the view the height of its lines."""
        if self._shown is None:
            return
        from parloop_gui.model.export.code_lines import wrapped  # brings Python's tokenizer

        metrics = QFontMetricsF(self.view.font())
        margins = 2 * self.view.document().documentMargin()
        columns = int((self.view.width() - 2 * (SIDE + EDGE) - margins) / metrics.horizontalAdvance("0"))
        text = wrapped(self._shown.text, max(columns, LEAST_COLUMNS)).rstrip("\n")
        if text != self.view.toPlainText():
            self.view.setPlainText(text)
        count = round(self.view.document().size().height())
        self.view.setFixedHeight(math.ceil(count * math.ceil(metrics.lineSpacing()) + margins) + 2 * (SIDE + EDGE))

    def _on_chosen(self, index: int) -> None:
        if self._shown is not None and self.calls.itemData(index) != self._shown.call:
            self.call_chosen.emit(self._shown.strategy, self.calls.itemData(index))

    def _on_copy(self) -> None:
        if self._shown is not None:
            self.script_wanted.emit(self._shown.strategy, self._shown.call)

    def _on_diff(self) -> None:
        if self._shown is not None:
            self.diff_wanted.emit(self._shown.strategy, self._shown.call)

    def copy_diff(self, diff: str) -> None:
        """Put the diff into the clipboard; where there is none, say so."""
        if diff:
            QGuiApplication.clipboard().setText(diff)
        self.diff.setText("Copied" if diff else "Nothing changes")
        QTimer.singleShot(1500, self.diff, lambda: self.diff.setText("Copy as diff"))

    def copy_script(self, script: str) -> None:
        """Put the script into the clipboard, or the code alone where there is none."""
        QGuiApplication.clipboard().setText(script or (self._shown.text if self._shown is not None else ""))
        self.copy.setText("Copied")
        QTimer.singleShot(1500, self.copy, lambda: self.copy.setText("Copy code"))

    def _dress(self) -> None:
        set_role(self.calls, "small")
        set_role(self.copy, "small")
        set_role(self.diff, "link")
        self.diff.setToolTip("Copy what changes in your file, for git apply or patch -p1")
        set_role(self.remark, "caption")
        set_role(self.source, "link")
        self.source.setToolTip("In your editor: the one that VISUAL or EDITOR names, or one that is found")
        self.calls.setAccessibleName("How the strategy is called")
        self.copy.setToolTip("Copy a script that runs as it stands: the loop, its items, and this code as it was timed")
        self.remark.setWordWrap(True)
        self.view.setObjectName("code")
        self.view.setReadOnly(True)
        written = code_font(11)
        written.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, CLOSER)
        self.view.setFont(written)
        self.view.setAccessibleName("Code of the selected strategy")
        self.view.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setTabChangesFocus(True)
        self.view.document().setDocumentMargin(0)
        self.view.setViewportMargins(SIDE, SIDE, SIDE, SIDE)
        scales_itself(self.view)

    def _lay_out(self) -> None:
        title = Label("Code", self)
        set_role(title, "title")
        above = inset(row(Grow(title), self.copy, spacing=8), self.calls, spacing=8)
        below = inset(line(self.diff, spacing=0), self.remark, line(self.source, spacing=0), spacing=8)
        parts = rule(self), 2, above, self.view, below
        column(*parts, on=self, margins=(PANEL_MARGIN, 6, PANEL_MARGIN, 0), spacing=8)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()
