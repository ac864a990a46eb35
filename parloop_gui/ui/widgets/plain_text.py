"""The labels and tooltips of the window: what a document, a file or a user's code says is shown, never obeyed.

Qt guesses whether a text is HTML, and HTML may load files, hang on a pipe and draw over what stands beside it.
"""

from __future__ import annotations

import html

from PySide6 import QtGui  # whose Qt knows what looks like HTML; QtCore.Qt does not
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from parloop_gui.engine.protocol.visible import visible
from parloop_gui.ui.drawing.overriding import override


class Label(QLabel):
    """A QLabel that shows every text as it is written; `role` is how the style sheet shows it, as by `set_role`."""

    def __init__(self, text: str | QWidget | None = None, parent: QWidget | None = None, *, role: str = "") -> None:
        super().__init__(text if isinstance(text, QWidget) else parent)
        self.setObjectName(role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if isinstance(text, str):
            self.setText(text)

    @override
    def setText(self, text: str) -> None:
        super().setText(visible(text))


class Paragraph(QLabel):
    """A label whose first words are bold; the one place where a text becomes HTML, and all of it is escaped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)

    def show_words(self, title: str, text: str, bold: str) -> None:
        """The title, if there is one, in bold and in the colour `bold`; then the text."""
        first = f'<b style="color:{bold}">{_escaped(title.rstrip("."))}.</b> ' if title else ""
        self.setText(f'<p style="line-height:115%; margin:0">{first}{_escaped(text)}</p>')
        self.setAccessibleName(visible(f"{title} {text}".strip()))


def plain_tip(text: str) -> str:
    """A tooltip that reads as this text.

    Qt offers no way to say that one is plain, so what looks like HTML is escaped.
    """
    shown = visible(text)
    return f'<p style="white-space:pre-wrap">{_escaped(shown)}</p>' if QtGui.Qt.mightBeRichText(shown) else shown


def _escaped(text: str) -> str:
    return html.escape(visible(text), quote=False)
