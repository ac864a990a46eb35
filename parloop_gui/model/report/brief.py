"""The answer as a small JSON object, for programs that read it whole: an agent, a step of a pipeline.

What does not fit into BRIEF_BYTES is left out from the end, with how many rows that are: the answer never is.
"""

from __future__ import annotations

import json
import math
from typing import Any

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.report.comparison_titles import contestant_name, loop_title
from parloop_gui.model.report.report import finish
from parloop_gui.model.statistics.summary import Figure, Row

FORMAT, VERSION = "parloop-brief", 1

# What an agent takes in beside its own work without a thought; a document is a hundred times as much.
BRIEF_BYTES = 4_096
# Of a sentence that a user's code may have a say in, as JSON: all seven come to half of what there is.
_MOST_TEXT_BYTES = 300

Json = dict[str, Any]


def brief(comparison: Comparison, number: int | None = None) -> bytes:
    """The object as one line of UTF-8, of BRIEF_BYTES at most; with a number that it can be asked for by."""
    whole = {**_brief(comparison), **({"number": number} if number is not None else {})}
    rows: list[Json] = whole["rows"]
    while len(data := _encoded(whole)) > BRIEF_BYTES and rows:
        rows.pop()
        whole["rows_left_out"] = whole.get("rows_left_out", 0) + 1
    return data


def _brief(comparison: Comparison) -> Json:
    verdict, ended = comparison.verdict, comparison.ended
    named = verdict.contestant if verdict is not None else None
    rows = sorted(comparison.rows, key=lambda row: row.wall_s.median if row.wall_s is not None else math.inf)
    return {
        "format": FORMAT,
        "version": VERSION,
        "loop": _short(loop_title(comparison.plan.loop)),
        "ended": ended.reason if ended is not None else None,
        "verdict": verdict.kind if verdict is not None else None,
        "headline": _short(verdict.headline) if verdict is not None else "",
        "figure": _short(verdict.figure) if verdict is not None else "",
        "because": _short(verdict.because) if verdict is not None else "",
        "use": {"strategy": named.strategy, "call": named.call, "python": named.python} if named is not None else None,
        **_change(comparison),
        "advice": [_short(each.text) for each in verdict.advice[:2]] if verdict is not None else [],
        "finish": _short(finish(comparison)),
        "seed": comparison.plan.seed,
        "rows": [_row(row, comparison) for row in rows],
    }


def _change(comparison: Comparison) -> Json:
    change = comparison.change
    if change is None:
        return {}
    middle, low, high = (_rounded(math.expm1(each)) for each in change.logs)
    told = {"slower": middle, "low": low, "high": high, "finds": _rounded(change.finds), "gate": change.gate}
    return {"change": {"kind": change.kind, **told, "pairs": change.pairs}}


def _row(row: Row, comparison: Comparison) -> Json:
    """A strategy's figures; where it has none how it ended."""
    named: Json = {"name": _short(contestant_name(row.contestant, comparison))}
    if row.wall_s is None:
        return {**named, "outcome": row.outcome}
    gain = {"speedup": _rounded(row.speedup.median), **_ends(row.speedup)} if row.speedup is not None else {}
    best = {"level_with_best": True} if row.level_with_best else {}
    return {**named, "wall_s": _rounded(row.wall_s.median), **gain, **best}


def _ends(figure: Figure) -> Json:
    return {"low": _rounded(figure.low), "high": _rounded(figure.high)} if figure.has_interval else {}


def _rounded(value: float) -> float | None:
    """Four digits: more are noise."""
    return float(f"{value:.4g}") if math.isfinite(value) else None


def _short(text: str) -> str:
    """Cut to what fits: letters of some scripts take four bytes, and what can't be printed six."""
    if _weight(text) <= _MOST_TEXT_BYTES:
        return text
    cut = text[:_MOST_TEXT_BYTES]
    while _weight(f"{cut}…") > _MOST_TEXT_BYTES:
        cut = cut[:-1]
    return f"{cut}…"


def _weight(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "replace"))


def _encoded(value: Json) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return (text + "\n").encode("utf-8", "replace")
