"""The calls of concurrent.futures' executors: how items are handed over, and in which order results come."""

from __future__ import annotations

from ..host.lazy_function import Deferred
from .strategy import Call

_IDIOMS = f"{__package__}.executor_idioms"

SUBMIT = Call(
    "submit",
    Deferred(_IDIOMS, "executor_submit"),
    "A future per call, taken as it is completed; good for different functions and for first come, first served.",
    ordered=False,
    lazy=True,
    does="first come, first served",
)

# Chunks under way at most: two for each of the 32 workers that a pool has at most by itself, so that none waits.
_BUFFERED = "Hands over no more than 64 chunks ahead (buffersize), so endless items will do; results in order."

THREAD_EXECUTOR_CALLS = (
    Call(
        "map",
        Deferred(_IDIOMS, "executor_map"),
        "Hands every item over at once and yields the results in order; chunk size means nothing here.",
        does="results in order",
    ),
    SUBMIT,
)
"""How threads are called: nothing travels, so nothing is chunked."""

PROCESS_EXECUTOR_CALLS = (
    Call(
        "map",
        Deferred(_IDIOMS, "executor_map"),
        "Hands the items over, one at a time unless told otherwise, and yields the results in order.",
        takes_chunksize=True,
        chunking="single",
        does="results in order",
    ),
    SUBMIT,
    Call(
        "map_buffered",
        Deferred(_IDIOMS, "executor_map_buffered"),
        _BUFFERED,
        takes_chunksize=True,
        chunking="single",
        needs_python=(3, 14),
        does="some ahead, in order",
    ),
)
