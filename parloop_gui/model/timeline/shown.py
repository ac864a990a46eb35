"""The run of a contestant that a timeline shows, with its lanes: the recorded round's, else the latest there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.regular_file import read_regular
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.events.kept_spans import MOST_BYTES, MOST_TASKS, KeptSpans
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import SEEN_LEAST, SEEN_MOST, TURNS_FROM
from parloop_gui.model.timeline.lanes import Lane, lanes_of
from parloop_gui.model.timeline.reading import read_spans, spans_in
from parloop_gui.model.timeline.spans import RunSpans, SpansError

_ONE = {"baseline": "main", "threads": "thread", "processes": "process"}


@dataclass(frozen=True, eq=False)
class ShownRun:
    """A contestant's run: its round (0 where it was recorded apart from the rounds), spans and lanes.

    `outcome` is "finished" unless it ended before its last task: then its figures say nothing.
    """

    contestant: Contestant
    round: int
    recorded: bool
    spans: RunSpans
    lanes: tuple[Lane, ...]
    outcome: str = "finished"

    @property
    def whole(self) -> bool:
        """Whether all of its tasks are there."""
        return self.outcome == "finished"

    @property
    def sampled(self) -> bool:
        """Whether the lanes show when each worker was seen on a core."""
        return any(lane.on_core is not None for lane in self.lanes)

    @property
    def words(self) -> str:
        """Which run it is: "round 3", "recorded round", "round 5, timed out"."""
        which = "recorded round" if self.recorded else f"round {self.round}"
        return which if self.whole else f"{which}, {self.ending}"

    @property
    def ending(self) -> str:
        """How it ended, in words."""
        return self.outcome.replace("-", " ")


def shown_run(comparison: Comparison, contestant: Contestant, most_bytes: int | None = None) -> ShownRun | None:
    """The contestant's run to show; None where none was recorded, or its file is gone or broken.

    Files larger than `most_bytes` are left alone.
    """
    for run in recorded_runs(comparison, contestant):
        path = Path(run.spans_file or "")
        try:
            if most_bytes is not None and path.stat().st_size > most_bytes:
                continue
            spans = read_spans(path)
        except (SpansError, OSError):  # its file is gone or broken: an earlier run will do
            continue
        if spans.tasks:
            shown = laid_out(comparison, contestant, run.round, recorded=run.recorded, spans=spans)
            return shown if _is_whole(run) else replace(shown, outcome=run.ended.outcome)
    for kept in comparison.kept_spans:
        if kept.contestant == contestant:
            return laid_out(comparison, contestant, kept.round, recorded=kept.recorded, spans=spans_in(kept.file))
    return None


def misses_turns(run: RunFinished) -> bool:
    """Whether a recorded run's workers were sampled, but seen running for less than they were on a core."""
    if run.spans_file is None or not _is_whole(run):
        return False
    try:
        spans = read_spans(run.spans_file)
    except (SpansError, OSError):
        return False
    if spans.on_core is None:
        return False
    seen_s, cpu_s = _seen_and_cpu_s(_lanes(run.contestant, spans, sampled=True))
    return seen_s < SEEN_LEAST * cpu_s


def has_spans(comparison: Comparison, contestant: Contestant) -> bool:
    """Whether any of its runs was recorded."""
    kept = any(kept.contestant == contestant for kept in comparison.kept_spans)
    return kept or any(True for _ in recorded_runs(comparison, contestant))


def spans_to_keep(comparison: Comparison) -> tuple[KeptSpans, ...]:
    """What a document holds of the runs shown: those that are small, or what came with the document."""
    kept = []
    for contestant in comparison.contestants:
        for run in recorded_runs(comparison, contestant):
            data = small_file(Path(run.spans_file or "")) if _is_whole(run) else None
            if data is not None:
                kept.append(KeptSpans(contestant, run.round, run.recorded, data))
                break
    return tuple(kept) or comparison.kept_spans


def small_file(path: Path) -> bytes | None:
    """What a spans file holds; None where it is too large to be kept, gone or broken."""
    try:
        data = read_regular(path, MOST_BYTES + 1)
        return data if len(data) <= MOST_BYTES and 0 < spans_in(data).tasks <= MOST_TASKS else None
    except (OSError, SpansError):
        return None


def laid_out(
    comparison: Comparison, contestant: Contestant, number: int, *, recorded: bool, spans: RunSpans
) -> ShownRun:
    """The run with its spans in lanes."""
    lanes = _lanes(contestant, spans, sampled=takes_turns(comparison.row(contestant)))
    if not _agree(lanes):
        lanes = _lanes(contestant, spans, sampled=False)
    return ShownRun(contestant, number, recorded, spans, lanes)


def _lanes(contestant: Contestant, spans: RunSpans, *, sampled: bool) -> tuple[Lane, ...]:
    strategy = catalogue.find(contestant.strategy)
    return lanes_of(spans, worker_word(strategy.family), packed=strategy.width == "items", sampled=sampled)


def _agree(lanes: Sequence[Lane]) -> bool:
    """Whether workers were seen running about as long as they were on a core: those that wait for one look alike."""
    seen_s, cpu_s = _seen_and_cpu_s(lanes)
    return SEEN_LEAST * cpu_s <= seen_s <= SEEN_MOST * cpu_s


def _seen_and_cpu_s(lanes: Sequence[Lane]) -> tuple[float, float]:
    seen_s = sum(float(lane.on_core.sum_s[-1]) for lane in lanes if lane.on_core is not None)
    return seen_s, sum(float(lane.cpu_sum_s[-1]) for lane in lanes)


def takes_turns(row: Row | None) -> bool:
    """Whether a contestant's tasks waited for the GIL so long that it can be seen."""
    return row is not None and row.tag is not None and row.tag.gil_wait_share >= TURNS_FROM


def worker_word(family: str) -> str:
    """What one of a family's workers is called."""
    return _ONE.get(family, "worker")


def recorded_runs(comparison: Comparison, contestant: Contestant) -> Iterator[RunFinished]:
    """Its runs that left spans, those that show the most first, and those cut short last."""
    for whole in (True, False):
        for run in chain(reversed(comparison.recorded), reversed(comparison.runs)):
            is_its_own = run.contestant == contestant and run.spans_file and (run.round or run.recorded)
            if is_its_own and _is_whole(run) == whole:
                yield run


def _is_whole(run: RunFinished) -> bool:
    return run.ended.measurement is not None
