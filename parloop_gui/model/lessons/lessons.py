"""Six questions that every course asks, each with the built-in loop that shows it and what is said of its figures.

An answer says what was measured and, where there is a figure for it, what that means. It is made of rows alone, so that
it says what this machine did and not what machines do as a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.wording.units import count, duration, percent, times

THREADS, PROCESSES = "thread-pool-executor", "process-pool-executor"
_POOLS = ("thread-pool", THREADS, "process-pool", PROCESSES)

# None where what it rests on was not measured.
Answer = Callable[[Comparison], str | None]


@dataclass(frozen=True)
class Lesson:
    """A question, what is run for it, and what is said of what came out."""

    slug: str
    asks: str
    loop: str
    items: int
    strategies: tuple[str, ...]
    answer: Answer

    @property
    def runs(self) -> str:
        """What its button runs: "Sleep, 32 items, with ThreadPoolExecutor"."""
        titles = [catalogue.find(each).title for each in self.strategies]
        of = titles[0] if len(titles) == 1 else f"{len(titles)} strategies"
        return f"{catalogue.find_loop(self.loop).title}, {count(self.items, 'item')}, with {of}"


def answered(lesson: Lesson, comparison: Comparison) -> str:
    """What is said of it; why nothing is where too little was measured."""
    return lesson.answer(comparison) or "Too little was measured for an answer. Run it once more."


def _row(comparison: Comparison, strategy: str) -> Row | None:
    found = (row for row in comparison.rows if row.contestant.strategy == strategy and row.wall_s is not None)
    return next(found, None)


def _wall(row: Row) -> str:
    return duration(row.wall_s.median, 2) if row.wall_s is not None else "–"


def _pair(comparison: Comparison, strategy: str) -> tuple[Row, Row, float] | None:
    """The plain loop's row, the strategy's, and how many times as fast that was."""
    plain, row = comparison.plain_row(), _row(comparison, strategy)
    if plain is None or plain.wall_s is None or row is None or row.speedup is None:
        return None
    return plain, row, row.speedup.median


def _at_once(comparison: Comparison) -> str | None:
    pair = _pair(comparison, THREADS)
    if pair is None:
        return None
    plain, row, gain = pair
    width = count(row.width or 1, "thread")
    measured = f"{count(row.items or 0, 'wait')} took {_wall(plain)} one after the other and {_wall(row)} in {width}."
    if gain > 1:
        return f"{measured} So threads do wait at once: {times(gain, 2)} as fast."
    return f"{measured} Here starting threads cost more than waiting at once saved."


def _how_long(comparison: Comparison) -> str | None:
    pair = _pair(comparison, PROCESSES)
    if pair is None:
        return None
    plain, row, gain = pair
    cores = max((python.cores for python in comparison.plan.pythons), default=1)
    start = f", {duration(row.startup_s, 2)} of that for starting" if row.startup_s is not None else ""
    took = f"{count(row.width or 1, 'process', 'processes')} {_wall(row)} on {count(cores, 'core')}{start}"
    return f"The plain loop took {_wall(plain)}, {took}. That is {times(gain, 2)} as fast."


def _why_not(comparison: Comparison) -> str | None:
    pair = _pair(comparison, THREADS)
    if pair is None:
        return None
    plain, row, gain = pair
    measured = f"The plain loop took {_wall(plain)}, threads {_wall(row)}: {times(gain, 2)} its speed."
    tag = row.tag
    if tag is not None and tag.gil == "held" and tag.gil_wait_share is not None:
        return f"{measured} Only one thread computes at a time: they waited {percent(tag.gil_wait_share)} for the GIL."
    if tag is not None and tag.gil == "free-threaded":
        return f"{measured} This Python has no GIL, so threads compute side by side."
    return f"{measured} Only one thread at a time runs Python code while the GIL is held."


def _thousand(comparison: Comparison) -> str | None:
    one_each, pool = _pair(comparison, "thread"), _pair(comparison, THREADS)
    if one_each is None or pool is None:
        return None
    many, few = count(one_each[1].width or 1, "thread"), count(pool[1].width or 1, "thread")
    measured = f"{many} took {_wall(one_each[1])}, a pool of {few} {_wall(pool[1])}."
    if one_each[2] > pool[2]:
        return f"{measured} While tasks wait more threads help, as long as each is worth its start."
    return f"{measured} A thread for each item costs more than it gives: use a pool."


def _verdict(comparison: Comparison) -> str | None:
    verdict = comparison.verdict
    if verdict is None or not verdict.figure:
        return f"{verdict.headline}." if verdict is not None and comparison.rounds_finished else None
    return f"{verdict.headline}. It was {verdict.figure}."


LESSONS: dict[str, Lesson] = {
    each.slug: each
    for each in (
        Lesson("at-once", "Do threads run at once?", "sleep", 32, (THREADS,), _at_once),
        Lesson("how-long", "How long does it take in processes?", "primes", 200, (PROCESSES,), _how_long),
        Lesson("why-not-threads", "Why not threads for everything?", "primes", 200, (THREADS,), _why_not),
        Lesson("thousand", "A thousand items: a thousand threads?", "sleep", 1_000, ("thread", THREADS), _thousand),
        Lesson("computing", "Which one for computing?", "primes", 200, _POOLS, _verdict),
        Lesson("waiting", "Which one for waiting?", "sleep", 60, _POOLS, _verdict),
    )
}
