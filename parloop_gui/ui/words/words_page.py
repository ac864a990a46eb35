"""The page “What do these words mean?”: every word of the window, as one would say it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.glossary import GROUPS
from parloop_gui.ui.widgets.layouts import DIALOG_MARGINS, STRETCH, Grow, Part, column, row, rule, scrolling
from parloop_gui.ui.widgets.plain_text import Label, Paragraph

TITLE = "What do these words mean?"
# Pixels at 100%: lines of some 90 letters.
_SIZE = (620, 640)


class WordsPage(QDialog):
    """Open it with `open()`; F1 and Esc close it. `parts_wanted`: the chart's parts are to be named instead."""

    parts_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self._paragraphs: list[tuple[Paragraph, str, str]] = []
        self.parts = QPushButton("Show the parts of the chart", self)
        self._lay_out()
        self._write()
        theming.changed.connect(self._write)
        scale.fit(self)
        self.resize(scale.scaled(_SIZE[0]), min(scale.scaled(_SIZE[1]), parent.window().height()))

    def texts(self) -> list[str]:
        """What the page says, word by word."""
        return [paragraph.accessibleName() for paragraph, _, _ in self._paragraphs]

    def _lay_out(self) -> None:
        inner = QWidget(self)
        parts: list[Part] = []
        for title, terms in GROUPS:
            heading = Label(title, inner)
            set_role(heading, "title")
            if self._paragraphs:
                parts.append(rule(inner))
            parts.append(heading)
            for term in terms:
                paragraph = Paragraph(inner)
                set_role(paragraph, "text")
                parts.append(paragraph)
                self._paragraphs.append((paragraph, term.word, f"{term.hover} {term.more}".strip()))
        column(*parts, STRETCH, on=inner, margins=(0, 0, 12, 0), spacing=9)
        heading = Label(TITLE, self)
        set_role(heading, "page-title")
        set_role(self.parts, "link")
        self.parts.clicked.connect(self._on_parts)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()  # else the link would begin with a frame
        bottom = row(self.parts, STRETCH, buttons, spacing=8)
        column(heading, Grow(scrolling(inner)), bottom, on=self, margins=DIALOG_MARGINS, spacing=12)

    def _write(self) -> None:
        for paragraph, word, words in self._paragraphs:
            paragraph.show_words(word, words, theming.theme.t1)

    def _on_parts(self) -> None:
        self.accept()
        self.parts_wanted.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.reject()
        else:
            super().keyPressEvent(event)
