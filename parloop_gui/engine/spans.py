"""Reads what the recorder wrote: who did which task when, while a run goes on and after it ended.

A mapped file holds blocks of 64-bit words, one behind the other; a zero ends them. A block is a header of six words and
then records or readings:

    header  0 capacity: so many records, or negative: so many readings
            1 the thread's native id
            records only: 2 number of its first record · 3 the thread's CPU time at its start, ns
            4 its run delay, ns (-1: can't be read) · 5 key of the item under way (NO_KEY: not noted)
    record  0 start, s (0: free) · 1 end, s (0: under way; negative: the task raised), both floats of `perf_counter`
    reading 0 records of this thread ended so far (0: free) · 1 its CPU time, ns · 2 its run delay, ns · 3 item's key
"""

from __future__ import annotations

import contextlib
import mmap
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .recorder import HEADER, READING, RECORD


@dataclass
class Block:
    """One thread's stretch of records in a mapped file: `header` as integers, `stamps` as floats."""

    pid: int
    header: memoryview
    stamps: memoryview[float]
    ended: int = 0

    @property
    def capacity(self) -> int:
        """How many records it has room for."""
        return int(self.header[0])

    @property
    def thread(self) -> tuple[int, int]:
        """Process and native thread id of the thread that wrote it."""
        return self.pid, int(self.header[1])

    def count(self) -> int:
        """How many tasks have ended in it, counted on from the last time."""
        at = RECORD * self.ended + 1
        while at < len(self.stamps) and self.stamps[at] != 0:
            at += RECORD
        self.ended = at // RECORD
        return self.ended

    def starts(self) -> memoryview[float]:
        """When each ended task began."""
        return self.stamps[0 : RECORD * self.count() : RECORD]

    def ends(self) -> memoryview[float]:
        """When each ended task ended; negative where it raised."""
        return self.stamps[1 : RECORD * self.count() : RECORD]

    def is_open(self) -> bool:
        """Whether its thread has begun a task that has not ended."""
        at = RECORD * self.count()
        return at < len(self.stamps) and self.stamps[at] != 0 and self.stamps[at + 1] == 0

    def open_key(self) -> int:
        """The key of the item under way."""
        return int(self.header[5])


@dataclass
class Readings:
    """One thread's stretch of readings of its clocks."""

    pid: int
    words: memoryview

    @property
    def thread(self) -> tuple[int, int]:
        """Process and native thread id of the thread that wrote it."""
        return self.pid, int(self.words[1])

    def entries(self) -> Iterator[memoryview]:
        """Each reading's four words."""
        for at in range(HEADER, len(self.words), READING):
            if self.words[at] == 0:
                return
            yield self.words[at : at + READING]


@dataclass
class _File:
    pid: int
    words: memoryview
    at: int = 0

    def new_blocks(self) -> Iterator[Block | Readings]:
        while self.at < len(self.words) and (capacity := self.words[self.at]) != 0:
            size = HEADER + (RECORD * capacity if capacity > 0 else -READING * capacity)
            block = self.words[self.at : self.at + size]
            self.at += size
            if capacity > 0:
                yield Block(self.pid, block[:HEADER], block[HEADER:].cast("B").cast("d"))
            else:
                yield Readings(self.pid, block)


@dataclass
class Spans:
    """All spans of one run, read on from where the last look stopped."""

    folder: str
    blocks: list[Block] = field(default_factory=list)
    readings: list[Readings] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    _files: dict[str, _File] = field(default_factory=dict)
    _done: int = 0
    _filling: list[Block] = field(default_factory=list)

    def look(self) -> int:
        """Take in what is new; how many tasks have ended so far."""
        self._find_files()
        for file in self._files.values():
            for block in file.new_blocks():
                if isinstance(block, Block):
                    self.blocks.append(block)
                    self._filling.append(block)
                else:
                    self.readings.append(block)
        full = [block for block in self._filling if block.count() == block.capacity]
        self._done += sum(block.ended for block in full)
        self._filling = [block for block in self._filling if block.ended < block.capacity]
        return self._done + sum(block.ended for block in self._filling)

    def _find_files(self) -> None:
        with contextlib.suppress(OSError):  # the user's code may have removed the folder
            self._find_files_in(os.scandir(self.folder))

    def _find_files_in(self, entries: Iterable[os.DirEntry[str]]) -> None:
        for entry in entries:
            if entry.name.startswith("spans-") and entry.name not in self._files:
                mapped = _map(entry.path)
                if mapped is not None:
                    self._files[entry.name] = _File(int(entry.name.split("-")[1]), mapped)
            elif entry.name.startswith("raised-"):
                self.notes.add(entry.path)

    def pids(self) -> set[int]:
        """The processes that took a task."""
        return {file.pid for file in self._files.values()}

    def under_way(self) -> list[Block]:
        """The blocks whose thread has a task under way, as of the last look."""
        return [block for block in self._filling if block.is_open()]


def _map(path: str) -> memoryview | None:
    try:
        fd = os.open(path, os.O_RDONLY)
        try:
            size = os.fstat(fd).st_size
            if size == 0 or size % 8:
                return None
            return memoryview(mmap.mmap(fd, size, access=mmap.ACCESS_READ)).cast("q")
        finally:
            os.close(fd)
    except (OSError, ValueError):
        return None
