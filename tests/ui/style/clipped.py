"""Which texts of a window are not seen whole: painted with an ellipsis, or in labels and buttons that are too small."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from parloop_gui.ui.result.verdict_card import Headline
from parloop_gui.ui.style import painting
from parloop_gui.ui.widgets.elided import Elided

_ROUNDING = 1
# What the style sheet gives a choice beside its text: the arrow, and a little at its left.
_ARROW = 30


@contextmanager
def elided_texts() -> Iterator[list[str]]:
    """Those that are painted with an ellipsis meanwhile."""
    found: list[str] = []

    class Listening(QFontMetricsF):
        def elidedText(self, text: str, mode: Qt.TextElideMode, width: float, flags: int | None = None) -> str:
            shown = super().elidedText(text, mode, width, flags or 0)
            if shown != text:
                found.append(text)
            return shown

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(painting, "QFontMetricsF", Listening)
        yield found


def clipped(window: QWidget) -> list[str]:
    """All that a window shows now and that is not whole."""
    QApplication.processEvents()
    with elided_texts() as found:
        window.grab()
        for area in window.findChildren(QScrollArea):  # what is scrolled out of sight too
            inner = area.widget()
            if area.isVisible() and inner is not None:
                inner.grab()
    shown = [each for each in window.findChildren(QWidget) if each.isVisible() and each.width() > 1]
    labels = [each.text() for each in shown if isinstance(each, QLabel) and _is_cut(each)]
    buttons = [
        each.text()
        for each in shown
        if isinstance(each, QPushButton | QToolButton) and each.text() and _is_narrow(each)
    ]
    choices = [each.currentText() for each in shown if isinstance(each, QComboBox) and _is_short(each)]
    return [*found, *labels, *buttons, *choices]


def _is_cut(label: QLabel) -> bool:
    if not label.text():
        return False
    if isinstance(label, Headline):
        return False  # written smaller where it is too long; what is still too long ends in an ellipsis
    if isinstance(label, Elided):
        return not label.text().startswith(label.shown_text())  # whole parts may be left out
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + _ROUNDING
    wanted = label.sizeHint()
    return wanted.width() > label.width() + _ROUNDING or wanted.height() > label.height() + _ROUNDING


def _is_short(box: QComboBox) -> bool:
    """Whether a choice has no room for its text beside the arrow; what is typed scrolls."""
    return not box.isEditable() and box.fontMetrics().horizontalAdvance(box.currentText()) > box.width() - _ARROW


def _is_narrow(button: QAbstractButton) -> bool:
    if isinstance(button, QToolButton):  # Qt's hint for it has room for a menu
        return button.fontMetrics().horizontalAdvance(button.text()) > button.width() - 2
    wanted = button.sizeHint()
    return wanted.width() > button.width() + _ROUNDING or wanted.height() > button.height() + _ROUNDING
