"""The words that stand for kinds, as types: a misspelt one is an error to mypy, and refused where messages come in.

Each set is a `Literal`: the engine runs from Python 3.10 on (`StrEnum` came with 3.11), and its messages are JSON.
A layer that knows more words has a type of its own: `Literal[Outcome, "overtaken"]`.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

# How a run ended. The engine itself never says the last two: a comparison does, of a run that took longer than could
# matter, and of a contestant that never ran.
Outcome = Literal[
    "finished", "failed", "crashed", "timed-out", "stopped", "wrong-result", "unavailable", "overtaken", "not-run"
]

# What ended a run that took too much: its own time, the time of a task, or what its processes hold together.
Limit = Literal["run", "task", "memory"]

# What tasks do with the GIL while they compute: hold it, release it, or there is none.
GilState = Literal["held", "released", "free-threaded", "unknown"]

# The slug of the plain loop: the one that every other strategy is compared with.
PLAIN: Final = "serial"

# What a strategy's workers are; the plain loop is the baseline.
Family = Literal["baseline", "threads", "processes", "further"]

FAMILIES: tuple[Family, ...] = get_args(Family)

# What bounds the tasks under way at once: there is one, a number of workers, or a worker for each item.
Width = Literal["one", "workers", "items"]

# What a strategy may need that does not come with Python: the name by which it is imported, and installed.
Package = Literal["joblib", "mpire"]

PACKAGES: tuple[Package, ...] = get_args(Package)

# The oldest version that the strategies run with, of packages that had to grow first.
OLDEST: dict[Package, tuple[int, int]] = {
    "joblib": (1, 5),  # its `Parallel` takes an initializer from there on
}

# Which cores a class starts workers for where nobody says how many: those that Python's own pools count, those that
# this process may use whichever Python it is, or all there are.
CountedCores = Literal["python", "allowed", "all"]

# How `multiprocessing` starts a process.
StartMethod = Literal["fork", "spawn", "forkserver"]

# How many items a call hands over at once by itself: one, or about a quarter or a 64th of a worker's share.
Chunking = Literal["single", "four-each", "64-each"]

# Where a set-up function is called: as a pool's initializer, before each task, or before the loop.
SetUpPlace = Literal["initializer", "task", "first"]

# When a note fits best: the loop's tasks compute or wait, are short beside handing them over, more are under way than
# there are cores, workers start as new Pythons, the call hands items over one by one, the strategy ended badly.
Situation = Literal["computes", "waits", "short-tasks", "crowded", "spawned", "one-by-one", "ended-badly"]

# Whose loop it is: one of Parloop's, a function of the user's over items, a loop of the user's program where it stands,
# or one that ends badly on purpose.
LoopKind = Literal["builtin", "user", "program", "fault"]

# How a user's items are written: an expression, the name of a function of the file, or a file of one item a line.
ItemsKind = Literal["expression", "function", "file"]

# What a built-in loop's tasks do most: wait, compute, or both.
Workload = Literal["io", "cpu", "mixed"]

WORKLOADS: tuple[Workload, ...] = get_args(Workload)

# What a built-in loop's parameter is.
ParameterType = Literal["int", "float", "choice"]

# What a task does outside its process: to files, over the network, by other programs.
EffectKind = Literal["writes", "network", "programs"]

# Where in a run something failed: while the loop was made ready, under the clock, or once the clock had stopped.
RunStage = Literal["loading", "running", "comparing"]

# The stages of a trial that no strategy can do without.
StoppingStage = Literal["import", "function", "items", "set-up", "task", "proof"]

STOPPING_STAGES: tuple[StoppingStage, ...] = get_args(StoppingStage)

# How far a trial of the user's loop came.
TrialStage = Literal[StoppingStage, "pickling", "repeating", "done"]

# What stands in the way of a loop: a stage that no strategy can do without; a task that takes too long to be tried;
# what can't be pickled; results that depend on the calls before ("state"), or differ from process to process
# ("chance"); what worker processes would lose of what the loop leaves behind ("lost-state"), or beside what its tasks
# return ("changed-state").
ProblemKind = Literal[
    StoppingStage,
    "slow-task",
    "pickle-function",
    "pickle-item",
    "pickle-result",
    "pickle-error",
    "state",
    "chance",
    "lost-state",
    "changed-state",
]

# What is handed over with a task: the function, the object or an argument it is bound to, an item or an element of it,
# the result; "given" is what each worker has before its first task.
PartKind = Literal["function", "self", "argument", "item", "element", "result", "given"]

# What can be tried by itself where handing over costs more than it gains: what all items share goes to each worker
# once; more items go at a time.
RemedyKind = Literal["initializer", "chunk-size"]

# What running a loop's first passes both ways showed: the same is left behind; worker processes lose something; even in
# order something else is left; or that could not be told.
ProofKind = Literal["proven", "threads-only", "refused", "unproven"]

# Why nothing could be told: a fork would share a socket or database, there is no fork, a pass takes too long, the
# process of a way died, or the first pass of the loop as it stands fails.
UnprovenKind = Literal["connection", "no-fork", "slow", "died", "first-pass"]

# Why each run of the user's loop goes there anew, and is no fork of the moment in which the user's code has come there:
# what that holds then that forks can't have each for itself. "memory": two of it don't fit; "copy-failed": forks
# were tried, and did not come through.
AnewKind = Literal[
    "no-fork",
    "thread",
    "executor",
    "shared-memory",
    "process",
    "database",
    "written-file",
    "socket",
    "event-loop",
    "device",
    "temporary-files",
    "memory",
    "copy-failed",
    "native-threads",
]
