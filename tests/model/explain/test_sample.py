"""What a loop goes over, in words; and what the whole would take where a sample was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison, summed_up
from parloop_gui.model.explain.sample import Sample, items_in_words, whole_in_words
from parloop_gui.model.report.caption import caption, subject
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.comparisons.scenes import STATES

LOOP = LoopSpec("user", "count", "paths", path="/somewhere/words.py", function="count")


def sampled(of_items: int | None = 10_000) -> Comparison:
    """A finished comparison whose loop has more items than the 60 that were measured."""
    known = STATES["done-cpu"]()
    runs = tuple(
        replace(run, ended=replace(run.ended, measurement=replace(run.ended.measurement, of_items=of_items)))
        for run in known.runs
        if run.ended.measurement is not None
    )
    loop = replace(known.plan.loop, kind="user", items="everything", function="count", sample=60)
    return summed_up(replace(known, runs=runs, plan=replace(known.plan, loop=loop)))


@pytest.mark.parametrize(
    ("loop", "of", "words"),
    [
        (LOOP, Sample(60, 60), "paths, 60 items"),
        (LOOP, Sample(60, 10_000), "paths, a sample of 60 of 10,000 items"),
        (LOOP, Sample(60, None), "paths, a sample of 60 items"),
        (LOOP, Sample(None, None), "paths"),
        (replace(LOOP, items=f"[{', '.join('0' * 90)}]"), Sample(90, 90), f"[{'0, ' * 19}0…, 90 items"),
        (replace(LOOP, kind="program", items="pixels"), Sample(60, 60), "60 items"),
        (replace(LOOP, kind="program", items="pixels"), Sample(None, None), "its own items"),
        (LoopSpec("builtin", "primes", 60), Sample(60, 60), "60 items"),
        (replace(LOOP, items="/a/names.txt", items_kind="file"), Sample(None, None), "the lines of names.txt"),
        (replace(LOOP, items="make", items_kind="function"), Sample(None, None), "what make() gives"),
        (replace(LOOP, items="items", items_kind="function", code="…"), Sample(None, None), "its own items"),
    ],
)
def test_that_items_are_told_in_words(loop: LoopSpec, of: Sample, words: str) -> None:
    assert items_in_words(loop, of) == words


def test_that_every_figure_says_that_it_is_of_a_sample() -> None:
    made = sampled()
    assert made.sample == Sample(60, 10_000)
    assert made.verdict is not None
    assert "faster than the plain loop on a sample of 60 of 10,000 (95% CI " in made.verdict.figure
    assert "a sample of 60 of 10,000 items" in subject(made)
    assert "sample of 60 of 10,000 items" in caption(made)


def test_that_the_verdict_gives_the_whole_loops_time() -> None:
    made = sampled()
    assert made.verdict is not None
    plain, chosen = (
        next(row for row in made.rows if row.contestant == each)
        for each in (made.rows[0].contestant, made.verdict.contestant)
    )
    told = whole_in_words(Sample(60, 10_000), plain, chosen)
    assert told.startswith("Over all 10,000 items it would take about ")
    assert told in [each.text for each in made.verdict.reasons[:2]]
    assert plain.wall_s is not None
    ten_times = whole_in_words(Sample(10, 100), replace(plain, startup_s=0.0, winddown_s=0.0))
    assert ten_times == f"Over all 100 items the plain loop would take about {plain.wall_s.median * 10:.1f} s."


def test_that_nothing_is_said_of_a_sample_where_all_items_are_measured() -> None:
    made = a_comparison()
    assert made.sample == Sample(60, 60)
    assert "sample" not in caption(made)
    assert whole_in_words(made.sample, made.rows[0]) == ""
    whole = sampled(of_items=60)
    assert whole.verdict is not None
    assert "sample" not in whole.verdict.figure + whole.verdict.because
