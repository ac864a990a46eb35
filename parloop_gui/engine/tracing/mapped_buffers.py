"""Mapped files that a process records into, handed to its threads block by block.

Making a file takes longer than many a task. A process with threads makes its first one before the clock starts. For
processes that will be forked the runner makes one file of slots before the clock starts; each finds its own by its
process id (slots are many more than processes at a time) and makes files only when that is full.
"""

from __future__ import annotations

import mmap
import os
import sys
import threading
from time import perf_counter_ns

# Words of a block's header, of a record and of a reading; `reader.py` says what they hold.
HEADER = 8
RECORD = 2
READING = 4
# Where in a header these words stand.
CPU_AT_START, DELAY_AT_START, BORN = 3, 4, 7
# Stands for an item that has no key: the least that a word can hold, which no hash is likely to be.
NO_KEY = -(2**63)

# Blocks of so many records have room for a reading behind each; larger ones behind one record in so many: only short
# tasks fill them, and of those many pass between two readings.
ALL_READ, FEW_READ = 64, 8
# Holds a thread's blocks up to its 1,364th task; most workers never need a second file.
FIRST_FILE_BYTES = 64 * 1024
# Files grow fourfold up to this: six of the largest blocks (82 KB), so a file is made every 25,000 tasks or so.
LARGEST_FILE_BYTES = 512 * 1024
# Holds for 2,000 threads, more than may be started unasked, a first block (256 bytes) and one for a single task (112),
# and leaves two thirds of it to those that go on.
THREADS_FILE_BYTES = 2 * 1024 * 1024
# Ids of processes are given out in turn, and no more than 2,000 processes are started at once unasked: with more slots
# than that, hardly two meet in one.
SLOTS = 2048
# A first block takes 32 words and a zero behind it; 48 make it six cache lines that no other process writes to.
SLOT_WORDS = 48


def block_words(records: int) -> int:
    """Words of a block: a large one has room for a reading behind one record in eight, for then tasks are short."""
    readings = records if records <= ALL_READ else records // FEW_READ
    return HEADER + RECORD * records + READING * readings


# Words of a block for a single task.
ONE_BLOCK = block_words(1)


class MappedBuffers:
    """The mapped files of this process, handed to its threads in blocks."""

    def __init__(self, folder: str, reads_schedstat: bool, slots: memoryview | None = None, born_ns: int = 0) -> None:
        self.folder = folder
        self.reads_schedstat = reads_schedstat
        self.slots = slots
        self.born_ns = born_ns
        self.pid = os.getpid()
        self.notes = 0
        self._lock = threading.Lock()
        self._next_bytes = FIRST_FILE_BYTES
        self._sequence = 0
        self.ones = memoryview(b"").cast("q")
        """Blocks for threads that take a single task each, in the order they begin."""
        self._use(memoryview(b"").cast("q"))
        own = self.slot(self.pid)
        if own is not None and own[0] == 0:
            self._use(own)

    def slot(self, pid: int) -> memoryview | None:
        """The words for a forked process with that id; None where no forks were expected."""
        return self.slots[pid % SLOTS * SLOT_WORDS :][:SLOT_WORDS] if self.slots is not None else None

    def block(self, records: int) -> tuple[memoryview, memoryview[float]]:
        """A block with room for so many records and their readings: all its words, and the records' stamps as floats.

        The word behind a block is zero until the next one is handed out.
        """
        size = block_words(records)
        with self._lock:
            if self._at + size + 1 > len(self._words):
                least = -(-8 * (size + 1) // 4096) * 4096
                self._use(self._new_file("spans", max(self._next_bytes, least)))
                self._next_bytes = min(4 * self._next_bytes, LARGEST_FILE_BYTES)
            at = self._at
            self._at += size
            return self._words[at : self._at], self._stamps[at + HEADER : at + HEADER + RECORD * records]

    def _use(self, words: memoryview) -> None:
        self._words = words
        self._stamps = words.cast("B").cast("d")
        self._at = 0

    def expect_threads(self, size: int = THREADS_FILE_BYTES) -> None:
        """Make the first file now, of so many bytes: unless more is known, large enough for many threads."""
        self._next_bytes = LARGEST_FILE_BYTES
        self._use(self._new_file("spans", size))

    def expect_one_each(self, count: int) -> memoryview:
        """So many blocks for a single task, fewer where there is no room; those that nobody uses stay empty."""
        size = min(ONE_BLOCK * count, len(self._words) - self._at - 1)
        self.ones = self._words[self._at : self._at + size - size % ONE_BLOCK]
        self.ones[::ONE_BLOCK] = memoryview(b"".join([(1).to_bytes(8, sys.byteorder)] * (size // ONE_BLOCK))).cast("q")
        self._at += len(self.ones)
        return self.ones

    def is_in_one(self, thread: int) -> bool:
        """Whether the thread with that native id is within the single task it was started for."""
        blocks = (self.ones[at : at + ONE_BLOCK] for at in range(0, len(self.ones), ONE_BLOCK))
        return any(block[1] == thread and block[HEADER] != 0 and block[HEADER + 1] == 0 for block in blocks)

    def expect_forks(self) -> None:
        """Make a file of slots now, for the processes that will be forked from this one."""
        self.slots = self._new_file("slots", 8 * SLOTS * SLOT_WORDS)

    def _new_file(self, kind: str, size: int) -> memoryview:
        self._sequence += 1
        path = f"{self.folder}/{kind}-{self.pid}-{self._sequence}-{perf_counter_ns()}"
        try:
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                if hasattr(os, "fchmod"):
                    os.fchmod(fd, 0o600)  # whatever umask the user's code has set
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(fd, 0, size)
                else:
                    os.ftruncate(fd, size)
                mapped = mmap.mmap(fd, size, flags=mmap.MAP_SHARED | getattr(mmap, "MAP_POPULATE", 0))
            finally:
                os.close(fd)
        except OSError:
            mapped = mmap.mmap(-1, size)  # a full disk must cost the record, never the run
        return memoryview(mapped).cast("q")
