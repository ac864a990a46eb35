"""What is supposed to be otherwise, and the loop's facts as they would be then."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parloop_gui.model.comparison.kept_what_if import Supposed
from parloop_gui.model.forecast.loop_facts import LoopFacts
from parloop_gui.model.wording.units import count, duration, listed, size


@dataclass(frozen=True)
class Changes(Supposed):
    """What differs from what was measured, and what the loop's facts are then."""

    @property
    def are_none(self) -> bool:
        """Whether all is as it was measured."""
        return self == Changes()

    def facts(self, measured: LoopFacts) -> LoopFacts:
        """The loop as it would be: longer tasks compute and wait for as much longer."""
        items = measured.all_items if self.items is None else self.items
        factor = 1.0 if self.task_s is None or measured.task_s <= 0 else self.task_s / measured.task_s
        beside = measured.beside
        if self.item_bytes is not None:
            beside = replace(beside, item_bytes=float(self.item_bytes), shared_bytes=0.0)
        return replace(
            measured,
            items=items,
            all_items=items,
            task_s=measured.task_s * factor,
            longest_s=measured.longest_s * factor,
            cpu_s=measured.cpu_s * factor,
            gil="released" if self.no_gil else measured.gil,
            beside=beside,
        )

    def reach(self, measured: LoopFacts, cores: int) -> float:
        """How far from what was measured it lies, as the sum of the logarithms of what is changed."""
        after = self.facts(measured)
        pairs = (
            (after.items, measured.all_items),
            (after.task_s, measured.task_s),
            (self.cores or cores, cores),
            (1.0 + after.beside.item_bytes / _NOTICED_BYTES, 1.0 + measured.beside.item_bytes / _NOTICED_BYTES),
        )
        return sum(abs(math.log(one / other)) for one, other in pairs if one > 0 and other > 0)

    def words(self) -> str:
        """As in "with 10,000 items of 50 ms on 8 cores, 1 MB with each"; "" where nothing is changed."""
        said = list(self._parts())
        return f"with {' '.join(said)}" if said else ""

    def _parts(self) -> Iterator[str]:
        if self.items is not None:
            yield count(self.items, "item")
        if self.task_s is not None:
            yield f"{'of' if self.items is not None else 'tasks of'} {duration(self.task_s, 2)}"
        if self.cores is not None:
            yield (
                f"on {count(self.cores, 'core')}"
                if self.items is not None or self.task_s
                else count(self.cores, "core")
            )
        rest = [f"{size(self.item_bytes)} handed over with each item"] if self.item_bytes is not None else []
        rest += ["the GIL released"] if self.no_gil else []
        if rest:
            begun = self.items is not None or self.task_s is not None or self.cores is not None
            yield f"{'and ' if begun else ''}{listed(rest)}"


# So many bytes take about as long to pickle as handing over an item does anyway (measured: some 50 µs, 1 GB a second).
_NOTICED_BYTES = 50_000
