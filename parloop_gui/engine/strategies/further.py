"""The strategies of today beside threads and processes: an event loop, and interpreters within one process."""

from __future__ import annotations

from ..host.lazy_function import Deferred
from .interpreter_calls import INTERPRETER_CALLS
from .strategy import Call, Note, Strategy

_IDIOMS = f"{__package__}.asyncio_idioms"


ASYNCIO = Strategy(
    slug="asyncio",
    title="asyncio",
    family="further",
    module="asyncio",
    width="workers",
    preference=7,
    classic=False,
    follows="threads",
    extra_workers=4,
    most_workers=32,
    on_raise="asyncio raises it where the tasks are awaited.",
    calls=(
        Call(
            "to_thread",
            Deferred(_IDIOMS, "asyncio_to_thread"),
            "For an ordinary function: each call runs in a thread of the event loop's pool, and the loop waits for it.",
            does="in threads",
        ),
        Call(
            "task_group",
            Deferred(_IDIOMS, "asyncio_task_group"),
            "For an async function: awaits it for all items, so many at a time; where one fails the others are "
            "cancelled.",
            awaits=True,
            needs_python=(3, 11),
            instead="gather",
            does="awaited together",
        ),
        Call(
            "gather",
            Deferred(_IDIOMS, "asyncio_gather"),
            "For an async function: awaits it for all items, so many at a time; where one fails the others go on.",
            awaits=True,
            does="awaited, each by itself",
        ),
    ),
    notes=(
        Note(
            "For waiting.",
            "An event loop keeps thousands of async functions waiting in a single thread. While one of them computes "
            "all others stand still, so it is no way to compute faster.",
            when=("waits", "computes"),
        ),
        Note(
            "Async or not.",
            "An async function is awaited as it is, through a semaphore that says how many at a time. An ordinary one "
            "would hold up the event loop, so to_thread runs it in a thread.",
        ),
        Note(
            "Elsewhere one by one.",
            "Other strategies run an async function through asyncio.run, with a new event loop for each task, so what "
            "it shares between tasks (a client, a session) can't be used again.",
        ),
        Note(
            "Groups clean up.",
            "TaskGroup (from Python 3.11 on) cancels the others when one task fails and raises an ExceptionGroup; "
            "gather raises the first exception and lets the others run on.",
            when=("ended-badly",),
        ),
    ),
)

INTERPRETER_POOL_EXECUTOR = Strategy(
    slug="interpreter-pool-executor",
    title="InterpreterPoolExecutor",
    family="further",
    module="concurrent.futures",
    width="workers",
    preference=8,
    classic=False,
    pickles=True,
    sets_up_workers=False,
    follows="processes",
    names=(("executor_class", "from concurrent.futures import InterpreterPoolExecutor", "InterpreterPoolExecutor"),),
    extra_workers=4,
    most_workers=32,
    on_raise="InterpreterPoolExecutor raises it where the result is asked for.",
    calls=INTERPRETER_CALLS,
    needs_python=(3, 14),
    notes=(
        Note(
            "A GIL each.",
            "Each worker is a thread with an interpreter of its own, within this process. Every interpreter has its "
            "own GIL, so Python code really runs on all cores.",
            when=("computes",),
        ),
        Note(
            "Nothing is shared.",
            "Modules are imported afresh in each interpreter, and arguments and results are copied, most of them by "
            "pickle, as with processes.",
        ),
        Note(
            "Mind sys.path.",
            "A sub-interpreter does not inherit changes to sys.path. The code here sets it through initializer=exec, "
            "so that your module is found.",
        ),
        Note(
            "Not every library.",
            "A module written in C has to allow sub-interpreters. Many do not yet, NumPy among them, and importing one "
            "fails with an ImportError.",
            when=("ended-badly",),
        ),
        Note(
            "Lighter to start.",
            "An interpreter starts faster than a process under spawn and takes less memory, but if one crashes the "
            "whole process goes down with it.",
        ),
    ),
)
