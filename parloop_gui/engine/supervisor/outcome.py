"""How a run ended, in a sentence: what the task did, and what Python's own class made of it."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..protocol.kinds import Outcome, RunStage
from ..protocol.messages import NOT_DONE_AFTER
from ..protocol.runner_messages import EXITS_FILE, KEYS_FILE, CannotRun, Failed, Finished
from ..strategies.strategy import Strategy
from ..tracing.mapped_buffers import NO_KEY

MOST_NAMED = 4
_STAGES: dict[RunStage, str] = {
    "loading": "The loop could not be loaded: ",
    "comparing": "The results could not be compared: ",
}
_STARTS_PROCESSES = (
    "loading the file starts processes, which load it again; what starts them belongs under its main guard "
    '(if __name__ == "__main__")'
)


@dataclass(frozen=True)
class LostWorker:
    """A worker that died while it held a task, or between two tasks and with what others wait for."""

    pid: int
    status: int | None
    key: int
    held_a_task: bool = True


@dataclass(frozen=True)
class Overdue:
    """A task that took longer than a single one may, and the process it is in."""

    pid: int
    key: int
    limit_s: float


@dataclass(frozen=True)
class Facts:
    """What is known when a run is over."""

    strategy: Strategy
    folder: Path
    said: Finished | Failed | CannotRun | None = None
    runner_status: int | None = None
    done: int = 0
    total: int = 0
    chunksize: int | None = None
    runner_pid: int = 0
    open_keys: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    lost: LostWorker | None = None
    stalled: bool = False
    stopped: bool = False
    workers_busy: bool = False
    starts_processes: bool = False
    over_time_s: float | None = None
    over_memory_bytes: int | None = None
    overdue: Overdue | None = None


@dataclass(frozen=True)
class Ending:
    """An outcome of the protocol, its sentence, and details to look into."""

    outcome: Outcome
    message: str = ""
    details: str = field(default="")


def ending(facts: Facts) -> Ending:
    """The outcome: what the user did first, then what the task did, then what the strategy said."""
    if facts.stopped:
        return Ending("stopped", "Stopped.")
    if isinstance(facts.said, CannotRun):
        return Ending("unavailable", facts.said.message)
    if facts.notes:
        return _raised(facts)
    if facts.lost is not None:
        return _lost(facts, facts.lost)
    if facts.stalled:
        return Ending("failed", "Every task ended, but a result never came back, and its reader would wait for ever.")
    over = _over_a_limit(facts)
    if over is not None:
        return over
    if isinstance(facts.said, Failed):
        return _failed(facts.said)
    if facts.said is None:
        return _died(facts)
    return _compared(facts, facts.said)


def _over_a_limit(facts: Facts) -> Ending | None:
    if facts.over_memory_bytes is not None:
        most_mb = facts.over_memory_bytes / 1e6
        return Ending("crashed", f"Used more than {most_mb:,.0f} MB of memory.{_under_way(facts)}")
    if facts.overdue is not None:
        return _overdue(facts, facts.overdue)
    return None if facts.over_time_s is None else _timed_out(facts, facts.over_time_s)


def _raised(facts: Facts) -> Ending:
    note = _first_note(facts.notes)
    what = f"{_text(note, 'type') or 'an exception'}{_colon(_text(note, 'message'))}"
    if note.get("what") == "unpicklable":
        which = "An argument" if note.get("pid") == facts.runner_pid else "A result"
        return Ending("failed", f"{which} can't be pickled: {what}.", _text(note, "traceback"))
    key = note.get("key")
    sentence = f"{_item(facts, key if isinstance(key, int) else NO_KEY)} raised {what}."
    return Ending("failed", _joined(sentence, facts.strategy.on_raise), _text(note, "traceback"))


def _lost(facts: Facts, lost: LostWorker) -> Ending:
    if not lost.held_a_task:
        since = "" if isinstance(facts.said, Failed) else ", and nothing has gone on since"
        sentence = f"A worker (pid {lost.pid}) {_how(lost.status)} between two tasks{since}."
        return Ending("crashed", _joined(sentence, facts.strategy.on_death))
    held = _item(facts, lost.key, "a task")
    rest = "; the rest of its chunk is lost too" if facts.chunksize and facts.chunksize > 1 else ""
    sentence = f"A worker (pid {lost.pid}) {_how(lost.status)} while it ran {held}{rest}."
    return Ending("crashed", _joined(sentence, facts.strategy.on_death))


def _died(facts: Facts) -> Ending:
    if facts.runner_status == 0 and not facts.open_keys and facts.total:
        return Ending(
            "crashed", "The loop's process could not tell its results: something closed the descriptors that it needs."
        )
    who = "its workers" if facts.workers_busy else "it"
    held = f" while {who} ran {_open_items(facts)}" if facts.open_keys else ""
    process = f"The loop's process (pid {facts.runner_pid})"
    return Ending("crashed", f"{process} {_how(facts.runner_status)}{held}, and with it everything it had.")


def _timed_out(facts: Facts, limit_s: float) -> Ending:
    if facts.total and facts.done == facts.total:
        what = f"all {facts.total:,} tasks had ended, but {facts.strategy.title} went on waiting"
    elif facts.total:
        what = f"{facts.done:,} of {facts.total:,} tasks had ended"
    else:
        what = _STARTS_PROCESSES if facts.starts_processes else "it was still loading"
    return Ending("timed-out", f"{NOT_DONE_AFTER} {limit_s:g} s: {what}.{_under_way(facts)}")


def _overdue(facts: Facts, late: Overdue) -> Ending:
    counted = f"{facts.done:,} of {facts.total:,} tasks had ended."
    item = _item(facts, late.key)
    return Ending("timed-out", f"{item} (pid {late.pid}) took more than {late.limit_s:g} s, a task's limit; {counted}")


def _failed(said: Failed) -> Ending:
    if said.type == "UserLoopError":
        return Ending("failed", said.message, said.traceback)
    if said.type in ("OSError", "PermissionError") and said.stage != "running":
        return Ending("failed", f"{_STAGES[said.stage]}{_in_words(said.message).rstrip('.')}.", said.traceback)
    return Ending("failed", f"{_STAGES.get(said.stage, '')}{said.type}{_colon(said.message)}.", said.traceback)


def _compared(facts: Facts, said: Finished) -> Ending:
    if said.results_match is False and facts.strategy.family != "baseline":
        return Ending("wrong-result", f"Gave a different result than the plain loop. {said.match_message}")
    return Ending("finished")


def _under_way(facts: Facts) -> str:
    if not facts.open_keys:
        return ""
    return f" Under way: {_open_items(facts)}."


def _open_items(facts: Facts) -> str:
    items = [_item(facts, key, "a task") for key in facts.open_keys[:MOST_NAMED]]
    more = len(facts.open_keys) - len(items)
    return ", ".join(items) + (f" and {more} more" if more else "")


def _item(facts: Facts, key: int, otherwise: str = "A task") -> str:
    """The item a key stands for, as an index into the items, where it is the only one of that key."""
    if key != NO_KEY:
        data = b""
        with contextlib.suppress(OSError):
            data = (facts.folder / KEYS_FILE).read_bytes()
        count = len(data) // 8  # the last one may be cut off, by a full disk or a death
        keys = struct.unpack_from(f"={count}q", data)
        if keys.count(key) == 1:
            return f"items[{keys.index(key)}]"
    return otherwise


def _how(status: int | None) -> str:
    if status is None:
        return "ended unexpectedly"
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"was killed by signal {-status}"


def noted_exits(folder: Path) -> dict[int, int]:
    """The exit statuses but 0 of the workers that the runner collected."""
    with contextlib.suppress(OSError, ValueError):
        lines = [line.split() for line in (folder / EXITS_FILE).read_text().splitlines()]
        return {int(pid): int(status) for pid, status in lines}
    return {}


def _first_note(paths: tuple[str, ...]) -> dict[str, Any]:
    """The earliest note; notes are written by user processes, so nothing in them is trusted."""
    notes: list[dict[str, Any]] = []
    for path in paths:
        with contextlib.suppress(OSError, ValueError, RecursionError):
            note = json.loads(Path(path).read_text(encoding="utf-8")[:100_000])
            if isinstance(note, dict) and isinstance(note.get("at_ns"), int):
                notes.append(note)
    return min(notes, key=lambda note: int(note["at_ns"]), default={})


def _text(note: dict[str, Any], name: str) -> str:
    """What a note says there, "" where that is no text."""
    said = note.get(name)
    return said if isinstance(said, str) else ""


def words_of(error: Exception) -> str:
    """What went wrong as a sentence, without the system's error numbers."""
    if isinstance(error, OSError) and error.strerror:
        where = f" ({error.filename})" if error.filename else ""
        return f"{_in_words(error.strerror)}{where}."
    return str(error)


def _in_words(text: str) -> str:
    """The system's own words in small letters, without numbers in front of them."""
    bare = re.sub(r"^\[Errno \d+\] ", "", text)
    return bare if bare == text and not bare[:1].isupper() else f"{bare[:1].lower()}{bare[1:]}"


def _colon(message: str) -> str:
    text = " ".join(message.split()).rstrip(".")
    return f": {text[:300]}" if text else ""


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
