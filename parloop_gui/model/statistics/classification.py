"""What a loop is bound by, from what was measured: I/O-bound or CPU-bound, and what the GIL did.

    time inside tasks ─┬─ on a core
                       ├─ waiting for a core
                       └─ blocked ─┬─ as in the plain loop: the task's own waiting
                                   ├─ the GIL, as far as other threads' time explains it and the probe says held
                                   └─ the rest: tasks wait for each other (a lock, a database, one server)

CPU ÷ wall alone is wrong on a busy machine and for threads that take turns. So the time a task was ready but waited for
a core, or for the GIL, is taken out of its wall time first: what is left is the task's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from parloop_gui.engine.protocol.kinds import GilState
from parloop_gui.engine.protocol.messages import Measurement, Noise, Probe
from parloop_gui.model.statistics.hidden_cpu import compute_elsewhere
from parloop_gui.model.statistics.thresholds import (
    CORE_WAIT_OFF,
    GIL_LIMITS,
    MIXED_FROM,
    MIXED_TO,
    MOSTLY_CPU,
    PROBE_SAMPLES,
    RELEASED_SAMPLES,
    STEAL,
    TAG_DISAGREES,
    GilLimits,
)
from parloop_gui.model.statistics.wall_times import EVENT_LOOP, Rules
from parloop_gui.model.wording.units import percent

_GIL_WORDS: dict[GilState, str] = {
    "held": "holds the GIL",
    "released": "releases the GIL",
    "free-threaded": "free-threaded",
    "unknown": "",
}
# What tasks do most: wait, or compute.
Bound = Literal["io-bound", "cpu-bound"]


@dataclass(frozen=True)
class Tag:
    """What one contestant's tasks did with their time.

    `cpu_share` is raw (CPU ÷ wall inside tasks, 0 to 1); `corrected_share` divides by wall minus core wait minus GIL
    wait. `unsure` where the machine was too disturbed to tell. `each_other_share` is what tasks were blocked beyond the
    plain loop's, the GIL apart. `about`: this system does not say how long tasks waited for a core.
    """

    slug: Bound
    cpu_share: float
    corrected_share: float
    core_wait_share: float
    gil_wait_share: float
    gil: GilState
    unsure: bool = False
    each_other_share: float = 0.0
    about: bool = False
    held_back: float = 0.0
    """What a container's limit kept from it, of the core time it wanted: it waited for nobody meanwhile."""

    @property
    def free_share(self) -> float:
        """The share on CPU of the time that no limit held it back."""
        return min(1.0, self.cpu_share / (1 - self.held_back)) if self.held_back < 1 else self.cpu_share


@dataclass(frozen=True)
class TaskTimes:
    """Sums over tasks, in seconds: inside tasks, on a core, ready but waiting for a core. `width` at once.

    `about` where no run says how long it waited for a core: then that is 0. `elsewhere` where tasks of plain runs
    compute in other programs or in threads of their own.
    """

    tasks: int
    width: int
    wall_s: float
    cpu_s: float
    core_wait_s: float
    about: bool = False
    elsewhere: bool = False

    @property
    def blocked_s(self) -> float:
        """Neither on a core nor waiting for one."""
        return max(self.wall_s - self.cpu_s - self.core_wait_s, 0.0)


def task_times(measurements: Iterable[Measurement]) -> TaskTimes | None:
    """The times of several runs added up; None without a task."""
    runs = [each for each in measurements if each.tasks > 0 and each.task_wall_s > 0]
    if not runs:
        return None
    wall_s = sum(each.task_wall_s for each in runs)
    known = [each for each in runs if each.core_wait_s is not None]
    known_s = sum(each.task_wall_s for each in known)
    return TaskTimes(
        tasks=sum(each.tasks for each in runs),
        width=max(each.width for each in runs),
        wall_s=wall_s,
        cpu_s=sum(each.task_cpu_s for each in runs),
        core_wait_s=sum(each.core_wait_s or 0.0 for each in known) * (wall_s / known_s if known else 1.0),
        about=not known,
        elsewhere=compute_elsewhere(runs),
    )


