"""The chunks in which a loop is run that ends at its first match."""

from __future__ import annotations

import pytest

from parloop_gui.engine.protocol.first_match import chunks, first_chunk


@pytest.mark.parametrize("workers", [None, 1, 2, 61])
@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 1000])
def test_that_chunks_are_all_items_in_order_each_twice_the_one_before(count: int, workers: int | None) -> None:
    items, many = list(range(count)), first_chunk(workers)
    made = list(chunks(items, many))
    assert [item for chunk in made for item in chunk] == items
    assert all(made)
    assert [len(chunk) for chunk in made[:-1]] == [many * 2**at for at in range(len(made) - 1)]


def test_that_the_first_chunk_has_work_for_each_worker() -> None:
    assert all(first_chunk(workers) % workers == 0 and first_chunk(workers) > workers for workers in range(1, 99))
