"""One run from its items to its results: made ready, the idiom against the clock, compared.

    get_ready(job) ─► Started ─► begin: first stamp ─► the idiom ─► end: second stamp ─► compare ─► Finished

A loop of Parloop's own or a function over items goes through this in one go (`main.py`); a loop of the user's program
goes through it where it stands (`program_run.py`): its folds lie between the idiom and the second stamp.
"""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter  # as it is now: the user's code may put another clock in its place
from typing import Any

from ..host import environment, gil_switch
from ..host.lazy_function import loaded
from ..host.usage import Usage
from ..protocol.kinds import RunStage
from ..protocol.pipe import EventPipe
from ..protocol.runner_messages import Assignment, CannotRun, Failed, Finished, NotReached, Returned, Started, Stopped
from ..strategies.idiom_use import arguments_for, bindings, sets_up
from ..strategies.kept_open import kept_open
from ..strategies.registry import find as find_strategy
from ..strategies.strategy import Call, Effective, Idiom, Strategy
from ..tracing import coroutine_tasks, one_task, recorder
from ..tracing.exception_notes import described
from ..user_program.arrival import NotReachedError
from ..versions import own_tree
from . import readiness, result_check
from .gil_probe import GilProbe
from .handed_once import as_sent, given_once
from .job import CannotRunError, Job
from .process_end import flush


class Results(list[Any]):
    """The list that lazy idioms fill: stamps its first result, and is a plain list from then on."""

    def __init__(self) -> None:
        super().__init__()
        self.first_at = 0.0
        self.append = self._append_first  # type: ignore[method-assign]

    def _append_first(self, result: Any) -> None:
        self.first_at = perf_counter()
        del self.append
        self.append(result)


