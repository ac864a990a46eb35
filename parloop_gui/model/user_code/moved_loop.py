"""The same loop in another version of its file, where it may stand at another line."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from parloop_gui.model.source.for_loops import LoopNode, around_of, head, loop_nodes
from parloop_gui.model.source.parsed import Parsed, SourceError


def line_of_same(now: Parsed, line: int, before: Parsed) -> int:
    """The line in `before` of the loop that stands at `line` in `now`; raises SourceError where none is the same one.

    The same text in the same function, by its place among its equals; else, of those that did not stay as they were,
    the same first line there; else the only one. Of two that could be meant none is taken.
    """
    ours, theirs = list(loop_nodes(now.tree.body)), list(loop_nodes(before.tree.body))
    loop = next((each for each in ours if each.node.lineno == line), None)
    if loop is None:
        return _same_line(now, line, before)
    there = around_of(loop.around)
    beside = [each for each in ours if around_of(each.around) == there]
    candidates = [each for each in theirs if around_of(each.around) == there]
    found = _in_place(loop, beside, candidates, _whole)
    if found is None:
        kept = {*map(_whole, beside)} & {*map(_whole, candidates)}
        beside = [each for each in beside if each is loop or _whole(each) not in kept]
        candidates = [each for each in candidates if _whole(each) not in kept]
        found = _in_place(loop, beside, candidates, _first_line)
        if found is None and len(beside) == len(candidates) == 1:
            found = candidates[0]
    if found is not None:
        return found.node.lineno
    where = f" in {there}" if there else ""
    raise SourceError(f"The loop {head(loop.node)!r:.80} (line {line}) is not to be found{where} in that version.")


def _in_place(
    loop: LoopNode, beside: Sequence[LoopNode], candidates: Sequence[LoopNode], same: Callable[[LoopNode], str]
) -> LoopNode | None:
    """The one that is the same, by what `same` tells of each, and where several are by which of them it is."""
    ours = [each for each in beside if same(each) == same(loop)]
    theirs = [each for each in candidates if same(each) == same(loop)]
    return theirs[ours.index(loop)] if len(ours) == len(theirs) else None


def _whole(loop: LoopNode) -> str:
    return ast.dump(loop.node)


def _first_line(loop: LoopNode) -> str:
    return head(loop.node)


def _same_line(now: Parsed, line: int, before: Parsed) -> int:
    """Of a loop that is an expression: the line of the same text, where there is only one."""
    text = now.line(line)
    found = [at for at in range(1, before.text.count("\n") + 2) if before.line(at) == text]
    if not text or len(found) != 1:
        raise SourceError(f"Line {line}, {text!r:.80}, is not to be found in that version.")
    return found[0]
