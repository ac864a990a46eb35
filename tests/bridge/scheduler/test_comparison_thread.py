"""The thread between the window and a comparison: signals, cancelling, leaving in order."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self, cast

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.comparison_thread import ComparisonThread
from parloop_gui.engine.protocol.messages import Event, RunEnded, RunSpec, RunStarted
from parloop_gui.model.events.events import ComparisonEnded, ComparisonEvent, ComparisonStarted
from tests.helpers.comparisons.histories import a_history
from tests.helpers.engines.mock_engine import MockEngine, plan


class MockChild:
    """A mock engine as the worker makes one: a context manager. With `hold`, each run lasts until it is stopped."""

    def __init__(self, *, hold: bool = False, breaks: bool = False) -> None:
        self.engine = MockEngine({"serial": 0.1})
        self.hold, self.breaks = hold, breaks
        self.stopped = threading.Event()
        self.closed = False
        self.thread: QThread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.closed = True

    def prepare(self, pythons: Iterable[str]) -> None:
        """There is nothing to start."""

    def execute(self, spec: RunSpec) -> Iterator[Event]:
        """One run."""
        self.thread = QThread.currentThread()
        if self.breaks:
            raise RuntimeError("no such thing")
        if self.hold:
            yield RunStarted(spec.id, 1, 60)
            self.stopped.wait(30)
            yield RunEnded(spec.id, "stopped", "Stopped.")
        else:
            yield from self.engine.execute(spec)

    def stop(self, run: str) -> None:
        """End the run that is held."""
        self.stopped.set()


@pytest.fixture
def children() -> list[MockChild]:
    """The engines that comparisons get, one after the other."""
    return []


@pytest.fixture
def comparing(qtbot: QtBot, children: list[MockChild]) -> Iterator[ComparisonThread]:
    waiting = iter(children)
    made = ComparisonThread(make_engine=lambda: cast("Engine", next(waiting)))
    yield made
    made.close()


def told_by(comparing: ComparisonThread) -> list[ComparisonEvent]:
    """Fills with what is told."""
    told: list[ComparisonEvent] = []
    comparing.emitted.connect(lambda event, _: told.append(event))
    return told


def test_that_a_comparison_is_made_in_another_thread_and_told_in_order(
    qtbot: QtBot, comparing: ComparisonThread, children: list[MockChild]
) -> None:
    children.append(MockChild())
    told = told_by(comparing)
    with qtbot.waitSignal(comparing.ended) as ended:
        comparing.start(plan(rounds=1))
        assert comparing.is_running
    assert ended.args == [""]
    assert isinstance(told[0], ComparisonStarted)
    assert isinstance(told[-1], ComparisonEnded)
    assert children[0].thread is not comparing.thread()
    assert children[0].closed
    assert not comparing.is_running


def test_that_cancelling_ends_it_and_its_end_is_told(
    qtbot: QtBot, comparing: ComparisonThread, children: list[MockChild]
) -> None:
    children.append(MockChild(hold=True))
    told = told_by(comparing)
    with qtbot.waitSignal(comparing.emitted):
        comparing.start(plan())
    with qtbot.waitSignal(comparing.ended):
        comparing.cancel()
    assert isinstance(told[-1], ComparisonEnded)
    assert told[-1].reason == "stopped"


def test_that_a_new_comparison_stops_the_former_and_silences_it(
    qtbot: QtBot, comparing: ComparisonThread, children: list[MockChild]
) -> None:
    children.extend([MockChild(hold=True), MockChild()])
    first = plan(rounds=1, seed=1)
    with qtbot.waitSignal(comparing.emitted):
        comparing.start(first)
    told = told_by(comparing)
    second = plan(rounds=1, seed=2)
    with qtbot.waitSignal(comparing.ended):
        comparing.start(second)
    started = [event for event in told if isinstance(event, ComparisonStarted)]
    assert [event.plan for event in started] == [second]
    assert [event.reason for event in told if isinstance(event, ComparisonEnded)] == ["done"]


def test_that_one_cancelled_before_its_turn_is_not_begun(
    qtbot: QtBot, comparing: ComparisonThread, children: list[MockChild]
) -> None:
    children.append(MockChild())
    told = told_by(comparing)
    with qtbot.waitSignal(comparing.ended):
        comparing.start(plan())
        comparing.cancel()
    assert [type(event) for event in told] in ([], [ComparisonStarted, ComparisonEnded])


def test_that_a_mistake_of_the_app_is_told_and_the_thread_goes_on(
    qtbot: QtBot, comparing: ComparisonThread, children: list[MockChild], capfd: pytest.CaptureFixture[str]
) -> None:
    children.extend([MockChild(breaks=True), MockChild()])
    with qtbot.waitSignal(comparing.ended) as ended:
        comparing.start(plan())
    assert ended.args == ["Parloop made a mistake: RuntimeError: no such thing"]
    assert "Traceback" in capfd.readouterr().err
    with qtbot.waitSignal(comparing.ended) as ended:
        comparing.start(plan(rounds=1))
    assert ended.args == [""]


def test_that_what_the_system_refuses_is_a_sentence(qtbot: QtBot) -> None:
    def make_engine() -> Engine:
        raise OSError(errno.ENOSPC, "No space left on device", "/tmp/parloop")

    comparing = ComparisonThread(make_engine=make_engine)
    with qtbot.waitSignal(comparing.ended) as ended:
        comparing.start(plan())
    comparing.close()
    assert ended.args == ["The comparison can’t be made: No space left on device: /tmp/parloop."]


def test_that_closing_waits_for_the_comparison_under_way(
    qtbot: QtBot, comparing: ComparisonThread, children: list[MockChild]
) -> None:
    children.append(MockChild(hold=True))
    with qtbot.waitSignal(comparing.emitted):
        comparing.start(plan())
    comparing.close()
    assert children[0].closed
    assert [thread.isFinished() for thread in comparing.findChildren(QThread)] == [True]
    comparing.close()


def test_that_every_run_is_in_the_history_before_the_next_one_begins(
    qtbot: QtBot, children: list[MockChild], tmp_path: Path
) -> None:
    history, kept = a_history(tmp_path), []
    child = MockChild()
    child.engine.at = lambda number: kept.append((number, _kept_runs(tmp_path)))
    comparing = ComparisonThread(make_engine=lambda: cast("Engine", child), record=history.recorder)
    with qtbot.waitSignal(comparing.ended):
        comparing.start(plan(rounds=1))
    comparing.close()
    counted = [(number, before) for number, before in kept if not child.engine.specs[number - 1].kept_open]
    assert counted
    assert counted == [(number, number - 1) for number, _ in counted]
    assert [entry.state for entry in history.page()] == ["done"]
    history.close()


def _kept_runs(folder: Path) -> int:
    reader = a_history(folder)
    try:
        return sum(len(reader.load(entry.id).runs) for entry in reader.page())
    finally:
        reader.close()
