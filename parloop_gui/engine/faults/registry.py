"""Which faults there are, in the order they are shown."""

from __future__ import annotations

from ..protocol.unknown_name import UnknownNameError
from . import dying, hostile, hungry, lasting, meddling, raising
from .fault import Fault

FAULTS: tuple[Fault, ...] = (
    *raising.FAULTS,
    *dying.FAULTS,
    *lasting.FAULTS,
    *hungry.FAULTS,
    *meddling.FAULTS,
    *hostile.FAULTS,
)


def find(slug: str) -> Fault:
    """The fault of that slug; raises UnknownNameError."""
    known = {fault.slug: fault for fault in FAULTS}
    if slug not in known:
        raise UnknownNameError("fault", slug, known)
    return known[slug]
