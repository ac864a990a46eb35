"""The questions of the lab: what each asks, and in small what was last found or why it can't be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.drawing.wrapping import wrapped
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.painting import draw_text
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.plain_text import plain_tip
from parloop_gui.ui.widgets.row_delegate import paint_ground

# A question in two lines; the curves have the rest.
WIDTH = 216
# Air around the words, and their lines.
_PAD, _TITLE, _SMALL = 8.0, 17.0, 14.0
# An answer of two strategies, each with its intervals; nothing in the window ends in an ellipsis that need not.
_MOST_LINES = 9


class QuestionText(NamedTuple):
    """A row: `is_off` where it can't be asked of the loop, and `words` say why."""

    slug: str
    asks: str
    words: str
    is_off: bool = False


class QuestionList(QWidget):
    """One of them is chosen. `changed` carries the slug of the one that the user chose."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Questions")
        self.rows: dict[str, QuestionRow] = {}
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addStretch()

    def show_questions(self, texts: Sequence[QuestionText]) -> None:
        """Show these, in their order."""
        for text in texts:
            row = self.rows.get(text.slug) or self._add(text.slug)
            row.show_text(text)

    def chosen(self) -> str:
        """The slug of the one that is chosen, "" for none."""
        return next((slug for slug, row in self.rows.items() if row.isChecked()), "")

    def choose(self, slug: str) -> None:
        """Choose one; an unknown slug changes nothing, and `changed` is not emitted."""
        if slug in self.rows:
            self.rows[slug].setChecked(True)
            self._set_stop()

    def _add(self, slug: str) -> QuestionRow:
        row = QuestionRow(self)
        row.clicked.connect(lambda: self._on_picked(slug))
        row.stepped.connect(lambda by: self._step(slug, by))
        self.rows[slug] = row
        self._group.addButton(row)
        self._layout.insertWidget(self._layout.count() - 1, row)
        return row

    def _on_picked(self, slug: str) -> None:
        self._set_stop()
        self.changed.emit(slug)

    def _step(self, slug: str, by: int) -> None:
        slugs = list(self.rows)
        at = slugs.index(slug) + by
        if 0 <= at < len(slugs):
            self.choose(slugs[at])
            self.rows[slugs[at]].setFocus(Qt.FocusReason.TabFocusReason)
            self.changed.emit(slugs[at])

    def _set_stop(self) -> None:
        """One stop for Tab: the arrow keys go from one to the next."""
        for row in self.rows.values():
            row.setFocusPolicy(Qt.FocusPolicy.TabFocus if row.isChecked() else Qt.FocusPolicy.NoFocus)


class QuestionRow(QAbstractButton):
    """As high as its words. `stepped` carries which way an arrow key goes."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        scale.scales_itself(self)
        self._text = QuestionText("", "", "")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theming.changed.connect(self._fit)

    def show_text(self, text: QuestionText) -> None:
        """Show the question, and under it its answer so far."""
        if text == self._text:
            return
        self._text = text
        self.setText(text.asks)
        self.setAccessibleName(text.asks)
        self.setAccessibleDescription(text.words)
        self.setToolTip(plain_tip(text.words))
        self._fit()

    @property
    def words(self) -> str:
        """What stands under the question."""
        return self._text.words

    @property
    def is_off(self) -> bool:
        """Whether it can't be asked of the loop."""
        return self._text.is_off

    def _fit(self) -> None:
        title, words = self._lines()
        self.setFixedHeight(scale.scaled(2 * _PAD + len(title) * _TITLE + len(words) * _SMALL + 2))
        self.update()

    def _lines(self) -> tuple[list[str], list[str]]:
        room = WIDTH - 2 * _PAD
        asks = wrapped(self._text.asks, QFontMetricsF(_strong()).horizontalAdvance, room, 2)
        return asks, wrapped(self._text.words, QFontMetricsF(font(11)).horizontalAdvance, room, _MOST_LINES)

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(WIDTH), self.height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = scale.painter_on(self), theming.theme
        box = scale.unscaled(QRectF(self.rect()))
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        paint_ground(painter, theme, box, chosen, self.underMouse(), self.hasFocus())
        title, words = self._lines()
        y = _PAD
        for line in title:
            colour = theme.t3 if self._text.is_off else theme.t1
            draw_text(painter, QRectF(_PAD, y, box.width() - 2 * _PAD, _TITLE), line, _strong(chosen), colour)
            y += _TITLE
        for line in words:
            colour = theme.t2 if chosen else theme.t3
            draw_text(painter, QRectF(_PAD, y + 2, box.width() - 2 * _PAD, _SMALL), line, font(11), colour)
            y += _SMALL
        painter.end()


def _strong(chosen: bool = True) -> QFont:
    return font(13, 600 if chosen else 400)
