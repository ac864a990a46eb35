"""What is said of the loop beside an earlier version of itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

from parloop_gui.model.explain.verdict import Verdict
from parloop_gui.model.plan.plan import Contestant, Plan, gated
from parloop_gui.model.statistics.change import Change
from parloop_gui.model.statistics.figure_words import wall_words
from parloop_gui.model.statistics.summary import Row, row_of
from parloop_gui.model.wording.titles import strategy_title
from parloop_gui.model.wording.units import count, duration, number

# Of what no pair bounds: more is no figure that anybody would read.
_MOST_SHARE = 10.0


def verdict_against(plan: Plan, rows: Sequence[Row], change: Change) -> Verdict:
    """The verdict of a comparison of two versions; nobody is the one to use."""
    because = " ".join(filter(None, (_walls(plan, rows, change), *_stands_on(plan, change))))
    return Verdict("answer", _headline(change), _figure(change), because)


def verdict_of_failed(failed: Sequence[Row]) -> Verdict:
    """The verdict where a version did not come through: what it took before that is no answer."""
    which = "Both versions of the loop" if len(failed) > 1 else _version(failed[0])
    how = "gave other results" if all(row.outcome == "wrong-result" for row in failed) else "failed"
    messages = dict.fromkeys(row.message for row in failed)
    if len(messages) == 1:
        return Verdict("inconclusive", f"{which} {how}", "", failed[0].message)
    each = (f"{_version(row)}: {row.message}" for row in failed if row.message)
    return Verdict("inconclusive", f"{which} {how}", "", " ".join(each))


def _version(row: Row) -> str:
    return "The loop as it is now" if row.contestant.arrangement.source is None else "The loop as it was"


def _headline(change: Change) -> str:
    if change.kind == "slower":
        return f"Slower than before by {share_words(change)}"
    if change.kind == "faster":
        return f"Faster than before: {share_words(change)} less time"
    if change.kind == "not-slower":
        return f"Not slower than before by {percent(change.gate or 0.0)}"
    return "No change to be seen" if change.gate is None else "Not told apart from before"


def _figure(change: Change) -> str:
    """The interval, beside what it was asked against: "+7.2% (98% CI +5.1 to +9.3%), the gate is 5%"."""
    if change.finds > _MOST_SHARE:
        return ""
    middle, low, high = (math.expm1(each) * 100 for each in change.logs)
    gate = f", the gate is {percent(change.gate)}" if change.gate is not None else ""
    return f"{_signed(middle)}% time (98% CI {_signed(low)} to {_signed(high)}%){gate}"


def _walls(plan: Plan, rows: Sequence[Row], change: Change) -> str:
    """What both took, and who: "The plain loop takes 53.1 ms now and 49.2 ms before, in 120 pairs of runs."."""
    now, before = (row_of(rows, each) for each in gated(plan))
    who = who_words(gated(plan)[0])
    if now is None or now.wall_s is None:
        return ""
    pairs = f", in {count(change.pairs, 'pair')} of runs"
    then = f" and {wall_words(before)} before" if before is not None else _recorded(plan)
    return f"{who} takes {wall_words(now)} now{then}{pairs if before is not None else ''}."


def _recorded(plan: Plan) -> str:
    walls = sorted(plan.against.recorded_walls_s) if plan.against is not None else []
    return f" and {duration(walls[len(walls) // 2])} as it was recorded" if walls else ""


def _stands_on(plan: Plan, change: Change) -> tuple[str, ...]:
    weaker = ""
    if plan.against is not None and plan.against.kind == "document":
        weaker = "Weaker than two versions side by side: other rounds were recorded, in other spells of the machine."
    if change.kind != "not-told":
        return (weaker,)
    if change.finds > _MOST_SHARE:
        more = ": it needs more time" if change.pairs else ""
        return weaker, f"{count(change.pairs, 'pair')} of runs {'says' if change.pairs == 1 else 'say'} nothing{more}."
    return weaker, f"A slowdown of less than {percent(change.finds)} could not have been found in this time."


def who_words(contestant: Contestant) -> str:
    """Who is compared with itself, at a sentence's beginning."""
    return "The plain loop" if contestant.is_plain else strategy_title(contestant.strategy)


def share_words(change: Change) -> str:
    """By how much it changed: "7.2%"."""
    return percent(abs(math.expm1(change.logs[0])))


def percent(share: float) -> str:
    """A share with two digits: "7.2%", "12%"."""
    return f"{number(share * 100, 2)}%"


def _signed(percents: float) -> str:
    return f"{'−' if percents < 0 else '+'}{number(abs(percents), 2)}"
