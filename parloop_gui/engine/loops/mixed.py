"""Loops that compute and wait: mixed (in a share of your choice) and errands (several functions)."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

from ..host.lazy_function import deferred
from .loop import Loop, Parameter, Surroundings

COMPUTE_S = 0.0
WAIT_S = 0.0


def prepare_mixed(params: dict[str, Any], surroundings: Surroundings) -> None:
    """How long a task computes and how long it waits."""
    global COMPUTE_S, WAIT_S
    COMPUTE_S = params["task_ms"] / 1000 * params["cpu_share"] / 100
    WAIT_S = params["task_ms"] / 1000 - COMPUTE_S


def make_numbers(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """One number per task, from the seed on."""
    return [surroundings.seed + number for number in range(count)]


def stir(number: int) -> int:
    """A few hundred steps of a 31-bit congruential generator (Park and Miller 1988): about 20 µs in Python."""
    for _ in range(300):
        number = (number * 48_271 + 11) % 2_147_483_647
    return number


def compute_and_wait(number: int) -> int:
    """Compute until this thread has had its time on a core, then wait; returns what was computed.

    Time on a core is counted, not time that passed: who waits for the GIL or for a core computes as much
    as before. The same piece is computed again and again, so the result doesn't depend on how often.
    """
    end_s = time.thread_time() + COMPUTE_S
    answer = stir(number)
    while time.thread_time() < end_s:
        answer = stir(number)
    if WAIT_S > 0:
        time.sleep(WAIT_S)
    return answer


def await_reply(milliseconds: int) -> int:
    """Wait as for a reply that takes its time."""
    time.sleep(milliseconds / 1000)
    return milliseconds


def count_primes(limit: int) -> int:
    """How many primes there are below `limit`."""
    return sum(all(number % divisor for divisor in range(2, int(number**0.5) + 1)) for number in range(2, limit))


def sort_words(count: int) -> str:
    """Shuffle and sort that many words; returns the one in the middle."""
    words = [f"word{number * 7919 % count}" for number in range(count)]
    return sorted(words, key=lambda word: word[::-1])[count // 2]


def pack_backup(kibibytes: int) -> int:
    """Compress a buffer of that size and unpack it to be sure; returns the checksum."""
    buffer = Random(kibibytes).randbytes(kibibytes * 512).hex().encode()
    return zlib.crc32(zlib.decompress(zlib.compress(buffer)))


ERRANDS: dict[str, tuple[Callable[[int], int | str], int]] = {
    "await_reply": (await_reply, 10),
    "count_primes": (count_primes, 4000),
    "sort_words": (sort_words, 8000),
    "pack_backup": (pack_backup, 128),
}
"""Each errand's function, and an argument that takes it about 10 ms at most."""


def make_errands(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[tuple[str, int]]:
    """Names of errands with their arguments, in an order that depends on the seed."""
    random = Random(surroundings.seed)
    names = list(ERRANDS)
    errands = [
        (name, ERRANDS[name][1] + number % 7) for number in range(count) for name in [names[number % len(names)]]
    ]
    random.shuffle(errands)
    return errands


def run_errand(errand: tuple[str, int]) -> int | str:
    """Do one errand: a name and its argument."""
    name, argument = errand
    return ERRANDS[name][0](argument)


MIXED = Loop(
    slug="mixed",
    title="Mixed",
    kind="mixed",
    hint="computes and waits",
    caption="Threads overlap the waiting but take turns at the computing: the larger the share on CPU, the more "
    "processes should gain.",
    code=deferred(compute_and_wait),
    items_code=deferred(make_numbers),
    set_up_code=deferred(prepare_mixed),
    default_items=24,
    most_items=100_000,
    parameters=(
        Parameter("task_ms", "Time per task", "float", 8.0, 0.1, 10_000, unit="ms"),
        Parameter("cpu_share", "Share on CPU", "int", 50, 0, 100, unit="%"),
    ),
)

ERRANDS_LOOP = Loop(
    slug="errands",
    title="Errands",
    kind="mixed",
    hint="different functions",
    caption="Different functions, one call each: they are handed in one by one, so only calls that do so fit.",
    code=deferred(run_errand),
    items_code=deferred(make_errands),
    at_first=False,
    default_items=24,
    most_items=10_000,
    calls=("for", "submit", "apply_async", "slots", "queue", "to_thread", "parallel"),
)

LOOPS = (MIXED, ERRANDS_LOOP)
