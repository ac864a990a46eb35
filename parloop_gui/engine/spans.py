"""Reads what the recorder wrote: who did which task when, while a run goes on and after it ended.

A block is a header of five 64-bit integers and room for so many records of five:

    header: records it has room for · thread id · CPU time at its start · run delay at its start · when it began
    record: start · end (0 while open, negative when the task raised) · CPU time · run delay · key of the item

Times are nanoseconds: start, end and began of `perf_counter`, CPU time and run delay cumulative for the thread, 0 where
not read (-1: can't be read). The key is the item's hash for plain types, else -1.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from dataclasses import dataclass, field

WORDS = 5


@dataclass
class Block:
    """One thread's stretch of records in a mapped file."""

    pid: int
    view: memoryview
    at: int
    ended: int = 0

    @property
    def records(self) -> int:
        """How many records it has room for."""
        return int(self.view[self.at])

    @property
    def thread(self) -> int:
        """The native id of the thread that wrote it."""
        return int(self.view[self.at + 1])

    def record(self, index: int) -> memoryview:
        """The five words of a record."""
        at = self.at + WORDS * (index + 1)
        return self.view[at : at + WORDS]

    def count(self) -> int:
        """How many tasks have ended in it, counted on from the last time."""
        records = self.records
        at = self.at + WORDS * (self.ended + 1)
        while self.ended < records and self.view[at + 1] != 0:
            self.ended += 1
            at += WORDS
        return self.ended

    def open_record(self) -> memoryview | None:
        """The record of the task that began and did not end, if there is one."""
        index = self.count()
        if index < self.records and self.view[self.at + WORDS * (index + 1)] != 0:
            return self.record(index)
        return None

    def column(self, word: int) -> memoryview:
        """One word of every ended record, as a strided view."""
        first = self.at + WORDS
        return self.view[first + word : first + WORDS * self.count() : WORDS]


@dataclass
class _File:
    pid: int
    view: memoryview
    next_block: int = 0

    def new_blocks(self) -> Iterator[Block]:
        while self.next_block + WORDS <= len(self.view) and self.view[self.next_block] > 0:
            block = Block(self.pid, self.view, self.next_block)
            self.next_block += WORDS * (block.records + 1)
            yield block


@dataclass
class Spans:
    """All spans of one run, read on from where the last look stopped."""

    folder: str
    blocks: list[Block] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    _files: dict[str, _File] = field(default_factory=dict)
    _done: int = 0
    _open: list[Block] = field(default_factory=list)

    def look(self) -> int:
        """Take in what is new; how many tasks have ended so far."""
        self._find_files()
        for file in self._files.values():
            for block in file.new_blocks():
                self.blocks.append(block)
                self._open.append(block)
        full = [block for block in self._open if block.count() == block.records]
        self._done += sum(block.ended for block in full)
        self._open = [block for block in self._open if block.ended < block.records]
        return self._done + sum(block.ended for block in self._open)

    def _find_files(self) -> None:
        for entry in os.scandir(self.folder):
            if entry.name.startswith("spans-") and entry.name not in self._files:
                mapped = _map(entry.path)
                if mapped is not None:
                    self._files[entry.name] = _File(int(entry.name.split("-")[1]), mapped)
            elif entry.name.startswith("raised-"):
                self.notes.add(entry.path)

    def pids(self) -> set[int]:
        """The processes that took a task."""
        return {file.pid for file in self._files.values()}

    def open_records(self) -> list[tuple[int, memoryview]]:
        """(pid, record) of every task under way, as of the last look."""
        records = ((block.pid, block.open_record()) for block in self._open)
        return [(pid, record) for pid, record in records if record is not None]

    def raised(self) -> int:
        """How many tasks ended by raising."""
        return sum(1 for block in self.blocks for end in block.column(1) if end < 0)


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
