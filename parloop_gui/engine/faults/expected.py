"""How each fault must end, and what Python alone would have made of it: one table.

    fault ─► where ─► outcome, the beginning of its sentence, Python alone

Where is the first that fits of: strategy/start method, strategy, family/start method, family, "any".
"""

from __future__ import annotations

from typing import NamedTuple

from ..protocol.kinds import Outcome, StartMethod
from ..strategies.strategy import Strategy


class Expected(NamedTuple):
    """How a run ends: one of `outcomes`, with `part` in its sentence; `alone` is what Python does without Parloop.

    Where there are several outcomes, Python itself does now this and now that.
    """

    outcomes: tuple[Outcome, ...]
    part: str
    alone: str

    @property
    def works_alone(self) -> bool:
        """Whether Python alone does just what was asked of it."""
        return self.alone in _FINE


_ON_RAISE, _ON_DEATH = "on_raise", "on_death"
"""Stand for the strategy's own sentences."""
_RAISED, _PROCESS = "items[5] raised ", "The loop's process (pid "
_NO_PICKLE = "can't be pickled: "
_WAITED = "tasks had ended, but "
_UNDER_WAY = "Not done after "
_WORKS = "Works."
_NO_PICKLE_UNDER_FORK = "Works: under fork nothing is pickled."
_BY_FORCE = "Works: Pool ends its workers by force."
_EMPTY_STDIN = "Works: the stdin of a worker is empty."
_WORKERS_GO = "Works: only the workers go elsewhere."
_FINE = frozenset((_WORKS, _NO_PICKLE_UNDER_FORK, _BY_FORCE, _EMPTY_STDIN, _WORKERS_GO))

_Entry = tuple[Outcome | tuple[Outcome, ...], str, str]
"""Outcome, or those that there may be; what is in its sentence; Python alone."""


def _works(alone: str = _WORKS) -> _Entry:
    return "finished", "", alone


def _raises(what: str, alone: str = _ON_RAISE) -> _Entry:
    return "failed", _RAISED + what, alone


def _dies(how: str) -> dict[str, _Entry]:
    whole = "The whole program ends, and all it had is lost."
    return {
        "any": ("crashed", f"{how} while it ran ", whole),
        "processes": ("crashed", f"{how} while it ran ", _ON_DEATH),
    }


def _never_ends() -> dict[str, _Entry]:
    return {"any": ("timed-out", _UNDER_WAY, "Goes on for ever.")}


_WAITS_FOR_WORKER: _Entry = ("timed-out", _WAITED, "Waits for ever for a worker that does not end.")
_NOT_SHARED: _Entry = ("failed", "NotShareableError: ", "Raises NotShareableError.")
_BROKEN = "ProcessPoolExecutor raises BrokenProcessPool."

