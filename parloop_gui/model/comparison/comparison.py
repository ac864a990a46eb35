"""A comparison so far: folds what the conductor emits into runs, rows and a verdict.

Rows and verdict are made anew when a round is over, when a run ended badly and when the comparison ends; all other
events only move the progress, so that folding them costs next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from parloop_gui.model.comparison.kept_what_if import KeptWhatIf
from parloop_gui.model.events.events import (
    ComparisonEnded,
    ComparisonEvent,
    ComparisonStarted,
    ContestantAdded,
    CostsWanted,
    EstimateMade,
    ForecastMade,
    LaterEvent,
    LeaveWanted,
    PreflightMade,
    RoundFinished,
    RunAdvanced,
    RunBegan,
    RunFinished,
    SampleChosen,
    WentOn,
)
from parloop_gui.model.events.kept_spans import KeptSpans
from parloop_gui.model.explain.advice import advise
from parloop_gui.model.explain.against import verdict_against, verdict_of_failed
from parloop_gui.model.explain.behaviour import behaviours_of_rows
from parloop_gui.model.explain.handed_over import Handed, HandedOver, culprits
from parloop_gui.model.explain.judge import Findings, Formerly, State, judge
from parloop_gui.model.explain.oddities import Oddity, oddities
from parloop_gui.model.explain.sample import Sample, sample_from
from parloop_gui.model.explain.verdict import Verdict
from parloop_gui.model.forecast.rows import with_forecasts
from parloop_gui.model.plan.plan import Contestant, Plan, gated
from parloop_gui.model.preflight.report import Report, why_out
from parloop_gui.model.questions.answer import Answer
from parloop_gui.model.questions.asking import answer_of
from parloop_gui.model.statistics.change import Change, change_of
from parloop_gui.model.statistics.race import Race, begun
from parloop_gui.model.statistics.ranking import Ranking
from parloop_gui.model.statistics.remedies import remedied
from parloop_gui.model.statistics.summary import Row, pythons_that_differ, raced, row_of, summarise, with_kept_open
from parloop_gui.model.statistics.wall_times import scored_wall_times


@dataclass(frozen=True)
class Comparison:
    """All runs of all rounds, and what they say. Never changed in place: `fold` gives the next one.

    `ranking` is how the contestants stand (None before the first round, and in a document), `race` who runs on.
    `recorded` are the runs made after the last round to be looked at closely: nothing else here rests on them.
    `kept_open` are those that did the loop twice in the same pool, `remedies` those that tried what would help where
    handing over costs too much (none in a document: rows have their figures). `handed` is what is handed over.
    `preflight` is what trying a user's loop under each Python told (empty for a built-in one, and in a document).
    `kept_spans` are those that came with a document. `answer` is that of a question, once it has ended (None in a
    document). `left_s` is about how long it still takes by what rounds took, `at_most_s` how long by its budget.
    `leave`: while it is there, an answer is waited for. `what_ifs` are those that somebody asked to keep.
    """

    plan: Plan
    created: str
    machine: dict[str, str | int | float | None]
    contestants: tuple[Contestant, ...]
    unavailable: tuple[tuple[Contestant, str], ...] = ()
    runs: tuple[RunFinished, ...] = ()
    recorded: tuple[RunFinished, ...] = ()
    kept_open: tuple[RunFinished, ...] = ()
    remedies: tuple[RunFinished, ...] = ()
    handed: tuple[Handed, ...] = ()
    kept_spans: tuple[KeptSpans, ...] = ()
    rounds_finished: int = 0
    estimate: EstimateMade | None = None
    forecast: ForecastMade | None = None
    under_way: RunBegan | None = None
    done: int = 0
    total: int = 0
    left_s: float | None = None
    at_most_s: float | None = None
    ended: ComparisonEnded | None = None
    rows: tuple[Row, ...] = ()
    verdict: Verdict | None = None
    answer: Answer | None = None
    ranking: Ranking | None = None
    race: Race = field(default_factory=lambda: begun(()))
    formerly: Formerly | None = None
    went_on: bool = False
    measures_costs: bool = False
    oddities: tuple[Oddity, ...] = ()
    preflight: tuple[Report, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    leave: LeaveWanted | None = None
    what_ifs: tuple[KeptWhatIf, ...] = ()

    def row(self, contestant: Contestant) -> Row | None:
        """The row of a contestant, None before it has one."""
        return row_of(self.rows, contestant)

    def plain_row(self, contestant: Contestant | None = None) -> Row | None:
        """The row of the plain loop that a contestant is compared with; of the first one where nobody is named."""
        if contestant is not None:
            return self.row(contestant.plain)
        return next((row for row in self.rows if row.contestant.is_plain), None)

    @property
    def change(self) -> Change | None:
        """How the loop changed since the version that it is compared with; None where it is compared with none."""
        return change_of(self.plan, scored_wall_times(self.runs)) if self.plan.against is not None else None

    @property
    def sample(self) -> Sample:
        """How many items the loop has, and how many of them were measured, as far as that is known."""
        runs = (*self.runs, *self.recorded)
        measured = [run.ended.measurement for run in runs if run.ended.measurement is not None]
        tried = [report.facts.items for report in self.preflight if report.facts.items is not None]
        return sample_from(self.plan.loop, measured, tried)


def fold(comparison: Comparison | None, event: ComparisonEvent) -> Comparison:
    """The comparison after one more event; the first event is a ComparisonStarted."""
    if isinstance(event, ComparisonStarted):
        return _started(event)
    if comparison is None:
        raise ValueError(f"The first event is a ComparisonStarted, not a {type(event).__name__}.")
    return _after(comparison, event)


def _after(comparison: Comparison, event: LaterEvent) -> Comparison:
    match event:
        case PreflightMade():
            return _tried_out(comparison, event)
        case ForecastMade():
            expected = replace(event, left_s=None)  # how long it goes on is true for a moment, what is expected stays
            return summed_up(replace(comparison, forecast=expected, left_s=event.left_s))
        case LeaveWanted() | CostsWanted() | EstimateMade() | RunBegan() | RunAdvanced():
            return _advanced(comparison, event)
        case RunFinished():
            return _with_run(replace(comparison, under_way=None, done=0, total=0), event)
        case RoundFinished():
            return summed_up(_raced(replace(comparison, rounds_finished=event.round, left_s=event.left_s)))
        case SampleChosen():
            loop = replace(comparison.plan.loop, sample=event.sample)
            return replace(comparison, plan=replace(comparison.plan, loop=loop))
        case ContestantAdded():
            return _with_contestant(comparison, event.contestant)
        case WentOn():
            return summed_up(_going_on(comparison, event.plan))
        case ComparisonEnded():
            over = replace(comparison, ended=event, under_way=None, left_s=None, at_most_s=None, leave=None)
            return summed_up(_raced(over))


def _advanced(
    comparison: Comparison, event: LeaveWanted | CostsWanted | EstimateMade | RunBegan | RunAdvanced
) -> Comparison:
    """How far it is, which changes no row."""
    match event:
        case LeaveWanted():
            return replace(comparison, leave=event)
        case CostsWanted():
            return replace(comparison, measures_costs=True)
        case EstimateMade():
            return replace(comparison, estimate=event)
        case RunBegan():
            return replace(
                comparison,
                under_way=event,
                done=0,
                total=0,
                at_most_s=event.at_most_s,
                left_s=_left_s(comparison, event),
                measures_costs=False,
            )
        case RunAdvanced():
            left_s = _left_s(comparison, event)
            return replace(comparison, done=event.done, total=event.total, at_most_s=event.at_most_s, left_s=left_s)


def _left_s(comparison: Comparison, event: RunBegan | RunAdvanced) -> float | None:
    """As the event says; where it says nothing, what was said before."""
    return comparison.left_s if event.left_s is None else event.left_s


def _raced(comparison: Comparison) -> Comparison:
    """With the race after the latest round, or after the part of one that the end left."""
    plan, contestants, runs = comparison.plan, comparison.contestants, comparison.runs
    race = comparison.race
    if not race.alive:  # it came from a document or the history, which keep no race: its rounds are raced anew
        race = begun(contestants)
        for number in range(1, comparison.rounds_finished):
            race = raced(plan, contestants, [run for run in runs if run.round <= number], race)
    after = raced(plan, contestants, runs, race)
    return replace(comparison, race=after, formerly=_formerly(comparison, after))


def _formerly(comparison: Comparison, after: Race) -> Formerly | None:
    """Whom the race named surely before its last look, where it does not any more."""
    before, known = comparison.race, comparison.formerly
    if after.sure and known is not None and after.named == known.contestant:
        return None
    if before.sure and before.named is not None and not (after.sure and after.named == before.named):
        return Formerly(before.named, max(1, comparison.rounds_finished - 1))
    return known


# How a contestant may end without a fault of its own.
_NO_FAULT = ("finished", "stopped", "not-run", "overtaken", "unavailable")


def summed_up(comparison: Comparison) -> Comparison:
    """The comparison with rows and verdict made anew from its runs."""
    ended = comparison.ended.reason if comparison.ended is not None else None
    rows, ranking = summarise(
        comparison.plan, comparison.contestants, comparison.runs, comparison.race, over=ended is not None
    )
    if comparison.forecast is not None:
        rows = with_forecasts(rows, comparison.forecast.forecasts)
    rows = with_kept_open(rows, comparison.kept_open)
    tried = remedied(comparison.remedies)
    rows = tuple(replace(row, remedied=tried.get(row.contestant, row.remedied)) for row in rows)
    message = comparison.ended.message if comparison.ended is not None else ""
    # A round that was broken off counts as none, as everywhere else that rounds are told, unless there is no other.
    rounds = comparison.rounds_finished or max((row.rounds for row in rows), default=0)
    state = State(
        rounds,
        ended,
        message,
        comparison.sample,
        bool(pythons_that_differ(comparison.runs)),
        comparison.formerly,
        comparison.went_on,
    )
    odd = oddities(comparison.plan, rows, comparison.runs)
    found = culprits(rows, comparison.plan, comparison.handed)
    handed = HandedOver(comparison.handed, found)
    advice = advise(
        comparison.plan,
        rows,
        ranking,
        comparison.runs,
        ended,
        sure=comparison.race.sure,
        oddities=odd,
        handed=handed,
    )
    behaviours = behaviours_of_rows(comparison.plan, rows)
    lossy = {python: culprit for python, (_, culprit) in found.items()}
    verdict = judge(Findings(rows, ranking, comparison.race, behaviours, state, advice, comparison.forecast, lossy))
    answer = None
    if comparison.plan.asked is not None:
        verdict, answer = _answered(comparison, rows, verdict)
    if comparison.change is not None:
        verdict = _of_versions(comparison, comparison.change, rows, verdict)
    return replace(comparison, rows=rows, ranking=ranking, verdict=verdict, answer=answer, oddities=odd)


def _of_versions(comparison: Comparison, change: Change, rows: tuple[Row, ...], verdict: Verdict) -> Verdict:
    """The verdict of a comparison of two versions: which is slower, or why that is not known; `verdict` if neither."""
    if comparison.ended is None:
        return NO_ANSWER_YET
    versions = [row for row in rows if row.contestant in gated(comparison.plan)]  # a recorded one has no row
    if failed := [row for row in versions if row.outcome not in _NO_FAULT]:
        return verdict_of_failed(failed)
    if all(row.outcome == "finished" for row in versions):
        return verdict_against(comparison.plan, rows, change)
    return verdict


def _answered(comparison: Comparison, rows: tuple[Row, ...], verdict: Verdict) -> tuple[Verdict, Answer | None]:
    """The verdict of a comparison that answers a question: its sentence, and nobody who is the one to use.

    Fitting curves takes a while, so while it runs nothing is said but that it does.
    """
    if comparison.ended is None:
        return replace(NO_ANSWER_YET, advice=verdict.advice), None
    if verdict.kind == "inconclusive" and not any(row.rounds for row in rows):
        return verdict, None  # what went wrong is the answer
    found = answer_of(comparison.plan, rows, comparison.runs, comparison.machine)
    return Verdict("answer", found.sentence, "", " ".join(found.stands_on), advice=verdict.advice), found


NO_ANSWER_YET = Verdict("measuring", "Measuring…", "", "")


def _tried_out(comparison: Comparison, event: PreflightMade) -> Comparison:
    """Those that the preflight rules out can't run here."""
    why = {each: why_out(each, event.reports) for each in comparison.contestants}
    out = tuple((each, reason) for each, reason in why.items() if reason is not None)
    return replace(
        comparison,
        preflight=event.reports,
        leave=None,
        handed=tuple(
            Handed(each.python, each.facts.payload, each.facts.habits) for each in event.reports if not each.version
        ),
        contestants=tuple(each for each in comparison.contestants if why[each] is None),
        unavailable=(*comparison.unavailable, *out),
        rows=tuple(row for row in comparison.rows if why.get(row.contestant) is None),
    )


