"""How far a comparison is and how it ended, in the words that window, terminal and report share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from parloop_gui.model.plan.plan import EFFORTS, Plan, gated
from parloop_gui.model.report.comparison_titles import contestant_name
from parloop_gui.model.wording.titles import strategy_title
from parloop_gui.model.wording.units import about, count, duration, thousands

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.events.events import EndReason, ForecastMade, RunBegan, RunFinished
    from parloop_gui.model.plan.plan import Contestant

# More names than this are only counted: a line is to be read at a glance.
_MOST_NAMED = 3


_COSTS = "Measuring once what starting workers takes on this machine, a few seconds for each Python"


class EndWords(NamedTuple):
    """How an end is called: alone, with its rounds ({}), and as a headline where it leaves no figures."""

    word: str
    rounds: str = "{}"
    headline: str = ""


END_WORDS: dict[EndReason, EndWords] = {
    "done": EndWords("Done"),
    "budget": EndWords("Done, its time used up"),
    "stopped": EndWords("Stopped", "stopped after {}"),
    "failed": EndWords("Failed", "failed after {}", "The comparison failed"),
    "too-long": EndWords("Too long", headline="Too long for this effort"),
    "cut-short": EndWords("Cut short"),
}


def progress_line(comparison: Comparison) -> str:
    """What goes on: "Round 7 · Pool · 40 of 200 tasks · at most 12 s · 3 still race: Pool, Process, the plain loop".

    How many rounds there will be nobody knows before they are made: what holds is the time. "" before the first run.
    """
    run = comparison.under_way or next(reversed((*comparison.runs, *comparison.recorded)), None)
    if run is None:
        return _COSTS if comparison.measures_costs else ""
    parts = [_step(run, comparison)]
    if comparison.under_way is not None:
        parts.append(contestant_name(run.contestant, comparison))
    if comparison.under_way is not None and comparison.total:
        parts.append(f"{thousands(comparison.done)} of {count(comparison.total, 'task')}")
    return " · ".join(filter(None, (*parts, _time(comparison), "" if run.is_behind else _racing(comparison))))


def share_done(comparison: Comparison) -> float:
    """How much of the time that it may take has gone, 0 to 1; of the rounds where those were asked for."""
    at_most_s, rounds = comparison.at_most_s, comparison.plan.rounds
    if rounds is None:
        return 0.0 if at_most_s is None else min(1.0, max(0.0, 1 - at_most_s / comparison.plan.seconds))
    run = comparison.under_way
    if run is not None and run.is_behind:
        return 1.0
    within = comparison.done / comparison.total if comparison.total else 0.0
    if run is not None:
        within += sum(1 for made in comparison.runs if made.round == run.round)
    return min(1.0, (comparison.rounds_finished + within / max(1, len(comparison.contestants))) / max(1, rounds))


def forecast_line(made: ForecastMade) -> str:
    """What is expected: "Forecast: processes, about 2.1 s; the plain loop 4.0 s. About 40 s left."."""
    from parloop_gui.model.explain.expected import family_words
    from parloop_gui.model.forecast.forecast import favourite

    best = favourite(made.forecasts)
    if best is None:
        return ""
    plain = next((each for each in made.forecasts if each.contestant == best.contestant.plain), None)
    if made.cut_s is not None:
        return f"Forecast: {family_words(best)}; one task alone takes longer than {duration(made.cut_s, 2)}"
    beside = f"; the plain loop {duration(plain.wall_s, 2)}" if plain is not None and plain != best else ""
    left = f". About {about(made.left_s)} left." if made.left_s is not None else ""
    return f"Forecast: {family_words(best)}, about {duration(best.wall_s, 2)}{beside}{left}"


def _step(run: RunBegan | RunFinished, comparison: Comparison) -> str:
    if run.recorded:
        return "Recorded round, not counted"
    if run.kept_open:
        return "Pool kept open, not counted"
    if run.remedy is not None:
        return "Less handed over, not counted"
    if run.round == 0:
        return "Warming up"
    of = f" of {comparison.plan.rounds}" if comparison.plan.rounds is not None else ""
    return f"Round {run.round}{of}"


def _time(comparison: Comparison) -> str:
    """The budget's end, which holds, and before it about how long it takes, once that much is known."""
    left = f"about {about(comparison.left_s)}" if comparison.left_s is not None else ""
    if comparison.at_most_s is None:
        return f"{left} left" if left else ""
    at_most = f"at most {about(comparison.at_most_s)}"
    is_behind = comparison.under_way is not None and comparison.under_way.is_behind
    is_sooner = comparison.left_s is not None and about(comparison.left_s) != about(comparison.at_most_s)
    if is_behind or not is_sooner or (comparison.left_s or 0.0) > comparison.at_most_s:
        return at_most
    return f"{left} left, {at_most}"


def _racing(comparison: Comparison) -> str:
    """Who is still measured, once somebody is not any more."""
    able = {row.contestant for row in comparison.rows if row.outcome in ("finished", "stopped")}
    racing = [each for each in comparison.race.racing if each in able]
    is_all = len(racing) in (0, len(comparison.contestants))  # a document keeps no race
    if not comparison.plan.races or not comparison.rounds_finished or is_all:
        return ""
    if len(racing) > _MOST_NAMED:
        return f"{len(racing)} of {len(comparison.contestants)} still race"
    named = [
        "the plain loop" if each.is_plain and len(comparison.plan.pythons) == 1 else contestant_name(each, comparison)
        for each in sorted(racing, key=lambda each: each.is_plain)
    ]
    return f"{len(racing)} still {'races' if len(racing) == 1 else 'race'}: {', '.join(named)}"


def further_words(plan: Plan, now: Plan) -> str:
    """What going on by `plan` takes and gives: "At most 90 s more: an answer within 10% of the best, …"."""
    if plan.rounds is not None:
        return f"{count(plan.rounds - (now.rounds or 0), 'round')} more"
    effort = EFFORTS[plan.effort]
    aim = f"an answer within {effort.loss:.0%} of the best, its gain known to ±{effort.gain:.0%}"
    return f"At most {duration(plan.seconds, 2)} more: {aim}"


def end_parts(comparison: Comparison) -> tuple[str, ...]:
    """How it ended: "Done", "9 rounds", "8 of 9 strategies", "2 min 22 s"."""
    rounds = count(comparison.rounds_finished, "round")
    if comparison.ended is None:
        return "Not finished", rounds
    return (
        END_WORDS[comparison.ended.reason].word,
        f"{rounds} and 1 recorded round" if comparison.recorded else rounds,
        _strategies(comparison),
        duration(comparison.ended.elapsed_s),
    )


def _strategies(comparison: Comparison) -> str:
    """How many strategies have a figure; one that was ended has one, too: that it took longer."""
    if comparison.plan.asked is not None:
        return count(sum(row.wall_s is not None for row in comparison.rows), "point")
    if comparison.plan.against is not None:
        return f"{strategy_title(gated(comparison.plan)[0].strategy)} beside itself"
    measured = {row.contestant for row in comparison.rows if row.wall_s is not None or row.state == "overtaken"}
    ran, every = (len({_strategy(each) for each in some}) for some in (measured, comparison.contestants))
    under = len({each.python for each in comparison.contestants})
    words = f"{ran} of {every} strategies" if ran < every else count(ran, "strategy", "strategies")
    on = f" on {count(under, 'Python')}" if under > 1 else ""
    return f"{words}{on}"


def _strategy(contestant: Contestant) -> Contestant:
    """The same whatever Python it runs under."""
    return replace(contestant, python="")
