"""What a loop goes over, in words; and where only a sample of it was measured, what the whole would take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.messages import LoopSpec, Measurement
from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.wording.units import count, duration, thousands

# Characters of an expression in a title: a list that somebody wrote out may have thousands.
_LONGEST = 60


@dataclass(frozen=True)
class Sample:
    """How many items a loop has, and how many of them are measured: fewer where a sample is taken (None: not known)."""

    measured: int | None
    items: int | None

    @property
    def is_sample(self) -> bool:
        """Whether only some of the items are measured."""
        return self.measured is not None and (self.items is None or self.measured < self.items)

    def words(self) -> str:
        """How many of how many: "a sample of 60 of 10,000"; "" where all items are measured."""
        if not self.is_sample or self.measured is None:
            return ""
        of = f" of {thousands(self.items)}" if self.items is not None else ""
        return f"a sample of {thousands(self.measured)}{of}"

    def on_sample(self) -> str:
        """What every figure is beside: "on a sample of 60 of 10,000"; "" where all items are measured."""
        return f"on {self.words()}" if self.is_sample else ""


NOT_KNOWN = Sample(None, None)


def sample_from(loop: LoopSpec, measurements: Iterable[Measurement] = (), tried: Sequence[int] = ()) -> Sample:
    """How many items of a loop are measured, as its plan, its runs or trying it out (`tried`) tell."""
    items = loop.items if isinstance(loop.items, int) else None
    for each in measurements:
        items = each.of_items if items is None else items
    items = next(iter(tried), None) if items is None else items
    if loop.sample is not None and (items is None or loop.sample < items):
        return Sample(loop.sample, items)
    return Sample(items, items)


def items_in_words(loop: LoopSpec, of: Sample, *, bare: bool = False) -> str:
    """What the loop goes over: "60 items", "SYMBOLS, a sample of 60 of 10,000 items", "the lines of names.txt".

    `bare` where it stands beside the word Items: "60".
    """
    written = _written(loop)
    if of.is_sample and of.items is None and not written:
        return f"{of.words()} from {_source(loop)}"
    return ", ".join(filter(None, (written, _counted(of, bare)))) or _source(loop)


def _counted(of: Sample, bare: bool) -> str:
    if of.is_sample:
        return of.words() if bare else f"{of.words()} items"
    if of.items is None:
        return ""
    return thousands(of.items) if bare else count(of.items, "item")


def _written(loop: LoopSpec) -> str:
    """The expression that a user wrote for the items; a loop of their program has it in its head already."""
    is_written = loop.kind == "user" and loop.items_kind == "expression" and isinstance(loop.items, str)
    if not is_written:
        return ""
    whole = one_line(str(loop.items))
    return whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"


def _source(loop: LoopSpec) -> str:
    if loop.kind == "program" or loop.items_kind == "expression":
        return "its own items"
    if loop.items_kind == "file":
        return f"the lines of {PurePath(str(loop.items)).name}"
    return "its own items" if loop.code is not None else f"what {loop.items}() gives"


def whole_in_words(of: Sample, plain: Row | None, chosen: Row | None = None) -> str:
    """How long all items would take the plain loop and the chosen one, in a sentence; "" where all were measured.

    Starting and ending the workers is not longer for more items; one worker for each item is no way to do them all.
    """
    if not of.is_sample or of.items is None or of.measured is None or plain is None or plain.wall_s is None:
        return ""
    plain_s = duration(_whole_s(plain, of.items / of.measured), 2)
    if chosen is None or chosen.wall_s is None or catalogue.find(chosen.contestant.strategy).width == "items":
        return f"Over all {thousands(of.items)} items the plain loop would take about {plain_s}."
    chosen_s = duration(_whole_s(chosen, of.items / of.measured), 2)
    return f"Over all {thousands(of.items)} items it would take about {chosen_s}, the plain loop about {plain_s}."


def _whole_s(row: Row, times: float) -> float:
    once_s = (row.startup_s or 0.0) + (row.winddown_s or 0.0)
    assert row.wall_s is not None
    return once_s + max(0.0, row.wall_s.median - once_s) * times
