"""What one thread that takes tasks writes into its mapped blocks: two stamps a task, and now and then its clocks.

The readings behind the records tell CPU time, run delay and which item it was; `reader.py` says what each word means.
"""

from __future__ import annotations

import mmap
import threading
from time import perf_counter, thread_time_ns
from typing import Any

from ..host import run_delay
from .mapped_buffers import HEADER, NO_KEY, ONE_BLOCK, READING, RECORD, MappedBuffers, block_words

# A thread's clocks are read anew once this has passed. Measured: `thread_time_ns` alone costs 480–590 ns; read no more
# often than this, a whole record costs 180–250 ns in a thread.
READ_EVERY_S = 50e-6
# The same while its tasks do nothing. Measured: a reading of the run delay takes 5 µs (`run_delay.py`), 1% of this.
READ_EMPTY_EVERY_S = 500e-6
# Tasks that take less on average do nothing that anybody would look for by its item: there even the hash of an item,
# 10–20 ns (measured), is left out.
EMPTY_TASK_S = 2e-6
# Records of a thread's first block and of its largest: each holds four times as many as the one before, so a thread of
# few tasks takes little room, and one of a million asks for another block some 250 times.
FIRST_BLOCK, LARGEST_BLOCK = 4, 4096
_GROWTH = 4
# Types whose hash runs none of the user's code; a subclass's may.
EXACT_TYPES = frozenset((int, str, float, bytes))

_now = perf_counter
_cpu_ns = thread_time_ns


class WorkerRecords:
    """One thread that takes tasks: where its next record goes, and when its clocks are due to be read."""

    __slots__ = (
        "at",
        "buffers",
        "capacity",
        "due",
        "ended",
        "first",
        "keyed",
        "read_at",
        "reading_at",
        "schedstat",
        "view",
        "words",
    )

    def __init__(self, buffers: MappedBuffers) -> None:
        self.buffers = buffers
        self.capacity = FIRST_BLOCK
        self.at = self.first = self.ended = 0
        self.keyed = True
        self._reserve_block()

    def begin(self) -> None:
        """Belong to this thread from now on."""
        self.schedstat = schedstat_of_this_thread(self.buffers)
        self._sign_block()
        self.read_at = _now()
        self.due = self.read_at + READ_EVERY_S

    def take_block(self) -> memoryview[float]:
        """Go on in another block; returns its stamps."""
        self.first += self.at // RECORD
        self.at = 0
        self._reserve_block()
        self._sign_block()
        return self.view

    def _reserve_block(self) -> None:
        capacity = self.capacity
        self.words, self.view = self.buffers.block(capacity)
        self.words[2] = self.first
        self.words[5] = NO_KEY
        self.words[6] = self.buffers.pid
        self.words[7] = self.buffers.born_ns
        self.words[0] = capacity
        self.reading_at = HEADER + RECORD * capacity
        self.capacity = min(_GROWTH * capacity, LARGEST_BLOCK)

    def _sign_block(self) -> None:
        words = self.words
        words[1] = self.number()
        words[3], words[4] = self.clocks()

    def number(self) -> int:
        """Who fills the block: its thread's native id."""
        return threading.get_native_id()

    def clocks(self) -> tuple[int, int]:
        """How far CPU time and run delay are, ns."""
        cpu_ns = _cpu_ns()
        return cpu_ns, self.schedstat.run_delay_by(_now(), cpu_ns)

    def read(self, item: Any) -> None:
        """Read CPU time and run delay behind the latest record, and decide whether keys are worth noting."""
        at, words = self.reading_at, self.words
        words[at + 1], words[at + 2] = self.clocks()
        words[at + 3] = key_of(item)
        words[at] = ended = self.first + self.at // RECORD
        self.reading_at = at + READING
        if at + READING == len(words):
            self.first -= (len(self.view) - self.at) // RECORD
            self.at = len(self.view)  # the next task takes another block
        now = _now()
        self.keyed = now - self.read_at > EMPTY_TASK_S * (ended - self.ended)
        if not self.keyed:
            words[5] = NO_KEY
        self.ended, self.read_at = ended, now
        self.due = now + (READ_EVERY_S if self.keyed else READ_EMPTY_EVERY_S)

    def end_raised(self, item: Any) -> None:
        """Stamp the end of a task that raised, as a negative time, and read the clocks."""
        self.view[self.at + 1] = -_now()
        self.at += RECORD
        self.read(item)

    def is_busy(self) -> bool:
        """Whether its thread is within a task."""
        return self.at < len(self.view) and self.view[self.at] != 0 and self.view[self.at + 1] == 0


def room_bytes(threads: int, tasks: int) -> int:
    """What a file must hold for so many threads that take so many tasks together, whoever takes how many.

    A thread's next block has four times the room of its last, so of n tasks it has room for 5 n and a first block more;
    a record takes at most 8 words with its reading. Beside these, each may have a block for a single task.
    """
    records = (1 + _GROWTH) * tasks + FIRST_BLOCK * threads
    words = records * block_words(FIRST_BLOCK) // FIRST_BLOCK + ONE_BLOCK * threads + 1
    return -(-8 * words // mmap.PAGESIZE) * mmap.PAGESIZE


def key_of(item: Any) -> int:
    """What stands for an item in the records: its hash, where that can't run the user's code."""
    return hash(item) if type(item) in EXACT_TYPES else NO_KEY


def schedstat_of_this_thread(buffers: MappedBuffers) -> run_delay.NoSchedstat:
    """This thread's run delay, as far as this system's can be trusted."""
    return run_delay.of_this_thread() if buffers.reads_schedstat else run_delay.NONE
