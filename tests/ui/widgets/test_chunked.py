"""Parts done one per turn of the event loop."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from parloop_gui.ui.widgets.chunked import Chunked


def test_that_a_timer_that_came_due_during_one_part_is_served_before_the_next(qtbot: QtBot) -> None:
    parent, order = QObject(), list[str]()
    timer = QTimer(parent, interval=1, singleShot=True)
    timer.timeout.connect(lambda: order.append("timer"))

    def first() -> None:
        timer.start()
        time.sleep(0.01)
        order.append("first")

    Chunked(parent).begin((first, lambda: order.append("second"), lambda: order.append("third")))
    assert order == []
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order == ["first", "timer", "second", "third"]


def test_that_what_is_left_is_dropped_for_what_is_newer(qtbot: QtBot) -> None:
    parent, order = QObject(), list[str]()
    turns = Chunked(parent)

    def first() -> None:
        order.append("first")
        turns.begin([lambda: order.append("newer")])

    turns.begin((first, lambda: order.append("older")))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["first", "newer"]


def test_that_what_is_left_can_be_had_at_once(qtbot: QtBot) -> None:
    parent, order = QObject(), list[int]()
    turns = Chunked(parent)
    turns.begin([partial(order.append, number) for number in range(3)])
    turns.finish()
    assert order == [0, 1, 2]
    turns.begin([lambda: order.append(3)], at_once=True)
    assert order == [0, 1, 2, 3]
