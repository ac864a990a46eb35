"""How a program comes to its loop, and each run, in words; how often a function's file is imported."""

from __future__ import annotations

from parloop_gui.engine.protocol.kinds import AnewKind
from parloop_gui.engine.protocol.messages import LoopSpec, PreflightFacts
from parloop_gui.engine.protocol.preflight_facts import Arrival
from parloop_gui.model.wording.units import count, duration

# From here on the wait is felt where each worker has it again.
SLOW_IMPORT_S = 0.5

# `it` is the program, or a function's file; `process` what a copy for each run would be made of.
_ANEW: dict[AnewKind, str] = {
    "no-fork": "this system can't copy {process}",
    "thread": "{it} has started a thread",
    "executor": "{it} keeps a pool or an executor open",
    "shared-memory": "{it} holds memory that processes share",
    "process": "{it} has started another process",
    "database": "{it} has a database open",
    "written-file": "{it} has a file open to write to",
    "socket": "{it} has a connection open",
    "event-loop": "{it} has an event loop open",
    "device": "{it} has a pipe or a device open",
    "temporary-files": "{it} has made temporary files",
    "memory": "what {it} holds in memory does not fit twice",
    "copy-failed": "a copy of {process} did not come through",
    "native-threads": "a library that {it} imports keeps threads, which a copy lacks and may wait for",
}


def anew_text(why: AnewKind, loop: LoopSpec) -> str:
    """Why each run goes to the loop by itself, as a part of a sentence."""
    if loop.program is None:
        return f"each run imports it anew: {_ANEW[why].format(it='the file', process='a process that has imported it')}"
    return f"each run goes there anew: {_ANEW[why].format(it='the program', process='the running program')}"


def import_text(facts: PreflightFacts, loop: LoopSpec) -> tuple[str, bool]:
    """How long a function's file takes to be imported, and how often it is; whether that is more than a formality."""
    took_s = facts.import_s or 0.0
    is_slow, made = took_s > SLOW_IMPORT_S, facts.arrival
    often = ", once for all runs"
    if made is None or made.anew is not None or not loop.is_forked:
        often = f"; {anew_text(made.anew, loop)}" if made is not None and made.anew is not None else ""
    again = " Workers that start afresh import it again." if is_slow else ""
    return f"Took {duration(took_s)}{often}.{again}", is_slow


def way_text(facts: PreflightFacts, loop: LoopSpec) -> str:
    """How the program comes to its loop, and each run."""
    there = f"The program gets there in {duration(facts.import_s or 0.0)}"
    made = facts.arrival
    if made is None or not facts.items:
        return f"{there}.{_printed(made)}"
    if made.anew is not None:
        return f"{there}; {anew_text(made.anew, loop)}.{_printed(made)}"
    return f"{there}, once for all runs: each goes on from there.{_printed(made)}"


def _printed(arrival: Arrival | None) -> str:
    if arrival is None or not arrival.lines:
        return ""
    shown = " / ".join(line.strip() for line in arrival.printed)
    more = " …" if arrival.lines > len(arrival.printed) else ""
    return f" It prints {count(arrival.lines, 'line')} on its way: {shown}{more}"
