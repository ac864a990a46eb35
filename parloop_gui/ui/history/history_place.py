"""Where the history is in the window: over its panels, made when it is first wanted: the window opens at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.style import scale

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.history.entry import Entry
    from parloop_gui.model.history.history import History
    from parloop_gui.ui.history.history_texts import RowText
    from parloop_gui.ui.history.history_view import HistoryView
    from parloop_gui.ui.widgets.notice import Notice


class HistoryPlace(QObject):
    """`opened` carries a Comparison and what it is called; `left`: the history was closed."""

    opened = Signal(object, str)
    left = Signal()

    def __init__(
        self, history: Callable[[], History], stack: QUndoStack, over: QWidget, covered: Sequence[QWidget]
    ) -> None:
        super().__init__(over)
        self._history, self._stack, self._over, self._covered = history, stack, over, covered
        self._area, self._width = QRect(), 0.0
        self._notice: Notice | None = None
        self._view: HistoryView | None = None

    @property
    def notice(self) -> Notice:
        """The sentence at the bottom of the window."""
        if self._notice is None:
            from parloop_gui.ui.widgets.notice import Notice

            self._notice = Notice(self._over)
        return self._notice

    @property
    def view(self) -> HistoryView:
        """The history itself."""
        if self._view is None:
            from parloop_gui.ui.history.history_view import HistoryView

            self._view = HistoryView(self._history, self._stack, self.notice, self._over)
            self._view.opened.connect(self.opened)
            self._view.left.connect(self._on_left)
            self._fit(self._view)
        return self._view

    def show(self, wanted: bool) -> None:
        """Show it, or close it."""
        if wanted:
            self.view.open()
            self._cover(True)
        elif self._view is not None:
            self._view.leave()

    def place(self, area: QRect, width: float) -> None:
        """Lie over this area of a window so many pixels at 100% wide."""
        self._area, self._width = area, width
        if self._view is not None:
            self._fit(self._view)

    def offer(self) -> None:
        """Say what the history has to say, and offer what some Parloop was ended in the middle of: once, at start."""
        from parloop_gui.model.history.errors import HistoryError
        from parloop_gui.ui.history.history_texts import interrupted_words

        try:
            offered, what = self._history().interrupted(), "was interrupted"
            if not offered:
                offered, what = self._closed_during(), "was stopped when the window closed"
        except HistoryError as error:
            self.notice.show_message(str(error))
            return
        if offered:
            words = interrupted_words(offered, what)
            self.notice.show_message(words, "Open", lambda: self.view.open_entry(offered[0]))
        self._show_messages()

    def _closed_during(self) -> list[Entry]:
        """What the last window was closed in the middle of: told of once, too; raises HistoryError."""
        created, preferences.closed_during = preferences.closed_during, ""
        return [entry for entry in self._history().page() if entry.begun == created] if created else []

    def last_results(self, most: int) -> list[tuple[int, RowText]]:
        """The newest that came to a result, each with its number: for the start card. None where it can't be read."""
        from parloop_gui.model.history.errors import HistoryError
        from parloop_gui.ui.history.history_texts import row_text

        try:
            found = self._history().page()
        except HistoryError:
            return []
        return [(each.id, row_text(each)) for each in found if each.headline and each.state != "running"][:most]

    def open_number(self, number: int) -> None:
        """Open the one of that number in the history."""
        from parloop_gui.model.history.errors import HistoryError

        try:
            entry = self._history().entry(number)
        except HistoryError as error:
            self.notice.show_message(str(error))
            return
        if entry is not None:
            self.view.open_entry(entry)

    def note_closing(self, comparison: Comparison | None) -> None:
        """The window closes while this is measured (None: nothing is): the next one says what was kept."""
        if comparison is not None:
            preferences.closed_during = comparison.created

    def note_ended(self) -> None:
        """A comparison is over: show it, and say what stood in the way of keeping it."""
        self._show_messages()
        if self._view is not None and self._view.isVisible():
            self._view.refresh()

    def _show_messages(self) -> None:
        messages = self._history().take_said()
        if messages:
            self.notice.show_message(" ".join(messages))

    def _on_left(self) -> None:
        self._cover(False)
        self.left.emit()

    def _cover(self, covered: bool) -> None:
        """What lies behind it takes no keys."""
        for widget in self._covered:
            widget.setEnabled(not covered)

    def _fit(self, view: HistoryView) -> None:
        scale.fit(view)
        view.setGeometry(self._area)
        view.fold(self._width)
