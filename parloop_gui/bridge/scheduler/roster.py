"""Who is in a comparison, and what their runs have told so far; of one that was over and goes on, what they told then.

A comparison that goes on finds no results of its plain loops: they are gone with the former engine, so each leaves them
again before anything is compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from statistics import fmean

from parloop_gui.bridge.scheduler.budget import Budget
from parloop_gui.engine.protocol.messages import Measurement, RunEnded
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.statistics.classification import Tag, plain_tag, pooled, task_times
from parloop_gui.model.statistics.summary import CANNOT_BE_CHECKED, pythons_that_differ


class Roster:
    """The contestants that are still in, in the order they came, with their runs.

    A run is judged first, then taken in: `judged` says how it counts, `take_in` keeps it or takes its contestant out.
    """

    def __init__(self, plan: Plan) -> None:
        self._pythons = {python.id: python for python in plan.pythons}
        self._is_once = plan.once
        self.remaining: list[Contestant] = []
        self._plain_runs: dict[str, list[RunFinished]] = {python: [] for python in self._pythons}
        self._warm: dict[Contestant, list[Measurement]] = {}
        self._scored: dict[Contestant, list[Measurement]] = {}
        self._uncheckable: set[str] = set()
        self._differing: list[Contestant] = []

    @property
    def is_scored(self) -> bool:
        """Whether a run of a scored round was taken in."""
        return bool(self._scored)

    def __contains__(self, contestant: object) -> bool:
        return contestant in self.remaining

    def add(self, contestants: Iterable[Contestant]) -> None:
        """Let these race, too: executors that join while the comparison runs."""
        self.remaining += contestants

    def check_nothing(self, pythons: Iterable[str]) -> None:
        """The plain loop itself gives other results each time there."""
        self._uncheckable.update(pythons)

    def keep_only(self, may_stay: Callable[[Contestant], bool]) -> None:
        """Take the others out."""
        self.remaining = list(filter(may_stay, self.remaining))

    def begin_anew(self) -> None:
        """Forget what plain loops have told: from now on they go over a sample."""
        self._plain_runs = {python: [] for python in self._pythons}

    def plains(self) -> list[Contestant]:
        """The plain loops that are in: one for each Python, and for each point that makes the loop another one."""
        return [each for each in self.remaining if each.is_plain]

    def others(self) -> list[Contestant]:
        """All that are in but the plain loops."""
        return [each for each in self.remaining if not each.is_plain]

    def measured(self) -> Mapping[Contestant, list[Measurement]]:
        """The scored runs of each that is in; of one that has none yet, those of the warm-up."""
        return {each: self._scored.get(each) or self._warm.get(each, []) for each in self.remaining}

    def items(self, default: int) -> int:
        """How many items the plain loops had, `default` while none has finished."""
        measured = [run.ended.measurement for runs in self._plain_runs.values() for run in runs]
        return max((each.items for each in measured if each is not None), default=default)

    def plain_measurements(self, python: str) -> list[Measurement]:
        """What its plain runs there came to, before the first round."""
        return [run.ended.measurement for run in self._plain_runs[python] if run.ended.measurement is not None]

    def foreign_cores(self, python: str) -> float:
        """How many cores other programs kept busy during those runs, on average; 0 where nobody can tell."""
        told = [run.ended.noise.foreign_cores for run in self._plain_runs[python]]
        known = [each for each in told if each is not None]
        return fmean(known) if known else 0.0

    def tag(self, python: str) -> Tag | None:
        """The loop's tag by its latest plain run there, and by the probe beside all of them."""
        runs = self._plain_runs[python]
        measurements = [run.ended.measurement for run in runs if run.ended.measurement is not None]
        times, probe = task_times(measurements[-1:]), pooled([each.probe for each in measurements if each.probe])
        found = next((each.gil for each in measurements[-1:] if each.gil is not None), self._pythons[python].gil)
        return plain_tag(times, found, probe, [run.ended.noise for run in runs[-1:]]) if times else None

    def judged(self, contestant: Contestant, ended: RunEnded) -> RunEnded:
        """The ending as it counts: other results are not held against a strategy where the plain loop's differ too."""
        measurement = ended.measurement
        if contestant.is_plain and measurement is not None and measurement.results_match is False:
            self._take_back(contestant.python)
        if ended.outcome != "wrong-result" or contestant.python not in self._uncheckable or measurement is None:
            return ended
        unchecked = replace(measurement, results_match=None, match_message=CANNOT_BE_CHECKED)
        return replace(ended, outcome="finished", message="", measurement=unchecked)

    def take_in(self, finished: RunFinished) -> None:
        """Keep a run that was judged; one that ended badly takes its contestant out."""
        contestant, ended = finished.contestant, finished.ended
        if ended.outcome != "finished":
            self._drop(contestant, ended)
            return
        if contestant.is_plain and (self._is_once or not finished.round):
            self._plain_runs[contestant.python].append(finished)
        if ended.measurement is not None and ended.measurement.probe is None:
            # A run beside the probe is slower by up to 5%: it tells of the GIL, and of no time.
            kept = self._scored if finished.round else self._warm
            kept.setdefault(contestant, []).append(ended.measurement)

    def _take_back(self, python: str) -> None:
        """Nobody's results can be checked there: those that were out for theirs are in again."""
        self._uncheckable.add(python)
        self.add(each for each in self._differing if each.python == python)
        self._differing = [each for each in self._differing if each.python != python]

    def _drop(self, contestant: Contestant, ended: RunEnded) -> None:
        """Take it out; without its plain loop nobody has anything to be compared with."""
        self.keep_only(lambda each: each.plain != contestant if contestant.is_plain else each != contestant)
        if ended.outcome == "wrong-result":
            self._differing.append(contestant)


def take_up(comparison: Comparison, roster: Roster, budget: Budget) -> frozenset[tuple[Contestant, int]]:
    """Tell both what the comparison's runs told; who has had its turn in which round."""
    roster.add(comparison.contestants)
    roster.check_nothing(pythons_that_differ(comparison.runs))
    for run in _counting(comparison):
        measurement = run.ended.measurement
        if measurement is not None:
            budget.note(run.contestant, measurement.wall_s, measurement)
        roster.take_in(run)
    return frozenset((run.contestant, run.round) for run in comparison.runs if run.round and not run.disturbed)


def _counting(comparison: Comparison) -> Iterator[RunFinished]:
    """Runs over what is measured now, not over all items before a sample was chosen; none that was stopped."""
    sample = comparison.plan.loop.sample
    for run in comparison.runs:
        measurement = run.ended.measurement
        of_sample = sample is None or measurement is None or measurement.items <= sample
        if run.ended.outcome != "stopped" and of_sample and not run.disturbed:
            yield run
