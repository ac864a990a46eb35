"""Makes a forked process own its memory again, so that it runs as one that was started from scratch.

After a fork both processes share their pages until one of them writes. Each such first write is a fault, and once the
process has threads on several cores every fault interrupts them all: threads measured in a forked runner started 10 ms
late. `madvise(MADV_POPULATE_WRITE)` (Linux 5.14) takes the faults beforehand and changes no content.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

_POPULATE_WRITE = 23


def can_own_pages() -> bool:
    """Whether this system knows how."""
    return sys.platform == "linux" and own_pages() > 0


def own_pages() -> int:
    """Copy every page that is still shared with the parent; how many bytes this process now has to itself."""
    madvise = ctypes.CDLL(None, use_errno=True).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    owned = 0
    for line in Path("/proc/self/maps").read_text().splitlines():
        addresses, rights, *_ = line.split()
        if rights == "rw-p":
            start, end = (int(address, 16) for address in addresses.split("-"))
            owned += end - start if madvise(start, end - start, _POPULATE_WRITE) == 0 else 0
    return owned
