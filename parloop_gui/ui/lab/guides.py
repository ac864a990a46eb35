"""What the right panel says beside each page of the lab: what is read there in figures, and how to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parloop_gui.ui.widgets.facts import Details, Fact, Section

if TYPE_CHECKING:
    from parloop_gui.model.break_even.cells import Map, Side
    from parloop_gui.model.what_if.answer import WhatIf

NO_POINT = Details("No point selected", "Hover a point of the curves, or go from one to the next with ← and →.")
NO_LOOP = Details("No loop on the map", "Compare a loop: where its tasks lie is marked here then.")
NOTHING_SUPPOSED = Details("Nothing supposed yet", "Move a slider, or switch the GIL off.")
LESSON = Details("For teachers", "Each answer is said from what this machine did.")


def _how(*notes: tuple[str, str]) -> Section:
    return Section("How to read it", notes=notes, first_notes=len(notes))


OF_CURVES = _how(
    ("Up is faster", "The plain loop is at 1×, the dashed line. A point at 2× takes half as long."),
    ("Whiskers", "They are 95% intervals. Where two of them overlap, neither point is surely ahead."),
    ("Solid and dashed", "A line is solid where it was measured. What a model says beyond is dashed."),
    ("Zoom", "Turn the wheel or press + and −, drag to move, press 0 for all of it."),
)
OF_WHAT_IF = _how(
    ("Bars", "What each strategy is expected to gain over the plain loop as it would be then."),
    ("Whiskers", "They hold in 80% of cases, and are the wider the farther it is from what was measured."),
    ("Hollow points", "What each gained as it was compared."),
    ("Keep this", "What is said stays with the comparison: in the history, its document and its report."),
)
OF_MAP = _how(
    ("Across", "How long one task takes; ten times as long at each mark."),
    ("Up", "How many bytes go to a process with each item, and come back. Threads hand over nothing."),
    ("Colours", "Who wins there, with 100 items. Pale is where the next one is near: there a border lies."),
    ("The ring", "Your loop as it was compared last. Left of the border it is too short for what it hands over."),
    ("Dots", "Measured places. Between them stands a model of starting, handing over and computing."),
    ("Share on CPU", "Tasks that wait are a map of their own: threads win there, since waiting needs no GIL."),
)
OF_LESSON = _how(
    ("Run", "Puts the loop and its strategies into the panels at the left and compares them for some seconds."),
    ("Undo", "Ctrl+Z brings back what was chosen before."),
    ("Show the chart", "Goes to Compare, where all that was measured for the answer stands."),
)

_SIDES: dict[Side, str] = {"baseline": "Plain loop", "threads": "Threads", "processes": "Processes"}


def place_details(made: Map | None, own_share: float | None = None) -> Details:
    """The user's loop on the map: how long its tasks are, who wins there, what each side would take by the model.

    `own_share` is the part of its tasks' time that it computes for, 0 to 1.
    """
    from parloop_gui.model.break_even.interpolation import Between
    from parloop_gui.model.break_even.sentences import NAMES
    from parloop_gui.model.wording.units import count, duration, percent, size

    if made is None or made.dot is None:
        return NO_LOOP
    between, dot = Between(made), made.dot
    facts = [
        Fact("Time per task", duration(dot.task_s, 2)),
        Fact("Handed over", size(dot.item_bytes) if dot.item_bytes else "next to nothing"),
        Fact("On CPU", percent(own_share)) if own_share is not None else None,
        *(Fact(title, duration(between.wall_s(side, dot), 2)) for side, title in _SIDES.items()),
    ]
    side = between.winner(dot)
    subtitle = f"{NAMES[side].capitalize()} {'wins' if side == 'baseline' else 'win'} there, "
    subtitle += f"with {count(made.items, 'item')}."
    return Details(made.dot_name or "Your loop", subtitle, side, tuple(fact for fact in facts if fact is not None))


def supposed_details(found: WhatIf | None) -> Details:
    """Who would be the one to use, as it would be and as it was."""
    from parloop_gui.engine.catalogue import catalogue
    from parloop_gui.model.wording.titles import name
    from parloop_gui.model.wording.units import duration, interval, thousands, times

    if found is None or found.best is None or found.changes.are_none:
        return NOTHING_SUPPOSED
    best = found.best
    family = catalogue.find(best.contestant.strategy).family
    facts = [
        Fact("Speed-up", f"{times(best.gain.median)} ({interval(best.gain.low, best.gain.high)})"),
        Fact("Wall time", duration(best.wall_s.median)),
        Fact("Workers", thousands(best.workers)) if best.workers else None,
        Fact("Measured", times(best.now_gain)),
        Fact("Measured wall time", duration(best.now_s)),
    ]
    said = "The one to use then."
    return Details(name(best.contestant), said, family, tuple(fact for fact in facts if fact is not None))
