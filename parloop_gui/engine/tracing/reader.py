"""Reads what the recorder wrote: who did which task when, while a run goes on and after it ended.

What is read is a copy of each file (`file_copy.py`). A file, or a slot of a file of slots, holds blocks of 64-bit
words, one behind the other; a zero ends them. A block is a header of eight words, then room for records and for
readings (`mapped_buffers.block_words`):

    header  0 capacity: so many records and readings · 1 the thread's native id (a lane of an event loop: its
            number, negative) · 2 number of its first record here
            3 the thread's CPU time at its start, ns · 4 its run delay, ns (-1: not read)
            5 key of the item under way (NO_KEY: not noted) · 6 the process's id
            7 when its process was born, ns of `perf_counter` (0: not known)
    record  0 start, s (0: free) · 1 end, s (0: under way; negative: the task raised), both floats of `perf_counter`
    reading 0 tasks this thread has ended so far (0: free) · 1 its CPU time, ns · 2 its run delay, ns · 3 item's key
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .file_copy import EmptyFileError, FileCopy
from .mapped_buffers import HEADER, READING, RECORD, SLOT_WORDS, block_words

# What every system's process ids fit into.
MOST_PID = 2**31 - 1


@dataclass
class RecordBlock:
    """One thread's stretch of records in a copied file: all its `words`, and the records' `stamps` as floats."""

    words: memoryview
    stamps: memoryview[float]
    ended: int = 0

    @property
    def pid(self) -> int:
        """The process that its thread belongs to."""
        return int(self.words[6])

    @property
    def capacity(self) -> int:
        """How many records it has room for."""
        return int(self.words[0])

    @property
    def thread(self) -> tuple[int, int]:
        """Process and native thread id of the thread that wrote it."""
        return self.pid, int(self.words[1])

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

    def began_s(self) -> float:
        """When the task under way began, by `perf_counter`."""
        return self.stamps[RECORD * self.ended]

    def readings(self) -> Iterator[memoryview]:
        """The four words of each reading."""
        for at in range(HEADER + len(self.stamps), len(self.words), READING):
            if self.words[at] == 0:
                return
            yield self.words[at : at + READING]

    def open_key(self) -> int:
        """The key of the item under way."""
        return int(self.words[5])


@dataclass
class _File:
    words: memoryview
    at: int = 0
    settled: int = 0
    _unsettled: list[RecordBlock] = field(default_factory=list)

    def settle(self) -> None:
        """Read the blocks no more that had been full before the copy was read the last time."""
        while self._unsettled and self._unsettled[0].ended == self._unsettled[0].capacity:
            self.settled += len(self._unsettled.pop(0).words)

    def new_blocks(self) -> Iterator[RecordBlock]:
        while self.at < len(self.words) and (capacity := self.words[self.at]) > 0:
            size, room = block_words(capacity), len(self.words) - self.at
            pid = self.words[self.at + 6] if room > HEADER else -1
            if size > room or not 0 <= pid <= MOST_PID:
                self.at = len(self.words)  # the user's code wrote into it: none of it is to be believed
                return
            if pid == 0:  # its header is being written just now
                return
            words = self.words[self.at : self.at + size]
            self.at += len(words)
            block = RecordBlock(words, words[HEADER : HEADER + RECORD * capacity].cast("B").cast("d"))
            self._unsettled.append(block)
            yield block


@dataclass
class _Slots:
    words: memoryview
    taken: set[int] = field(default_factory=set)

    def newly_taken(self) -> list[_File]:
        firsts = enumerate(self.words[::SLOT_WORDS])
        new = [slot for slot, first in firsts if first != 0 and slot not in self.taken]
        self.taken.update(new)
        return [_File(self.words[slot * SLOT_WORDS :][:SLOT_WORDS]) for slot in new]


@dataclass
class Spans:
    """All spans of one run, read on from where the last look stopped."""

    folder: str
    blocks: list[RecordBlock] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    has_empty: bool = False
    """Whether a file was found empty: it was being made just then, or had been cut off already."""
    _names: set[str] = field(default_factory=set)
    _files: list[_File] = field(default_factory=list)
    _slots: list[_Slots] = field(default_factory=list)
    _copies: list[tuple[FileCopy, _File | None]] = field(default_factory=list)
    _done: int = 0
    _filling: list[RecordBlock] = field(default_factory=list)

    def look(self) -> int:
        """Take in what is new; how many tasks have ended so far."""
        self._find_files()
        for copy, file in self._copies:
            copy.read_from(file.settled if file is not None else 0)
            if file is not None:
                file.settle()
        for slots in self._slots:
            self._files += slots.newly_taken()
        for file in self._files:
            for block in file.new_blocks():
                self.blocks.append(block)
                self._filling.append(block)
        full = [block for block in self._filling if block.count() == block.capacity]
        self._done += sum(block.ended for block in full)
        self._filling = [block for block in self._filling if block.ended < block.capacity]
        return self._done + sum(block.ended for block in self._filling)

    def _find_files(self) -> None:
        with contextlib.suppress(OSError):  # the user's code may have removed the folder
            self._find_files_in(os.scandir(self.folder))

    def _find_files_in(self, entries: Iterable[os.DirEntry[str]]) -> None:
        for entry in entries:
            if entry.name.startswith(("spans-", "slots-")) and entry.name not in self._names:
                try:
                    self._take(entry.name, FileCopy(entry.path))
                except EmptyFileError:
                    self.has_empty = True
                except OSError:
                    pass  # the user's code may have put anything here
            elif entry.name.startswith("raised-"):
                self.notes.add(entry.path)

    def _take(self, name: str, copy: FileCopy) -> None:
        self._names.add(name)
        if name.startswith("slots-"):
            self._slots.append(_Slots(copy.words))
            self._copies.append((copy, None))
        else:
            self._files.append(_File(copy.words))
            self._copies.append((copy, self._files[-1]))

    @property
    def is_cut(self) -> bool:
        """Whether the user's code cut a file off, or removed it, of which not all was read."""
        return any(copy.is_cut for copy, _ in self._copies)

    def close(self) -> None:
        """Give back the descriptors; call after the last `look`."""
        for copy, _ in self._copies:
            copy.close()

    def pids(self) -> set[int]:
        """The processes that took a task."""
        return {block.pid for block in self.blocks}

    def under_way(self) -> list[RecordBlock]:
        """The blocks whose thread has a task under way, as of the last look; the longest one first."""
        open_ones = [block for block in self._filling if block.is_open()]
        return sorted(open_ones, key=RecordBlock.began_s)
