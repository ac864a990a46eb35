"""The five tasks, and what each takes: `python -m tests.ui.tasks.five_tasks` does them for real and prints a table."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from PySide6.QtCore import QElapsedTimer, QEventLoop, QMimeData, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QTextEdit

from parloop_gui.ui.application.application import STYLE
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.own_loop.own_loop import OWN
from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.widgets.tabs import TIMELINE
from parloop_gui.ui.window.main_window import MainWindow
from tests.ui.tasks.hand import Hand

FILE = '''"""What each number of a list comes to."""

NUMBERS = [20_000 + 7 * each for each in range(40)]


def steps(number):
    """How many steps the Collatz sequence of a few hundred numbers takes."""
    found = 0
    for start in range(number, number + 60):
        while start != 1:
            start = start // 2 if start % 2 == 0 else 3 * start + 1
            found += 1
    return found


if __name__ == "__main__":
    print(sum(steps(number) for number in NUMBERS))
'''
_LONGEST_MS = 180_000


class Document(QTextEdit):
    """A text that takes pictures, as word processors do."""

    pictures = 0

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or super().canInsertFromMimeData(source)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        self.pictures += source.hasImage()


class World(Protocol):
    """A window, and whoever measures under it."""

    window: MainWindow
    file: Path

    def wait_for_result(self) -> None:
        """Until the comparison that was asked for is over and shown."""

    def until(self, condition: Callable[[], bool]) -> None:
        """Until that is so."""


class Task(NamedTuple):
    """What is to be done, how, and the most clicks and keys that it may take together."""

    letter: str
    title: str
    do: Callable[[World, Hand], object]
    most: int


class Count(NamedTuple):
    """What a task took."""

    task: Task
    clicks: int
    keys: int
    seconds: float

    @property
    def together(self) -> int:
        """Clicks and keys."""
        return self.clicks + self.keys


def primes(world: World, hand: Hand) -> None:
    """From the start to the answer."""
    hand.click(world.window.view.invitation.button)
    world.wait_for_result()
    assert world.window.view.verdict.headline.text()


def own_function(world: World, hand: Hand) -> None:
    """The answer for a function of a file of one's own."""
    window = world.window
    hand.click_row(window.loops.loops, OWN)
    hand.pick(window.loops.own.file.dialog, world.file)
    world.until(window.top.compare.isEnabled)
    hand.click(window.top.compare)
    world.wait_for_result()
    assert "steps" in window.view.verdict.subject.text()


def why_threads_lost(world: World, hand: Hand) -> None:
    """The timeline says in a sentence what the threads did."""
    hand.click(world.window.top.tabs.tabs[TIMELINE])
    world.until(lambda: (view := world.window.timelines.view) is not None and "Threads" in view.words.sentence.text())
    world.window.top.tabs.go_to("compare")


def chart_into_a_document(world: World, hand: Hand) -> None:
    """The chart in the clipboard, and from there into a document."""
    export = world.window.top.export
    hand.choose(export, export.choices.kinds["image"])
    document = Document(world.window)  # which the user has open
    document.show()
    hand.press(document, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    document.deleteLater()
    assert document.pictures == 1


def before_and_after(world: World, hand: Hand) -> None:
    """The file was changed in an editor: what that brought, strategy by strategy."""
    verdict = world.window.view.verdict
    world.file.write_text(world.file.read_text().replace("number + 60", "number + 50"))
    world.until(verdict.again.isVisible)
    world.until(verdict.again.isEnabled)
    hand.click(verdict.again)
    world.wait_for_result()
    world.until(verdict.before.isVisible)
    hand.click(verdict.before)
    world.until(world.window.history_place.view.pair.isVisible)


# In the order in which one window comes to them.
TASKS = (
    Task("a", "From the start to the answer for Primes", primes, 1),
    Task("c", "Find out why threads lost", why_threads_lost, 1),
    Task("d", "Put the chart into a document", chart_into_a_document, 3),
    Task("b", "The answer for a function of a file of one’s own", own_function, 5),
    Task("e", "Compare before and after a change of the file", before_and_after, 3),
)


def counts(world: World) -> Iterator[Count]:
    """Do them one after the other."""
    for task in TASKS:
        hand = Hand()
        task.do(world, hand)
        yield Count(task, hand.clicks, hand.keys, hand.seconds)


def table(counted: list[Count]) -> str:
    """What they took, as it stands in docs/five_tasks.md."""
    lines = ["| | task | clicks | keys | at most together | seconds |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for each in sorted(counted, key=lambda one: one.task.letter):
        task = each.task
        lines.append(
            f"| {task.letter} | {task.title} | {each.clicks} | {each.keys} | {task.most} | {each.seconds:.1f} |"
        )
    return "\n".join(lines)


class RealWorld:
    """The app itself over its real engine, in Quick."""

    def __init__(self, folder: Path) -> None:
        preferences.effort = "quick"
        self.file = folder / "collatz.py"
        self.file.write_text(FILE)
        self.window = MainWindow()
        self.window.resize(1440, 900)
        self.window.show()
        self.until(lambda: self.window.background.isFinished() and bool(self.window.top.chosen()))

    def wait_for_result(self) -> None:
        """Until the comparison is over."""
        self.until(lambda: not self.window.session.running)

    def until(self, condition: Callable[[], bool]) -> None:
        """Let the window go on until that is so."""
        loop, look, waited = QEventLoop(), QTimer(), QElapsedTimer()
        waited.start()
        look.timeout.connect(lambda: loop.quit() if condition() or waited.hasExpired(_LONGEST_MS) else None)
        look.start(20)
        if not condition():
            loop.exec()
        look.stop()
        assert condition()


def main() -> int:
    """Do them for real; the exit status."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder)
        application = QApplication([*sys.argv[:1], *STYLE])
        world = RealWorld(Path(folder))
        counted = list(counts(world))
        world.window.close()
        application.processEvents()
    print(table(counted))
    return 0 if all(each.together <= each.task.most for each in counted) else 1


if __name__ == "__main__":
    sys.exit(main())
