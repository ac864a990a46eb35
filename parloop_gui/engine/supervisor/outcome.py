"""How a run ended, in a sentence: what the task did, and what Python's own class made of it."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from typing import Any

from ..protocol.exit_status import how_it_ended, killed_by
from ..protocol.kinds import Limit, Outcome, RunStage
from ..protocol.runner_messages import CannotRun, Failed, Finished, NotReached, read_keys
from ..tracing.exception_notes import earliest_note
from ..tracing.mapped_buffers import NO_KEY
from ..user_program.arrival import with_printed
from .run_facts import Facts, LostWorker, Overdue

# Items that a sentence names before it counts the rest.
MOST_NAMED = 4
_STAGES: dict[RunStage, str] = {
    "loading": "The loop could not be loaded: ",
    "comparing": "The results could not be compared: ",
}
_CUT_OFF = (
    "The loop's code cut off or removed the files that its tasks are recorded in, so nothing is known of them; "
    "a process that still wrote there was ended by the system."
)
_STARTS_PROCESSES = (
    "loading the file starts processes, which load it again; what starts them belongs under its main guard "
    '(if __name__ == "__main__")'
)


@dataclass(frozen=True)
class RunOutcome:
    """An outcome of the protocol, its sentence, and details to look into."""

    outcome: Outcome
    message: str = ""
    details: str = field(default="")
    limit: Limit | None = None


def outcome_of(facts: Facts) -> RunOutcome:
    """What the user did comes first, then what the task did, then what the strategy made of it."""
    before_all = _before_all(facts)
    if before_all is not None:
        return before_all
    if facts.notes:
        return _raised(facts)
    if facts.lost is not None:
        return _lost(facts, facts.lost)
    if facts.stalled:
        return RunOutcome(
            "failed", "Every task ended, but a result never came back, and its reader would wait for ever."
        )
    over = _over_a_limit(facts)
    if over is not None:
        return over
    if isinstance(facts.ended, Failed):
        return _failed(facts.ended)
    return _compared(facts, facts.ended) if isinstance(facts.ended, Finished) else _died(facts)


def _before_all(facts: Facts) -> RunOutcome | None:
    if facts.stopped:
        return RunOutcome("stopped", "Stopped.")
    if isinstance(facts.ended, CannotRun):
        return RunOutcome("unavailable", facts.ended.message)
    if isinstance(facts.ended, NotReached):
        return RunOutcome("failed", with_printed(facts.ended.message, facts.output), facts.ended.traceback)
    if facts.records_cut:
        return RunOutcome("failed" if isinstance(facts.ended, Finished) else "crashed", _CUT_OFF)
    return None


def _over_a_limit(facts: Facts) -> RunOutcome | None:
    if facts.over_memory_bytes is not None:
        most_mb = facts.over_memory_bytes / 1e6
        return RunOutcome("crashed", f"Used more than {most_mb:,.0f} MB of memory.{_under_way(facts)}", limit="memory")
    if facts.overdue is not None:
        return _overdue(facts, facts.overdue)
    return None if facts.over_time_s is None else _timed_out(facts, facts.over_time_s)


def _raised(facts: Facts) -> RunOutcome:
    note = earliest_note(facts.notes)
    if note.get("what") == "exec":
        return _became_another(facts, note)
    what = f"{_text(note, 'type') or 'an exception'}{_colon(_text(note, 'message'))}"
    if note.get("what") == "unpicklable":
        which = "An argument" if note.get("pid") == facts.runner_pid else "A result"
        if facts.strategy.family == "threads":  # a queue of multiprocessing's between threads of one process
            which = "An argument or a result"
        return RunOutcome("failed", f"{which} can't be pickled: {what}.", _text(note, "traceback"))
    what += _in_brackets(_text(note, "place"))
    if note.get("what") == "worker-main":
        sentence = f"A worker that starts afresh runs the program again up to the loop, and that raised {what}."
        return RunOutcome("failed", sentence, _text(note, "traceback"))
    key = note.get("key")
    sentence = f"{_item(facts, key if isinstance(key, int) else NO_KEY)} raised {what}."
    made_of_it = facts.strategy.on_raise
    if facts.cut_off:  # whatever it does as a rule: not of what is no Exception, and asyncio of a StopIteration
        made_of_it = f"{facts.strategy.title} went on waiting for its result, and was ended."
    return RunOutcome("failed", _joined(sentence, made_of_it), _text(note, "traceback"))


def _became_another(facts: Facts, note: dict[str, Any]) -> RunOutcome:
    key, pid = note.get("key"), note.get("pid")
    held = _item(facts, key if isinstance(key, int) else NO_KEY, "a task")
    became = f"(pid {pid}) became another program{_in_brackets(_text(note, 'message'))} while it ran {held}"
    if pid == facts.runner_pid:
        return RunOutcome("crashed", f"The loop's process {became}, and all it had is lost.")
    return RunOutcome("crashed", _joined(f"A worker {became}.", facts.strategy.on_death))


def _all_killed(facts: Facts) -> RunOutcome:
    """What kills a process group kills whoever has a task: which of them did it can't be told."""
    how = killed_by(-(facts.runner_status or 0))
    held = f" while they ran {_open_items(facts)}" if facts.open_keys else ""
    return RunOutcome("crashed", f"All of the loop's processes together were {how}{held}.")


