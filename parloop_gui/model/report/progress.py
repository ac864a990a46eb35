"""How far a comparison is and how it ended, in the words that window, terminal and report share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parloop_gui.model.plan.plan import round_limits
from parloop_gui.model.report.comparison_titles import contestant_name
from parloop_gui.model.wording.units import about, count, duration, thousands

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.events.events import EndReason, ForecastMade, RunBegan


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
    """Where it is: "Round 4 of at most 15 · ThreadPool · 4,640 of 12,600 tasks · about 12 s left"; "" between runs."""
    run = comparison.under_way
    if run is None:
        return ""
    parts = [_step(run, comparison), contestant_name(run.contestant, comparison)]
    if comparison.total:
        parts.append(f"{thousands(comparison.done)} of {count(comparison.total, 'task')}")
    if comparison.left_s is not None:
        parts.append(f"about {about(comparison.left_s)} left")
    return " · ".join(parts)


def forecast_line(made: ForecastMade) -> str:
    """What is expected: "Forecast: processes, about 2.1 s; the plain loop 4.0 s"."""
    from parloop_gui.model.explain.expected import family_words
    from parloop_gui.model.forecast.forecast import favourite

    best = favourite(made.forecasts)
    if best is None:
        return ""
    plain = next((each for each in made.forecasts if each.contestant == best.contestant.plain), None)
    if made.cut_s is not None:
        return f"Forecast: {family_words(best)}; one task alone takes longer than {duration(made.cut_s, 2)}"
    beside = f"; the plain loop {duration(plain.wall_s, 2)}" if plain is not None and plain != best else ""
    return f"Forecast: {family_words(best)}, about {duration(best.wall_s, 2)}{beside}"


def _step(run: RunBegan, comparison: Comparison) -> str:
    if run.recorded:
        return "Recorded round, not counted"
    if run.kept_open:
        return "Pool kept open, not counted"
    if run.round == 0:
        return "Warm-up round, not counted"
    most = comparison.estimate.rounds if comparison.estimate is not None else round_limits(comparison.plan)[1]
    at_most = "" if comparison.plan.rounds is not None else "at most "
    return f"Round {run.round} of {at_most}{max(most, run.round)}"


def end_parts(comparison: Comparison) -> tuple[str, ...]:
    """How it ended: "Done", "9 rounds", "8 of 9 strategies", "2 min 22 s"."""
    rounds = count(comparison.rounds_finished, "round")
    if comparison.ended is None:
        return "Not finished", rounds
    ran, every = len([row for row in comparison.rows if row.wall_s]), len(comparison.contestants)
    return (
        END_WORDS[comparison.ended.reason].word,
        f"{rounds} and 1 recorded round" if comparison.recorded else rounds,
        f"{ran} of {every} strategies" if ran < every else count(ran, "strategy", "strategies"),
        duration(comparison.ended.elapsed_s),
    )
