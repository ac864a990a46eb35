"""A comparison that is hard to draw: many rows, remarks, long names, long sentences and odd characters."""

from __future__ import annotations

from dataclasses import replace

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Arrangement
from parloop_gui.model.statistics.summary import Row
from tests.helpers.comparisons.scenes import CPU

SENTENCE = (
    "A worker died: signal 9 (SIGKILL), at item 137 of 200; its chunk of 25 items is lost too, and Pool would have "
    "waited for ever for it, as it does not notice when one of its processes is gone."
)
LONG_NAME = "an-interpreter-pool-executor-of-some-later-version"


def crowded() -> Comparison:
    """Fourteen rows with figures and three that failed, under a function with a long name."""
    known = CPU.comparison(12)
    wide = [
        replace(row, contestant=replace(row.contestant, call="imap_unordered", arrangement=Arrangement(workers=1250)))
        for row in known.rows
    ]
    wide[1] = replace(wide[1], contestant=replace(wide[1].contestant, strategy=LONG_NAME), width=100_000)
    failed = [_failed(row) for row in known.rows[4:7]]
    rows = (*known.rows, *wide, *failed)
    path = "prices.py"
    loop = LoopSpec("user", "", 200, {}, seed=1, path=path, function="fetch_every_price_and_compare_it_with_last_week")
    return replace(
        known, plan=replace(known.plan, loop=loop), rows=rows, contestants=tuple(row.contestant for row in rows)
    )


def _failed(row: Row) -> Row:
    contestant = replace(row.contestant, call="starmap_async", arrangement=Arrangement(workers=60))
    return Row(contestant, 0, outcome="crashed", message=SENTENCE)