TABLE: dict[str, dict[str, _Entry]] = {
    "exception": {"any": _raises("ValueError: five is bad.")},
    "sys-exit": {"any": _raises("SystemExit: 3.")},
    "keyboard-interrupt": {"any": _raises("KeyboardInterrupt.")},
    "deep-recursion": {"any": _raises("RecursionError: ")},
    "unpicklable-function": {
        "any": _works(),
        "process/fork": _works(_NO_PICKLE_UNDER_FORK),
        "processes": ("unavailable", _NO_PICKLE, "Raises PicklingError."),
        "interpreter-pool-executor": ("unavailable", _NO_PICKLE, "Raises NotShareableError."),
    },
    "unpicklable-argument": {
        "any": _works(),
        "process/fork": _works(_NO_PICKLE_UNDER_FORK),
        "processes": ("failed", "TypeError: cannot pickle", "Raises TypeError."),
        "interpreter-pool-executor": _NOT_SHARED,
    },
    "unpicklable-result": {
        "any": _works(),
        "process": ("failed", "A result " + _NO_PICKLE, "Prints it, and whoever reads the queue waits for ever."),
        "process-pool": ("failed", "A result " + _NO_PICKLE, "Raises MaybeEncodingError."),
        "process-pool-executor": ("failed", "A result " + _NO_PICKLE, "Raises TypeError."),
        "joblib": ("failed", "A result " + _NO_PICKLE, "Raises TypeError."),
        "mpire": ("failed", "A result " + _NO_PICKLE, "Waits for the result for ever."),
        "interpreter-pool-executor": _NOT_SHARED,
    },
    "unpicklable-exception": {
        "any": _raises("LockedError: "),
        "process-pool": _raises("LockedError: ", "Raises MaybeEncodingError in its place."),
        "process-pool-executor": _raises("LockedError: ", "Raises TypeError in its place."),
    },
    "unreadable-exception": {
        "any": _raises("OddError: 1."),
        "process-pool": _raises("OddError: 1.", "Its own thread dies of it, and it waits for ever."),
        "process-pool-executor": _raises("OddError: 1.", _BROKEN),
    },
    "os-exit": _dies("ended with exit status 3"),
    "killed": _dies("was killed by SIGKILL"),
    "segfault": _dies("was killed by SIGSEGV"),
    "kills-parent": {
        "any": ("crashed", "was killed by SIGKILL", "Kills the shell, or whatever started the program."),
        "processes": ("crashed", f"{_PROCESS}", "The program is killed, and its workers are left."),
        "process/forkserver": (("finished", "failed"), "", "Works, if what starts the workers is no longer needed."),
        "process-pool/forkserver": (
            ("finished", "failed", "crashed", "timed-out"),
            "",
            "May fail at once, or wait for ever.",
        ),
        "process-pool-executor/forkserver": (("crashed", "failed"), "BrokenProcessPool", _BROKEN),
    },
    "endless-loop": _never_ends(),
    "deadlock": _never_ends(),
    "hanging-atexit": {
        "any": _works("Works, but the program never ends."),
        "processes": (
            ("finished", "timed-out"),
            "",
            "Waits for ever from Python 3.14 on, where workers run exit functions.",
        ),
        "process/spawn": _WAITS_FOR_WORKER,
        "process-pool": _works(_BY_FORCE),
        "process-pool-executor/spawn": _WAITS_FOR_WORKER,
        "interpreter-pool-executor": _WAITS_FOR_WORKER,
    },
    "nested-pool": {
        "any": _works(),
        "process-pool": _raises("AssertionError: daemonic processes"),
        "mpire": _raises("AssertionError: daemonic processes"),
        "interpreter-pool-executor": _raises("RuntimeError: daemon threads"),
    },
    "unguarded-main": {
        "any": (
            "timed-out",
            "loading the file starts processes",
            "Under spawn each worker loads the script again and dies of a RuntimeError; Pool starts another, for ever.",
        )
    },
    "huge-result": {"any": _works()},
    "memory-bomb": {
        "any": ("crashed", "Used more than 400 MB of memory.", "Takes all memory, until the system kills something.")
    },
    "daemon-left": {
        "any": _works("Works, and the daemon runs on."),
        "interpreter-pool-executor": _raises("RuntimeError: fork not supported"),
    },
    "many-children": {
        "any": _works("Works, and 200 processes run on."),
        "interpreter-pool-executor": _raises("RuntimeError: fork not supported"),
    },
    "shared-memory-left": {"any": _works("Works; it is removed, with a warning, when the program ends.")},
    "junk-output": {"any": _works("Works, and the junk is on the screen.")},
    "closed-stdout": {"any": _works("Works, until something is printed.")},
    "reads-stdin": {
        "any": _works("Waits for the keyboard."),
        "processes": _works(_EMPTY_STDIN),
    },
    "chdir": {
        "any": _works("Works, and relative paths lead elsewhere from then on."),
        "processes": _works(_WORKERS_GO),
    },
    "signals-umask": {
        "any": _works("Works, and the program ignores Ctrl-C from then on."),
        "processes": _works("Works."),
        "process-pool": (("finished", "timed-out"), "", "May wait for ever for workers that ignore SIGTERM."),
    },
    "setsid": {
        "any": _works("Works, at most once."),
        "processes": _works("Works, but Ctrl-C no longer reaches the workers."),
    },
    "closes-descriptors": {
        "any": (
            "crashed",
            "could not tell its results",
            "Works, but nothing can be read, written or printed from then on.",
        ),
        "thread-pool": ("timed-out", _WAITED, "Waits for ever."),
        "asyncio": (
            ("crashed", "timed-out"),
            "",
            "Raises OSError, or waits for ever: the event loop has lost its pipe.",
        ),
        "process": ("failed", "a result never came back", "Whoever reads the queue waits for ever."),
        "process-pool": ("timed-out", _WAITED, "Waits for ever."),
        "process-pool-executor": (("failed", "crashed"), "BrokenProcessPool", _BROKEN),
        "joblib": (("failed", "crashed"), "", _ON_DEATH),
        "mpire": ("timed-out", _WAITED, "Waits for ever."),
    },
    "becomes-program": {
        "any": ("crashed", "became another program", "The program is another one from then on, and it ends."),
        "processes": ("crashed", "became another program", _ON_DEATH),
        "interpreter-pool-executor": _raises("RuntimeError: exec not supported"),
    },
    "kills-group": {
        "any": ("crashed", "killed by SIGKILL", "The whole program is killed, and all it had is lost."),
    },
    "bare-daemon": {"any": _works("Works, and the daemon runs on.")},
    "stops-itself": {"any": ("timed-out", _UNDER_WAY, "Stands still until somebody continues it.")},
    "stops-supervisor": {"any": _works()},
    "kills-supervisor": {"any": ("crashed", "The engine's own process was killed by SIGKILL.", _WORKS)},
    "cuts-records": {"any": ("crashed", "cut off or removed the files", _WORKS)},
    "removes-folders": {
        "any": _works(),
        "processes": (("finished", "failed", "crashed"), "", _WORKS),  # a worker that starts later finds no task
    },
    "locks-folders": {"any": _works("Works, and the folders stay.")},
    "writes-everywhere": {
        "any": (
            ("finished", "failed", "crashed", "timed-out", "wrong-result"),
            "",
            "Writes over what the program has open: anything may come of it.",
        )
    },
    "warning-flood": {"any": _works("Works, and the screen is full of warnings.")},
}


def expected_of(fault: str, strategy: Strategy, start_method: StartMethod | None) -> Expected:
    """What is expected of that fault under that strategy and start method; raises KeyError for an unknown fault."""
    entries = TABLE[fault]
    keys = (
        f"{strategy.slug}/{start_method}",
        strategy.slug,
        f"{strategy.family}/{start_method}",
        strategy.family,
        "any",
    )
    outcomes, part, alone = next(entries[key] for key in keys if key in entries)
    own = {_ON_RAISE: strategy.on_raise, _ON_DEATH: strategy.on_death}
    return Expected(outcomes if isinstance(outcomes, tuple) else (outcomes,), part, own.get(alone, alone))
