"""The strategies that need a package: they run where the chosen interpreter has it."""

from __future__ import annotations

import os

from ..host.lazy_function import Deferred
from .strategy import Call, Note, Strategy

_IDIOMS = f"{__package__}.joblib_idioms"
_MPIRE_IDIOMS = f"{__package__}.mpire_idioms"
_UPKEEP = f"{__package__}.joblib_upkeep"
_JOBLIB = (
    ("parallel", "from joblib import Parallel", "Parallel"),
    ("delayed", "from joblib import delayed", "delayed"),
)
_MPIRE = ("pool_class", "from mpire import WorkerPool", "WorkerPool")
_HAS_TO_BE_INSTALLED = Note(
    "One more name.",
    "It does not come with Python: whoever runs your code has to install it, and keep it up to date.",
)

JOBLIB = Strategy(
    slug="joblib",
    title="joblib",
    family="processes",
    module="joblib",
    package="joblib",
    width="workers",
    preference=9,
    classic=False,
    pickles=True,
    names=_JOBLIB,
    all_cores="-1",
    counts="allowed",
    one_is_caller=True,
    on_raise="joblib raises it where Parallel is called, and ends its workers.",
    on_death="joblib raises TerminatedWorkerError and gives up what was not done.",
    breaks_with=("TerminatedWorkerError", "BrokenProcessPool"),
    # joblib sends what stands in `__main__` as code with all it holds, and a program at its loop holds locks.
    comes_to_loops=False,
    before=Deferred(_UPKEEP, "keep_within"),
    after=Deferred(_UPKEEP, "end_pool"),
    calls=(
        Call(
            "parallel",
            Deferred(_IDIOMS, "joblib_processes"),
            "Hands the calls to processes in batches, which joblib makes longer where tasks are short; results in "
            "order.",
            code_of_tuples=Deferred(_IDIOMS, "joblib_processes_of_tuples"),
            does="results in order",
        ),
    ),
    notes=(
        Note(
            "Kept for next time.",
            "Its workers wait up to 300 s for your next loop, which then starts at once. The time here has their start "
            "in it, but not their end: 0.1 s or so.",
        ),
        Note(
            "Fresh interpreters.",
            "Each worker starts as a new Python, which takes 0.2 s or more whatever the start method is. For a loop of "
            "less than a second that is most of it.",
            when=("short-tasks",),
        ),
        Note(
            "Batches by itself.",
            "How many tasks make a batch is found as they go, so that one takes 0.2 s to 2 s. When a "
            "worker dies its whole batch is lost.",
            when=("one-by-one", "ended-badly"),
        ),
        Note(
            "Large arrays.",
            "NumPy arrays of more than 1 MB are written to a file once and mapped by all workers, read-only: a task "
            "that writes into one raises a ValueError.",
        ),
        Note(
            "No main guard.",
            "Its workers do not import your script again, and a function of the script itself, even a lambda, is sent "
            "as code.",
        ),
        _HAS_TO_BE_INSTALLED,
    ),
)

JOBLIB_THREADS = Strategy(
    slug="joblib-threads",
    title="joblib (threads)",
    family="threads",
    module="joblib",
    package="joblib",
    width="workers",
    preference=10,
    classic=False,
    names=_JOBLIB,
    all_cores="-1",
    counts="allowed",
    on_raise="joblib (threads) raises it where Parallel is called.",
    calls=(
        Call(
            "parallel",
            Deferred(_IDIOMS, "joblib_threads"),
            "Hands the calls to threads, one by one; results in order.",
            code_of_tuples=Deferred(_IDIOMS, "joblib_threads_of_tuples"),
            does="results in order",
        ),
    ),
    notes=(
        Note(
            "For waiting.",
            "Only the thread that holds the GIL runs Python code. Waiting overlaps, and so does the work of libraries "
            "that release the GIL, as NumPy does.",
            when=("waits", "computes"),
        ),
        Note(
            "Dear hand-over.",
            "Each task costs about 100 µs to hand over, several times what ThreadPoolExecutor takes. Short tasks are "
            "better off there.",
            when=("short-tasks", "one-by-one"),
        ),
        Note(
            "One word apart.",
            'Without prefer="threads" the same line runs in processes, so that trying both costs nothing.',
        ),
        _HAS_TO_BE_INSTALLED,
    ),
)

