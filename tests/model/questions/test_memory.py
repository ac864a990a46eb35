"""What so many workers hold: a line over what was weighed, how many fit, and what is said of both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.model.plan.plan import Asked, Contestant
from parloop_gui.model.questions.answer import Answer
from parloop_gui.model.questions.asking import QUESTIONS
from parloop_gui.model.questions.memory import Memory, memory_words
from parloop_gui.model.statistics.summary import Row
from tests.helpers.comparisons.curves import curves

MB = 10**6
WALLS_S = {1: 0.32, 2: 0.16, 4: 0.08, 8: 0.04}


def answer(memory_bytes: int | None, free_bytes: int | None = None, kind: str = "held_bytes") -> Answer:
    """Eight workers are fastest; the processes hold 50 MB and 250 for each worker."""

    def wall_s(each: Contestant) -> float:
        return WALLS_S[each.arrangement.workers] if each.arrangement.workers else 0.32

    found = curves("workers", list(WALLS_S), wall_s, strategies=["process-pool-executor"])

    def weighed(row: Row) -> Row:
        workers = row.contestant.arrangement.workers
        held = (50 + 250 * workers) * MB if workers else None
        if kind == "held_bytes":
            return replace(row, workers=workers, held_bytes=held)
        return replace(row, workers=workers, peak_rss_bytes=held)

    plan = replace(found.plan, asked=Asked("workers", (1, 2, 4, 8), memory_bytes))
    rows = [weighed(row) for row in found.rows]
    return QUESTIONS["workers"].answer(replace(found, plan=plan, rows=rows, free_bytes=free_bytes))


def test_that_the_sentence_says_how_many_fit_where_the_fastest_don_t() -> None:
    told = answer(1_600 * MB)
    assert told.sentence.endswith("; 6 fit into 1.6 GB.")
    assert (
        "ProcessPoolExecutor with 8 workers holds 2.05 GB of memory, shared pages counted once, "
        "and 250 MB for each one more; 6 fit into 1.6 GB."
    ) in told.stands_on


def test_that_what_is_free_is_taken_where_nobody_says_how_much_there_is() -> None:
    assert answer(None, 700 * MB).sentence.endswith("; 2 fit into the 700 MB that were free.")


@pytest.mark.slow
def test_that_nothing_is_said_in_the_sentence_where_they_fit_or_nobody_knows() -> None:
    assert "fit into" not in answer(4_000 * MB).sentence
    assert "fit" not in answer(None).sentence


def test_that_what_each_holds_by_itself_is_only_about_that() -> None:
    (line,) = [each for each in answer(None, kind="peak_rss_bytes").stands_on if "memory" in each]
    assert line == "ProcessPoolExecutor with 8 workers holds about 2.05 GB of memory, and 250 MB for each one more."


@pytest.mark.parametrize(("limit", "fits"), [(200 * MB, "none fits"), (400 * MB, "1 fits"), (600 * MB, "2 fit")])
def test_that_one_and_none_are_said_alike_in_both_sentences(limit: int, fits: str) -> None:
    told = answer(limit)
    for text in (told.sentence, next(each for each in told.stands_on if "of memory" in each)):
        assert f"; {fits} into {limit // MB} MB." in text


def test_that_far_beyond_what_was_measured_no_number_is_said_to_fit() -> None:
    assert any(line.endswith("; all that were measured fit into 50 GB.") for line in answer(50_000 * MB).stands_on)


@pytest.mark.parametrize(("limit_bytes", "most"), [(49 * MB, 0), (300 * MB, 1), (549 * MB, 1), (550 * MB, 2)])
def test_that_as_many_fit_as_the_line_says(limit_bytes: int, most: int) -> None:
    assert Memory({1: 300 * MB, 2: 550 * MB, 4: 1_050 * MB}, is_about=False).most_within(limit_bytes) == most


def test_that_workers_that_add_nothing_bound_nothing() -> None:
    assert Memory({1: 40 * MB, 2: 40 * MB}, is_about=False).most_within(10 * MB) is None


def test_that_threads_which_take_next_to_nothing_are_not_said_to_take_0_bytes() -> None:
    line = memory_words("ThreadPoolExecutor", Memory({1: 40 * MB, 8: 40 * MB}, is_about=True), None, 8)
    assert line == "ThreadPoolExecutor with 8 workers holds about 40 MB of memory, and hardly any for each one more."
