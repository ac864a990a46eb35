"""How a program comes to its loop, and each run, in words."""

from __future__ import annotations

from parloop_gui.engine.protocol.kinds import AnewKind
from parloop_gui.engine.protocol.messages import PreflightFacts
from parloop_gui.engine.protocol.preflight_facts import Arrival
from parloop_gui.model.wording.units import count, duration

_ANEW: dict[AnewKind, str] = {
    "no-fork": "this system can't copy a program as it stands",
    "thread": "the program has started a thread",
    "executor": "the program keeps a pool or an executor open",
    "shared-memory": "the program holds memory that processes share",
    "process": "the program has started another process",
    "database": "the program has a database open",
    "written-file": "the program has a file open to write to",
    "socket": "the program has a connection open",
    "event-loop": "the program has an event loop open",
    "device": "the program has a pipe or a device open",
    "temporary-files": "the program has made temporary files",
    "memory": "the program’s memory does not fit twice",
    "copy-failed": "a copy of the program did not come through",
}


def anew_text(why: AnewKind) -> str:
    """Why each run goes to the loop by itself, as a part of a sentence."""
    return f"each run goes there anew: {_ANEW[why]}"


def way_text(facts: PreflightFacts) -> str:
    """How the program comes to its loop, and each run."""
    there = f"The program comes there in {duration(facts.import_s or 0.0)}"
    made = facts.arrival
    if made is None or not facts.items:
        return f"{there}.{_printed(made)}"
    if made.anew is not None:
        return f"{there}; {anew_text(made.anew)}.{_printed(made)}"
    return f"{there}, once for all runs: each goes on from there.{_printed(made)}"


def _printed(arrival: Arrival | None) -> str:
    if arrival is None or not arrival.lines:
        return ""
    shown = " / ".join(line.strip() for line in arrival.printed)
    more = " …" if arrival.lines > len(arrival.printed) else ""
    return f" It prints {count(arrival.lines, 'line')} on its way: {shown}{more}"
