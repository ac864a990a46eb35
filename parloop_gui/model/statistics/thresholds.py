"""Every number that decides what is said of a loop, a run or a machine, each with its reason.

Statistics, verdict, advice, timeline, window and scheduler ask here, so that no two of them can disagree about what is
mixed, short or worth a word. What an interval is made with stands in `intervals`. Shares are of 1, times in seconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# What a loop is bound by.

MOSTLY_CPU = 0.5
"""From this share of the tasks' own time on a core a loop is CPU-bound, else I/O-bound: what it does most."""

MIXED_FROM, MIXED_TO = 0.2, 0.8
"""Between these a loop is called mixed: below the first it waits, above the second it computes.

Once waits for a core are taken out of the wall time, loops that wait are below the first and loops that compute above
the second, on a busy machine too, where CPU ÷ wall alone mislabelled 8 of 20 (measured).
"""

CORE_WAIT_OFF = 0.03
"""So far the time waiting for a core may be off (measured: 1.5%); a tag that is quite another then is unsure."""

TAG_DISAGREES = 0.3
"""Two readings of the share on CPU that are farther apart than this can't both be near the truth."""

# What the machine did meanwhile.

STEAL = 0.01
"""Above this share of the time taken by other machines on the same host tags are unsure and figures may be off."""

FOREIGN_CORES = 0.2
"""Cores that other programs keep busy, above which figures may be off: a tenth of a machine with two."""

MOST_PAUSED_S = 0.5
"""A run in which the machine slept or stood still for longer says nothing. Slow spells last tens to hundreds of ms."""

# What the GIL did.

PROBE_SAMPLES = 3
"""Of a probe at least: fewer may all have met the same moment."""


@dataclass(frozen=True)
class GilLimits:
    """How late the probe is where the GIL is held, and where it is released; the bench `tags` tries others.

    `held_part` and `released_part` bound the probe's late share ÷ the tasks' share on CPU. Tasks that hardly compute
    release the GIL where the probe's median is within `waiting_s`. A thread that wants a held GIL waits for 4–7 ms,
    else it wakes within 0.2 ms (measured): between these nothing is said.
    """

    held_part: float = 0.4
    released_part: float = 0.25
    waiting_s: float = 0.001


GIL_LIMITS = GilLimits()

RECORDED_FROM = 0.05
"""From this share of its time waiting for the GIL on a strategy is run once more to see its turns: fewer are rare."""

TURNS_FROM = 0.1
"""From this share of its time waiting for the GIL on, lanes are drawn from samples: else turns look like I/O."""

SEEN_LEAST = 0.95
"""Seen running for less of their CPU time, workers were not looked at for a while. Of 62 runs on an idle machine whose
sampler lost no time all were above 0.99; one that lost 14 of its 110 ms was below 0.95."""

SEEN_MOST = 1.3
"""Seen running for more than this many times their CPU time, workers waited for a core: samples don't show turns."""

# Where tasks compute that their threads' own clocks don't see.

PROGRAMS_OF_WALL = 0.3
"""Other programs' CPU time ÷ the plain loop's wall time, from which on its tasks run programs: a plain loop has no
children of its own."""

PROGRAMS_OF_WALL_WHEN_BUSY, PROGRAMS_OF_CPU = 0.1, 0.5
"""On a busy machine programs wait for a core as well: less of the wall time is theirs, yet most of the CPU time."""

NATIVE_THREADS = 1.2
"""CPU time of the process ÷ that of its tasks' own threads, from which on tasks have threads of their own, as BLAS."""

NATIVE_THREADS_FROM_S = 0.05
"""With less CPU time in tasks the fifth that would show is no more than what the interpreter does beside them."""

# What came of it, and what is worth a word.

NOTABLE = 0.2
"""From this share of its time on, waiting (for the GIL, for a core, for each other, for work) is what a run did.

Less leaves room for a gain of four fifths, so it is not why a run came out as it did.
"""

SPOKEN_OF = 0.1
"""From this share of its time on a wait is named beside what a run did, with its figure."""

IN_LINE = 0.5
"""From this share of their time waiting for each other on, tasks take twice as long as by themselves."""

ADVISED_FROM = 0.3
"""Tasks that wait for each other for more of their time are worth a change of the program: a remark costs less."""

TOGETHER = 1.5
"""From so many waiting tasks under way on average on they wait side by side: halfway from one to two."""

NEARLY_ALL_WORKERS = 0.8
"""Where more of the workers than this have a task on average, it is not work that is missing."""

TOOK_TURNS_BELOW = 1.25
"""Threads below this speed-up took turns where the task holds the GIL: the rest is what waits beside it."""

NO_FASTER = 1.1
"""A speed-up below this is called no faster than one: it is within what machines wobble by (CV of 13–20% a run)."""

IN_TURN = 0.5
"""From this share of the work's time on in which workers were still being started, at most half of them overlap: the
first are over before the last begin."""

START_UP = 0.25
"""From this share of a run's time on, starting and ending its workers is spoken of: kept workers would save it."""

SHORT_TASK_S = 2e-4
"""A shorter task costs about as much to hand over: ProcessPoolExecutor takes 77–244 µs for one by itself (measured)."""

HANDING_OVER = 0.5
"""Time of a worker outside tasks ÷ a task's own, from which on handing over is why nothing was gained."""

