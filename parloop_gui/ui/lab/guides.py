"""What the right panel says beside each page of the lab: what is read there in figures, and how to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parloop_gui.ui.widgets.facts import Details, Fact, Section

if TYPE_CHECKING:
    from parloop_gui.model.break_even.cells import Map, Side
    from parloop_gui.model.what_if.answer import WhatIf
    from parloop_gui.model.what_if.basis import Basis

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


def place_details(made: Map | None, basis: Basis | None) -> Details:
    """The user's loop: how long its tasks are, and where it is on the map who wins and what each side would take there.

    `basis` is the loop as it was compared last (None: none was); the map has it as its dot where it belongs there.
    """
    from parloop_gui.model.break_even.interpolation import Between
    from parloop_gui.model.break_even.placing import share_of, spot_of
    from parloop_gui.model.break_even.sentences import NAMES
    from parloop_gui.model.report.comparison_titles import loop_title
    from parloop_gui.model.wording.units import count, duration, percent, size

    if basis is None:
        return NO_LOOP
    spot, tag, title = spot_of(basis), basis.plain.tag, loop_title(basis.plan.loop)
    facts = [
        Fact("Time per task", duration(spot.task_s, 2)),
        Fact("Handed over", size(spot.item_bytes) if spot.item_bytes else "next to nothing"),
        *([Fact("On CPU", percent(tag.corrected_share))] if tag is not None else []),
    ]
    share = percent(share_of(basis) / 100)
    if made is None:
        return Details(title, f"Measure the map of {share} on CPU, and its place is marked there.", facts=tuple(facts))
    if made.dot is None:
        has_share = made.cpu_share == share_of(basis)
        where = (
            "Its tasks took no time that could be told." if has_share else f"Its place is on the map of {share} on CPU."
        )
        return Details(title, where, facts=tuple(facts))
    between = Between(made)
    facts += [Fact(name, duration(between.wall_s(side, made.dot), 2)) for side, name in _SIDES.items()]
    side = between.winner(made.dot)
    said = f"{NAMES[side].capitalize()} {'wins' if side == 'baseline' else 'win'} there, "
    return Details(title, f"{said}with {count(made.items, 'item')}.", side, tuple(facts))


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
