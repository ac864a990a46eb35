"""A comparison in words: what the terminal prints at the end and a Markdown file holds, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.comparison.kept_what_if import KeptWhatIf
from parloop_gui.model.explain.ways_out import remedied_lines
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.comparison_titles import contestant_name, name_in_group
from parloop_gui.model.report.conditions import settings
from parloop_gui.model.report.progress import end_parts
from parloop_gui.model.report.race_words import race_words
from parloop_gui.model.statistics.classification import Tag, gil_words, pill, tag_words
from parloop_gui.model.statistics.figure_words import NOT_MEASURED, speedup_words, wall_words
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.wording import units
from parloop_gui.model.wording.groups import grouped, of_python
from parloop_gui.model.wording.titles import name

COLUMNS = ("Strategy", "Per task", "Speed-up", "Wall time", "Throughput", "At once", "Start-up", "")
# Which of the columns are aligned to the right.
RIGHT = (False, False, True, True, True, True, True, False)

# In the last column of whichever row the verdict names.
BEST = "best"
LEVEL = "≈ best"
# All that stands there but what became of one that does not race on.
MARKS = (BEST, LEVEL, "")

# A title and the lines under it.
Group = tuple[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class ReportContent:
    """What to show, top to bottom; empty parts are left out.

    `table` has one row of COLUMNS per strategy with figures, in groups with a title each where there are several
    interpreters ("" where there is one); `endings` a name and a sentence for each that ended
    badly, `unavailable` for each that can't run here; `settings` names and values; `kept_open` a name and what its
    second loop in the same pool came to, `remedies` a name and what less handed over came to; `what_ifs` what was
    said of the loop if it were another one, a line each.
    """

    headline: str
    figure: str
    because: str
    tags: tuple[str, ...]
    table: tuple[Group, ...]
    endings: tuple[tuple[str, str], ...]
    unavailable: tuple[tuple[str, str], ...]
    advice: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]
    finish: str
    kept_open: tuple[tuple[str, str], ...] = ()
    remedies: tuple[tuple[str, str], ...] = ()
    what_ifs: tuple[str, ...] = ()


def report(comparison: Comparison) -> ReportContent:
    """The report of a comparison, also of one that was stopped before it had figures."""
    verdict = comparison.verdict
    measured = [row for row in comparison.rows if row.wall_s is not None or row.state == "overtaken"]
    return ReportContent(
        headline=verdict.headline if verdict else "Nothing measured yet",
        figure=verdict.figure if verdict else "",
        because=verdict.because if verdict else "",
        tags=_tags(comparison, comparison.plain_row(verdict.contestant if verdict else None)),
        table=tuple(
            (title, tuple(_line(row, comparison) for row in rows))
            for title, rows in grouped(measured, comparison.plan.pythons)
        ),
        endings=_once(
            [
                (row.contestant, row.message or row.outcome)
                for row in comparison.rows
                if row.outcome not in ("finished", "stopped", "unavailable", "not-run", "overtaken")
            ],
            comparison,
        ),
        unavailable=_once(comparison.unavailable, comparison),
        advice=_advice(comparison),
        settings=settings(comparison),
        finish=finish(comparison),
        kept_open=tuple(
            (contestant_name(row.contestant, comparison), _kept_open(row, comparison))
            for row in comparison.rows
            if row.kept_open_s is not None
        ),
        remedies=tuple(
            (contestant_name(row.contestant, comparison), told)
            for row in comparison.rows
            for told in _remedies(row, comparison)
        ),
        what_ifs=tuple(_what_if(said) for said in comparison.what_ifs),
    )


def _what_if(said: KeptWhatIf) -> str:
    """The sentence, what is expected of each strategy, what else was said."""
    others = [each for each in said.expected if not each.contestant.is_plain]
    among = [each.contestant for each in others]
    gains = [
        f"{name(each.contestant, among)} {units.times(each.gain.median)} "
        f"({units.interval(each.gain.low, each.gain.high)})"
        for each in others
    ]
    expected = (f"Expected beside the plain loop, with 80% intervals: {units.listed(gains)}.",) if gains else ()
    return " ".join((said.sentence, *expected, *said.also))


def _remedies(row: Row, comparison: Comparison) -> list[str]:
    """What less handed over came to, beside the plain loop: "with an initializer: 1.9×, 13 ms"."""
    lines = remedied_lines(row, comparison.plain_row(row.contestant))
    figures = [(how, f"{units.times(gain, 2)}, " if gain is not None else "", each) for each, gain, how in lines]
    return [f"{how}: {gain}{units.duration(each.wall_s, 2)}" for how, gain, each in figures]


def _once(told: Sequence[tuple[Contestant, str]], comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """Each sentence once, with the names of those that it is about; not what the verdict says of all of them."""
    names: dict[str, list[str]] = {}
    for contestant, sentence in told:
        names.setdefault(sentence, []).append(contestant_name(contestant, comparison))
    said = comparison.verdict.because if comparison.verdict else ""
    if len(names) == 1 and said in names:
        return ()
    return tuple((units.listed(who), sentence) for sentence, who in names.items())


def _kept_open(row: Row, comparison: Comparison) -> str:
    """Its second loop in the same pool, beside the plain loop: "kept open: 7.5×, 13 ms"."""
    plain = comparison.plain_row(row.contestant)
    took_s = row.kept_open_s or 0.0
    if plain is None or plain.wall_s is None or took_s <= 0:
        return f"kept open: {units.duration(took_s, 2)}"
    return f"kept open: {units.times(plain.wall_s.median / took_s, 2)}, {units.duration(took_s, 2)}"


def _advice(comparison: Comparison) -> tuple[str, ...]:
    """The verdict's, then what is odd about other figures."""
    advice = tuple(each.text for each in comparison.verdict.advice) if comparison.verdict else ()
    return (*advice, *(each.text for each in comparison.oddities if each.text not in advice))


