"""What if, in words and as bars: what each slider can stand at, and what is expected there. No widgets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.what_if.changes import Changes
from parloop_gui.model.wording.titles import name
from parloop_gui.model.wording.units import count, duration, interval, size, times
from parloop_gui.ui.charts.curves.data import Axis, CurveData, CurvePoint, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from parloop_gui.model.comparison.kept_what_if import KeptWhatIf
    from parloop_gui.model.what_if.answer import WhatIf
    from parloop_gui.model.what_if.basis import Basis
    from parloop_gui.model.what_if.expected import Expected

# Round steps of a slider: 1, 2, 5, 10 and so on; cores double, up to 64.
_FACTORS = (1, 2, 5)
_CORES = tuple(float(2**power) for power in range(7))


class Steps(NamedTuple):
    """What a slider can stand at, smallest first; `measured` is the one that was measured."""

    title: str
    values: tuple[float, ...]
    measured: float
    words: Callable[[float], str]

    @property
    def at_first(self) -> int:
        """Where the measured one is."""
        return self.values.index(self.measured)


def steps_of(basis: Basis, kept: Sequence[KeptWhatIf] = ()) -> dict[str, Steps]:
    """The sliders by the name of what they change, from far below what was measured to far above.

    What was supposed in those that are kept is among the steps, too: on the command line anything can be typed.
    """
    facts, cores = basis.facts, basis.python.cores
    found = {
        "items": _steps("Items", facts.all_items, _between(1, 1_000_000), lambda value: count(round(value), "item")),
        "task_s": _steps("Time per task", facts.task_s, _between(1e-5, 10.0), lambda value: duration(value, 2)),
        "cores": _steps("Cores", cores, _CORES, lambda value: count(round(value), "core")),
        "item_bytes": _steps(
            "Handed over",
            round(facts.beside.item_bytes),
            _between(100, 10_000_000),
            lambda value: size(round(value)),
        ),
    }
    supposed = {slug: [float(value) for each in kept if (value := getattr(each, slug)) is not None] for slug in found}
    return {
        slug: steps._replace(values=tuple(sorted({*steps.values, *supposed[slug]}))) for slug, steps in found.items()
    }


def _steps(title: str, measured: float, values: Iterable[float], words: Callable[[float], str]) -> Steps:
    return Steps(title, tuple(sorted({*values, float(measured)})), float(measured), words)


def _between(least: float, most: float) -> set[float]:
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    found = {factor * 10.0**power for power in powers for factor in _FACTORS}
    return {value for value in found if least <= value <= most}


def places_of(steps: Mapping[str, Steps], said: KeptWhatIf) -> dict[str, int]:
    """Where each slider stands for what was supposed then."""
    wanted = {slug: getattr(said, slug) for slug in steps}
    return {
        slug: each.at_first if wanted[slug] is None else each.values.index(float(wanted[slug]))
        for slug, each in steps.items()
    }


def changes_of(steps: dict[str, Steps], at: dict[str, int], *, no_gil: bool) -> Changes:
    """What the sliders say is otherwise; one that stands at what was measured says nothing."""
    chosen = {
        slug: each.values[at[slug]]
        for slug, each in steps.items()
        if slug in at and at[slug] != each.at_first and at[slug] < len(each.values)
    }
    whole = {slug: round(chosen[slug]) for slug in ("items", "cores", "item_bytes") if slug in chosen}
    return Changes(whole.get("items"), chosen.get("task_s"), whole.get("cores"), whole.get("item_bytes"), no_gil=no_gil)


def bars(found: WhatIf) -> CurveData:
    """A bar for each strategy: what it would gain with its 80% interval, and what it did as a hollow point."""
    everyone = [each for each in found.expected if not each.contestant.is_plain]
    among = [each.contestant for each in everyone]
    titles = [name(each.contestant, among) for each in everyone]
    lines = tuple(
        Line("", catalogue.find(each.contestant.strategy).family, _points(float(at), title, each))
        for at, (each, title) in enumerate(zip(everyone, titles, strict=True))
    )
    return CurveData(Axis("Strategy", "named", tuple((float(at), title) for at, title in enumerate(titles))), lines)


def _points(place: float, title: str, each: Expected) -> tuple[CurvePoint, ...]:
    gain, now = each.gain, each.now_gain
    beyond = ", beyond this machine" if each.is_beyond else ""
    ends = f"{times(gain.median)} ({interval(gain.low, gain.high)}, in 80% of cases)"
    took = f"{duration(each.wall_s.median, 2)}, measured {times(now)} and {duration(each.now_s, 2)}"
    would = CurvePoint(place, gain, f"{title} · {ends} · {took}{beyond}", contestant=each.contestant, where=title)
    measured = CurvePoint(place, Figure(now, now, now), f"{title} · measured {times(now)}", is_own=True, where=title)
    return would, measured
