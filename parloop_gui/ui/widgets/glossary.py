"""What the words of the window mean: said on hover where they stand, and all together on the page behind F1.

The one source of both. The first sentences of a word are what is said on hover; `more` stands on the page alone.
"""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """A word as it is written in the window, what it means in a sentence or two, and what else there is to know."""

    slug: str
    word: str
    hover: str
    more: str = ""


# The page, in its order.
_LOOP = (
    Term("task", "Task", "One call of the function, on one item."),
    Term("items", "Items", "How many tasks the loop has: the function is called once for each item."),
    Term(
        "plain-loop",
        "Plain loop",
        "The for loop as it stands, one task after the other. Everything else is measured against it.",
    ),
    Term(
        "worker",
        "Worker",
        "A thread or a process that takes tasks, one after the other.",
        "Threads share all memory, and with the GIL one of them computes at a time. Processes compute side by "
        "side, but take longer to start, and what goes to them and back has to be copied.",
    ),
    Term(
        "at-once",
        "At once",
        "How many tasks can be under way at the same time: as many as workers in pools, all items for Thread and "
        "Process.",
        "While tasks wait, more at once is faster. While they compute, more than there are cores gains nothing.",
    ),
    Term(
        "chunk",
        "Chunk size",
        "How many items are handed to a worker at a time. Large chunks cost less handing over; small ones keep all "
        "workers busy to the end.",
    ),
    Term(
        "start-method",
        "Start method",
        "How worker processes come to be. fork copies this process; spawn starts a new Python that imports your "
        "script; forkserver forks from a clean one. Threads need none.",
    ),
)
_SPEED = (
    Term(
        "wall-time",
        "Wall time",
        "From just before the workers are made until the last result is in and they are gone: what a script would "
        "take.",
    ),
    Term("throughput", "Throughput", "Items ÷ wall time: how many tasks are done in a second."),
    Term(
        "speed-up",
        "Speed-up",
        "How many times as fast as the plain loop: the median of the ratios within each round.",
        "Ideal is as many times as there are cores where tasks compute, as many as can go on at once where they wait.",
    ),
    Term(
        "round",
        "Round",
        "Every strategy that still races once, in a new random order: a busy moment of the machine touches them all.",
    ),
    Term(
        "interval",
        "95% CI, whisker",
        "95% confidence interval: of 100 such intervals, 95 hold the true value. A narrow one means a sure figure.",
        "Where two of them overlap, don’t count on the difference.",
    ),
    Term(
        "seed",
        "Seed",
        "The number that random choices come from, such as the order within a round: with the same seed they are the "
        "same again.",
    ),
)
_TIME = (
    Term("start-up", "Start-up", "From just before the workers are made until the first task starts."),
    Term(
        "overhead",
        "Overhead per task",
        "Time the workers were not inside a task, from the first start to the last end, for each task: handing over "
        "items and results, and idling at the end.",
        "Where it is as long as a task, hand over more at a time: larger chunks, or fewer and longer tasks.",
    ),
    Term(
        "cpu-share",
        "Share on CPU, per task",
        "How much of its time a task is on a core. CPU 99%: it computes. I/O 97%: it waits, for a disk or a server.\n"
        "waits 51%: it waits for its turn, though in the plain loop it computes.",
    ),
    Term("cpu-used", "CPU used", "CPU time ÷ wall time: cores busy on average."),
    Term(
        "cpu-bound",
        "CPU-bound",
        "Tasks compute most of the time: more cores make it faster, more waiting at once does not.",
    ),
    Term(
        "io-bound",
        "I/O-bound",
        "Tasks wait most of the time, and waiting needs no core: many can wait at once.",
    ),
    Term("mixed", "Mixed", "Tasks compute part of their time and wait the rest."),
    Term(
        "held",
        "GIL, holds the GIL",
        "The GIL lets one thread at a time run Python code in a process. These tasks hold it while they compute, so "
        "threads take turns; each process has a GIL of its own.",
    ),
    Term(
        "released",
        "Releases the GIL",
        "These tasks let go of the GIL while they compute, so threads run side by side.",
    ),
    Term("free-threaded", "Free-threaded", "This Python has no GIL: threads run Python code side by side."),
)
_MACHINE = (
    Term("cores", "Cores", "How many cores Parloop may use: what the system and a container leave it."),
    Term("load", "Load", "Tasks that want a core, over the last minute. More than there are cores: somebody waits."),
    Term(
        "steal",
        "Steal",
        "Time that a virtual machine wanted a core and other machines on the same computer had it. Nothing here ran "
        "meanwhile, so what is measured takes longer.",
    ),
    Term(
        "held-back",
        "Held back, container limit",
        "Of the core time that was wanted, what a container’s limit kept from it. It is no waiting: nobody else ran.",
    ),
    Term("memory", "Memory", "The most memory the run and its processes held at once."),
)
_LAB = (
    Term(
        "crossover",
        "Crossover",
        "Where on the axis one strategy overtakes another. Its interval says how surely that is known.",
        "Where the two are too near each other all along there is no clear one.",
    ),
    Term(
        "contention",
        "Contention σ",
        "The part of the work that is done one at a time, such as handing over items: workers queue for it.",
        "Of the Universal Scalability Law, which says from it and from coherency how much faster more workers are.",
    ),
    Term(
        "coherency",
        "Coherency κ",
        "What each worker costs every other one, such as caches and turns on a lock: it grows with the square of "
        "their number, and makes more of them slower in the end.",
    ),
    Term(
        "amdahl",
        "Amdahl’s limit",
        "How many times one worker’s speed any number of them could come to: 1 ÷ contention.",
    ),
    Term(
        "goetz",
        "Goetz’s number",
        "Cores × (1 + wait ÷ compute): so many tasks under way keep all cores busy while the others wait.",
    ),
    Term(
        "break-even",
        "Break-even map",
        "For each length of a task and size of its data: who wins, the plain loop, threads or processes.",
    ),
    Term(
        "what-if",
        "What if",
        "What the loop would take if it were another one, reckoned from what was measured of it. Its interval holds in "
        "80% of cases.",
    ),
)
GROUPS: tuple[tuple[str, tuple[Term, ...]], ...] = (
    ("The loop, and who does it", _LOOP),
    ("How fast", _SPEED),
    ("Where the time goes", _TIME),
    ("In the lab", _LAB),
    ("The machine", _MACHINE),
)
_HOVER = {term.slug: term.hover for _, terms in GROUPS for term in terms}


def hover(slug: str) -> str:
    """What is said of a word on hover; raises KeyError for a slug that no word has."""
    return _HOVER[slug]


def of_tag(kind: str) -> str:
    """What a tag means by its kind (cpu-bound, io-bound, mixed, or what the GIL did); "" for one that is not known."""
    return _HOVER.get(kind, "")
