"""Two windows of one user at once, as on two displays: what one remembers the other does not undo."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from parloop_gui.ui.own_loop.recent_files import recent_files, remember_file
from parloop_gui.ui.setup.choices import Choices, to_text
from parloop_gui.ui.setup.kept_choices import merged
from tests.ui.conftest import close
from tests.ui.pages import WindowPage
from tests.ui.settings.pages import Habits

OTHER = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from parloop_gui.ui.own_loop.recent_files import remember_file
QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, sys.argv[1])
settings = QSettings("parloop", "parloop")
for name, value in zip(sys.argv[3::2], sys.argv[4::2]):
    settings.setValue(name, value)
remember_file(Path(sys.argv[2]))
"""


@pytest.fixture
def in_another_process(tmp_path: Path) -> Callable[[Path, dict[str, str]], None]:
    """Has another Parloop remember a file, and these settings."""

    def remember(file: Path, settings: dict[str, str]) -> None:
        words = [word for pair in settings.items() for word in pair]
        command = [sys.executable, "-c", OTHER, str(tmp_path / "settings"), str(file), *words]
        subprocess.run(command, check=True, timeout=60)

    return remember


def test_that_choices_of_two_windows_are_both_remembered(open_window: Callable[[], WindowPage]) -> None:
    one, other = open_window(), open_window()
    one.choose_loop("primes")
    one.type_items("77")
    other.choose_loop("sleep")
    other.type_items("33")
    one.click(one.window.top.efforts.buttons["quick"])
    close(one.window)
    close(other.window)
    third = open_window()
    assert third.window.top.efforts.chosen() == "quick"
    assert third.window.loops.loop().slug == "sleep"
    assert third.window.loops.items.value() == 33
    third.choose_loop("primes")
    assert third.window.loops.items.value() == 77


def test_that_a_window_writes_only_what_it_changed() -> None:
    begun = Choices(loops={"primes": {"items": 5}}, calls={"thread": "slots"})
    theirs = Choices(loop="sleep", loops={"primes": {"items": 5}, "sleep": {"items": 9}}, workers=3)
    ours = Choices(effort="quick", loops={"primes": {"items": 6}}, calls={"thread": "slots"})
    loops = {"primes": {"items": 6}, "sleep": {"items": 9}}
    assert merged(theirs, begun, ours) == Choices(loop="sleep", loops=loops, workers=3, effort="quick")


def test_that_what_another_process_remembers_stays(
    page: WindowPage, tmp_path: Path, in_another_process: Callable[[Path, dict[str, str]], None]
) -> None:
    mine, theirs = tmp_path / "mine.py", tmp_path / "theirs.py"
    for path in (mine, theirs):
        path.touch()
    kept = to_text(Choices(loop="sleep", workers=3))
    in_another_process(theirs, {"limits/task_timeout_s": "7", "default-effort": "thorough", "choices": kept})
    remember_file(mine)
    page.click(page.window.top.efforts.buttons["quick"])
    page.press_compare()
    assert page.bridge.plans[-1].task_timeout_s == 7.0
    assert Habits(page).settings().efforts.chosen() == "thorough"
    close(page.window)
    assert recent_files() == [mine, theirs]
    text = str(QSettings("parloop", "parloop").value("choices"))
    assert all(each in text for each in ('"loop": "sleep"', '"workers": 3', '"effort": "quick"'))
