"""What is known of a run when it is over: the facts that its outcome follows from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..protocol.runner_messages import Ending
from ..strategies.strategy import Strategy


@dataclass(frozen=True)
class LostWorker:
    """A worker that died while it held a task, or between two tasks and with what others wait for.

    `before_any`: no task of the run had begun.
    """

    pid: int
    status: int | None
    key: int
    held_a_task: bool = True
    before_any: bool = False


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
    ended: Ending | None = None
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
    records_cut: bool = False
    """Whether the user's code cut off or removed the files that its tasks are recorded in."""
    way_to: str = ""
    """Where the user's program is run up to ("line 14 of prices.py") before anything is measured."""
    output: str = ""
    cut_off: bool = False
    """Whether the strategy was ended because it went on waiting for what never came."""
    last_words: str = ""
    """The last line of the last traceback that was printed."""
    shadowing: tuple[str, ...] = ()
    """Files beside the user's that go by the name of a module of Python's own."""