PAYLOAD = 0.2
"""From this share of a task's time in processes on, what is handed over is why they are no faster: a fifth less would
be a quarter more speed, which is worth a change of the program; less is within what machines wobble by."""

MADE_FOR_LITTLE = 1.0
"""Starting and ending workers ÷ the plain loop's wall time, from which on they were made for less than they cost."""

SHORT_LOOP_S = 1e-3
"""A shorter loop can't be timed well: a thread that is due wakes up to 0.2 ms late, a fifth of it."""

# What can't be what it seems.

CPU_DIFFERS = 1.5
"""CPU time of a task ÷ the plain loop's, from which on it is told: cores that share caches and memory cost less."""

CPU_ENOUGH_S = 0.02
"""With less CPU time in all tasks of a run, what its clocks and its workers cost is no longer small beside it."""

SAME_BY_THE_CLOCK = 1.3
"""Tasks that take as long by the clock as in the plain loop are within this: what a machine wobbles by, twice."""

BEYOND_CORES = 1.15
"""A speed-up surely above the cores by this much is none: cores of a machine differ in speed by less."""

COLD_TIMES, COLD_FROM_S = 1.5, 0.05
"""A first run is cold where it took so many times as long as later ones, and so much longer: less wobbles by itself."""

RELEASED_SAMPLES = 10
"""Of a probe at least, where the GIL is said to be released: threads that wait for a held one wait 5 ms, so in a loop
that is over sooner nobody waits, whatever it does."""

# Who is ahead.

AHEAD = math.log(1.03)
"""Ahead by more than 3%: less is nothing that anybody would change a program for."""

LEVEL = math.log(1.05)
"""Level where the ratio's interval lies inside ±5%: the precision that a Standard comparison aims at."""

LEAST_ROUNDS = 3
"""Fewer say nothing about their own spread: from three on there is an interval, and something to say."""

LEAST_PAIRS = 8
"""Of two versions, before a gate may fail or pass: four blocks in which each of them was first once in each half."""

ONE_EACH_AHEAD, ONE_EACH_AHEAD_S = 1.10, 0.05
"""Thread and Process, one worker per item, are named only where they are faster than every pool by so much and so long.

A pool does not start as many workers as there are items, so it is the better advice where little is to be had.
"""

ONE_EACH_CLEARLY = 1.25
"""Faster by so much they are named however short it is, and after fewer than three runs of each, which may be off."""

LEANING = 0.8
"""Out of time, a lead that is ahead of the plain loop on this two-sided level (60% sure) is named as likely.

To name the plain loop where another is faster costs more than the reverse: replayed, 0.4 lost over 10% in 9% of
`primes`.
"""

OVERTAKEN = 3.0
"""A run that takes so many times as long as the fastest can't be the answer, whatever it comes to."""

STILL_SHOWN = 1.5
"""So many times the plain loop's time everyone is given: what threads that take turns come to is worth knowing."""

COLD_S = 1.0
"""On top of that, for what a first run may cost once: starting workers, importing in each of them."""

TARGET = 0.6
"""Of the allowed loss a contestant may be behind by the mean to be aimed at: else rounds chase a wrong one."""

BOUND_HARDLY = 0.005
"""A bound of less than half a percent is shown as none."""

BOUND_TOO_WIDE = 1.0
"""That anything else may be twice as fast and more says nothing but that there were few rounds."""

FIT_OFF = 0.15
"""A measured place that is farther from a fitted curve than this makes the fit poor: machines wobble by less."""

MOST_FOR_WAITING = 32
"""Workers where tasks wait: Python's own ThreadPoolExecutor takes as many at most."""

# What is expected before it ran.

COST_SPREAD_LEAST = 0.2
"""Standard deviation of the logarithm of what starting workers costs, at least: two repetitions may agree by chance."""

FORMULA_SPREAD = 0.15
"""That of what a forecast's formula leaves out: caches, memory, cores that share a pipeline, spells of the machine."""

BUSY_SPREAD = 0.35
"""That of everything on a machine whose cores others keep busy, less where they keep fewer: how many of them there are
changes from one second to the next (measured on built-in loops beside four other jobs on two cores)."""

TIME_LEFT_KNOWN_TO = 1.5
"""So many times more or less may be left than is found: as far as the time said beforehand may be off. What was said
before and lies within that is as good, and is not taken back."""

WHAT_IF_LEAST_SPREAD = 0.05
"""That of a forecast from what was measured, at least: the same loop's median an hour later (found with `what_if`)."""

WHAT_IF_SPREAD = 0.10
"""That of what its formula leaves out, beside a place that was measured: a third less than without one. With as much
92% of gains lay in their 80% intervals (held-out places of `what_if`, on a busy machine)."""

WHAT_IF_FAR = math.log(4.0)
"""From a change by so many times on, a forecast from what was measured is no surer than one by the formula alone."""

TURNS_COST = 1.05
"""Threads that hold the GIL take so many times the plain loop's CPU time: what handing it on costs."""

DISTURBED_CORES = 0.5
"""So many cores more than others usually keep busy, and a run is made again: on two cores, a quarter of what it has."""

ALL_BUSY = 0.85
"""Others that kept so much of what the plain loop left of the cores busy would have taken more: some of them waited."""
