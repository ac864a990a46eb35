"""The strategies whose workers are Python processes of their own."""

from __future__ import annotations

import sys

from ..host.lazy_function import Deferred
from .executor_calls import PROCESS_EXECUTOR_CALLS
from .pool_calls import POOL_CALLS
from .strategy import Call, Note, Strategy

_IDIOMS = f"{__package__}.one_each_calls"

_MOST_ON_WINDOWS = 61
"""More worker processes than this can't be waited for at once on Windows (`concurrent.futures.process`)."""

_MAIN_GUARD = Note(
    "Main guard.",
    'Under spawn and forkserver each worker imports your script again. Without if __name__ == "__main__": it would '
    "start workers of its own; Python stops it with a RuntimeError before it can.",
    when=("spawned",),
)
_COMPUTING = Note(
    "For computing.",
    "Each process has its own interpreter and its own GIL, so Python code really runs on all cores. For waiting alone, "
    "threads do as well and cost less.",
    when=("computes", "waits"),
)
_MORE_THAN_CORES = (
    ". Past the number of cores they only share them, and each one takes its own memory; a pool would keep the rest in "
    "line."
)

PROCESS = Strategy(
    slug="process",
    title="Process",
    family="processes",
    module="multiprocessing",
    width="items",
    preference=5,
    pickles=True,
    uses_start_method=True,
    on_raise="Process prints it, and whoever reads the queue waits for the result for ever.",
    on_death="Process leaves an exit code only, and whoever reads the queue waits for ever.",
    calls=(
        Call(
            "queue",
            Deferred(_IDIOMS, "process_queue"),
            "Each process puts its result into a queue, which is emptied before the processes are joined.",
            does="results by queue",
        ),
    ),
    notes=(
        Note(
            "For few, long tasks.",
            "Each task gets a whole Python process, started for it and ended after it. That costs milliseconds under "
            "fork and many more under spawn.",
            when=("short-tasks",),
        ),
        Note(
            "Results by hand.",
            "A Process hands back an exit code only. Results are pickled through a queue here, and must be read before "
            "join: a process does not end while its result is unread.",
        ),
        Note(
            "More than cores.",
            f"Every item is a process of its own{_MORE_THAN_CORES}",
            when=("crowded",),
            counted=f"{{items}} items are {{items}} processes{_MORE_THAN_CORES}",
        ),
        _COMPUTING,
        Note(
            "What is pickled.",
            "Under spawn and forkserver the function and its item are pickled, so it must stand at the top level of a "
            "module. Under fork they are simply there; even a lambda will do.",
            when=("spawned",),
        ),
        _MAIN_GUARD,
    ),
)

PROCESS_POOL = Strategy(
    slug="process-pool",
    title="Pool",
    family="processes",
    module="multiprocessing",
    width="workers",
    preference=3,
    pickles=True,
    uses_start_method=True,
    names=(("pool_class", "from multiprocessing import Pool", "Pool"),),
    on_raise="Pool hands it to the caller, but waits for ever if it is a SystemExit or KeyboardInterrupt.",
    on_death="Pool starts another worker, but would wait for the lost result for ever.",
    calls=POOL_CALLS,
    notes=(
        Note(
            "For many calls.",
            "Sends a whole list through one function. The processes are started once and used again, so keep the pool "
            "open for the next loop; what they can't take yet waits in line.",
        ),
        Note(
            "Chunks travel.",
            "map sends items in chunks, about four for each worker: cheap, but a slow chunk keeps one core busy at the "
            "end. imap sends them one by one unless you give a chunk size.",
            when=("short-tasks",),
            counted="{items} items went out in chunks of {chunk}: large ones are cheap, but a slow one keeps one core "
            "busy at the end. imap sends items one by one unless you give a chunk size.",
        ),
        Note(
            "Rich in calls.",
            "imap is lazy, imap_unordered gives whichever is ready first, starmap takes several arguments, and the "
            "_async ones return at once so that you can do something else.",
            when=("one-by-one",),
        ),
        _COMPUTING,
        Note(
            "Arguments are pickled.",
            "Function, items and results are pickled and copied. Use a function from the top level of a module, not a "
            "lambda, and return no more than you need.",
        ),
        Note(
            "A lost worker.",
            "If a worker is killed, Pool waits for its result for ever. ProcessPoolExecutor reports it at once.",
            when=("ended-badly",),
        ),
        _MAIN_GUARD,
    ),
)

PROCESS_POOL_EXECUTOR = Strategy(
    slug="process-pool-executor",
    title="ProcessPoolExecutor",
    family="processes",
    module="concurrent.futures",
    width="workers",
    preference=2,
    pickles=True,
    uses_start_method=True,
    names=(("executor_class", "from concurrent.futures import ProcessPoolExecutor", "ProcessPoolExecutor"),),
    most_workers=_MOST_ON_WINDOWS if sys.platform == "win32" else None,
    on_raise="ProcessPoolExecutor raises it where the result is asked for.",
    on_death="ProcessPoolExecutor raises BrokenProcessPool and gives up what was not done.",
    calls=PROCESS_EXECUTOR_CALLS,
    notes=(
        Note(
            "The one to prefer.",
            "One small interface for threads and processes: map and submit. It hands over futures, and when a worker "
            "dies it raises BrokenProcessPool where Pool would wait for ever.",
        ),
        _COMPUTING,
        Note(
            "Mind chunk size.",
            "map sends one item at a time unless told otherwise, and each trip costs tens of microseconds. With short "
            "tasks give it a chunk size.",
            when=("short-tasks", "one-by-one"),
            counted="{items} items went out in chunks of {chunk}, and each trip costs tens of microseconds. map sends "
            "one item at a time unless told otherwise: with short tasks give it a chunk size.",
        ),
        Note(
            "Arguments are pickled.",
            "Function, items and results are pickled and copied. A lambda won't travel, and a worker's changes to your "
            "objects stay with the worker.",
        ),
        Note(
            "Workers used again.",
            "The processes are kept until the with block ends and take task after task, in line when there are more "
            "tasks than workers. More workers than cores rarely compute faster.",
            when=("crowded",),
            counted="{workers} processes are kept until the with block ends and take {items} tasks in turn. More "
            "workers than cores rarely compute faster.",
        ),
        _MAIN_GUARD,
    ),
)
