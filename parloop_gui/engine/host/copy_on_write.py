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
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

# MADV_POPULATE_WRITE of <linux/mman.h> (Linux 5.14), which `mmap` does not name.
_POPULATE_WRITE = 23
# As `mincore` tells it: a byte for each page.
_THERE = re.compile(rb"\x01+")
# From where on, and how many bytes.
Pages = tuple[int, int]


def can_own_pages() -> bool:
    """Whether this system knows how."""
    return sys.platform == "linux" and own_pages(pages_there()) > 0


def own_pages(pages: Iterable[Pages]) -> int:
    """Copy those that are still shared with the parent; how many bytes this process now has to itself."""
    libc = _libc()
    return sum(size for at, size in pages if libc.madvise(at, size, _POPULATE_WRITE) == 0)


def pages_there() -> list[Pages]:
    """The private memory that this process, and one forked from it, may write to.

    Only pages that are there: free-threaded builds reserve a gigabyte that they hardly touch. To find them takes an
    eighth of the time that it takes to own them (measured), so who is forked from again and again looks once.
    """
    found, libc = list[Pages](), _libc()
    for start, end in _writable():
        there = ctypes.create_string_buffer((end - start) // mmap.PAGESIZE)
        if libc.mincore(start, end - start, there) == 0:
            runs = _THERE.finditer(there.raw)
            found += [(start + run.start() * mmap.PAGESIZE, len(run[0]) * mmap.PAGESIZE) for run in runs]
    return found


@cache
def _libc() -> Any:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    libc.mincore.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p)
    return libc


def _writable() -> list[tuple[int, int]]:
    """From where to where this process has private memory that it may write to."""
    try:
        maps = Path("/proc/self/maps").read_bytes()
    except OSError:  # a sandbox without /proc
        return []
    lines = [line.split()[:2] for line in maps.splitlines()]
    ranges = [addresses.split(b"-") for addresses, rights in lines if rights == b"rw-p"]
    return [(int(start, 16), int(end, 16)) for start, end in ranges]