def _lost(facts: Facts, lost: LostWorker) -> RunOutcome:
    # Where the worker's parent was killed with it, a forkserver, nobody may have been there to collect its status.
    if (facts.runner_status or 0) < 0 and lost.status in (facts.runner_status, None):
        return _all_killed(facts)
    if lost.before_any:
        words = f": {facts.last_words.rstrip('.')}" if facts.last_words else ""
        sentence = f"A worker (pid {lost.pid}) {how_it_ended(lost.status)} before its first task{words}."
        return RunOutcome("crashed", _joined(sentence, _shadowed(facts), facts.strategy.on_death))
    if not lost.held_a_task:
        since = "" if isinstance(facts.ended, Failed) else ", and nothing has gone on since"
        sentence = f"A worker (pid {lost.pid}) {how_it_ended(lost.status)} between two tasks{since}."
        return RunOutcome("crashed", _joined(sentence, facts.strategy.on_death))
    held = _item(facts, lost.key, "a task")
    rest = "; the rest of its chunk is lost too" if facts.chunksize and facts.chunksize > 1 else ""
    sentence = f"A worker (pid {lost.pid}) {how_it_ended(lost.status)} while it ran {held}{rest}."
    return RunOutcome("crashed", _joined(sentence, facts.strategy.on_death))


def _shadowed(facts: Facts) -> str:
    """The user's files with names of Python's own modules: workers that are started afresh import them instead."""
    if not facts.shadowing:
        return ""
    named = " and ".join(facts.shadowing[:MOST_NAMED])
    has = "has the name of a module" if len(facts.shadowing) == 1 else "have the names of modules"
    return f"{named} beside the file {has} of Python’s own, which each worker imports in its place."


def _died(facts: Facts) -> RunOutcome:
    if facts.runner_status == 0 and not facts.open_keys and facts.total:
        return RunOutcome(
            "crashed", "The loop's process could not tell its results: something closed the descriptors that it needs."
        )
    if facts.way_to and not facts.total:
        sentence = f"The program {how_it_ended(facts.runner_status)} before it came to {facts.way_to}"
        return RunOutcome("crashed", with_printed(sentence, facts.output))
    who = "its workers" if facts.workers_busy else "it"
    held = f" while {who} ran {_open_items(facts)}" if facts.open_keys else ""
    process = f"The loop's process (pid {facts.runner_pid})"
    return RunOutcome("crashed", f"{process} {how_it_ended(facts.runner_status)}{held}, and with it everything it had.")


def _timed_out(facts: Facts, limit_s: float) -> RunOutcome:
    if facts.total and facts.done == facts.total:
        what = f"all {facts.total:,} tasks had ended, but {facts.strategy.title} went on waiting"
    elif facts.total:
        what = f"{facts.done:,} of {facts.total:,} tasks had ended"
    elif facts.way_to:
        what = f"the program had not come to {facts.way_to}"
    else:
        what = _STARTS_PROCESSES if facts.starts_processes else "it was still loading"
    return RunOutcome("timed-out", f"Not done after {limit_s:g} s: {what}.{_under_way(facts)}", limit="run")


def _overdue(facts: Facts, late: Overdue) -> RunOutcome:
    counted = f"{facts.done:,} of {facts.total:,} tasks had ended."
    item = _item(facts, late.key)
    sentence = f"{item} (pid {late.pid}) took more than {late.limit_s:g} s, a task's limit; {counted}"
    return RunOutcome("timed-out", sentence, limit="task")


def _failed(failed: Failed) -> RunOutcome:
    if failed.type == "UserLoopError":
        return RunOutcome("failed", failed.message, failed.traceback)
    if failed.type in ("OSError", "PermissionError") and failed.stage != "running":
        return RunOutcome(
            "failed", f"{_STAGES[failed.stage]}{_in_words(failed.message).rstrip('.')}.", failed.traceback
        )
    return RunOutcome(
        "failed",
        f"{_STAGES.get(failed.stage, '')}{failed.type}{_colon(failed.message)}{_in_brackets(failed.place)}.",
        failed.traceback,
    )


def _compared(facts: Facts, finished: Finished) -> RunOutcome:
    if finished.results_match is False and facts.strategy.family != "baseline":
        return RunOutcome("wrong-result", f"Gave a different result than the plain loop. {finished.match_message}")
    return RunOutcome("finished")


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
        with contextlib.suppress(OSError):  # the user's code removed the folder that the keys are in
            keys = read_keys(facts.folder, facts.total)
            if keys.count(key) == 1:
                return f"items[{keys.index(key)}]"
    return otherwise


def _text(note: dict[str, Any], name: str) -> str:
    """A field of a note, "" where that is no text."""
    text = note.get(name)
    return text if isinstance(text, str) else ""


def error_sentence(error: Exception) -> str:
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


def _in_brackets(text: str) -> str:
    return f" ({' '.join(text.split())[:200]})" if text else ""


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
