"""What a strategy can't do: under an old Python, on a small system, with such a function, with so many items."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from ..protocol.kinds import OLDEST
from . import catalogue

if TYPE_CHECKING:
    from ..protocol.loop_spec import LoopSpec

# More threads or processes at once than this have to be asked for: a mistyped number of items must not cost the machine
# its process ids or its memory.
MOST_AT_ONCE = 2_000
# Values of `sys.platform` where Python has no multiprocessing ("Availability" in its documentation).
_WITHOUT_PROCESSES = {"emscripten", "wasi", "ios", "android"}


class Obstacle(NamedTuple):
    """Why a strategy can't run: `text` says it whole, `brief` in the few words that there is room for beside a name.

    `package` is the one that has to be installed, "" where that is not why.
    """

    text: str
    brief: str
    package: str = ""


# Brief for what is said of a call or a set-up function: a name has no room for those.
NOT_HERE = "not this loop"


def call_under(strategy_slug: str, call_slug: str, version: tuple[int, int]) -> str:
    """The call itself, or the one that stands in for it under a Python that is too old for it."""
    call = catalogue.strategy(strategy_slug).call(call_slug)
    return call.instead if call.instead is not None and version < call.needs_python else call_slug


def unfit(strategy_slug: str, call_slug: str, spec: LoopSpec) -> Obstacle | None:
    """Why the call can't take the loop's function, which is async or not, or its set-up; None where it can.

    Of a program's loop the results are taken in its own order, and workers run the program up to the loop.
    """
    info = catalogue.strategy(strategy_slug)
    if spec.kind == "program" and not info.call(call_slug).ordered:
        return Obstacle("gives results in any order, and the loop takes them in its own", NOT_HERE)
    if spec.kind == "program" and not (info.sets_up_workers and info.comes_to_loops):
        return Obstacle("its workers can't run your program", NOT_HERE)
    if info.call(call_slug).awaits and not spec.is_async:
        return Obstacle(f"{call_slug} needs an async function", NOT_HERE)
    if spec.setup is not None and not info.sets_up_workers:
        return Obstacle("can't call a set-up function in its workers", NOT_HERE)
    return None


def unavailable(
    strategy_slug: str, version: tuple[int, int], platform: str, call_slug: str | None = None
) -> Obstacle | None:
    """Why the strategy, or that call of it, can't run under that Python on that `sys.platform`; None where it can."""
    info = catalogue.strategy(strategy_slug)
    needs = info.needs_python if call_slug is None else max(info.needs_python, info.call(call_slug).needs_python)
    if version < needs:
        needed = "{}.{}+".format(*needs)
        return Obstacle(f"needs Python {needed}", f"needs {needed}")
    if info.family == "processes" and platform in _WITHOUT_PROCESSES:
        return Obstacle(f"no processes on {platform}", "no processes")
    return None


def lacking(strategy_slug: str, packages: Collection[str], command: str) -> Obstacle | None:
    """What to install for the strategy under a Python that has these packages; None where nothing is missing.

    `command` starts that Python. One that is there and too old is brought up to date by the same line.
    """
    package = catalogue.strategy(strategy_slug).package
    if package is None or package in packages:
        return None
    if package in OLDEST:
        oldest = "{}.{}".format(*OLDEST[package])
        text = f"needs {package} {oldest} or newer: {command} -m pip install -U {package}"
        return Obstacle(text, f"needs {package} {oldest}+", package)
    return Obstacle(f"needs {package}: {command} -m pip install {package}", f"needs {package}", package)


def absurd_count(strategy_slug: str, items: int, many: bool = False) -> Obstacle | None:
    """A sentence where one thread or process per item would be absurdly many, and `many` was not asked for."""
    info = catalogue.strategy(strategy_slug)
    if many or info.width != "items" or items <= MOST_AT_ONCE:
        return None
    made = "threads" if info.family == "threads" else "processes"
    text = f"{info.title} would start {items:,} {made} at once; more than {MOST_AT_ONCE:,} have to be allowed first."
    return Obstacle(text, "too many items")
