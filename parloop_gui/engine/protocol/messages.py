"""The messages between app and engine: a RunSpec there, events back, as JSON lines.

    app ── {"run": RunSpec} ─► supervisor ── {"event": "run-started", …} ─► app
        ── {"stop": run id} ─►            ── {"event": "run-progress", …} ─►
                                          ── {"event": "run-ended", …} ─►

Every value is plain data. `decode` trusts nothing: a line that does not fit raises `ProtocolError`
with one sentence.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from . import checked, loop_spec, preflight_facts
from .json_text import parsed
from .kinds import AnewKind, Limit, Outcome, StartMethod

# Of this protocol: app and engine are of one build, a mismatch is a leftover process of another.
VERSION = 1

# The variable that all below a supervisor carry: the app's process id, "-", and what is this supervisor's alone.
MARK = "PARLOOP_MARK"

ProtocolError = checked.ProtocolError
from_plain = checked.from_plain
LoopSpec = loop_spec.LoopSpec
Program = loop_spec.Program
PreflightFacts = preflight_facts.PreflightFacts
Problem = preflight_facts.Problem
Part = preflight_facts.Part
Payload = preflight_facts.Payload
Habits = preflight_facts.Habits

_LAUNCH = "import sys; sys.path[0] = sys.argv.pop(1); from parloop_engine.{module} import main; main()"


def launch_command(python: str, folder: str, module: str, *arguments: str) -> list[str]:
    """The command line that runs `main` of a module of the engine ("supervisor.main", "probes.parse").

    `folder` is the private folder that holds nothing but the engine, as the package `parloop_engine`. `-c`
    leaves `__main__` without a file, so that spawned workers have no main module to import again.
    """
    return [python, "-c", _LAUNCH.format(module=module), folder, *arguments]


@dataclass(frozen=True)
class RunSpec:
    """One run: one strategy doing the whole loop once, in a fresh process.

    `comparison` names the folder in which the first plain run leaves its results (`reference=True`)
    for the others to be compared with. `workers`, `chunksize` and `start_method` are None for
    Python's own default. `timeout_s` limits the run, `task_timeout_s` each of its tasks, `memory_limit_bytes` what its
    processes hold together. `probe` lets a thread beside the tasks measure how late it wakes: only for
    runs that are not scored. `many` allows more than 2,000 threads or processes. `spans_file` is where to
    write what each task did when (`span_file.py`). `sampled`: look at each worker's state a thousand times a
    second, too; only for runs that are not scored. `kept_open`: do the loop twice in the same pool, and time the second
    one alone. `anew`: why the run goes to the user's loop by itself, where trying the loop has shown that; else it
    is a fork of the moment in which the user's code has come there, where that can be had. `once`: what is the same for
    all items goes to each worker once, as a pool's initializer would have it. `weighed`: see what its processes hold,
    with what they share counted once; only for runs that are not scored.
    """

    id: str
    comparison: str
    python: str
    loop: LoopSpec
    strategy: str
    call: str
    workers: int | None = None
    chunksize: int | None = None
    start_method: StartMethod | None = None
    timeout_s: float = 300.0
    task_timeout_s: float | None = None
    memory_limit_bytes: int | None = None
    reference: bool = False
    probe: bool = False
    many: bool = False
    spans_file: str | None = None
    sampled: bool = False
    kept_open: bool = False
    anew: AnewKind | None = None
    once: bool = False
    weighed: bool = False


@dataclass(frozen=True)
class Probe:
    """How late a thread that sleeps 1 ms beside the tasks woke, its waits for a core (Linux) taken off.

    What is left is what a held GIL does to others. `late_share` is how much of its time it was late by more than
    250 µs, in time: late samples are longer, so counting them would show too little.
    """

    samples: int
    median_s: float
    p90_s: float
    share_over_250us: float
    late_share: float | None = None


@dataclass(frozen=True)
class Measurement:
    """What one run came to. Times in seconds; `None` where this system cannot tell.

    `wall_s` = `startup_s` + `work_s` + `winddown_s`. `task_wall_s`, `task_cpu_s` and `core_wait_s` are
    sums over all tasks: time inside tasks, time on a core, time ready but waiting for a core.
    `cpu_s` is the whole run's CPU time, children included (`children_cpu_s`). `workers` is the effective
    number, `workers_started` how many were seen to take a task, `width` how many tasks could be under
    way at once. `results_match` is None where results could not be compared; `match_message` says why,
    or names the first item that differs. `task_times_s` are quantiles of the time per task, evenly spread, shortest
    first (all of them where there are few). `of_items` is how many items there are in all: more than `items` where a
    sample was taken. `gil`: whether the GIL was on at the end, after all the loop's imports; `gil_by` is the module
    that switched it on, where one did. `kept_open_s` is what the second loop in the same pool took, where that was
    asked for. `held_bytes` is the most that its processes held at once with what they share counted once, where it was
    weighed.
    """

    items: int
    tasks: int
    width: int
    workers: int
    workers_started: int
    chunksize: int | None
    start_method: StartMethod | None
    wall_s: float
    startup_s: float
    work_s: float
    winddown_s: float
    first_result_s: float
    cpu_s: float
    children_cpu_s: float
    task_wall_s: float
    task_cpu_s: float
    core_wait_s: float | None
    peak_rss_bytes: int | None
    results_match: bool | None
    match_message: str
    probe: Probe | None = None
    task_times_s: tuple[float, ...] = ()
    of_items: int | None = None
    gil: bool | None = None
    kept_open_s: float | None = None
    gil_by: str = ""
    held_bytes: int | None = None


@dataclass(frozen=True)
class Noise:
    """What else the machine did meanwhile; `None` where this system cannot tell.

    `foreign_cores` is how many cores other programs kept busy, `reference_loop_s` a fixed piece of
    work timed just before the run, `paused_s` how long the machine slept or stood still during it. `throttled_s` is
    how long a container's limit kept cores from running its processes, added up over cores; None without a limit.
    """

    load_1min: float | None = None
    steal_share: float | None = None
    foreign_cores: float | None = None
    involuntary_switches: int | None = None
    run_delay_s: float | None = None
    reference_loop_s: float | None = None
    paused_s: float | None = None
    throttled_s: float | None = None


@dataclass(frozen=True)
class SupervisorReady:
    """The supervisor is up and takes runs."""

    version: int
    pid: int


@dataclass(frozen=True)
class RunStarted:
    """The runner has its items and the clock is about to start."""

    run: str
    pid: int
    items: int


@dataclass(frozen=True)
class RunProgress:
    """So many of so many tasks have ended; at most 4 a second."""

    run: str
    done: int
    total: int


@dataclass(frozen=True)
class RunEnded:
    """A run is over and nothing of it is left running.

    `message` is a sentence for the user ("" when finished); `details` may hold a traceback; `output` is what the user's
    code printed, bounded. `spans_file` is the file that was asked for, if it was written. `limit` is the one that it
    reached, if that ended it. `cut_cpu_s` is how long the loop's own process computed, or waited for a
    core to do so, where it had to be ended. `anew` is why it went to the user's loop by itself.
    """

    run: str
    outcome: Outcome
    message: str = ""
    details: str = ""
    output: str = ""
    measurement: Measurement | None = None
    noise: Noise = field(default_factory=Noise)
    spans_file: str | None = None
    limit: Limit | None = None
    cut_cpu_s: float | None = None
    anew: AnewKind | None = None


@dataclass(frozen=True)
class Refused:
    """The supervisor could not make sense of a line; nothing was run."""

    message: str


Event = SupervisorReady | RunStarted | RunProgress | RunEnded | Refused

_EVENTS: dict[str, type] = {
    "supervisor-ready": SupervisorReady,
    "run-started": RunStarted,
    "run-progress": RunProgress,
    "run-ended": RunEnded,
    "refused": Refused,
}
_NAMES = {cls: name for name, cls in _EVENTS.items()}
# What a user's code said and printed is only ever shown.
_SHOWN = checked.Checker(ProtocolError, verbatim=("RunEnded.spans_file",))


def encode(event: Event) -> bytes:
    """One event as one JSON line."""
    return _line({"event": _NAMES[type(event)], **dataclasses.asdict(event)})


def decode(line: bytes | str) -> Event:
    """The event that a line holds; raises ProtocolError."""
    data = _parse(line)
    name = data.pop("event", None)
    if not isinstance(name, str) or name not in _EVENTS:
        raise ProtocolError(f"Unknown event: {name!r}.")
    event: Event = _SHOWN.build(_EVENTS[name], data, _EVENTS[name].__name__)
    return event


def encode_run(spec: RunSpec) -> bytes:
    """The command that starts a run."""
    return _line({"run": dataclasses.asdict(spec)})


def encode_stop(run: str) -> bytes:
    """The command that stops a run."""
    return _line({"stop": run})


@dataclass(frozen=True)
class Prepare:
    """Get ready for runs under the Python of that path: what takes longer than many a run, before any is asked for."""

    python: str


def encode_prepare(python: str) -> bytes:
    """The command that gets the engine ready for a Python."""
    return _line({"prepare": python})


def decode_command(line: bytes | str) -> RunSpec | Prepare | str:
    """A RunSpec to start, a Python to be ready for, or the id of a run to stop; raises ProtocolError."""
    data = _parse(line)
    if set(data) == {"prepare"} and isinstance(data["prepare"], str):
        return Prepare(data["prepare"])
    if set(data) == {"stop"} and isinstance(data["stop"], str):
        return data["stop"]
    if set(data) == {"run"} and isinstance(data["run"], dict):
        spec: RunSpec = from_plain(RunSpec, data["run"])
        return spec
    raise ProtocolError("A command is {'run': …}, {'prepare': …} or {'stop': …}.")


def _parse(line: bytes | str) -> dict[str, Any]:
    try:
        data = parsed(line)
    except ValueError:
        raise ProtocolError("A line is not JSON.") from None
    if not isinstance(data, dict):
        raise ProtocolError("A line is not a JSON object.")
    return data


def _line(data: dict[str, Any]) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode() + b"\n"