class OneRun:
    """The run of this assignment. `told()` sends what goes wrong within it; nothing else is caught.

    `counted_s` is added to what this process has computed in all: less than 0 is what it did before there was a run for
    it, more what another one did for the run before this one was forked from it.
    """

    job: Job
    effective: Effective
    _bound: dict[str, Any]
    _idiom: Idiom

    def __init__(self, assignment: Assignment, pipe: EventPipe, counted_s: float) -> None:
        self.assignment, self.pipe, self._counted_s = assignment, pipe, counted_s
        self.strategy: Strategy = find_strategy(assignment.run.strategy)
        self.call: Call = self.strategy.call(assignment.run.call).for_loop(assignment.run.loop.unpack)
        self.results = Results()
        self.stage: RunStage = "loading"
        self._prober = GilProbe(assignment.run.probe, reads_schedstat=assignment.reads_schedstat)
        self._before: Usage
        self._began_at = self._returned_at = 0.0
        self._is_begun = False
        self._pid = 0

    def computed_s(self) -> float:
        """What has been computed for the run by now, in seconds of CPU time."""
        return self._counted_s + Usage.now().cpu_s

    def count_from_now(self) -> None:
        """What this process has computed so far was before anybody looked at the machine for this run."""
        self._counted_s = -Usage.now().cpu_s

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Whatever ends the run early within this block is sent."""
        try:
            yield
        except CannotRunError as refusal:
            self.pipe.send(CannotRun(str(refusal)))
        except NotReachedError as error:
            self.pipe.send(NotReached(str(error), error.details))
        except BaseException as error:  # the user's code may raise anything, SystemExit as well
            self.pipe.send(Failed(stage=self.stage, **described(error)))

    def get_ready(self, job: Job) -> Callable[[Any], Any]:
        """Everything but the idiom itself; what the idiom is to call with an item. Raises CannotRunError."""
        if self.assignment.run.kept_open:
            self.call = self._twice()
        if self.assignment.run.once:
            job = given_once(job)
        self.job = readiness.made_ready(self.assignment, job, self.strategy, self.call)
        self.effective = readiness.effective(self.assignment, self.strategy, self.call, len(self.job.items))
        self._bound = self._imported()
        loops = 2 if self.assignment.run.kept_open else 1
        readiness.expect_workers(self.strategy, self.call, self.effective, loops * len(self.job.items))
        self.pipe.send(Started(len(self.job.items), self.effective.chunksize))
        return self._task()

    def begin(self) -> None:
        """Start the clock."""
        self.stage, self._pid = "running", os.getpid()
        gc.collect()  # what loading left behind would else be collected under the clock, in some runs and not in others
        self._prober.__enter__()
        self._before = Usage.now()
        self._began_at = perf_counter()

    def idiom(self, task: Callable[[Any], Any], chunk: list[Any] | None = None) -> Callable[[], list[Any]]:
        """The idiom with all that it is called with, to be called once the clock runs.

        `chunk`: some of the items, whose results alone it is to give.
        """
        job, effective = self.job, self.effective
        results: list[Any] = self.results
        if chunk is not None:
            effective = readiness.effective(self.assignment, self.strategy, self.call, len(chunk))
        if self._is_begun:  # the one list holds what an earlier chunk gave
            results = []
        self._is_begun = True
        arguments = self._arguments(task, chunk or job.items, results, effective)
        set_up_first = self.set_up_first()
        idiom = self._idiom

        def do() -> list[Any]:
            if set_up_first is not None:
                set_up_first()
            return idiom(**arguments)

        return do

    def set_up_first(self) -> Callable[[], object] | None:
        """What is to be called before the first task, where no worker does that itself."""
        place = sets_up(self.strategy, self.call, self.effective.workers)
        return self.job.initializer if place == "first" else None

    def announce_results(self) -> None:
        """All results are in, and the workers gone or done: no worker need be watched any more."""
        self._returned_at = perf_counter()
        self.pipe.send(Returned())

    def end(self) -> Finished:
        """Stop the clock."""
        ended_at = perf_counter()  # before anything else: all that follows is not the loop's
        if not self._returned_at:  # no folds behind the idiom, or between its chunks
            self._returned_at = ended_at
            self.pipe.send(Returned())  # before any worker that is kept is ended: it would be taken for a lost one
        if self.strategy.after is not None:  # workers that are kept are counted once they are gone
            loaded(self.strategy.after)()
        now = Usage.now()
        self.pipe.send(Stopped(self._counted_s + now.cpu_s))
        used = now - self._before
        self._prober.__exit__(None, None, None)
        uses_processes = self.strategy.uses_start_method
        return Finished(
            items=len(self.job.items),
            began_at=self._began_at,
            ended_at=ended_at,
            first_result_at=self.results.first_at,
            own_cpu_s=used.own_cpu_s,
            children_cpu_s=used.children_cpu_s,
            involuntary_switches=used.involuntary_switches,
            own_peak_rss_bytes=used.peak_rss_bytes,
            width=self.effective.width,
            workers=self.effective.workers,
            chunksize=self.effective.chunksize,
            start_method=readiness.start_method() if uses_processes else None,
            results_match=None,
            match_message="",
            probe=self._prober.result(),
            of_items=self.job.of_items,
            gil=environment.gil_on(),
            gil_by=gil_switch.switched_on_by(),
            kept_open_s=self._second_loop_s(ended_at) if self.assignment.run.kept_open else None,
            returned_at=self._returned_at,
        )

    def compare(self, results: list[Any], finished: Finished) -> None:
        """Compare the results with the first plain run's, and send how the run went."""
        self.stage = "comparing"
        if os.getpid() != self._pid:  # a task forked it, and it came back: what came of the run is its parent's to tell
            os._exit(0)
        if told := own_tree.stray(self.assignment.run.loop):  # what a task imports is there only now
            raise CannotRunError(told)
        folder = Path(self.assignment.comparison)  # kept over runs; each run's own folder goes with it
        if self.assignment.run.reference:
            match = result_check.keep(results, folder)
        else:
            match = result_check.check(results, folder, self.call.ordered)
        flush()  # this process is not waited for once it has sent its last word
        self.pipe.send(replace(finished, results_match=match.matches, match_message=match.message))

    def _arguments(
        self, task: Callable[[Any], Any], items: list[Any], results: list[Any], effective: Effective
    ) -> dict[str, Any]:
        """What the idiom is called with; nothing is imported for it any more."""
        set_up, method = self.job.initializer, readiness.start_method()
        return arguments_for(self.strategy, self.call, task, items, results, effective, set_up, method, self._bound)

    def _imported(self) -> dict[str, Any]:
        """What the idiom's names are bound to, its package imported; raises CannotRunError where that can't be.

        Before `Started`: what it costs would else be taken for another program's, or for the loop's own.
        """
        self._idiom = self.call.idiom
        try:
            found = bindings(self.strategy)
            readiness.keep_within(self.assignment, self.strategy)
        except ImportError as error:
            raise CannotRunError(f"{self.strategy.title} can't be imported by this Python: {error}.") from None
        return found

    def _second_loop_s(self, ended_at: float) -> float:
        """What the second loop in the same pool took, and what a program's loop does with its results."""
        began_s, came_s = self.results[:2]
        return float(came_s - began_s + ended_at - self._returned_at)

    def _twice(self) -> Call:
        """The call that does the loop twice in the same pool."""
        twice = kept_open(self.call)
        if twice is None:
            raise CannotRunError(f"{self.strategy.title}'s {self.call.slug} has no pool that could be kept open.")
        return twice

    def _task(self) -> Callable[..., Any]:
        """What records the tasks, as the idiom calls it."""
        if self.call.awaits:
            return coroutine_tasks.task
        # What the recorder does for workers that go on is felt in one that does a single task; see `one_task.py`.
        if readiness.forks_for_each(self.strategy):
            return one_task.task_in_fork
        if self.strategy.width == "items" and not self.strategy.uses_start_method:
            return one_task.task_in_thread
        task = recorder.task_of_parts if self.call.spreads else recorder.task
        sends = self.strategy.pickles and not self.assignment.run.once
        return as_sent(self.job.function, task) if sends else task
