"""What a program does on its way to its loop, in words: how runs come there, and what is done again outside of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from parloop_gui.engine.protocol.kinds import AnewKind, EffectKind
from parloop_gui.engine.protocol.messages import LoopSpec, PreflightFacts
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.wording.units import count, duration, listed

# Files or addresses that a sentence names before it counts the rest.
MOST_NAMED = 3
# From here on the wait is felt where each worker has it again.
SLOW_IMPORT_S = 0.5
# What somebody has to agree to: it may be a row, a mail, a call that is paid for. A program may be `uname`.
_ANEW: dict[AnewKind, str] = {
    "no-fork": "this system can't copy {} as it stands",
    "thread": "{} has started a thread",
    "executor": "{} keeps a pool or an executor open",
    "shared-memory": "{} holds memory that processes share",
    "process": "{} has started another process",
    "database": "{} has a database open",
    "written-file": "{} has a file open to write to",
    "socket": "{} has a connection open",
    "event-loop": "{} has an event loop open",
    "device": "{} has a pipe or a device open",
    "temporary-files": "{} has made temporary files",
    "memory": "{}’s memory does not fit twice",
    "copy-failed": "a copy of {} did not come through",
    "native-threads": "a library that {} imports keeps threads, and a copy may wait",
}
_VERBS: dict[EffectKind, str] = {"writes": "writes", "network": "connects to", "programs": "starts"}
_ASKED_FOR = ("writes", "network")


def anew_text(why: AnewKind, loop: LoopSpec) -> str:
    """Why each run goes to the loop by itself, as a part of a sentence."""
    if loop.program is None:
        return f"each run imports it anew: {_ANEW[why].format('the file')}"
    return f"each run goes there anew: {_ANEW[why].format('the program')}"


def import_text(facts: PreflightFacts, loop: LoopSpec) -> tuple[str, bool]:
    """How long a function's file takes to be imported, and how often it is; whether that is more than a formality."""
    took_s = facts.import_s or 0.0
    is_slow, made = took_s > SLOW_IMPORT_S, facts.arrival
    often = ", once for all runs"
    if made is None or made.anew is not None:
        often = f"; {anew_text(made.anew, loop)}" if made is not None and made.anew is not None else ""
    again = " Workers that start afresh import it again." if is_slow else ""
    return f"Took {duration(took_s)}{often}.{again}", is_slow


def way_text(facts: PreflightFacts, loop: LoopSpec) -> str:
    """How the program comes to its loop, and each run."""
    there = f"The program comes there in {duration(facts.import_s or 0.0)}"
    made = facts.arrival
    if made is None or not facts.items:
        return f"{there}.{_printed(made)}"
    if made.anew is not None:
        return f"{there}; {anew_text(made.anew, loop)}.{_printed(made)}"
    return f"{there}, once for all runs: each goes on from there.{_printed(made)}"


def repeats_text(arrival: Arrival, plan: Plan, runs: int) -> str:
    """What was done outside the program's process and will be again, how often; "" where nothing was seen.

    `runs` is about how many there will be.
    """
    return " ".join(filter(None, (_on_the_way(arrival, plan, runs), _in_loop(arrival, runs))))


def asks_for_leave(arrival: Arrival) -> bool:
    """Whether somebody has to say that it may be done again."""
    return any(each.kind in _ASKED_FOR for each in (*arrival.effects, *arrival.in_loop))


def asked_for(arrival: Arrival) -> str:
    """What somebody has to agree to, as the beginning of a sentence."""
    found = dict.fromkeys(each for each in (*arrival.effects, *arrival.in_loop) if each.kind in _ASKED_FOR)
    return f"The program {_doing(tuple(found))}"


def _on_the_way(arrival: Arrival, plan: Plan, runs: int) -> str:
    if not arrival.effects:
        return ""
    often = _often(runs) if arrival.anew is not None else "once more, for all runs"
    afresh = plan.start_method or plan.pythons[0].start_method
    unguarded = f", and so will workers that {afresh} starts, unless a main guard keeps them from it"
    workers = unguarded if afresh != "fork" else ""
    return f"On its way there the program {_doing(arrival.effects)}: it will do so {often}{workers}."


def _in_loop(arrival: Arrival, runs: int) -> str:
    return f"The loop {_doing(arrival.in_loop)}: it will do so {_often(runs)}." if arrival.in_loop else ""


def _often(runs: int) -> str:
    return f"about {count(runs, 'time')} more" if runs else "in each run"


def _doing(effects: Sequence[Effect]) -> str:
    kinds = dict.fromkeys(each.kind for each in effects)
    return listed([f"{_VERBS[kind]} {_named(each.what for each in effects if each.kind == kind)}" for kind in kinds])


def _named(whats: Iterable[str]) -> str:
    """Files by their names alone."""
    names = list(dict.fromkeys(Path(each).name or each for each in whats))
    rest = len(names) - MOST_NAMED
    return listed([*names[:MOST_NAMED], f"{rest:,} more"] if rest > 1 else names)


def _printed(arrival: Arrival | None) -> str:
    if arrival is None or not arrival.lines:
        return ""
    shown = " / ".join(line.strip() for line in arrival.printed)
    more = " …" if arrival.lines > len(arrival.printed) else ""
    return f" It prints {count(arrival.lines, 'line')} on its way: {shown}{more}"
