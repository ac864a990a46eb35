"""What the verdict says and its strip shows, in words and figures, for a comparison in any state. No widgets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.report.caption import subject
from parloop_gui.model.report.progress import END_WORDS
from parloop_gui.model.statistics.classification import gil_words, is_mixed, tag_words
from parloop_gui.model.wording.groups import of_python
from parloop_gui.ui.charts.compare.speedup_strip import StripData, StripDot, StripLine
from parloop_gui.ui.charts.figure.verdict_text import TagText, VerdictText
from parloop_gui.ui.result.status_texts import is_settled, rounds_pill, stopped_by_trial

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.events.forecast import Forecast
    from parloop_gui.model.plan.plan import Contestant
    from parloop_gui.model.statistics.summary import Row


def verdict_text(comparison: Comparison) -> VerdictText:
    """The verdict card's words for this state."""
    return _words(comparison)._replace(subject=subject(comparison))


def _words(comparison: Comparison) -> VerdictText:
    if comparison.leave is not None:
        why = "Measuring would repeat what your code does."
        return VerdictText("Waiting for your answer", because=why, settled=False)
    verdict = comparison.verdict
    pill = rounds_pill(comparison)
    headline = END_WORDS[comparison.ended.reason].headline if comparison.ended is not None else ""
    if comparison.ended is not None and headline:
        if stopped_by_trial(comparison):
            return VerdictText(comparison.ended.message)
        return VerdictText(headline, because=comparison.ended.message)
    if verdict is None:
        over = comparison.ended is not None
        words = comparison.ended.message if comparison.ended is not None else ""
        return VerdictText("Nothing was measured" if over else "Measuring…", because=words, pill=pill, settled=over)
    tags = _tags(comparison, comparison.plain_row(verdict.contestant))
    from parloop_gui.model.explain.verdict import gain_words  # brings the statistics, and the first paint needs none

    gain = gain_words(verdict.gain) if verdict.gain is not None else ("", verdict.figure, "")
    sentences = tuple(each.text for each in verdict.reasons)
    return VerdictText(verdict.headline, gain, verdict.because, pill, is_settled(comparison), tags, sentences)


def strip_data(comparison: Comparison) -> StripData:
    """The strip's dots: every strategy with a speed-up or with one expected of it, beside those of its Python."""
    leader = _leader(comparison)
    dots = {row.contestant: dot for row in comparison.rows if (dot := _dot(row, leader)) is not None}
    forecasts = comparison.forecast.forecasts if comparison.forecast is not None else ()
    waiting = {row.contestant for row in comparison.rows if row.state == "forecast"}
    for each in forecasts:
        if each.contestant in waiting and not each.contestant.is_plain and math.isfinite(each.gain):
            dots[each.contestant] = _expected_dot(each, leader)
    pythons = list(dict.fromkeys(each.contestant.python for each in comparison.rows if each.contestant in dots))
    several = len(comparison.plan.pythons) > 1
    return StripData(tuple(_line(comparison, dots, python, python if several else "") for python in pythons))


def _leader(comparison: Comparison) -> Contestant | None:
    """Whom the verdict names, or expects while it names nobody."""
    if comparison.verdict is not None and comparison.verdict.contestant is not None:
        return comparison.verdict.contestant
    if comparison.forecast is None or any(row.speedup is not None for row in comparison.rows):
        return None
    from parloop_gui.model.explain.expected import expected_best  # as in _words

    expected = expected_best(comparison.forecast, comparison.rows)
    return expected.contestant if expected is not None else None


def _dot(row: Row, leader: Contestant | None) -> StripDot | None:
    """What was measured of one; the leader's interval is drawn with it."""
    if row.speedup is None or row.contestant.is_plain or row.outcome != "finished":
        return None
    best = row.contestant == leader
    reach = (row.speedup.low, row.speedup.high) if best else None
    return StripDot(catalogue.find(row.contestant.strategy).family, row.speedup.median, best, reach)


def _expected_dot(forecast: Forecast, leader: Contestant | None) -> StripDot:
    best = forecast.contestant == leader
    reach = (forecast.gain_low, forecast.gain_high) if best else None
    return StripDot(catalogue.find(forecast.contestant.strategy).family, forecast.gain, best, reach, expected=True)


def _line(comparison: Comparison, dots: dict[Contestant, StripDot], python: str, name: str) -> StripLine:
    rows = [row for row in comparison.rows if row.contestant in dots and row.contestant.python == python]
    return StripLine(name, tuple(dots[row.contestant] for row in rows), ideal(comparison, rows))


def ideal(comparison: Comparison, rows: list[Row]) -> float:
    """The speed-up that rows of one Python could reach: times of tasks at once, or of cores where the loop computes."""
    pools = [row for row in rows if catalogue.find(row.contestant.strategy).width == "workers"] or rows
    forecasts = comparison.forecast.forecasts if comparison.forecast is not None else ()
    expected = {each.contestant: each.workers for each in forecasts}
    widest = max((row.width or expected.get(row.contestant) or 1 for row in pools), default=1)
    plain = comparison.plain_row(rows[0].contestant if rows else None)
    computes = plain is not None and plain.tag is not None and plain.tag.slug == "cpu-bound"
    cores = comparison.machine.get("cores")
    return float(min(widest, int(cores)) if computes and isinstance(cores, int) else widest)


def _tags(comparison: Comparison, plain: Row | None) -> tuple[TagText, ...]:
    """What the plain loop that is compared with was found to be; of several Pythons each says its own."""
    if plain is None or plain.tag is None:
        return ()
    tag, pythons = plain.tag, comparison.plan.pythons
    bound = "mixed" if is_mixed(tag.corrected_share) else tag.slug
    tags = (TagText(tag_words(tag), tag.slug == "cpu-bound", bound), TagText(gil_words(tag), False, tag.gil))
    return tuple(each._replace(words=of_python(each.words, plain.contestant, pythons)) for each in tags if each.words)
