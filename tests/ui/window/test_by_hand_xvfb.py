"""From first start to a PDF under a real window manager: by keyboard alone, and by mouse alone; on Wayland too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from parloop_gui.model.history.entry import Entry
from parloop_gui.model.history.history import History
from tests.helpers.screens.wayland import Compositor, skip_without_wayland
from tests.helpers.screens.x11 import App, Screen, skip_without_x11, wait_for
from tests.ui.pages import WindowPage
from tests.ui.settings.pages import Habits

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
COMPARED_WITHIN_S = 120


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A screen whose programs find nothing of this user's."""
    skip_without_x11()
    with Screen(tmp_path) as made:
        yield made


@pytest.fixture
def app(screen: Screen) -> Iterator[App]:
    """Parloop's first start."""
    made = App(screen)
    yield made
    made.end()


def keep_settings(home: Path, line: str) -> None:
    """What the app finds of an earlier session."""
    folder = home / "config" / "parloop"
    folder.mkdir(parents=True)
    (folder / "parloop.conf").write_text(f"[General]\n{line}\n")


def comparisons(home: Path) -> list[Entry]:
    """What the app has kept so far; everything counts as running that has not ended."""
    history = History(home / "data" / "parloop", "a test", lambda owner: True)
    try:
        return history.page()
    finally:
        history.close()


def is_over(home: Path) -> Callable[[], bool]:
    return lambda: any(each.state != "running" for each in comparisons(home))


def has_begun(home: Path) -> Callable[[], bool]:
    return lambda: any(each.rounds for each in comparisons(home))


def tabs_to(page: WindowPage, wanted: QWidget) -> list[str]:
    """The keys that lead there in a window that was just opened, or from where the last ones led."""
    for count in range(1, 30):
        QTest.keyClick(page.window.focusWidget(), Qt.Key.Key_Tab)
        if page.window.focusWidget() is wanted:
            return ["Tab"] * count
    pytest.fail(f"Tab does not lead to {wanted.accessibleName()}")


def test_that_the_keyboard_alone_leads_from_first_start_to_a_pdf(app: App, tmp_path: Path, page: WindowPage) -> None:
    app.key(*tabs_to(page, page.window.top.efforts.buttons["standard"]), "Left")  # Quick
    app.key(*tabs_to(page, page.window.loops.items))
    app.type("20")
    app.key("ctrl+r")
    wait_for(is_over(tmp_path), COMPARED_WITHIN_S, "a comparison that is over")
    app.key("ctrl+shift+e", "Down", "Return")
    app.find("^Export")
    app.key("ctrl+a")
    app.type(f"{tmp_path}/by-hand.pdf")
    app.key("Return")
    wait_for((tmp_path / "by-hand.pdf").exists, 20, "a PDF")
    assert (tmp_path / "by-hand.pdf").read_bytes().startswith(b"%PDF")
    app.find("Parloop$")
    app.key("alt+F4")
    assert app.process.wait(20) == 0


def test_that_the_mouse_alone_leads_from_first_start_to_a_pdf(screen: Screen, tmp_path: Path, page: WindowPage) -> None:
    keep_settings(tmp_path, "export-picture=.pdf")
    top = page.window.top
    app = App(screen)
    try:
        app.click(*place(top.efforts.buttons["quick"]))
        app.click(*place(page.window.loops.items))
        app.wheel_down(40)  # fewer items: the machine may be busy
        app.click(*place(top.compare))
        wait_for(is_over(tmp_path), COMPARED_WITHIN_S, "a comparison that is over")
        x, y = place(top.export)
        app.click(x, y)
        app.click(x, y + 34)  # the menu's first entry
        dialog = app.find("^Export")
        app.click(*save_button(page), dialog)
        wait_for(lambda: bool(list(tmp_path.rglob("parloop-primes.pdf"))), 20, "a PDF")
    finally:
        app.end()


@pytest.mark.parametrize("way", ["alt+F4", "kill"])
def test_that_the_end_in_the_middle_of_a_run_leaves_no_process_and_keeps_the_rounds(
    app: App, tmp_path: Path, way: str
) -> None:
    app.key("ctrl+r")
    wait_for(has_begun(tmp_path), COMPARED_WITHIN_S, "the first round")
    below = app.below()
    assert below
    if way == "kill":
        app.process.kill()
    else:
        app.key(way)
    assert (app.process.wait(20) == 0) == (way != "kill")
    _, left = psutil.wait_procs(below, timeout=20)
    assert not left
    (kept,) = comparisons(tmp_path)
    assert kept.rounds >= 1
    assert kept.state == ("running" if way == "kill" else "stopped")


def place(widget: QWidget) -> tuple[int, int]:
    """Where the middle of a widget is in its window: the same on the other screen, as fonts and size are."""
    middle = widget.mapTo(widget.window(), widget.rect().center())
    return middle.x(), middle.y()


def save_button(page: WindowPage) -> tuple[int, int]:
    """Where Save is in the dialog that exports a picture."""
    from tests.helpers.comparisons.scenes import CPU

    Habits(page).window.presenter.show_document(CPU.comparison(12))
    page.window.top.export.choices.kinds["view"].trigger()
    dialog = page.window.exporting.dialog
    assert dialog is not None
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    button = buttons.button(QDialogButtonBox.StandardButton.Save)
    middle = button.mapTo(dialog, QPoint(button.width() // 2, button.height() // 2))
    dialog.reject()
    return middle.x(), middle.y()


def test_that_keys_compare_stop_and_quit_on_wayland(screen: Screen, tmp_path: Path) -> None:
    skip_without_wayland()
    choices = {"loop": "sleep", "loops": {"sleep": {"items": 30, "params": {}}}, "effort": "thorough"}
    keep_settings(tmp_path, f"choices={json.dumps(json.dumps(choices))}")
    with Compositor(screen) as compositor:
        app = compositor.start_parloop()

        def states() -> list[str]:
            return [each.state for each in comparisons(tmp_path)]

        def is_comparing() -> bool:
            if "running" not in states():
                compositor.key("ctrl+r")  # lost where there is no window yet
            return has_begun(tmp_path)()

        try:
            wait_for(is_comparing, COMPARED_WITHIN_S, "the first round")
            compositor.key("Escape")
            wait_for(lambda: "stopped" in states(), 20, "a comparison that was stopped")
            compositor.key("ctrl+q")
            assert app.wait(20) == 0
        finally:
            app.kill()
            app.wait(20)
