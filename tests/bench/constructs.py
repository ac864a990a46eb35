"""Which loops are taken, by what stands in them: read, never run.

    python -m tests.bench.constructs [FILE or FOLDER …] [--every]

Without a name: the programs of this repository's own tests. Loops that stand in no other are counted (`--every`: all),
and of comprehensions those that call something. Held: of our own programs' loops at least 60% are taken. Told: for each
construct that loops hold how many are taken and refused, and the reason given most often.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from parloop_gui.engine.protocol.presence import is_folder
from parloop_gui.model.source.for_loops import Loop, loop_nodes
from parloop_gui.model.source.parsed import Parsed, SourceError, parse, read
from parloop_gui.model.splitting.expressions import expressions_of
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.place import file_of
from parloop_gui.model.splitting.sorting import is_work
from parloop_gui.model.splitting.split import split
from parloop_gui.model.user_code.user_loop import SOURCES
from tests.loops.expected import FOLDER
from tests.loops.kinds import KINDS

LEAST_TAKEN = 0.6
_OVER = ("enumerate", "zip", "range", "tqdm", "reader", "DictReader", "iterrows", "itertuples", "groupby", "open")
_CALLED = ("append", "update", "add", "extend", "submit", "result", "map", "print", "write", "writerow", "put")


def _of_kind(*kinds: type[ast.AST]) -> Callable[[ast.AST], bool]:
    return lambda node: isinstance(node, kinds)


CONSTRUCTS: dict[str, Callable[[ast.AST], bool]] = {
    "break": _of_kind(ast.Break),
    "continue": _of_kind(ast.Continue),
    "return": _of_kind(ast.Return),
    "yield": _of_kind(ast.Yield, ast.YieldFrom),
    "await": _of_kind(ast.Await),
    "try": _of_kind(ast.Try),
    "with": _of_kind(ast.With, ast.AsyncWith),
    "inner loop": _of_kind(ast.For, ast.While),
    "x += …": lambda node: isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name),
    "x[…] = …": lambda node: isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store),
    "x.name = …": lambda node: isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store),
    **{f"{name}(…)": lambda node, name=name: _calls(node, name) for name in _CALLED},  # type: ignore[misc]
}


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and called_name(node) == name


def constructs_of(loop: ast.AST) -> Iterator[str]:
    """What stands in the loop, and what kind of loop it is."""
    yield "for" if isinstance(loop, Loop) else "map" if isinstance(loop, ast.Call) else "comprehension"
    over = [loop.iter] if isinstance(loop, Loop) else []
    yield from (f"over {name}" for each in over for name in _OVER if _calls(each, name))
    inside = [node for node in ast.walk(loop) if node is not loop]
    yield from (name for name, holds in CONSTRUCTS.items() if any(map(holds, inside)))


def loops_in(parsed: Parsed, every: bool) -> Iterator[ast.AST]:
    """The for statements, and the expressions that are loops; by default those that stand in no other loop."""
    found = [each.node for each in loop_nodes(parsed.tree.body)]
    inside = {inner for loop in found for inner in ast.walk(loop) if inner is not loop}
    yield from (loop for loop in found if every or loop not in inside)
    lines = {loop.lineno for loop in found}
    for each in expressions_of(file_of(parsed)):
        does_work = any(map(is_work, ast.iter_child_nodes(each)))
        if each.lineno not in lines and does_work and (every or each not in inside):
            yield each


def why_not(parsed: Parsed, line: int) -> str:
    """Why the loop at that line is refused, its names and numbers left out; "" where it is taken."""
    try:
        split(parsed, line)
    except SourceError as error:
        return re.sub(r"`[^`]*`", "…", re.sub(r"\d+", "N", str(error)))
    return ""


def texts(names: list[str]) -> Iterator[Parsed]:
    """The files named, those of folders too; without a name our own programs."""
    for kind in () if names else KINDS.values():
        yield parse(kind.text, Path("program.py"))
    for name in names or [str(FOLDER)]:
        path = Path(name)
        files = [file for file in sorted(path.rglob("*")) if file.suffix in SOURCES] if is_folder(path) else [path]
        for file in files:
            try:
                yield read(file)
            except SourceError as error:
                print(f"left out: {error}", file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Print the table; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="FILE")
    parser.add_argument("--every", action="store_true")
    asked = parser.parse_args(arguments)
    taken, refused = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for parsed in texts(asked.names):
        for loop in loops_in(parsed, asked.every):
            reason = why_not(parsed, loop.lineno)  # type: ignore[attr-defined]
            for name in ("all loops", *constructs_of(loop)):
                if reason:
                    refused[name][reason] += 1
                else:
                    taken[name] += 1
    _print(taken, refused)
    share = taken["all loops"] / max(taken["all loops"] + refused["all loops"].total(), 1)
    return int(not asked.names and share < LEAST_TAKEN)


def _print(taken: Counter[str], refused: dict[str, Counter[str]]) -> None:
    print(f"{'construct':<20}{'loops':>7}{'taken':>7}{'share':>7}  refused most often because")
    names = {*taken, *refused}
    for name in sorted(names, key=lambda each: -taken[each] - sum(refused[each].values())):
        no = refused[name].total()
        why = refused[name].most_common(1)
        reason = f"{why[0][1]}× {why[0][0][:90]}" if why else ""
        print(f"{name:<20}{taken[name] + no:>7}{taken[name]:>7}{taken[name] / (taken[name] + no):>7.0%}  {reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