_MPIRE_CALLS = (
    Call(
        "map",
        Deferred(_MPIRE_IDIOMS, "mpire_map"),
        "Shares the items out in chunks, 64 for each worker, and returns all results in order.",
        takes_chunksize=True,
        chunking="64-each",
        code_of_tuples=Deferred(_MPIRE_IDIOMS, "mpire_map_of_tuples"),
        does="results in order",
    ),
    Call(
        "imap_unordered",
        Deferred(_MPIRE_IDIOMS, "mpire_imap_unordered"),
        "Lazy: results come one by one, whichever is ready first, so a slow one holds nobody up.",
        ordered=False,
        lazy=True,
        takes_chunksize=True,
        chunking="64-each",
        does="first come, first served",
    ),
    Call(
        "apply_async",
        Deferred(_MPIRE_IDIOMS, "mpire_apply_async"),
        "A single call that is not waited for; good for different functions. get() hands over the result.",
        does="one call, not waited for",
    ),
)
_SPREADS_ITEMS = Note(
    "Items are spread.",
    "A tuple, list or dict is taken for all arguments of a call. An item that is one itself has to be handed over in a "
    "tuple of its own, as the code here does.",
)

MPIRE = Strategy(
    slug="mpire",
    title="mpire",
    family="processes",
    module="mpire",
    package="mpire",
    width="workers",
    preference=11,
    classic=False,
    pickles=True,
    uses_start_method=True,
    own_start_method="fork" if os.name == "posix" else "spawn",
    counts="all",
    names=(_MPIRE,),
    on_raise="mpire ends its workers and raises it.",
    on_death="mpire notices within a second and raises a RuntimeError.",
    breaks_with=("RuntimeError",),
    calls=_MPIRE_CALLS,
    notes=(
        Note(
            "Pool, and more.",
            "Used as Pool is, with a progress bar, limits for each task, a state for each worker and an account of "
            "where the time went, all by an argument each.",
        ),
        Note(
            "Small chunks.",
            "Items go out in 64 chunks for each worker, where Pool makes four: a slow chunk holds up less at the end, "
            "and short tasks cost more.",
            when=("short-tasks",),
        ),
        _SPREADS_ITEMS,
        Note(
            "What can't come back.",
            "A result that can't be pickled is lost, and mpire waits for it for ever.",
            when=("ended-badly",),
        ),
        Note(
            "Forks by itself.",
            "Whatever Python's own start method is, it forks unless start_method says otherwise.",
            when=("spawned",),
        ),
        _HAS_TO_BE_INSTALLED,
    ),
)

MPIRE_THREADS = Strategy(
    slug="mpire-threads",
    title="mpire (threads)",
    family="threads",
    module="mpire",
    package="mpire",
    width="workers",
    preference=12,
    classic=False,
    pickles=True,
    counts="all",
    # In the place of the start method, which threads have none of.
    names=(_MPIRE, ("start_method", "", '"threading"')),
    on_raise="mpire (threads) raises it where the result is asked for.",
    calls=_MPIRE_CALLS,
    notes=(
        Note(
            "For waiting.",
            "Only the thread that holds the GIL runs Python code. Waiting overlaps, and so does the work of libraries "
            "that release the GIL.",
            when=("waits", "computes"),
        ),
        Note(
            "Pickled all the same.",
            "Items and results go through the queues of processes, so they are pickled, which other threads need not. "
            "What can't be is lost, and mpire waits for it for ever.",
            when=("ended-badly",),
        ),
        Note(
            "One word apart.",
            'The same line without start_method="threading" runs in processes.',
        ),
        _SPREADS_ITEMS,
        _HAS_TO_BE_INSTALLED,
    ),
)
