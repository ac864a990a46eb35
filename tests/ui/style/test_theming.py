"""Another theme while the window is open: nothing keeps an old colour, and what is gone is connected no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.style.theming import theming
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU, IO
from tests.ui.conftest import close
from tests.ui.failure_lab.pages import LabPage
from tests.ui.history.pages import HistoryPage, fill
from tests.ui.pages import WindowPage
from tests.ui.settings.pages import Habits
from tests.ui.timeline.pages import TimelinePage


def colours(theme: Theme) -> set[str]:
    """All of a theme's, families' included."""
    own = {value.lower() for value in theme if isinstance(value, str)}
    return own | {each.lower() for family in theme.families.values() for each in family}


# Very light or strong: greys come out by chance, too, where letters of the dark theme have soft edges.
OLD = colours(LIGHT) - colours(DARK)
TOLD_APART = {each for each in OLD if QColor(each).lightness() > 200 or QColor(each).hslSaturation() > 100}


def painted(image: QImage) -> set[str]:
    """Every colour of an image's pixels, those left out that a widget paints nothing on."""
    whole = image.convertToFormat(QImage.Format.Format_ARGB32)
    seen = set(memoryview(whole.constBits()).cast("I"))
    return {QColor(pixel).name() for pixel in seen if pixel >> 24 == 255}


def kept(thing: object) -> Iterator[str]:
    """The attributes of an object that hold a theme."""
    yield from (name for name, value in vars(thing).items() if isinstance(value, Theme))


def widgets_of(*tops: QWidget) -> list[QWidget]:
    return [widget for top in tops for widget in (top, *top.findChildren(QWidget))]


def left_of_light(widgets: list[QWidget]) -> list[str]:
    """Every widget that still shows light: paints it, keeps it, or has its colour in a text."""
    left = []
    for widget in widgets:
        found = [*kept(widget)]
        if isinstance(widget, QLabel):
            found += [colour for colour in OLD if colour in widget.text().lower()]
        if widget.isVisible() and not widget.size().isEmpty():
            found += sorted(painted(widget.grab().toImage()) & TOLD_APART)
        left += [
            f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()}: {', '.join(found)}"
        ] * bool(found)
    return left


def test_that_no_widget_of_the_window_keeps_the_old_theme(page: WindowPage, tmp_path: Path) -> None:
    window, habits = page.window, Habits(page)
    fill(tmp_path, CPU.comparison(12), IO.comparison(12))
    assert left_of_light([window])  # it begins light, and is seen to
    window.presenter.show_comparison(with_spans(CPU.comparison(12), CPU, tmp_path))
    timeline, history = TimelinePage(page), HistoryPage(page)
    dialogs = [habits.settings(), habits.about(), LabPage(page).lab]

    def narrow() -> None:
        history.view.leave()
        window.resize(900, 620)
        page.click(window.top.loop)

    views: dict[str, Callable[[], None]] = {
        "compare": window.view.guide.leave,
        "failed": lambda: window.presenter.show_comparison(with_spans(IO.comparison(12), IO, tmp_path)),
        "guide": window.view.guide.open,
        "timeline": timeline.open_tab,
        "history": history.open,
        "narrow": narrow,
    }
    for show in views.values():  # everything that is made when it is wanted is there before the theme changes
        show()
        QApplication.processEvents()
    window.appearance.use_theme("dark")
    window.resize(1440, 900)
    window.top.tabs.go_to("compare")
    for name, show in views.items():
        show()
        QApplication.processEvents()
        assert (name, left_of_light(widgets_of(window, *dialogs))) == (name, [])
        assert timeline.view.isVisible() or name != "timeline"
    for dialog in dialogs:
        dialog.close()


def test_that_a_new_theme_reaches_every_window_of_the_process(open_window: Callable[[], WindowPage]) -> None:
    one, other = open_window(), open_window()
    one.window.appearance.use_theme("dark")
    QApplication.processEvents()
    assert left_of_light(widgets_of(other.window)) == []


def test_that_the_theme_of_the_system_is_followed(page: WindowPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parloop_gui.ui.settings.appearance.theme_for", lambda setting: DARK)
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    QApplication.processEvents()
    assert left_of_light(widgets_of(page.window)) == []
    page.window.appearance.use_theme("light")
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)  # of no concern to who chose light


def test_that_a_window_that_is_gone_listens_no_more(open_window: Callable[[], WindowPage], tmp_path: Path) -> None:
    before = theming.receivers(SIGNAL("changed()"))
    page = open_window()
    page.window.presenter.show_comparison(with_spans(CPU.comparison(12), CPU, tmp_path))
    TimelinePage(page).open_tab()
    HistoryPage(page).open()
    Habits(page).settings().reject()
    assert theming.receivers(SIGNAL("changed()")) > before
    close(page.window)
    assert theming.receivers(SIGNAL("changed()")) == before
