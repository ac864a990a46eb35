"""Paints the table's rows and the names of its columns."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.history.history_rows import ENTRY_ROLE
from parloop_gui.ui.history.history_texts import RowText, row_text
from parloop_gui.ui.style.painting import draw_dot, draw_text, text_width
from parloop_gui.ui.style.scale import factor, painter_on, scaled, scales_itself, unscaled
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.row_delegate import paint_ground

# For two lines of words, and for the name of a day.
ROW_HEIGHT, HEAD_HEIGHT = 44, 26
# Columns wide enough for a date with its time, and for a Python with its build; then the gaps.
_DATE_WIDTH, _PYTHON_WIDTH, _GAP, _PADDING, _DOT = 150.0, 104.0, 16.0, 12.0, 16.0
# From so much room for loop, interpreter and verdict on a verdict is whole beside the interpreter, in a wide font too.
_ROOMY_FROM = 470.0
_FLAGS = (QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver, QStyle.StateFlag.State_HasFocus)
Index = QModelIndex | QPersistentModelIndex


def columns(box: QRectF) -> tuple[QRectF, QRectF, QRectF, QRectF]:
    """Where loop, interpreter, verdict and date stand in a row; a narrow one has no column of interpreters."""
    room = box.width() - 2 * _PADDING - 3 * _GAP - _DATE_WIDTH
    narrow = room < _ROOMY_FROM
    python = 0.0 if narrow else _PYTHON_WIDTH
    room += _GAP if narrow else 0.0
    loop = (room - python) * 0.38
    left, made = box.left() + _PADDING, []
    for width in (loop, python, room - python - loop, _DATE_WIDTH):
        made.append(QRectF(left, box.top(), width, box.height()))
        left += width + (_GAP if width else 0.0)
    return made[0], made[1], made[2], made[3]


class HistoryDelegate(QStyledItemDelegate):
    """Rows of two lines: what it was and what came out above, the particulars below in a quieter colour."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, scaled(ROW_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state: QStyle.StateFlag = option.state
        box = unscaled(QRectF(option.rect))
        painter.save()
        painter.scale(factor(), factor())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, hovered, focused = (bool(state & flag) for flag in _FLAGS)
        paint_ground(painter, theming.theme, box, chosen, hovered, focused)
        self._paint_row(painter, box, row_text(index.data(ENTRY_ROLE)), chosen)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRectF, text: RowText, selected: bool) -> None:
        theme = theming.theme
        loop, python, verdict, begun = columns(box)
        quiet = theme.t2 if selected else theme.t3
        self._paint_lines(painter, loop, text.loop, 600 if selected else 500, quiet)
        if python.width():
            self._paint_lines(painter, python, text.python, 400, quiet)
        if text.family:
            draw_dot(painter, QPointF(verdict.left() + 4, verdict.top() + 15), 8, theme.family(text.family).mark)
        beside = verdict.adjusted(_DOT, 0, 0, 0)
        fits = text_width(text.verdict[1], font(11)) <= beside.width()
        self._paint_lines(painter, beside, text.verdict if fits else (text.verdict[0], text.gain), 400, quiet)
        rounds = text.begun[1] if python.width() else " · ".join(filter(None, (text.begun[1], text.python[0])))
        self._paint_lines(painter, begun, (text.begun[0], rounds), 400, quiet)

    def _paint_lines(self, painter: QPainter, box: QRectF, lines: tuple[str, str], weight: int, quiet: str) -> None:
        first = QRectF(box.left(), box.top() + 5, box.width(), 20)
        draw_text(painter, first, lines[0], font(13, weight), theming.theme.t1)
        draw_text(painter, first.translated(0, 17), lines[1], font(11), quiet)


class HistoryHead(QWidget):
    """The names of the columns, above a list and over its rows."""

    def __init__(self, rows: QAbstractItemView, parent: QWidget) -> None:
        super().__init__(parent)
        self._viewport = rows.viewport()
        scales_itself(self)
        theming.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(scaled(HEAD_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        places = columns(unscaled(QRectF(0, 0, self._viewport.width(), self.height())))
        for name, box in zip(("Loop", "Interpreter", "Verdict", "Date"), places, strict=True):
            if box.width():
                draw_text(painter, box.adjusted(_DOT * (name == "Verdict"), 0, 0, 0), name, font(11), theming.theme.t3)
        painter.end()
