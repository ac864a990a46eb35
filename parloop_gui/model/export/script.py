"""`.py`: the winner's code as a script of its own, the very lines that were timed."""

from __future__ import annotations

from parloop_gui.engine import catalogue
from parloop_gui.model.comparison import Comparison
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.plan import Contestant
from parloop_gui.model.summary import Row


def render(comparison: Comparison) -> bytes:
    """The code of the strategy that the verdict names, else the plain loop's; raises ExportError."""
    row = _row(comparison, _chosen(comparison))
    contestant = row.contestant
    try:
        text = catalogue.script(
            comparison.plan.loop,
            contestant.strategy,
            contestant.call,
            workers=row.workers,
            chunksize=comparison.plan.chunksize,
            start_method=comparison.plan.start_method,
        )
    except (LookupError, ValueError) as error:
        raise ExportError(f"The code can't be written: {error}") from None
    return text.encode("utf-8", "replace")


def _chosen(comparison: Comparison) -> Contestant:
    verdict = comparison.verdict
    if verdict and verdict.contestant:
        return verdict.contestant
    contestants = [row.contestant for row in comparison.rows] or list(comparison.contestants)
    plain = next((each for each in contestants if each.strategy == "serial"), None)
    if plain is None:
        raise ExportError("The code can't be written: this comparison names no strategy.")
    return plain


def _row(comparison: Comparison, contestant: Contestant) -> Row:
    return next((row for row in comparison.rows if row.contestant == contestant), Row(contestant, 0))
