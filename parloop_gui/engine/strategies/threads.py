"""The strategies whose workers are threads of this process."""

from __future__ import annotations

from ..host.lazy_function import Deferred
from .executor_calls import THREAD_EXECUTOR_CALLS
from .pool_calls import POOL_CALLS
from .strategy import Call, Note, Strategy

_IDIOMS = f"{__package__}.one_each_calls"

_WAITING = Note(
    "For waiting.",
    "Only the thread that holds the GIL runs Python code. It lets go while it waits for a disk, a server or a sleep, "
    "so waiting overlaps; computing takes turns, unless a library releases the GIL or this Python has none.",
    when=("waits", "computes"),
)

_ALL_AT_ONCE = (
    ", whatever the number of cores. That is its strength when all of them wait, and its weakness when they share a "
    "database or fill the memory."
)

THREAD = Strategy(
    slug="thread",
    title="Thread",
    family="threads",
    module="threading",
    width="items",
    preference=6,
    on_raise="Thread prints it and goes on without the result.",
    calls=(
        Call(
            "slots",
            Deferred(_IDIOMS, "thread_slots"),
            "Each thread fills its own place in a list, so the results are in order once all are joined.",
            does="results by slot",
        ),
        Call(
            "queue",
            Deferred(_IDIOMS, "thread_queue"),
            "Each thread puts its result into a queue, where they arrive as they are ready.",
            does="results by queue",
        ),
    ),
    notes=(
        Note(
            "For few tasks.",
            "Fits a handful of different things that should go on side by side. Each task gets a thread that is made "
            "for it and thrown away afterwards; nothing is used again.",
        ),
        Note(
            "Results by hand.",
            "A Thread hands nothing back, and an exception in it is printed and lost. Each one has to put its result "
            "somewhere: a place in a list, a queue.",
            when=("ended-badly",),
        ),
        Note(
            "All at once.",
            f"Every item is a thread of its own{_ALL_AT_ONCE}",
            when=("crowded",),
            counted=f"{{items}} items are {{items}} threads{_ALL_AT_ONCE}",
        ),
        _WAITING,
    ),
)

THREAD_POOL = Strategy(
    slug="thread-pool",
    title="ThreadPool",
    family="threads",
    module="multiprocessing.pool",
    width="workers",
    preference=4,
    names=(("pool_class", "from multiprocessing.pool import ThreadPool", "ThreadPool"),),
    on_raise="ThreadPool hands it to the caller, but waits for ever if it is a SystemExit or KeyboardInterrupt.",
    calls=POOL_CALLS,
    notes=(
        Note(
            "For many calls.",
            "Sends a whole list through one function. The threads are made once and take task after task; what they "
            "can't take yet waits in line.",
        ),
        _WAITING,
        Note(
            "Rich in calls.",
            "map returns a list in order, imap is lazy, imap_unordered gives whichever is ready first, starmap takes "
            "several arguments, and the _async ones return at once.",
            when=("one-by-one",),
        ),
        Note(
            "Shared memory.",
            "Nothing is pickled: lambdas and open files will do. Two threads that change the same object need a lock.",
        ),
        Note(
            "Second choice.",
            "It is Pool's little-known twin. ThreadPoolExecutor does the same with futures, and its code moves to "
            "processes by changing one name.",
        ),
    ),
)

THREAD_POOL_EXECUTOR = Strategy(
    slug="thread-pool-executor",
    title="ThreadPoolExecutor",
    family="threads",
    module="concurrent.futures",
    width="workers",
    preference=1,
    names=(("executor_class", "from concurrent.futures import ThreadPoolExecutor", "ThreadPoolExecutor"),),
    extra_workers=4,
    most_workers=32,
    on_raise="ThreadPoolExecutor raises it where the result is asked for.",
    calls=THREAD_EXECUTOR_CALLS,
    notes=(
        Note(
            "The one to prefer.",
            "One small interface for threads and processes: map and submit. A future can be waited for, cancelled or "
            "asked for its exception, and changing one name turns threads into processes.",
        ),
        _WAITING,
        Note(
            "Threads used again.",
            "Threads are made as tasks come in, up to the number of workers (Python's own: cores + 4, at most 32), and "
            "used again. More tasks than that wait in line.",
            when=("crowded",),
            counted="{workers} threads, made as tasks come in, take {items} tasks in turn (Python's own number of "
            "threads: cores + 4, at most 32). Tasks beyond that wait in line.",
        ),
        Note(
            "Map or submit.",
            "map is for one function over many items, with results in order. submit takes any function with any "
            "arguments, and as_completed hands over what is ready first.",
            when=("one-by-one",),
        ),
        Note(
            "Ask for errors.",
            "An exception waits in its future until result() is called. Never asked, never seen.",
            when=("one-by-one", "ended-badly"),
        ),
    ),
)