def _going_on(comparison: Comparison, plan: Plan) -> Comparison:
    """As if it had never ended; who was out stays out, who rested races until it is known again."""
    race = comparison.race
    racing = tuple(each for each in comparison.contestants if each not in race.out_after)
    race = replace(race, racing=racing, resting=frozenset(), known=False)
    return replace(comparison, plan=plan, ended=None, under_way=None, race=race, formerly=None, went_on=True)


def _with_contestant(comparison: Comparison, added: Contestant) -> Comparison:
    """It comes last among those under its interpreter."""
    last = max((at for at, each in enumerate(comparison.contestants) if each.python == added.python), default=-1)
    at = last + 1 if last >= 0 else len(comparison.contestants)
    contestants = (*comparison.contestants[:at], added, *comparison.contestants[at:])
    rows = {row.contestant: row for row in comparison.rows}
    return replace(
        comparison,
        contestants=contestants,
        rows=tuple(rows.get(each) or Row(each, 0) for each in contestants),
        race=replace(comparison.race, racing=(*comparison.race.racing, added)),
    )


def _with_run(comparison: Comparison, run: RunFinished) -> Comparison:
    if run.remedy is not None:
        return replace(comparison, remedies=(*comparison.remedies, run))
    if run.kept_open:
        return replace(comparison, kept_open=(*comparison.kept_open, run))
    if run.recorded:
        return replace(comparison, recorded=(*comparison.recorded, run))
    after = _as_found(replace(comparison, runs=(*comparison.runs, run)), run)
    return after if run.ended.outcome == "finished" else summed_up(after)


