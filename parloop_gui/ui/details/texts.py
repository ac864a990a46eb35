"""What the right panel says of a selected strategy. No widgets."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.explain.notes import fitting_notes
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.ui.details.figures import FIRST, figures
from parloop_gui.ui.result.chart_texts import best_of
from parloop_gui.ui.setup.plans import fitting_calls
from parloop_gui.ui.widgets.facts import Code, Details, Section

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.explain.verdict import AdviceKind

_TITLES: dict[AdviceKind, str] = {
    "cannot-be-checked": "Not checked",
    "other-results": "Other results",
    "gil-switched-on": "The GIL is on",
    "not-comparable": "Not compared",
    "lost-changes": "Lost changes",
    "shared-connection": "A shared connection",
    "payload": "What is handed over",
    "remembers": "Remembered answers",
    "own-chance": "Chance",
    "stood-still": "A pause",
    "odd-figure": "An odd figure",
    "throttled": "Container limit",
    "noisy-machine": "A busy machine",
    "below-resolution": "A short loop",
    "short-tasks": "Short tasks",
    "more-rounds": "Not settled",
    "start-up": "Start once",
    "subprocesses": "Other programs",
    "native-threads": "Threads of its own",
    "each-other": "Waiting for each other",
    "more-workers": "More workers help here",
    "free-threaded": "Without the GIL",
}


def strategy_details(
    comparison: Comparison, contestant: Contestant, wanted_call: str = "", source: str = ""
) -> Details:
    """Facts, notes, code and times of one contestant.

    `wanted_call` is the call of the next comparison, `source` what of the user's own can be opened.
    """
    from parloop_gui.model.timeline.task_times import spread

    row, plain = comparison.row(contestant), comparison.plain_row(contestant)
    facts = figures(comparison, row, plain)
    info = catalogue.find(contestant.strategy)
    if not info.is_known:
        return Details(info.title, info.module, info.family, facts)
    ended = (("What happened", row.message),) if row is not None and row.message else ()
    notes = fitting_notes(info, contestant.call, comparison.plan, row, plain)
    return Details(
        title=info.title,
        subtitle=info.module if info.family == "baseline" else f"{info.module} · {info.family}",
        family=info.family,
        facts=facts,
        sections=(Section("Keep in mind", notes=(*ended, *_advice(comparison, contestant), *notes), first_notes=1),),
        code=_code(comparison, contestant, wanted_call or contestant.call, source),
        spread=spread(comparison, contestant),
        first_facts=FIRST,
    )


def _advice(comparison: Comparison, contestant: Contestant) -> tuple[tuple[str, str], ...]:
    """What the comparison advises, beside the strategy it names or the one ahead; what is odd beside any other."""
    verdict = comparison.verdict
    if verdict is None or best_of(comparison) != contestant:
        odd = (each for each in comparison.oddities if each.contestant == contestant)
        return tuple((_TITLES["odd-figure"], each.text) for each in odd)
    return tuple((_TITLES.get(advice.kind, "Next"), advice.text) for advice in verdict.advice)


def script_to_copy(comparison: Comparison, contestant: Contestant, call: str) -> str:
    """A script that does the loop by that call and runs as it stands; "" where it can't be written."""
    from parloop_gui.model.export.script import script_of  # brings the comparison's model, which is slow to import

    with contextlib.suppress(LookupError, ValueError, OSError):
        return script_of(comparison, contestant, call)
    return ""


def diff_to_copy(comparison: Comparison, contestant: Contestant, call: str) -> str:
    """What that call changes in the user's file; "" where nothing is changed, or can't be."""
    from parloop_gui.model.export.script import patch_of

    with contextlib.suppress(LookupError, ValueError, OSError):
        return patch_of(comparison, contestant, call)
    return ""


def _code(comparison: Comparison, contestant: Contestant, call: str, source: str) -> Code | None:
    from parloop_gui.model.export.script import has_patch, idiom_of

    plan = comparison.plan
    try:
        text = idiom_of(comparison, contestant, call)
    except (ValueError, OSError):
        return None
    remark = "" if call == contestant.call else f"Measured with {contestant.call}. Compare again to measure {call}."
    calls = tuple((each.slug, each.does, each.summary) for each in fitting_calls(plan.loop, contestant.strategy))
    has_diff = has_patch(plan.loop) and not contestant.is_plain
    return Code(contestant.strategy, text, call, calls, remark, source, has_diff)
