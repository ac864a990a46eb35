"""What a function changes beside what it returns: digests of what it can reach, before its first calls and behind them.

The process that tries a loop is thrown away, so the calls that are made there anyway show it: nothing of the user's is
called once more for it. Worker processes change copies of their own, and lose that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from types import ModuleType
from typing import Any

from ..host.usage import Usage
from ..user_program import moment
from ..user_program.bound_objects import held_by, parameter_names
from ..user_program.digest import Digests

# No further name is compared once this is over: half a million values take half a second, twice.
ENOUGH_S = 1.0
# A process that holds more is not looked through: to digest an array is to copy it.
MOST_RESIDENT_BYTES = 1 << 30
_ENGINE = __name__.partition(".")[0]


class Changes:
    """What calls change, from when this is made until `found` is asked."""

    def __init__(self, module: ModuleType, function: Callable[..., Any], items: Sequence[Any], *, unpack: bool) -> None:
        self._module, self._function, self._items, self._unpack = module, function, items, unpack
        self._before: dict[str, str] = {}
        if (Usage.now().peak_rss_bytes or 0) < MOST_RESIDENT_BYTES:
            self._before = self._digests()

    def found(self) -> tuple[str, ...]:
        """The names of what is otherwise now; an argument by its parameter."""
        if not self._before:
            return ()
        now = self._digests()
        return tuple(name for name, digest in self._before.items() if name in now and now[name] != digest)

    def _digests(self) -> dict[str, str]:
        """Digests by name; what several names share counts for the first that leads to it."""
        until = monotonic() + ENOUGH_S
        modules = moment.user_modules(vars(self._module), _ENGINE)
        digests, made = Digests(modules), {}
        for name, value in self._roots(modules):
            if monotonic() > until:
                break
            made[name] = digests.of(name, value)
        return made

    def _roots(self, modules: dict[str, ModuleType]) -> Iterator[tuple[str, Any]]:
        names = parameter_names(self._function) or ["item"]
        for at, name in enumerate(names if self._unpack else names[:1]):
            values = [item[at] if self._unpack and at < len(item) else item for item in self._items]
            yield f"its argument `{name}`", values
        for held in held_by(self._function):
            yield held.name, held.value
        for module in sorted(modules, key=lambda each: (each != self._module.__name__, each)):
            prefix = "" if module == self._module.__name__ else f"{module}."
            for name, value in sorted(vars(modules[module]).items()):
                if not name.startswith("__"):
                    yield f"{prefix}{name}", value
