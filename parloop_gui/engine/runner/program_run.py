"""A run of a loop of the user's program: made where the loop stands, its frames alive, what follows it never begun.

    runner ─► the program, up to the loop ─► items ─► a fork, where that can be had (`fork_point.py`)
                  ─► first stamp ─► idiom ─► folds, in order ─► second stamp ─► compare

In the plain loop each task is followed by its fold, as they stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from types import FrameType, TracebackType
from typing import Any, NoReturn

from ..protocol.first_match import chunks, first_chunk
from ..user_program import program, worker_main
from ..user_program.loop_items import made_items
from ..user_program.stop_at_loop import Give, Stop, Task
from . import readiness
from .coroutines import outside_event_loop
from .fork_point import ForkPoint
from .job import CannotRunError, Job
from .one_run import OneRun
from .process_end import leave


def go_to_the_loop(run: OneRun, point: tuple[int, str] | None) -> NoReturn:
    """Run the program up to its loop and make the run there; raises NotReachedError where it never comes there.

    `point` is a fork point's socket and the folder for its temporary files, where there is to be one.
    """
    loop = run.assignment.run.loop
    worker_main.lay(run.assignment.folder, loop)
    fork_point = ForkPoint(*point) if point is not None else None
    temporary = fork_point.temporary if fork_point is not None else run.assignment.work
    program.run(loop, Stop(partial(_place, run, fork_point)), temporary)


def _place(run: OneRun, fork_point: ForkPoint | None, frame: FrameType) -> MeasuredPlace:
    return MeasuredPlace(run, fork_point)


class MeasuredPlace:
    """The loop as this run makes it; leaving it ends the process."""

    original = False

    def __init__(self, run: OneRun, fork_point: ForkPoint | None) -> None:
        self._run, self._fork_point = run, fork_point
        self._results: list[Any] = []

    def __enter__(self) -> MeasuredPlace:  # noqa: PYI034 - Self is new in Python 3.11
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> NoReturn:
        run = self._run
        with run.told():
            if error is not None:
                raise error
            finished = run.end()
            run.compare(self._results, replace(finished, items=len(self._results)))
        leave()

    def originals(self, items: Iterable[Any]) -> Iterable[Any]:
        """Never asked for: it is the split loop that is measured."""
        raise NotImplementedError

    def passes(
        self, items: Iterable[Any], task: Task, give: Give, values: tuple[Any, ...], until_found: bool = False
    ) -> Iterator[tuple[Any, Any]]:
        """Each item with its result; the idiom runs before the first, or in the plain loop each task before its own.

        `until_found`: whoever goes over them may stop at any, so that they are made in chunks.
        """
        whole = made_items(items, self._run.assignment.run.loop)
        if self._fork_point is not None:
            self._run = self._fork_point.run_of(self._run)
        run = self._run
        readiness.use_start_method(run.assignment)
        _refuse_any_order(run)
        job = Job(task, whole).of_sample(run.assignment.run.loop.sample)
        if give is not None:
            job = job.given(partial(give, *values))
        recording = run.get_ready(job)
        if run.strategy.family == "baseline":
            yield from self._one_by_one(recording)
            return
        if until_found:
            yield from self._in_chunks(recording)
            return
        idiom = run.idiom(recording)
        with outside_event_loop():
            run.begin()
            self._results = idiom()
        run.announce_results()
        yield from zip(run.job.items, self._results)  # noqa: B905 - `strict` is checked for each

    def _in_chunks(self, recording: Task) -> Iterator[tuple[Any, Any]]:
        run = self._run
        workers = run.assignment.run.workers if run.strategy.width == "workers" else None
        run.begin()
        for chunk in chunks(run.job.items, first_chunk(workers)):
            with outside_event_loop():
                results = run.idiom(recording, chunk)()
            for item, result in zip(chunk, results):  # noqa: B905 - `strict` is checked for each
                self._results.append(result)
                yield item, result

    def _one_by_one(self, recording: Task) -> Iterator[tuple[Any, Any]]:
        run, results = self._run, self._run.results
        self._results, set_up = results, run.set_up_first()
        *before, last = run.job.items
        run.begin()
        if set_up is not None:
            set_up()
        for item in before:
            result = recording(item)
            results.append(result)
            yield item, result
        results.append(recording(last))
        run.announce_results()
        yield last, results[-1]


def _refuse_any_order(run: OneRun) -> None:
    """Raise CannotRunError where the folds would get the results in another order than theirs."""
    if not run.call.ordered:
        raise CannotRunError(
            f"{run.strategy.title}'s {run.call.slug} gives results in any order, and the loop takes them in its own."
        )