def finish(comparison: Comparison) -> str:
    """How it ended: "Done · 9 rounds · 8 of 9 strategies · 2 min 22 s"; why, where nothing else in the report says."""
    ended = comparison.ended
    why = (ended.message,) if ended is not None and ended.reason == "cut-short" else ()
    return " · ".join((*end_parts(comparison), *why))


def _tags(comparison: Comparison, plain: Row | None) -> tuple[str, ...]:
    if plain is None or plain.tag is None:
        return ()
    tag, pythons = plain.tag, comparison.plan.pythons
    words = (tag_words(tag), gil_words(tag), "unsure: the machine was busy" if tag.unsure else "")
    return tuple(of_python(each, plain.contestant, pythons) for each in words if each)


def _line(row: Row, comparison: Comparison) -> tuple[str, ...]:
    return (
        name_in_group(row.contestant, comparison),
        pill(row.tag, _plain_tag(comparison, row.contestant)) if row.tag else NOT_MEASURED,
        "1×" if row.contestant.is_plain else speedup_words(row.speedup),
        wall_words(row),
        units.rate(row.throughput_per_s.median) if row.throughput_per_s else NOT_MEASURED,
        units.thousands(row.width) if row.width else NOT_MEASURED,
        units.duration(row.startup_s) if row.startup_s is not None else NOT_MEASURED,
        _note(row, comparison),
    )


def _note(row: Row, comparison: Comparison) -> str:
    verdict = comparison.verdict
    if verdict and verdict.contestant == row.contestant and row.outcome == "finished":
        return BEST
    if row.level_with_best:
        return LEVEL
    return race_words(row, comparison.plain_row(row.contestant), over=comparison.ended is not None)


def _plain_tag(comparison: Comparison, contestant: Contestant | None) -> Tag | None:
    plain = comparison.plain_row(contestant)
    return plain.tag if plain is not None else None
