"""What a task left behind of its end is read with care: user code may have written it, or been cut off at it."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.runner_messages import KEYS_FILE
from parloop_gui.engine.strategies.registry import find
from parloop_gui.engine.supervisor.outcome import outcome_of
from parloop_gui.engine.supervisor.run_facts import Facts


def facts(folder: Path, note: str) -> Facts:
    path = folder / "note"
    path.write_text(note, encoding="utf-8")
    return Facts(strategy=find("process-pool"), folder=folder, notes=(str(path),))


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
