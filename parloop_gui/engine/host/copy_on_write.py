"""Makes a forked process own its memory again, so that it runs as one that was started from scratch.

After a fork both processes share their pages until one of them writes. Each such first write is a fault, and once the
process has threads on several cores every fault interrupts them all: threads measured in a forked runner started 10 ms
late. `madvise(MADV_POPULATE_WRITE)` (Linux 5.14) takes the faults beforehand and changes no content; `mincore` tells
which pages there are.
"""

from __future__ import annotations

import ctypes
import mmap
import re
import sys
from pathlib import Path

# MADV_POPULATE_WRITE of <linux/mman.h> (Linux 5.14), which `mmap` does not name.
_POPULATE_WRITE = 23
# As `mincore` tells it: a byte for each page.
_THERE = re.compile(rb"\x01+")


def can_own_pages() -> bool:
    """Whether this system knows how."""
    return sys.platform == "linux" and own_pages() > 0


def own_pages() -> int:
    """Copy every page that is still shared with the parent; how many bytes this process now has to itself.

    Only pages that are there: free-threaded builds reserve a gigabyte that they hardly touch.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    libc.mincore.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p)
    owned = 0
    for start, end in _writable():
        there = ctypes.create_string_buffer((end - start) // mmap.PAGESIZE)
        if libc.mincore(start, end - start, there) != 0:
            continue
        for pages in _THERE.finditer(there.raw):
            at, size = start + pages.start() * mmap.PAGESIZE, len(pages[0]) * mmap.PAGESIZE
            owned += size if libc.madvise(at, size, _POPULATE_WRITE) == 0 else 0
    return owned


def _writable() -> list[tuple[int, int]]:
    """From where to where this process has private memory that it may write to."""
    try:
        maps = Path("/proc/self/maps").read_bytes()
    except OSError:  # a sandbox without /proc
        return []
    lines = [line.split()[:2] for line in maps.splitlines()]
    ranges = [addresses.split(b"-") for addresses, rights in lines if rights == b"rw-p"]
    return [(int(start, 16), int(end, 16)) for start, end in ranges]
