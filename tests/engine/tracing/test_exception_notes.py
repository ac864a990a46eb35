"""What a task left behind of its end is read with care: user code may have written it, or been cut off at it."""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine.protocol.runner_messages import KEYS_FILE, read_keys
from parloop_gui.engine.strategies.registry import find
from parloop_gui.engine.supervisor.outcome import outcome_of
from parloop_gui.engine.supervisor.run_facts import Facts, LostWorker
from parloop_gui.engine.tracing.exception_notes import leave_note_of_program
from parloop_gui.engine.tracing.mapped_buffers import NO_KEY
from parloop_gui.engine.tracing.new_programs import watch_new_programs


def facts(folder: Path, note: str) -> Facts:
    path = folder / "note"
    path.write_text(note, encoding="utf-8")
    return Facts(strategy=find("process-pool"), folder=folder, total=3, notes=(str(path),))


def note(**said: object) -> str:
    return json.dumps({"at_ns": 1, "type": "ValueError", "message": "bad", "key": 7, **said})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (note(), "A task raised ValueError: bad."),
        (note(key="seven"), "A task raised ValueError: bad."),
        (note(key=None), "A task raised ValueError: bad."),
        (note(message=["bad"]), "A task raised ValueError."),
        (note(type=5, message={}), "A task raised an exception."),
        (note(traceback=[]), "A task raised ValueError: bad."),
        ("[" * 100_000, "A task raised an exception."),
        ("[1]", "A task raised an exception."),
    ],
)
def test_that_no_note_can_hide_that_a_task_raised(tmp_path: Path, written: str, said: str) -> None:
    end = outcome_of(facts(tmp_path, written))
    assert end.outcome == "failed"
    assert end.message.startswith(said)
    assert end.details == ""


def test_that_items_are_named_though_the_last_key_was_cut_off(tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).write_bytes(struct.pack("=3q", 5, 7, 9)[:-3])
    assert outcome_of(facts(tmp_path, note())).message.startswith("items[1] raised ValueError: bad.")
    assert outcome_of(facts(tmp_path, note(key=9))).message.startswith("A task raised ValueError: bad.")


@pytest.mark.skipif(sys.platform == "win32", reason="no sparse files there by default")
def test_that_no_more_keys_are_read_than_there_are_items(tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).write_bytes(struct.pack("=3q", 5, 7, 9))
    os.truncate(tmp_path / KEYS_FILE, 2**40)
    assert read_keys(tmp_path, 3).tolist() == [5, 7, 9]
    assert outcome_of(facts(tmp_path, note())).message.startswith("items[1] raised ValueError: bad.")


@pytest.mark.parametrize(
    ("runner", "said"),
    [
        (3, "A worker (pid 5) became another program (ls) while it ran a task. Pool starts another"),
        (5, "The loop's process (pid 5) became another program (ls) while it ran a task, and all it had"),
    ],
)
def test_that_a_task_that_became_another_program_was_not_killed(tmp_path: Path, runner: int, said: str) -> None:
    withdraw = leave_note_of_program(str(tmp_path), "ls", NO_KEY)
    (path,) = tmp_path.iterdir()
    path.write_text(path.read_text().replace(str(os.getpid()), "5"))
    known = Facts(
        find("process-pool"), tmp_path, notes=(str(path),), runner_pid=runner, lost=LostWorker(5, -15, NO_KEY)
    )
    end = outcome_of(known)
    assert end.outcome == "crashed"
    assert end.message.startswith(said)
    withdraw()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("exec_", ["execv", "execvp", "execle"])
def test_that_a_program_that_is_not_there_is_not_noted(exec_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor one that can't be run, as soon as that is known."""
    told: list[str] = []

    def on_change(program: str) -> Callable[[], None]:
        told.append(program)
        return lambda: told.append("not")

    for name in ("execv", "execve"):
        monkeypatch.setattr(os, name, getattr(os, name))
    watch_new_programs(on_change)
    arguments: tuple[Any, ...] = ("prog", {}) if exec_ == "execle" else (["prog"],)
    with pytest.raises(OSError, match="No such file"):
        getattr(os, exec_)("/nowhere/at-all", *arguments)
    assert told == []
    with pytest.raises(OSError, match=r"denied|format"):
        getattr(os, exec_)("/", *arguments)
    assert told == ["", "not"]
