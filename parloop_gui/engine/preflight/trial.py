"""One trial: import, find the function, make the items, set up, do a few tasks, pickle everything, do them again."""

from __future__ import annotations

import contextlib
import inspect
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from ..host import run_delay
from ..host.environment import gil_on
from ..loops import user
from ..loops.user_errors import UserLoopError, user_error
from ..loops.user_items import make_items
from ..loops.user_module import import_module
from ..protocol.kinds import StoppingStage, TrialStage
from ..protocol.loop_spec import LoopSpec
from ..protocol.preflight_facts import Arrival, Effect, PreflightFacts, Problem, without_doubles
from ..runner import result_check
from ..runner.coroutines import ordinary
from ..user_program import open_files, worker_main
from ..user_program.effects import Effects
from ..user_program.held_open import untold
from . import pickling
from .forked_task import Moment

# The first item, one in the middle, the last: enough to see a task fail, and to guess how long one takes.
TASKS = 3
# Done again in less than a twentieth of the time, a task was not done: its answer was remembered.
REMEMBERED = 0.05
# Tasks that compute less tell nothing by computing still less: a page of memory is cold the first time.
ENOUGH_CPU_S = 1e-3
# Once tasks have taken so long together, no further one is tried.
ENOUGH_S = 2.0


class Trial:
    """Tries one loop, stage by stage; `emit` gets the facts at each stage's beginning and at the end.

    With `again` only what the results need is done, and they are compared with those that the first trial left in
    the folder.
    """

    def __init__(
        self,
        spec: LoopSpec,
        folder: Path,
        emit: Callable[[PreflightFacts], None],
        await_leave: Callable[[], object] | None = None,
    ) -> None:
        """`await_leave` returns once what is done outside may be repeated, if ever; None: it may."""
        self.spec, self.folder, self.emit, self._await_leave = spec, folder, emit, await_leave
        self.facts = PreflightFacts()
        self.effects = Effects(folder, spec.path or "", self._on_effect)
        self.name = spec.function or ""
        """What a task is called in sentences."""
        self.given: list[tuple[str, Any]] = []
        """What each worker has before its first task, by name."""
        self._is_again = self._is_on_way = False
        self._awaited_s = 0.0
        self._moment: Moment | None = None
        self._opened: frozenset[int] = frozenset()
        self._module: ModuleType
        self._function: Callable[..., Any]
        self._call: Callable[[Any], Any]
        self._items: list[Any] = []
        self._results: list[Any] = []
        self._times_s: list[float] = []
        self._cpus_s: list[float] = []

    def run(self, *, again: bool = False) -> None:
        """Go through the stages as far as possible."""
        began_with: list[tuple[StoppingStage, Callable[[], None]]] = [
            ("import", self._import),
            ("function", self._find),
            ("items", self._make_items),
            ("set-up", self._set_up),
        ]
        self.effects.stops = self.asks
        self._go_through([*began_with, ("task", self._do_tasks)], again=again)

    def run_here(self, module: ModuleType, task: Callable[..., Any], items: list[Any], *, again: bool) -> None:
        """The same from the first task on, of a loop whose program has come to it."""
        self._module, self._function, self._call, self._items = module, task, ordinary(task), items
        self.note(items=len(items))
        self._go_through([("task", self._do_tasks)], again=again)

    def _go_through(self, stages: Sequence[tuple[StoppingStage, Callable[[], None]]], *, again: bool) -> None:
        self._is_again = again
        further: list[tuple[TrialStage, Callable[[], None]]] = [("pickling", self._pickle), ("repeating", self._repeat)]
        if again:
            further = [("repeating", self._compare)]
        if self._does(stages):
            self._fork(again=again)
            for name, stage in further:
                self.note(stage=name)
                stage()
        self.note(stage="done")

    def _does(self, stages: Sequence[tuple[StoppingStage, Callable[[], None]]]) -> bool:
        """Go through stages that no strategy can do without; whether all of them went well."""
        for name, stage in stages:
            self.note(stage=name)
            try:
                stage()
            except UserLoopError as error:
                self.add(Problem(name, str(error), error.line))
                return False
        return True

    def _import(self) -> None:
        if self.spec.is_forked:
            self._moment = Moment(self.folder)
        self._opened = open_files.opened()
        self._is_on_way = True
        began_at = self.clock_s()
        with self.effects.noting():
            self._module = import_module(self.spec, str(self.folder))
        self.note(import_s=self.clock_s() - began_at, gil=gil_on())
        # Not before: a file beside the user's may have the name of what multiprocessing imports.
        worker_main.lay_watch(str(self.folder), self.spec.path or "")

    def _find(self) -> None:
        self._function = user.find_function(self._module, self.spec.function or "", None if self.spec.unpack else 1)
        self._call = ordinary(user.called_with_an_item(self.spec, self._function))
        code = getattr(inspect.unwrap(self._function), "__code__", None)
        self.note(line=getattr(code, "co_firstlineno", None))

    def _make_items(self) -> None:
        began_at = self.clock_s()
        with self.effects.noting():
            self._items = make_items(self._module, self.spec)
        self.note(items=len(self._items), items_s=self.clock_s() - began_at)
        user.check_arguments(self.spec, self._function, self._items)
        if self._moment is not None:
            self._moment.is_there()
        self._end_way()

    def _end_way(self) -> None:
        """What importing the file and making the items did, or left open: each run does so, where it is not forked."""
        told, self._is_on_way = self.effects.end(), False
        open_still = untold(self._opened, told, self.folder)
        if found := without_doubles((*told, *open_still)):
            self.note(arrival=replace(self.facts.arrival or Arrival(), effects=found))
        if open_still and self.effects.stops:
            self.ask_leave()

    def _set_up(self) -> None:
        if self.spec.setup is None:
            return
        set_up = user.find_function(self._module, self.spec.setup, 0)
        began_at = self.clock_s()
        try:
            with self.effects.noting():  # each worker does it, in each run
                set_up()
        except BaseException as error:  # the user's code may raise anything, SystemExit as well
            raise user_error(f"{self.spec.setup}() failed", error, self._module) from error
        self.note(setup_s=self.clock_s() - began_at)

    def _do_tasks(self) -> None:
        """Do a few tasks, and see what they rely on and change."""
        chosen = [self._items[index] for index in self._chosen()]
        if self._is_again:  # all of that is known from the first trial
            self._time_tasks()
            return
        watch = changes = None
        with contextlib.suppress(Exception):  # an object of the user's may refuse to be looked at
            # What these import stands in no user's way by now: a file of theirs may have a name of Python's own.
            from .changes import Changes
            from .habits import Watch

            watch = Watch(self._function, vars(self._module))
            if self.spec.kind == "user":  # a program's loop is proven in forks, by what it leaves behind
                changes = Changes(self._module, self._function, chosen, unpack=self.spec.unpack)
        self._time_tasks()
        self._note_effects()
        with contextlib.suppress(Exception):  # to know more is worth no failed trial
            changed = changes.found() if changes is not None else ()
            self.add(*self._lost(changed))
            if watch is not None:
                self.note(habits=watch.habits(self._items, changed))

    def _note_effects(self) -> None:
        """What tasks did outside, and processes that they started; nothing where they did not."""
        known, named = self.facts.arrival or Arrival(), self.effects.named()
        kinds = tuple(sorted({*self.facts.effects, *(effect.kind for effect in named)}))
        if found := without_doubles((*known.in_loop, *named)):
            self.note(arrival=replace(known, in_loop=found), effects=kinds)

    def _lost(self, changed: Sequence[str]) -> Iterator[Problem]:
        """What worker processes lose; a function that returns nothing is called for it."""
        if changed:
            where = f"{self.name} (line {self.facts.line})" if self.facts.line else self.name
            sentence = f"{where} changes {listed(changed)}; each worker process changes a copy of its own."
            is_all = all(result is None for result in self._results)
            yield Problem("lost-state" if is_all else "changed-state", sentence, self.facts.line)

    def _time_tasks(self) -> None:
        own, cpu_began_at = run_delay.of_this_thread(), time.process_time()
        waited_ns = own.run_delay_ns()
        for index in self._chosen():
            began_at, at_cpu_s = self.clock_s(), time.process_time()
            with self.effects.noting():
                self._results.append(self._do(index))
            self._times_s.append(self.clock_s() - began_at)
            self._cpus_s.append(time.process_time() - at_cpu_s)
            tried = len(self._results)
            cpu_s = (time.process_time() - cpu_began_at) / tried
            wait_s = (own.run_delay_ns() - waited_ns) * 1e-9 / tried if waited_ns >= 0 else None
            self.facts = replace(
                self.facts,
                tried=tried,
                task_s=sum(self._times_s) / tried,
                task_cpu_s=cpu_s,
                task_wait_s=wait_s,
                effects=self.effects.kinds,
            )
            if sum(self._times_s) > ENOUGH_S:
                break

    def _do(self, index: int) -> Any:
        try:
            return self._call(self._items[index])
        except BaseException as error:  # the user's code may raise anything, SystemExit as well
            self.add(*pickling.of_error(error, self.name, user_error("", error, self._module).line))
            name = self.name if self.name == self.spec.function else self.name.capitalize()
            where = f"{name} failed for item {index} ({pickling.short(self._items[index])})"
            raise user_error(where, error, self._module) from error

    def _chosen(self) -> list[int]:
        """The first item and a few spread over the rest."""
        count = len(self._items)
        return sorted({at * (count - 1) // max(TASKS - 1, 1) for at in range(min(TASKS, count))})

    def _fork(self, *, again: bool) -> None:
        """Whether each run has to import the file by itself; of a program's loop its proof has told."""
        if self._moment is None or again:
            return
        task_s = self._times_s[0] if self._times_s else 0.0
        may_repeat = not self.facts.effects and task_s <= ENOUGH_S
        why = self._moment.why_anew(lambda: self._call(self._items[0]), task_s, may_repeat=may_repeat)
        self.note(arrival=replace(self.facts.arrival or Arrival(), anew=why))

    def _pickle(self) -> None:
        name = self.name
        self.add(*pickling.of_function(self._function, name, self.facts.line))
        if self.spec.setup is not None:
            self.add(*pickling.of_function(vars(self._module)[self.spec.setup], self.spec.setup, None))
        sizes, problems = pickling.of_items(self._items)
        self.add(*problems)
        if sizes:
            mean = sum(sizes) / len(sizes)
            self.note(items_bytes=round(mean * len(self._items)), largest_item_bytes=max(sizes))
        largest, problems = pickling.of_results(self._results, name, self.facts.line)
        self.add(*problems, *pickling.of_exception_classes(self._module))
        self.note(result_bytes=largest)
        with contextlib.suppress(Exception):  # to know more is worth no failed trial
            from .payload import payload_of

            handed = payload_of(self._function, self._items, self._results, unpack=self.spec.unpack, given=self.given)
            self.note(payload=handed)

    def _repeat(self) -> None:
        """Do the same tasks again in the other order: results that differ depend on the calls before."""
        result_check.keep(self._results, self.folder)
        made = self.facts.arrival
        is_costly = made is not None and any(effect.asks for effect in made.in_loop)
        if is_costly or (self.facts.task_s or 0.0) * self.facts.tried > ENOUGH_S:
            return
        began_at, cpu_began_at = time.perf_counter(), time.process_time()
        try:
            with self.effects.noting():
                repeated = [self._call(self._items[each]) for each in reversed(self._chosen()[: len(self._results)])]
        except BaseException as error:  # the user's code may raise anything, SystemExit as well
            failed = user_error("it failed", error, self._module)
            self.add(Problem("state", f"{self._named()} is called again for the same items, {failed}", failed.line))
            self.note(repeats=False)
            return
        self._note_own_cache((time.process_time() - cpu_began_at) / len(repeated))
        self.note(warm_task_s=self._warm_s((time.perf_counter() - began_at) / len(repeated)))
        match = result_check.check(repeated[::-1], self.folder)
        self.note(repeats=match.matches)
        if match.matches is False:
            sentence = f"{self._named()} is called again for the same items, it gives other results."
            self.add(Problem("state", sentence, self.facts.line))

    def _note_own_cache(self, again_cpu_s: float) -> None:
        """Answers are remembered where the same tasks hardly compute any more, in whatever way the user's code does."""
        later = self._cpus_s[1:]
        later_s = sum(later) / len(later) if later else 0.0
        if later_s > ENOUGH_CPU_S and again_cpu_s < REMEMBERED * later_s and not self.facts.habits.remembered:
            self.note(habits=replace(self.facts.habits, remembered=(self.name,)))

    def _warm_s(self, again_s: float) -> float:
        """What a task takes in the middle of a loop: as when it is done again, unless its answer was remembered.

        Then as the later ones of the first calls: what they share, a cache or an import, was there by then.
        """
        later = self._times_s[1:] or self._times_s
        later_s = sum(later) / len(later)
        remembers = hasattr(self._function, "cache_info") or again_s < REMEMBERED * later_s
        return later_s if remembers else again_s

    def _compare(self) -> None:
        match = result_check.check(self._results, self.folder)
        if match.matches is False:
            sentence = f"{self._named()} is called in a fresh process for the same items, it gives other results."
            self.add(Problem("chance", sentence, self.facts.line))

    def _named(self) -> str:
        where = f" (line {self.facts.line})" if self.facts.line else ""
        return f"When {self.name}{where}"

    @property
    def asks(self) -> bool:
        """Whether somebody has to agree to what is done outside."""
        return self._await_leave is not None

    def ask_leave(self) -> None:
        """Return once what the arrival holds may be done again; for whatever else comes that is said as well."""
        began_at = time.perf_counter()
        self.note(wants_leave=True)
        if self._await_leave is not None:
            self._await_leave()
        self.effects.stops = False
        self.note(wants_leave=False)
        self._awaited_s += time.perf_counter() - began_at

    def clock_s(self) -> float:
        """A clock that stands still while somebody is asked."""
        return time.perf_counter() - self._awaited_s

    def _on_effect(self, effects: Sequence[Effect]) -> None:
        """A task is about to do that, or the file as it is imported, or what makes the items."""
        known = self.facts.arrival or Arrival()
        if self._is_on_way:
            known = replace(known, effects=without_doubles((*known.effects, *effects)))
        else:
            known = replace(known, in_loop=without_doubles((*known.in_loop, *effects)))
        self.note(arrival=known)
        self.ask_leave()

    def note(self, **known: Any) -> None:
        """More is known now."""
        self.facts = replace(self.facts, **known)
        self.emit(self.facts)

    def add(self, *problems: Problem) -> None:
        """Something stands in the way."""
        self.facts = replace(self.facts, problems=(*self.facts.problems, *problems))


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them, those of the user's code marked as such."""
    shown = [f"`{name}`" if name.replace(".", "_").isidentifier() else name for name in names]
    return shown[-1] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
