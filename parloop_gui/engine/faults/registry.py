"""Which faults there are, in the order they are shown: one table. What each does is a function in a module beside it.

What is said of a fault in other words than its own, how it must end, stands in `expected.py`.
"""

from __future__ import annotations

from ..host.lazy_function import Deferred
from ..protocol.unknown_name import UnknownNameError
from .fault import PLENTY_S, SHORT_S, SOME_S, Fault

# Slug: title, what happens, the function that does it.
_TABLE: dict[str, tuple[str, str, str]] = {
    "exception": ("Exception", "A task raises ValueError.", "raising.raise_value_error"),
    "sys-exit": ("sys.exit", "A task calls sys.exit(3).", "raising.leave"),
    "keyboard-interrupt": ("KeyboardInterrupt", "A task raises KeyboardInterrupt.", "raising.interrupt"),
    "deep-recursion": ("Deep recursion", "A task calls itself for ever.", "raising.recurse"),
    "unpicklable-function": ("Unpicklable function", "The function is a lambda.", "raising.unnamed"),
    "unpicklable-argument": ("Unpicklable argument", "One item is a lock.", "raising.take_anything"),
    "unpicklable-result": ("Unpicklable result", "A task returns a lock.", "raising.give_lock"),
    "unpicklable-exception": ("Unpicklable exception", "A task raises what can't be pickled.", "raising.raise_locked"),
    "unreadable-exception": ("Unreadable exception", "A task raises what can't be unpickled.", "raising.raise_odd"),
    "os-exit": ("os._exit", "A task calls os._exit(3).", "dying.end_at_once"),
    "killed": ("SIGKILL", "The process of a task is killed.", "dying.be_killed"),
    "segfault": ("Segfault", "A task reads memory that is not there.", "dying.read_nowhere"),
    "kills-parent": ("Kills its parent", "A task kills the process above it.", "dying.kill_parent"),
    "endless-loop": ("Endless loop", "A task never ends.", "lasting.never_end"),
    "deadlock": ("Deadlock", "A task waits for a lock that it holds.", "lasting.wait_for_itself"),
    "hanging-atexit": ("Hanging atexit", "A task registers an exit function that hangs.", "lasting.hang_at_exit"),
    "nested-pool": ("Nested pool", "A task opens a pool of processes of its own.", "lasting.open_a_pool"),
    "unguarded-main": (
        "Unguarded main",
        "The script starts processes without a main guard.",
        "unguarded_script.double",
    ),
    "huge-result": ("Huge result", "A task returns 64 MB.", "hungry.give_much"),
    "memory-bomb": ("Memory bomb", "A task takes all memory it can get.", "hungry.eat"),
    "daemon-left": ("Daemon left running", "A task leaves a daemon behind.", "hungry.leave_daemon"),
    "many-children": ("Many children", "A task forks 200 children and leaves them.", "hungry.fork_many"),
    "shared-memory-left": ("Shared memory left", "A task leaves shared memory behind.", "hungry.leave_memory"),
    "junk-output": ("Junk output", "Tasks write junk to stdout and stderr.", "meddling.write_junk"),
    "closed-stdout": ("Closed stdout", "Tasks close standard output.", "meddling.close_streams"),
    "reads-stdin": ("Reads stdin", "Tasks wait for input.", "meddling.read_stdin"),
    "chdir": ("os.chdir", "Tasks change the working folder.", "meddling.change_folder"),
    "signals-umask": ("Signals and umask", "Tasks ignore SIGTERM and change the umask.", "meddling.change_signals"),
    "setsid": ("os.setsid", "Tasks leave the session.", "meddling.change_session"),
    "closes-descriptors": ("Closes descriptors", "A task closes every descriptor.", "meddling.close_everything"),
    "warning-flood": ("Warning flood", "Tasks warn thousands of times.", "meddling.warn_often"),
    "becomes-program": ("os.execv", "A task makes its process another program.", "hostile.become_another"),
    "kills-group": ("os.killpg", "A task kills its process group.", "hostile.kill_group"),
    "bare-daemon": (
        "Daemon without environment",
        "A task leaves a process that nothing leads back to.",
        "hostile.flee",
    ),
    "stops-itself": ("SIGSTOP", "A task stops its own process.", "hostile.stop_itself"),
    "stops-supervisor": ("Stops the supervisor", "A task stops the process above the run.", "hostile.stop_supervisor"),
    "kills-supervisor": ("Kills the supervisor", "A task kills the process above the run.", "hostile.kill_supervisor"),
    "cuts-records": ("Cuts records off", "A task empties the files that tasks are recorded in.", "hostile.cut_records"),
    "removes-folders": ("Removes folders", "A task removes the engine’s temporary folders.", "hostile.remove_folders"),
    "locks-folders": ("Locked folders", "Tasks make folders that nobody may enter.", "hostile.lock_folders"),
    "writes-everywhere": ("Junk everywhere", "Tasks write junk to every descriptor.", "hostile.write_everywhere"),
}
_ITEMS = {"unpicklable-argument": "raising.with_a_lock"}
_LIMITS_S = {
    **dict.fromkeys(("endless-loop", "deadlock", "stops-itself"), SHORT_S),
    **dict.fromkeys(("hanging-atexit", "unguarded-main", "signals-umask", "closes-descriptors"), SOME_S),
    **dict.fromkeys(("kills-parent", "writes-everywhere"), SOME_S),
    # It works: where each child has something to begin with, as when it is traced, on a busy machine only in a while.
    "many-children": 60.0,
}
# Far above what a run with a few workers takes by itself, and little enough for any machine.
_MEMORY_BYTES = {"memory-bomb": 400_000_000}
# They fork or send signals.
_POSIX_ONLY = {
    *("killed", "kills-parent", "daemon-left", "many-children", "setsid"),
    *("becomes-program", "kills-group", "bare-daemon", "stops-itself", "stops-supervisor", "kills-supervisor"),
    *("cuts-records", "removes-folders", "writes-everywhere"),
}


def _at(place: str) -> Deferred:
    module, _, name = place.partition(".")
    return Deferred(f"{__package__}.{module}", name)


FAULTS = tuple(
    Fault(
        slug,
        title,
        caption,
        code=_at(place),
        items_code=_at(_ITEMS.get(slug, "fault.numbers")),
        timeout_s=_LIMITS_S.get(slug, PLENTY_S),
        memory_limit_bytes=_MEMORY_BYTES.get(slug),
        posix_only=slug in _POSIX_ONLY,
    )
    for slug, (title, caption, place) in _TABLE.items()
)


def find(slug: str) -> Fault:
    """The fault of that slug; raises UnknownNameError."""
    known = {fault.slug: fault for fault in FAULTS}
    if slug not in known:
        raise UnknownNameError("fault", slug, known)
    return known[slug]
