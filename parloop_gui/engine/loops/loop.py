"""What a built-in loop is: a task function, how its items are made, and its parameters."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from ..host.lazy_function import NO_FUNCTION, Deferred, loaded
from ..protocol.kinds import ParameterType, Workload


class Parameter(NamedTuple):
    """One typed parameter of a built-in loop, with its range.

    `low` and `high` are inclusive; `unit` is shown after the value ("ms", "KiB", "%").
    """

    name: str
    title: str
    type: ParameterType
    default: int | float | str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""
    help: str = ""

    def check(self, value: Any) -> int | float | str:
        """The value as this parameter's type; raises ValueError with one sentence."""
        if self.type == "choice":
            if value not in self.choices:
                raise ValueError(f"{self.name} is one of {', '.join(self.choices)}, not {value!r}.")
            return str(value)
        try:
            number: int | float = int(value) if self.type == "int" else float(value)
        except (TypeError, ValueError, OverflowError):
            wanted = "a whole number" if self.type == "int" else "a number"
            raise ValueError(f"{self.name} is {wanted}, not {value!r}.") from None
        if self.type == "int" and isinstance(value, float) and number != value:
            raise ValueError(f"{self.name} is a whole number, not {value!r}.")
        if not (self.low is None or number >= self.low) or not (self.high is None or number <= self.high):
            raise ValueError(f"{self.name} is between {self.low:,} and {self.high:,}, not {value}.")
        return number


class Surroundings(NamedTuple):
    """What a loop may use beside its parameters.

    `folder` is an empty folder of this run on the ordinary temporary file system, removed afterwards.
    `address` is where the loop's service listens ("" without one). `seed` makes the items repeatable.
    """

    folder: Path
    address: str
    seed: int


MakeItems = Callable[[int, dict[str, Any], Surroundings], list[Any]]
SetUp = Callable[[dict[str, Any], Surroundings], None]


class Loop(NamedTuple):
    """A built-in loop.

    `make_items(count, params, surroundings)` returns the list of items, before the clock. `task(item)` is a
    module-level function that computes or waits and returns a value that can be compared.
    `set_up(params, surroundings)` runs once in each process that takes a task, before its first. The fields `…code`
    refer to these functions. `service` names the helper process that must listen while the loop runs. `calls` limits
    the calls that make sense (None: all). `needs_terminals`: it opens pseudo-terminals. `writes`: its tasks write files
    into the run's folder.
    """

    slug: str
    title: str
    kind: Workload
    hint: str
    caption: str
    default_items: int
    code: Deferred = NO_FUNCTION
    items_code: Deferred = NO_FUNCTION
    most_items: int = 1_000_000
    parameters: tuple[Parameter, ...] = ()
    set_up_code: Deferred | None = None
    service: str | None = None
    calls: tuple[str, ...] | None = None
    posix_only: bool = False
    needs_terminals: bool = False
    writes: bool = False
    at_first: bool = True
    """Whether it is among those that are listed before one asks for more."""
    is_known: bool = True
    """Whether this version of Parloop knows it: a newer one's document may name others."""

    @property
    def task(self) -> Callable[[Any], Any]:
        """The function itself; its module is imported now."""
        return loaded(self.code)

    @property
    def make_items(self) -> MakeItems:
        """What makes the items; its module is imported now."""
        return loaded(self.items_code)

    @property
    def set_up(self) -> SetUp | None:
        """What each process calls first; its module is imported now."""
        return None if self.set_up_code is None else loaded(self.set_up_code)

    @property
    def task_name(self) -> str:
        """How its function is called in code that is shown."""
        return self.code.name or "task"

    @property
    def unavailable(self) -> str:
        """Why it can't run on this system, "" where it can."""
        if self.posix_only and os.name != "posix":
            return "needs Linux or macOS"
        return "needs pseudo-terminals (/dev/pts)" if self._lacks_terminals() else ""

    def _lacks_terminals(self) -> bool:
        """Whether its service could not open any: in a sandbox or a small container, say."""
        if not self.needs_terminals:
            return False
        try:
            near, far = os.openpty()
        except OSError:
            return True
        try:
            return not os.ttyname(far)
        except OSError:
            return True
        finally:
            os.close(near)
            os.close(far)

    def settle(self, params: dict[str, Any]) -> dict[str, Any]:
        """Every parameter with its value, defaults filled in; raises ValueError with one sentence."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in params:
            if name not in known:
                listed = ", ".join(known) or "none"
                raise ValueError(f"{self.slug} has no parameter {name!r}; it has: {listed}.")
        return {name: parameter.check(params.get(name, parameter.default)) for name, parameter in known.items()}


def unknown_loop(slug: str) -> Loop:
    """What stands for a loop that this version does not know."""
    return Loop(slug, title=slug, kind="mixed", hint="", caption="", default_items=1, is_known=False)
