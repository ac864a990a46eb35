"""What supervisor and runner hand each other: an Assignment in the run's folder, messages back over a pipe."""

from __future__ import annotations

import dataclasses
import json
from array import array
from dataclasses import dataclass
from pathlib import Path

from .checked import ProtocolError, from_plain, know
from .json_text import parsed
from .kinds import AnewKind, RunStage, StartMethod
from .loop_spec import LoopSpec, Program
from .messages import Probe, RunSpec
from .regular_file import read_regular

ASSIGNMENT_FILE = "assignment.json"
KEYS_FILE = "keys"
EXITS_FILE = "exits"
# Eight a task: more tasks than that no run can have, and whoever put another file there has nothing to say.
MOST_KEYS_BYTES = 512 * 1024 * 1024
# More than a loop's slug, or the three paths of a run's folders, can have: a path has at most 4,096 bytes on Linux.
MOST_REQUEST_BYTES = 64 * 1024
# What comes with a request: the runner’s pipe, where it prints to, and the socket by which it learns what it is to do.
RUN_DESCRIPTORS = 3
# The second order of a run whose clock waits for it.
CLOCK_STARTS = b"clock"


@dataclass(frozen=True)
class Assignment:
    """A run and where it happens.

    `folder` holds the run's own files, `work` is for the loop's, `comparison` is shared by all runs of a
    comparison. `address` is where the loop's service listens ("" without one). `reads_schedstat`: the
    kernel's run delay can be trusted.
    """

    run: RunSpec
    folder: str
    work: str
    comparison: str
    address: str
    reads_schedstat: bool


@dataclass(frozen=True)
class Born:
    """The runner's process is there; said again, the run goes on in that one, forked where the loop stands."""

    pid: int


@dataclass(frozen=True)
class Waiting:
    """The process owns its memory by now, and waits to be told of its run; until then it computes no more."""


@dataclass(frozen=True)
class Anew:
    """The program has come to the loop, or the function's file is imported, and further runs can't be forks of that."""

    why: AnewKind


@dataclass(frozen=True)
class Started:
    """The items are made and the clock starts, now or as soon as it may; `chunksize` is the effective one."""

    items: int
    chunksize: int | None = None


@dataclass(frozen=True)
class Returned:
    """The idiom is done: all results are in, the workers gone, or kept for a next loop."""


@dataclass(frozen=True)
class Stopped:
    """The clock has stopped; `spent_s` is what was computed for the run by then, in collected children as well."""

    spent_s: float


@dataclass(frozen=True)
class Finished:
    """The clock's readings of a run that came through, and whether its results agree.

    `began_at`, `ended_at`, `first_result_at` and `returned_at` are seconds of `perf_counter`. The third is 0 where
    results come all at once, the last is `ended_at` where nothing is done with them behind the idiom, as a program's
    loop does.
    """

    items: int
    began_at: float
    ended_at: float
    first_result_at: float
    own_cpu_s: float
    children_cpu_s: float
    involuntary_switches: int | None
    own_peak_rss_bytes: int | None
    width: int
    workers: int
    chunksize: int | None
    start_method: StartMethod | None
    results_match: bool | None
    match_message: str
    probe: Probe | None = None
    of_items: int | None = None
    gil: bool | None = None
    gil_by: str = ""
    kept_open_s: float | None = None
    returned_at: float = 0.0


@dataclass(frozen=True)
class Failed:
    """The run did not come through. `place` is where in the user's program ("prices.py, line 12"), "" elsewhere."""

    stage: RunStage
    type: str
    message: str
    traceback: str
    place: str = ""


@dataclass(frozen=True)
class NotReached:
    """The program never came to the loop; the message says how far it came, as a sentence without its full stop."""

    message: str
    traceback: str = ""


@dataclass(frozen=True)
class CannotRun:
    """The strategy can't run this loop here; the message is a sentence."""

    message: str


# A runner's last word.
Ending = Finished | Failed | NotReached | CannotRun
Message = Born | Waiting | Anew | Started | Returned | Stopped | Ending
_FIRST: tuple[type, ...] = (Born, Waiting, Anew, Started, Returned, Stopped)
_MESSAGES = {cls.__name__: cls for cls in (*_FIRST, Finished, Failed, NotReached, CannotRun)}


def waits_for_clock(loop: LoopSpec) -> bool:
    """Whether a forked run, once it is ready, waits to be told that its clock may start.

    It is made ready then while the process for the run after it still copies its memory, which takes longer. Code of
    the user's has nobody wait for it: what it does on its way to the loop is the run's own.
    """
    return loop.kind == "builtin"


def write_assignment(assignment: Assignment) -> None:
    """Lay the assignment into the run's folder."""
    path = Path(assignment.folder) / ASSIGNMENT_FILE
    path.write_text(json.dumps(dataclasses.asdict(assignment)), encoding="utf-8")


def read_assignment(folder: str) -> Assignment:
    """The assignment that lies in the run's folder."""
    data = json.loads((Path(folder) / ASSIGNMENT_FILE).read_text(encoding="utf-8"))
    assignment: Assignment = from_plain(Assignment, data)
    return assignment


def read_keys(folder: Path, items: int) -> array[int]:
    """The key of each of so many items, in their order; raises OSError.

    What lies behind them the loop's code has put there, and there may be no end of it.
    """
    data = read_regular(folder / KEYS_FILE, min(8 * items, MOST_KEYS_BYTES))
    return array("q", data[: len(data) // 8 * 8])  # the last one may be cut off, by a full disk or a death


def know_assignments() -> None:
    """Look up what an assignment's fields may hold, which a process does once: its forks need not."""
    for cls in (Assignment, RunSpec, LoopSpec, Program):
        know(cls)


def encode_message(message: Message) -> bytes:
    """One message as one JSON line."""
    return json.dumps({"kind": type(message).__name__, **dataclasses.asdict(message)}).encode() + b"\n"


def decode_message(line: bytes) -> Message:
    """The message that a line holds; raises ProtocolError."""
    try:
        data = parsed(line)
        cls = _MESSAGES[data.pop("kind")]
    except (ValueError, KeyError, AttributeError, TypeError):
        raise ProtocolError("The runner sent something that is no message.") from None
    message: Message = from_plain(cls, data)
    return message
