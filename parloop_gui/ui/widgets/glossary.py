"""What words of the window mean, for tooltips: one or two plain sentences each."""

from __future__ import annotations

CI = "95% confidence interval: of 100 such intervals, 95 hold the true value. A narrow one means a sure figure."
START_METHOD = (
    "How worker processes come to be. fork copies this process; spawn starts a new Python that imports your script; "
    "forkserver forks from a clean one. Threads need none."
)
CHUNK_SIZE = (
    "How many items are handed to a worker at a time. Large chunks cost less handing over; small ones keep all workers "
    "busy to the end."
)
ITEMS = "How many tasks the loop has: the function is called once for each item."
_TAGS = {
    "cpu-bound": "Tasks compute most of the time: more cores make it faster, more waiting at once does not.",
    "io-bound": "Tasks wait most of the time, and waiting needs no core: many can wait at once.",
    "mixed": "Tasks compute part of their time and wait the rest.",
    "held": (
        "The GIL lets one thread at a time run Python code in a process. These tasks hold it while they compute, so "
        "threads take turns; each process has a GIL of its own."
    ),
    "released": "These tasks let go of the GIL while they compute, so threads run side by side.",
    "free-threaded": "This Python has no GIL: threads run Python code side by side.",
}


def of_tag(kind: str) -> str:
    """What a tag means by its kind (cpu-bound, io-bound, mixed, or what the GIL did); "" for one that is not known."""
    return _TAGS.get(kind, "")