def finished_off(comparison: Comparison) -> Comparison:
    """The same, as stopped where it never came to its end: Parloop itself was ended in the middle of it."""
    if comparison.ended is not None:
        return comparison
    return fold(comparison, ComparisonEnded("stopped", "Parloop was ended before the comparison was.", 0.0))


def _as_found(comparison: Comparison, run: RunFinished) -> Comparison:
    """With the GIL as the run found it: what the loop imports may have switched it on."""
    measured = run.ended.measurement
    if measured is None or measured.gil is None:
        return comparison
    stale = [each for each in comparison.plan.pythons if each.id == run.contestant.python]
    if all((each.gil, each.gil_by) == (measured.gil, measured.gil_by) for each in stale):
        return comparison
    found = tuple(replace(each, gil=measured.gil, gil_by=measured.gil_by) for each in stale)
    pythons = tuple(next((new for new in found if new.id == each.id), each) for each in comparison.plan.pythons)
    return replace(comparison, plan=replace(comparison.plan, pythons=pythons))


def _started(event: ComparisonStarted) -> Comparison:
    return Comparison(
        plan=event.plan,
        created=event.created,
        digests=event.digests,
        machine=event.machine,
        contestants=event.contestants,
        unavailable=event.unavailable,
        rows=tuple(Row(each, 0) for each in event.contestants),
        race=begun(event.contestants),
    )
