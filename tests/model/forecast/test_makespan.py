"""How long tasks take side by side, without what handing over costs."""

from __future__ import annotations

import pytest

from parloop_gui.model.forecast.makespan import MOST_CHUNKS, makespan_s


@pytest.mark.parametrize(
    ("items", "width", "chunksize", "tasks"),
    [
        (60, 2, None, 30),  # as many each
        (61, 2, None, 31),  # one has one more
        (3, 2, 1, 2),
        (1, 8, None, 1),
        (8, 2, 8, 8),  # all in one chunk: the other worker has nothing to do
        (10, 2, 4, 6),  # 4 and 4, then the 2 that are left
        (60, 2, 8, 32),
        (0, 2, None, 0),
    ],
)
def test_that_equal_tasks_come_to_what_the_busiest_worker_does(
    items: int, width: int, chunksize: int | None, tasks: int
) -> None:
    assert makespan_s(items, width, chunksize, 0.1, 0.1) == pytest.approx(tasks * 0.1)


def test_that_a_long_task_may_come_last() -> None:
    even_s = makespan_s(20, 4, None, 0.1, 0.1)
    assert makespan_s(20, 4, None, 0.1, 0.5) == pytest.approx(even_s + 0.75 * 0.4 / 2)


def test_that_very_many_chunks_are_shared_out_evenly() -> None:
    assert makespan_s(2 * MOST_CHUNKS + 1, 2, 1, 1.0, 1.0) == pytest.approx(MOST_CHUNKS + 0.5)
