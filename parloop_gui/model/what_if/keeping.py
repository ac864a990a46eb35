"""What if, kept with the comparison that it was said of: a comparison holds each supposition once, as said last."""

from __future__ import annotations

from dataclasses import asdict, replace

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.comparison.kept_what_if import KeptWhatIf, WouldBe
from parloop_gui.model.what_if.answer import WhatIf
from parloop_gui.model.what_if.changes import Changes

# As many as are looked through at a glance; the oldest gives way.
MOST_KEPT = 12


def with_what_if(comparison: Comparison, found: WhatIf) -> Comparison:
    """The comparison with that kept; as it is where too little was measured, or what is supposed is beyond reason."""
    said = kept(found)
    if found.kind == "nothing" or not said.is_sound:
        return comparison
    others = tuple(each for each in comparison.what_ifs if each.supposed != said.supposed)
    return replace(comparison, what_ifs=(*others, said)[-MOST_KEPT:])


def kept(found: WhatIf) -> KeptWhatIf:
    """What of it is kept."""
    expected = tuple(
        WouldBe(each.contestant, each.workers, each.wall_s, each.gain, each.is_beyond) for each in found.expected
    )
    return KeptWhatIf(found.sentence, found.also, expected, **asdict(found.changes))


def changes_of(said: KeptWhatIf) -> Changes:
    """What was supposed then."""
    return Changes(said.items, said.task_s, said.cores, said.item_bytes, no_gil=said.no_gil)
