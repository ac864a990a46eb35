"""The tabs in the top bar, and what changes with them: a page in the centre and one at the right."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QMenu, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.painting import draw_text, text_width
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.widgets.hairlines import colour_of, draw_frame, fill
from parloop_gui.ui.widgets.layouts import column
from parloop_gui.ui.widgets.plain_text import plain_tip

TabName = Literal["compare", "timeline", "lab"]
COMPARE: TabName = "compare"
TIMELINE: TabName = "timeline"
LAB: TabName = "lab"
_TITLES: dict[TabName, str] = {COMPARE: "Compare", TIMELINE: "Timeline", LAB: "Lab"}
NOTHING_YET = "There is nothing to see on the timeline before the first round"


class Tabs(QWidget):
    """`changed` carries the slug of the tab that was gone to."""

    changed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Views")
        self.tabs: dict[TabName, Tab] = {}
        self.menu = QMenu("View", self)
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(20)
        for number, (slug, title) in enumerate(_TITLES.items(), 1):
            tab = Tab(title, f"Ctrl+{number}", self)
            self.tabs[slug] = tab
            group.addButton(tab)
            layout.addWidget(tab)
            tab.toggled.connect(lambda on, slug=slug: self._on_toggled(slug, on))
            QShortcut(QKeySequence(f"Ctrl+{number}"), parent, tab.click)
        self.tabs[COMPARE].setChecked(True)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.offer_timeline(False)

    def chosen(self) -> TabName:
        """The slug of the tab that is on."""
        return next(slug for slug, tab in self.tabs.items() if tab.isChecked())

    def entry(self) -> QAction:
        """What shows the tabs in another menu."""
        return self.menu.menuAction()

    def go_to(self, slug: TabName) -> None:
        """Go to a tab, if it can be gone to."""
        if self.tabs[slug].isEnabled():
            self.tabs[slug].setChecked(True)

    def offer_timeline(self, offered: bool) -> None:
        """Whether there is anything on the timeline; Compare is gone to where it is on and there is not."""
        tab = self.tabs[TIMELINE]
        if not offered and tab.isChecked():
            self.tabs[COMPARE].setChecked(True)
        tab.setEnabled(offered)
        tab.setToolTip(plain_tip(f"When each worker ran which task ({tab.key})" if offered else NOTHING_YET))

    def _on_toggled(self, slug: TabName, on: bool) -> None:
        if on:
            self.changed.emit(slug)

    def _fill_menu(self) -> None:
        self.menu.clear()
        for slug, tab in self.tabs.items():
            action = self.menu.addAction(_TITLES[slug])
            action.setCheckable(True)
            action.setChecked(tab.isChecked())
            action.setEnabled(tab.isEnabled())
            action.triggered.connect(lambda _=False, slug=slug: self.go_to(slug))


class Tab(QAbstractButton):
    """A title, underlined while it is on."""

    def __init__(self, title: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        scale.scales_itself(self)
        self.setObjectName("tab")
        self.setText(title)
        self.setAccessibleName(f"{title} view")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.key = key
        self.setToolTip(plain_tip(f"{title} ({key})"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(text_width(self.text(), font(13, 600)) + 4), scale.scaled(47))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        palette, on = self.palette(), self.isChecked()
        colour = colour_of(self) if on or not self.isEnabled() else palette.color(palette.ColorRole.PlaceholderText)
        painter = QPainter(self)
        if self.hasFocus():
            draw_frame(painter, QRectF(self.rect()).adjusted(-2, 8, 2, -8), 4, palette.highlight().color(), 2)
        painter.scale(scale.factor(), scale.factor())
        width, height = self.width() / scale.factor(), self.height() / scale.factor()
        box = QRectF(0, 0, width, height)
        draw_text(painter, box, self.text(), font(13, 600 if on else 500), colour.name(), Qt.AlignmentFlag.AlignCenter)
        if on:
            fill(painter, QRectF(0, height - 2, width, 2), colour)
        painter.end()


class Pages(QWidget):
    """One of its pages shows at a time; hidden ones take no room."""

    def __init__(self, first: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: dict[TabName, QWidget] = {}
        self._layout = column(on=self)
        self.add(COMPARE, first)

    def add(self, slug: TabName, page: QWidget) -> None:
        """One more page; only the first shows."""
        self._layout.addWidget(page)
        if self._pages:
            page.hide()
        self._pages[slug] = page

    def has(self, slug: TabName) -> bool:
        """Whether there is that page."""
        return slug in self._pages

    def turn_to(self, slug: TabName) -> None:
        """Show this page."""
        for each, page in self._pages.items():
            page.setVisible(each == slug)
