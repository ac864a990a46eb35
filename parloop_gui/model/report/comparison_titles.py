"""What loops and contestants are called, also those of a document that this Parloop does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.wording.groups import same_python
from parloop_gui.model.wording.titles import name

if TYPE_CHECKING:
    from parloop_gui.engine.catalogue.catalogue import Parameter
    from parloop_gui.model.comparison.comparison import Comparison


def loop_title(loop: LoopSpec) -> str:
    """What a loop is called: "Primes", the user's function, or the head of the program's loop."""
    if loop.kind == "program":
        return loop.name
    if loop.kind == "user":
        return one_line(f"{loop.function}()" if loop.code is None else loop.name)
    return one_line(catalogue.find_loop(loop.name).title)


def parameters_in_words(loop: LoopSpec) -> tuple[str, ...]:
    """What a loop was set to, as in the panel: "time per task 10 ms"; by its own name what no loop here has."""
    known = {each.name: each for each in catalogue.find_loop(loop.name).parameters} if loop.kind == "builtin" else {}
    return tuple(one_line(_setting(known.get(key), key, value)) for key, value in loop.params.items())


def _setting(parameter: Parameter | None, key: str, value: float | str) -> str:
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    if parameter is None:
        return f"{key} {shown}"
    title, unit = parameter.title, parameter.unit
    return f"{title[:1].lower()}{title[1:]} {shown}{unit if unit in ('', '%') else f' {unit}'}"


def contestant_name(contestant: Contestant, comparison: Comparison) -> str:
    """The contestant's name among all of its comparison."""
    unavailable = [each for each, _ in comparison.unavailable]
    return name(contestant, [*comparison.contestants, *unavailable])


def name_in_group(contestant: Contestant, comparison: Comparison) -> str:
    """Its name among those under the same interpreter, for lists that are grouped by it."""
    unavailable = [each for each, _ in comparison.unavailable]
    return name(contestant, same_python(contestant, [*comparison.contestants, *unavailable]))
