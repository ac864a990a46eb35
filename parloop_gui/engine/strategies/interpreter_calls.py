"""The calls of concurrent.futures' pool of sub-interpreters."""

from __future__ import annotations

from ..host.lazy_function import Deferred
from .strategy import Call

_IDIOMS = f"{__package__}.interpreter_idioms"

INTERPRETER_CALLS = (
    Call(
        "map",
        Deferred(_IDIOMS, "interpreters_map"),
        "Hands every item over at once and yields the results in order; chunk size means nothing here.",
        does="results in order",
    ),
    Call(
        "submit",
        Deferred(_IDIOMS, "interpreters_submit"),
        "A future per call, taken as it is completed; good for different functions and for first come, first served.",
        ordered=False,
        lazy=True,
        does="first come, first served",
    ),
)