def plain_tag(times: TaskTimes, gil_on: bool, probe: Probe | None, noise: Iterable[Noise] = ()) -> Tag:
    """The loop's own tag, from its plain runs and a probe beside one of them."""
    raw, corrected = _shares(times, 0.0)
    return Tag(
        slug=_slug(corrected),
        cpu_share=raw,
        corrected_share=corrected,
        core_wait_share=_part(times.core_wait_s, times.wall_s),
        gil_wait_share=0.0,
        gil=gil_of(corrected, gil_on, probe),
        unsure=stolen(noise) or _depends_on_core_wait(times),
        about=times.about,
    )


def contestant_tag(
    times: TaskTimes, rules: Rules, plain: Tag, plain_times: TaskTimes, noise: Iterable[Noise] = ()
) -> Tag:
    """The tag of another contestant over the same loop; `rules` as of `wall_times.rules_of`.

    Only threads wait for the GIL; coroutines wait for their one thread, by the same arithmetic.

    Where tasks compute elsewhere, what blocks them longer than in the plain loop is that those wait for a core. So it
    is where others wait for a core meanwhile, who may have what they need: a lock, the GIL for a moment.
    """
    times = _blocked_as_long(times, plain_times)
    excess_s = excess_blocked_s(times, plain_times)
    in_turns = rules == EVENT_LOOP or (rules == "threads" and plain.gil == "held")
    queued_s = gil_wait_s(times, plain_times) if in_turns else 0.0
    for_a_core_s = excess_s if plain_times.elsewhere else min(excess_s, (times.width - 1) * times.core_wait_s)
    raw, corrected = _shares(times, max(queued_s, for_a_core_s))
    is_known = times.width > 1 and not plain_times.elsewhere and (rules != "threads" or plain.gil != "unknown")
    return Tag(
        slug=_slug(corrected),
        cpu_share=raw,
        corrected_share=corrected,
        core_wait_share=_part(times.core_wait_s, times.wall_s),
        gil_wait_share=_part(queued_s, times.wall_s) if rules == "threads" else 0.0,
        gil=plain.gil,
        unsure=stolen(noise) or plain.unsure,
        each_other_share=_part(excess_s - queued_s, times.wall_s) if is_known else 0.0,
        about=times.about,
    )


def gil_wait_s(times: TaskTimes, plain: TaskTimes) -> float:
    """How long threads waited for the GIL: blocked beyond the plain loop, as far as others' time explains it.

    While one of `width` tasks is blocked, the others can have held the GIL for no longer than they computed, or
    waited for a core with it: all that time, once for each of the `width` − 1 that wait meanwhile.
    """
    return min(excess_blocked_s(times, plain), (times.width - 1) * (times.cpu_s + times.core_wait_s))


def excess_blocked_s(times: TaskTimes, plain: TaskTimes) -> float:
    """How much longer tasks were blocked than as many of the plain loop's."""
    return max(times.blocked_s - plain.blocked_s * times.tasks / plain.tasks, 0.0)


def pooled(probes: Iterable[Probe]) -> Probe | None:
    """Several probes as one, each weighing as much as it has samples; None without any."""
    known = [each for each in probes if each.samples > 0]
    samples = sum(each.samples for each in known)

    def mean(value: Callable[[Probe], float]) -> float:
        return sum(value(each) * each.samples for each in known) / samples

    if not known:
        return None
    return Probe(
        samples,
        mean(lambda probe: probe.median_s),
        mean(lambda probe: probe.p90_s),
        mean(lambda probe: probe.share_over_250us),
        mean(_late_share),
    )


def gil_of(corrected_share: float, gil_on: bool, probe: Probe | None, limits: GilLimits = GIL_LIMITS) -> GilState:
    """What the tasks did with the GIL, by how late a thread beside them woke.

    A thread that wants a held GIL waits for milliseconds; else it wakes within a fraction of one (measured: 4–7 ms
    against 0.2 ms at most). Tasks that compute part of the time make it late for about that part.
    """
    if not gil_on:
        return "free-threaded"
    if probe is None or probe.samples < PROBE_SAMPLES:
        return "unknown"
    late_share = _late_share(probe)
    enough = probe.samples >= RELEASED_SAMPLES
    if corrected_share < MIXED_FROM:
        return "released" if probe.median_s <= limits.waiting_s and enough else "unknown"
    if late_share >= limits.held_part * corrected_share:
        return "held"
    return "released" if late_share <= limits.released_part * corrected_share and enough else "unknown"


