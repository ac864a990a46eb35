"""Which options of `parloop ask` say nothing of a map: they would be taken and do nothing, so they are refused."""

from __future__ import annotations

import argparse

from parloop_gui.cli.arguments import THEMES
from parloop_gui.cli.usage import UsageError
from parloop_gui.model.plan.plan import Plan

# Each with what it is where nobody gives it: what no map is made by, what none is made by where no loop is compared for
# it, and what tells how to measure, where nothing is.
_OTHERS: dict[str, object] = {"values": None, "memory": None, "brief": False, "theme": THEMES[0]}
_LOOPS: dict[str, object] = {
    **dict.fromkeys(("items", "strategies", "chunksize", "start_method", "sample", "args", "program", "module")),
    **dict.fromkeys(("setup", "task_timeout", "total_timeout", "memory_limit", "seed")),
    "param": [],
    "repeat_effects": False,
    "many": False,
    "workers": "auto",
    "timeout": Plan.timeout_s,
}
_MEASURING: dict[str, object] = {"again": False, "budget": None, "python": [], "effort": "standard"}


def refuse_others(arguments: argparse.Namespace, *, is_file: bool) -> None:
    """Raise UsageError where an option does nothing. `is_file`: the map is read, and nothing is measured."""
    has_loop = arguments.loop is not None and not is_file
    useless = _OTHERS | ({} if has_loop else _LOOPS) | (_MEASURING if is_file else {})
    given = next((each for each, usual in useless.items() if getattr(arguments, each) != usual), None)
    if given is not None:
        option = "-m" if given == "module" else f"--{given.replace('_', '-')}"
        of = "a map" if given in _OTHERS else "a map that is read from a file" if is_file else "a map without a loop"
        raise UsageError(f"{option} changes nothing of {of}: leave it out.")
    if len(arguments.python) > 1:
        raise UsageError("A map is of one Python: leave --python out, or name one.")
