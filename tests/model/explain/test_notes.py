"""What is to be kept in mind of a strategy speaks of the loop at hand, in its own numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.strategies.strategy import Strategy
from parloop_gui.model.explain.notes import fitting_notes
from tests.helpers.comparisons.scenes import CPU

STRATEGIES = catalogue.strategies()


def notes_of(info: Strategy, items: int | str) -> list[str]:
    """The texts of a strategy's notes for a loop of so many items, before anything was measured."""
    plan = CPU.plan()
    plan = replace(plan, loop=replace(plan.loop, items=items))
    return [text for _, text in fitting_notes(info, info.default_call, plan, None, None)]


@pytest.mark.parametrize("info", STRATEGIES, ids=lambda info: info.slug)
def test_that_every_number_of_things_in_a_note_is_the_loop_s_own(info: Strategy) -> None:
    for items in (32, 1200):
        for text in notes_of(info, items):
            counts = re.findall(r"(\d[\d,]*) (?:items|threads|processes|tasks|workers)", text)
            assert set(counts) <= {f"{items:,}"}


@pytest.mark.parametrize("info", STRATEGIES, ids=lambda info: info.slug)
@pytest.mark.parametrize("items", [1, 32, "names()"])
def test_that_a_note_is_whole_however_many_items_there_are(info: Strategy, items: int | str) -> None:
    for text in notes_of(info, items):
        assert "{" not in text
        assert text.endswith(".")
        assert text[0].isupper() or text.split()[0] in ("map", "imap") or text[0].isdigit()


def test_that_one_worker_for_each_item_is_told_by_their_number() -> None:
    assert any(text.startswith("32 items are 32 threads, whatever") for text in notes_of(catalogue.find("thread"), 32))
    assert any(text.startswith("Every item is a process") for text in notes_of(catalogue.find("process"), "names()"))


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("thread-pool-executor", "7 threads, made as tasks come in, take 1,200 tasks in turn"),
        ("process-pool-executor", "7 processes are kept until the with block ends and take 1,200 tasks in turn."),
        ("process-pool-executor", "1,200 items went out in chunks of 43, and each trip costs"),
        ("process-pool", "1,200 items went out in chunks of 43: large ones are cheap"),
    ],
)
def test_that_workers_and_chunks_are_those_of_the_run(slug: str, said: str) -> None:
    comparison = CPU.comparison(3)
    info = catalogue.find(slug)
    row = next(each for each in comparison.rows if each.contestant.strategy == slug)

    def texts(workers: int | None, chunksize: int | None) -> list[str]:
        measured = replace(row, items=1200, workers=workers, chunksize=chunksize)
        return [text for _, text in fitting_notes(info, "map", comparison.plan, measured, None)]

    assert [text for text in texts(7, 43) if text.startswith(said)]
    assert not [text for text in texts(None, None) if text.startswith(said)]
    assert not [text for text in texts(1, 43) if "1 threads" in text or "1 processes" in text]


def test_that_what_was_measured_counts_before_what_was_planned() -> None:
    comparison = CPU.comparison(3)
    info = catalogue.find("thread")
    row = next(each for each in comparison.rows if each.contestant.strategy == "thread")
    measured = fitting_notes(info, "slots", comparison.plan, replace(row, items=60), comparison.plain_row())
    assert any(text.startswith("60 items are 60 threads") for _, text in measured)
    sampled = replace(comparison.plan, loop=replace(comparison.plan.loop, sample=50))
    assert any(text.startswith("50 items are 50") for _, text in fitting_notes(info, "slots", sampled, None, None))