def _late_share(probe: Probe) -> float:
    """How much of its time it was late; documents of old have the share of its samples only."""
    return probe.share_over_250us if probe.late_share is None else probe.late_share


def stolen(noise: Iterable[Noise]) -> bool:
    """Whether other machines on the same host took more than 1% of the time (mean over the runs)."""
    shares = [each.steal_share for each in noise if each.steal_share is not None]
    return bool(shares) and sum(shares) / len(shares) > STEAL


def is_mixed(corrected_share: float) -> bool:
    """Whether tasks that compute for so much of their own time are called mixed."""
    return MIXED_FROM <= corrected_share <= MIXED_TO


def tag_words(tag: Tag) -> str:
    """The tag in words: "CPU-bound · 99% on CPU", "I/O-bound · 97% waiting", "mixed · 40% on CPU"."""
    share, about = tag.corrected_share, "about " * tag.about
    if is_mixed(share):
        return f"mixed · {about}{percent(share)} on CPU"
    if tag.slug == "cpu-bound":
        return f"CPU-bound · {about}{percent(share)} on CPU"
    return f"I/O-bound · {about}{percent(1 - share)} waiting"


def gil_words(tag: Tag) -> str:
    """What the GIL did: "holds the GIL", "releases the GIL", "free-threaded", or "" where it isn't known."""
    return _GIL_WORDS[tag.gil]


def waits_for_its_turn(tag: Tag, plain: Tag | None) -> bool:
    """Whether tasks that compute in the plain loop wait most of the time here: for the GIL, a core or each other."""
    if plain is None or tag == plain:
        return False
    return plain.slug == tag.slug == "cpu-bound" and tag.free_share < MOSTLY_CPU


def pill(tag: Tag, plain: Tag | None = None) -> str:
    """The tag of a row, short: "CPU 99%", "I/O 97%", or "waits 51%" where tasks wait for a turn.

    `plain` is the plain loop's tag: a loop that computes there but waits here waits for the GIL or for a core.
    """
    if waits_for_its_turn(tag, plain):
        return f"waits {percent(1 - tag.free_share)}"
    if tag.slug == "cpu-bound":
        own_row = plain is None or tag == plain
        return f"CPU {percent(tag.corrected_share if own_row else max(tag.free_share, MOSTLY_CPU))}"
    return f"I/O {percent(1 - tag.corrected_share)}"


def _blocked_as_long(times: TaskTimes, plain: TaskTimes) -> TaskTimes:
    """The same with tasks blocked at least as long as the plain loop's: a disk is no faster for being shared.

    Waits for a core are read behind tasks, so those of a worker that has to fetch its next task are among them.
    """
    most_s = times.wall_s - times.cpu_s - plain.blocked_s * times.tasks / plain.tasks
    return replace(times, core_wait_s=min(times.core_wait_s, max(most_s, 0.0)))


def _depends_on_core_wait(times: TaskTimes) -> bool:
    """Whether the tag would be quite another if the time waiting for a core were a little off."""
    waits_s = (times.core_wait_s * (1 - CORE_WAIT_OFF), times.core_wait_s * (1 + CORE_WAIT_OFF))
    less, more = (_shares(replace(times, core_wait_s=wait_s), 0.0)[1] for wait_s in waits_s)
    return _slug(less) != _slug(more) and more - less > TAG_DISAGREES


def _shares(times: TaskTimes, gil_wait: float) -> tuple[float, float]:
    """CPU ÷ wall, raw and with the waits for a core and for the GIL taken out of the wall."""
    own_s = times.wall_s - times.core_wait_s - gil_wait
    return _part(times.cpu_s, times.wall_s), _part(times.cpu_s, own_s) if own_s > 0 else 1.0


def _part(part_s: float, whole_s: float) -> float:
    return min(max(part_s / whole_s, 0.0), 1.0) if whole_s > 0 else 0.0


def _slug(share: float) -> Bound:
    return "cpu-bound" if share >= MOSTLY_CPU else "io-bound"
