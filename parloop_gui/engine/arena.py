"""Mapped files that a process records into, handed to its threads block by block."""

from __future__ import annotations

import mmap
import os
import threading
import time

FIRST_FILE_BYTES = 4096
LARGEST_FILE_BYTES = 256 * 1024
MOST_SCHEDSTATS = 128


class Arena:
    """The mapped files of this process, handed to its threads in blocks."""

    def __init__(self, folder: str, reads_schedstat: bool) -> None:
        self.folder = folder
        self.lock = threading.Lock()
        self.words = memoryview(b"").cast("q")
        self.at = 0
        self.next_bytes = FIRST_FILE_BYTES
        self.sequence = 0
        self.notes = 0
        self.reads_schedstat = reads_schedstat
        self._schedstats_left = MOST_SCHEDSTATS if reads_schedstat else 0

    def may_open_schedstat(self) -> bool:
        """Whether one more thread may keep its schedstat open: descriptors are the user's first of all."""
        self._schedstats_left -= 1
        return self._schedstats_left >= 0

    def block(self, words: int) -> memoryview:
        """So many words of a mapped file, as integers; the word behind them is zero until it is handed out."""
        with self.lock:
            if self.at + words + 1 > len(self.words):
                self.words = self._new_file(8 * (words + 1))
                self.at = 0
            at = self.at
            self.at += words
            return self.words[at : self.at]

    def _new_file(self, least_bytes: int) -> memoryview:
        size = max(self.next_bytes, -(-least_bytes // 4096) * 4096)
        self.next_bytes = min(4 * self.next_bytes, LARGEST_FILE_BYTES)
        self.sequence += 1
        path = f"{self.folder}/spans-{os.getpid()}-{self.sequence}-{time.perf_counter_ns()}"
        try:
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(fd, 0, size)
                else:
                    os.ftruncate(fd, size)
                mapped = mmap.mmap(fd, size)
            finally:
                os.close(fd)
        except OSError:
            mapped = mmap.mmap(-1, size)  # a full disk must cost the record, never the run
        return memoryview(mapped).cast("q")
