"""Everything that is chosen in the top bar and the left panel, and the plan that it comes to."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.fitness import Obstacle
from parloop_gui.model.plan.plan import EFFORTS, Contestant, Interpreter, Plan
from parloop_gui.ui.interpreters.menu import InterpreterMenu
from parloop_gui.ui.settings.limits import with_limits
from parloop_gui.ui.setup.choices import Choices
from parloop_gui.ui.setup.loop_panel import LoopPanel
from parloop_gui.ui.setup.plans import plan_of, reasons_against
from parloop_gui.ui.widgets.segments import Segments
from parloop_gui.ui.window.measuring_options import MeasuringOptions

# For ordinary functions too: it runs them in threads, and is no strategy that one would look for there.
UNTHOUGHT_OF = "asyncio"


class ChosenPlan:
    """Reads the panels."""

    def __init__(
        self, pythons: InterpreterMenu, efforts: Segments[str], options: MeasuringOptions, loops: LoopPanel
    ) -> None:
        self._pythons, self._efforts, self._options, self._loops = pythons, efforts, options, loops

    def choices(self) -> Choices:
        """All of it, wrong values included."""
        pythons: list[Any] = [each.id for each in self._pythons.chosen()]
        budget_s, even = self._options.budget_s, self._options.is_even
        return replace(
            self._loops.choices(), effort=self._efforts.chosen(), budget_s=budget_s, even=even, pythons=pythons
        )

    def seconds(self) -> float:
        """How long a comparison takes at most."""
        return self._options.budget_s or EFFORTS[self._efforts.chosen()].budget_s

    def pythons(self) -> tuple[Interpreter, ...]:
        """The interpreters to measure under, none before any was found."""
        return self._pythons.chosen()

    def plan(self) -> Plan | None:
        """The plan to run, with the limits in force; None while something is wrong with what is chosen."""
        pythons = self._pythons.chosen()
        if not pythons or self._loops.problem():
            return None
        return with_limits(plan_of(self.taking_part(), pythons, random.randrange(2**31)))

    def contestants(self) -> list[Contestant]:
        """Those who would take part."""
        return list(contestants_of(plan_of(self.taking_part(), self._pythons.chosen())).racing)

    def unavailable(self) -> dict[str, Obstacle]:
        """Why a strategy can't run under any of the chosen Pythons, by its slug."""
        return reasons_against(self.choices(), self._pythons.chosen())

    def untried(self) -> tuple[str, str]:
        """A strategy that few think of, which could take part and does not: its slug and title; "" for none."""
        info = catalogue.find(UNTHOUGHT_OF)
        able = info.is_known and bool(self._pythons.chosen()) and info.slug not in self.unavailable()
        return (info.slug, info.title) if able and info.slug not in self._loops.chosen_strategies() else ("", "")

    def problem(self) -> str:
        """Why nothing can be compared, in a sentence; "" where nothing stands in the way."""
        if not self._pythons.looking and not self._pythons.chosen():
            return "There is no Python chosen to measure under."
        return self._loops.problem()

    @property
    def looking(self) -> bool:
        """Whether the first Python is still to be found."""
        return self._pythons.looking

    def taking_part(self) -> Choices:
        """The choices, less the strategies that can't run."""
        return replace(self.choices(), strategies=self._loops.chosen_strategies())
