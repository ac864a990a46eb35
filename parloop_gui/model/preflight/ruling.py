"""Which strategies a problem rules out, and how that is said: what can't be pickled never stops a thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.fitness import absurd_count
from parloop_gui.engine.catalogue.selection import default_call
from parloop_gui.engine.protocol.kinds import PLAIN, STOPPING_STAGES
from parloop_gui.engine.protocol.messages import Problem
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan
from parloop_gui.model.wording.units import listed


def rules_out(problem: Problem, choice: Choice, plan: Plan, python: Interpreter) -> bool:
    """Whether the strategy can't run the loop because of it."""
    info = catalogue.find(choice.strategy)
    if not info.is_known:
        return False
    if problem.what in STOPPING_STAGES:
        return True
    if problem.what == "pickle-result":
        return info.pickles
    if problem.what == "lost-state":
        return info.behaves_like == "processes"
    if problem.what in ("pickle-function", "pickle-item"):
        start_method = plan.start_method or python.start_method
        inherits = info.uses_start_method and info.width == "items" and start_method == "fork"
        return info.pickles and not inherits
    return False


def out_for(problems: Iterable[Problem], choice: Choice, plan: Plan, python: Interpreter) -> bool:
    """Whether any of the problems rules the strategy out."""
    return any(rules_out(each, choice, plan, python) for each in problems)


def ruled_out(problems: Iterable[Problem], plan: Plan, python: Interpreter) -> tuple[tuple[Choice, str], ...]:
    """The strategies that can't run, the plain loop and the chosen ones, each with the first reason."""
    plain = Choice(PLAIN, default_call(PLAIN))
    taking_part = tuple(dict.fromkeys((plain, *plan.choices)))
    found: dict[Choice, str] = {}
    for problem in problems:
        out = (choice for choice in taking_part if rules_out(problem, choice, plan, python))
        found = {**dict.fromkeys(out, problem.sentence), **found}
    return tuple(found.items())


def too_many(items: int, plan: Plan) -> tuple[tuple[Choice, str], ...]:
    """The chosen strategies that would make an absurd number of workers, one for each item, each with a sentence."""
    measured = min(items, plan.loop.sample or items)
    told = ((choice, absurd_count(choice.strategy, measured, plan.many)) for choice in _known(plan.choices))
    return tuple((choice, obstacle.text) for choice, obstacle in told if obstacle is not None)


def consequence(problem: Problem, plan: Plan, python: Interpreter) -> str:
    """What follows from it for the chosen strategies, in a sentence; "" where nothing does."""
    out = [choice for choice in plan.choices if rules_out(problem, choice, plan, python)]
    if problem.what in STOPPING_STAGES or not out:
        return ""
    on = [choice for choice in plan.choices if choice not in out and choice.strategy != PLAIN]
    goes_on = f"; {_titles(on)} {'goes' if len(_names(on)) == 1 else 'go'} on" if on else ""
    return f"That rules out {_titles(out)}{goes_on}.{_by_itself(problem, out)}"


def _by_itself(problem: Problem, out: Iterable[Choice]) -> str:
    """What to know of packages that are ruled out here, and would take the function in the user's own code."""
    able = [choice for choice in out if catalogue.find(choice.strategy).package is not None]
    if problem.what != "pickle-function" or not able:
        return ""
    return f" In your own code {_titles(able)} might take it: here Parloop has to pickle it."


def _known(choices: Iterable[Choice]) -> Iterator[Choice]:
    return (choice for choice in choices if catalogue.find(choice.strategy).is_known)


def _titles(choices: Iterable[Choice]) -> str:
    return listed(_names(choices))


def _names(choices: Iterable[Choice]) -> list[str]:
    return list(dict.fromkeys(catalogue.find(choice.strategy).title for choice in choices))
