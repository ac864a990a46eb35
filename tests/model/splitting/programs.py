"""Programs with a loop: a prefix that mutates, aliases and rebinds; a body that computes, folds and does worse."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

from hypothesis import strategies as st

DEFINED = """
import random
random.seed(1)

def work(n):
    return (n * 7 + 3) % 23

def reads_base(n):
    return work(n) + base

def reads_shared(n):
    return work(n) + len(shared)

def fills_shared(n):
    shared.append(work(n))
    return n

def counts(n):
    global calls
    calls += 1
    return work(n)

def into(box, n):
    box.append(work(n))
    return len(box)

def size(box, n):
    return work(n) + len(box)

def made(n):
    return [work(n), n]

def picked(k):
    return groups[k % 3]

def loud(n):
    print('at', n)
    return work(n)

def drawn(n):
    return work(n) + random.randrange(9)

def each():
    for m in (4, 1, 6):
        yield m + base

class Stats:
    def __init__(self, factor):
        self.factor = factor
        self.seen = 0
        self.values = []
    def add(self, value):
        self.seen += 1
        self.values.append(value)
    def scaled(self, n):
        return work(n) * self.factor
    def above(self, n):
        return work(n) + self.seen
"""

NAMES = """
calls = 0
shared = []
numbers = [5, 8, 3, 12, 7]
base = 3
total = 0
best = -1
prev = 0
out = []
same = []
seen = set()
table = {1: 4, 2: 9, 3: 6}
groups = {0: [1], 1: [], 2: [5]}
records = [{'n': n, 'v': 0} for n in numbers]
stats = Stats(2)
first = []
"""

PREFIX = (
    "same = out",
    "same = list(out)",
    "first = groups[0]",
    "first = records[1]",
    "shared = out",
    "keep = [out, groups]",
    "keep = {'out': out}\nsame = keep['out']",
    "records[2] = records[0]",
    "records.append({'n': 2, 'v': 1})",
    "numbers.append(4)",
    "numbers[1] = numbers[0]",
    "base = base * 2",
    "def base_of():\n    global base\n    base = 11\nbase_of()",
    "random.seed(3)",
    "stats.values = out",
    "stats.add(3)",
    "into(same, 3)",
    "groups[1] = groups[2]",
    "table.update({7: 7})",
    "total = len(numbers)",
    "first = stats.values",
    "random.shuffle(numbers)",
)

HEADS = (
    "for n in numbers:",
    "for n in numbers:",
    "for n in numbers:",
    "for i, n in enumerate(numbers):",
    "for n in sorted(numbers):",
    "for n in range(6):",
    "for i in range(len(numbers)):\n    n = numbers[i]",
    "for record in records:\n    n = record['n']",
    "for record, n in zip(records, numbers):",
    "for record, last in zip(records, records[1:]):\n    n = record['n']",
    "for n in each():",
    "for n in table:",
    "for n, value in table.items():",
    "for n, value in list(table.items()):",
    "for n in list(numbers):",
    "for n in {4, 2, 9}:",
)

PURE = (
    *("work({e})", "work({e})", "work({e})", "({e} + {e})", "{e} * 2", "made({e})[0]"),
    "sum(work(k) for k in range({e} % 4))",
)
WORSE = (
    *("reads_base({e})", "reads_shared({e})", "fills_shared({e})", "counts({e})", "size(out, {e})", "size(same, {e})"),
    *("loud({e})", "drawn({e})", "stats.scaled({e})", "stats.scaled({e})", "stats.above({e})"),
    *("len(out)", "total", "prev"),
    *("into(first_list, {e})", "table.get({e}, 1)", "len(picked({e}))", "numbers[{e} % 5]", "stats.values.count({e})"),
)
FOLDS = (
    *("out.append({e})", "out.append({e})", "total += {e}", "total += {e}", "best = max(best, {e})", "seen.add({e})"),
    *("table[{e}] = {e}", "groups[{e} % 3].append({e})", "stats.add({e})", "print({e})", "print(n, {e}, sep='-')"),
    *("out += [{e}, {e}]", "seen |= {{{e}}}", "out.append((n, {e}))"),
    "out.extend(work(k) for k in range({e} % 3))",
)
WORSE_FOLDS = (
    *("same.append({e})", "into(out, {e})", "prev = {e}", "base = {e}", "numbers[n % 5] = {e}"),
    "records[0]['v'] = {e}",
    *("stats.factor = {e}", "shared.append({e})", "if {e} > best:\n    best = {e}", "total = total * 2 + {e}"),
    *("if n not in table:\n    table[n] = {e}", "first_list.append({e})", "counts({e})", "fills_shared({e})"),
    "del table[1]",
    *("if len(numbers) < 9:\n    numbers.append({e})", "out.append(lambda: n)", "print(total)", "out.append(len(out))"),
    *("table.setdefault({e}, []) ", "groups[0] = out", "out.append(picked({e}))", "picked({e}).append({e})"),
)
TEMPORARIES = (
    *("{t} = {e}", "{t} = {e}", "{t} = {e}", "n = {e}", "{t} += {e}"),
    *("row = [{e}]", "row = made({e})", "row = picked({e})", "row = groups[0]", "row.append({e})", "out.append(row)"),
    *("out.append(list(row))", "total += row[0]", "row = [work(k) for k in range(3)]", "print(row)", "row[0] = {e}"),
)
OF_RECORD = (
    *("record['v'] = {e}", "record['v'] += {e}", "out.append(record)", "record['w'] = size(record, {e})"),
    *("{t} = record['v']", "total += record['v']", "out.append(work(record['v']))", "same.append(record)"),
)
OF_INDEX = ("numbers[i] = {e}", "numbers[i] = work(numbers[i])", "out.append(i)", "numbers[i] += {e}")
OF_LAST = ("last['v'] = work(record['v'])", "last['v'] = {e}", "out.append(last['v'])")
ITEMS = ("numbers", "numbers", "sorted(numbers)", "range(6)", "each()", "iter(numbers)", "table", "list(table)")
CALLED = (
    *("work", "work", "counts", "drawn", "loud", "fills_shared", "reads_shared", "stats.scaled", "stats.above"),
    *("lambda n: {e}", "made"),
)
# Loops that are no `for` statement, or a `for` over the values of another loop; {i} is what they go over.
EXPRESSIONS = (
    "found = [{e} for n in {i}]  # here",
    "found = {{n: {e} for n in {i} if {e} % 2}}  # here",
    "found = sum({e} for n in {i})  # here",
    "found = any({e} > 20 for n in {i})  # here",
    "found = not all({e} % 5 for n in {i} if {e} % 2)  # here",
    "found = next(({e} for n in {i} if {e} > 12), base)  # here",
    "if any({e} > 20 for n in {i}):  # here\n    {f}\nelse:\n    out.append(1)",
    "found = [r for n in {i} if (r := {e}) > 9]  # here",
    "found = next((r for n in {i} if (r := {e}) > 9), None)  # here\nprint(found)",
    "found = list(map({c}, {i}))  # here",
    "found = any(map({c}, {i}))  # here",
    "found = list(filter({c}, {i}))  # here",
    "found = next(filter(lambda n: {e} > 12, {i}), None)  # here",
    "found = next((r for r in map({c}, {i}) if r), None)  # here",
    "found = [r for r in map({c}, {i}) if r not in seen]  # here",
    "for n in map({c}, {i}):  # here\n    {f}\n    if n == 12:\n        break\nelse:\n    print('none')",
    "for n in map({c}, {i}):  # here\n    {f}",
)


@dataclass
class _Loop:
    """A loop in the making."""

    draw: st.DrawFn
    head: str
    is_wild: bool
    temporaries: list[str] = field(default_factory=list)

    def one_of(self, *pools: tuple[str, ...]) -> str:
        """A text out of one of the pools."""
        return self.draw(st.sampled_from(self.draw(st.sampled_from(pools)) if len(pools) > 1 else pools[0]))

    def expression(self, depth: int = 0) -> str:
        """Something that gives a number."""
        leaves = ["n", "n", "n", "2", *self.temporaries]
        if depth > 1 or self.draw(st.integers(0, 3)) == 0:
            return self.draw(st.sampled_from(leaves))
        is_worse = self.is_wild and self.draw(st.integers(0, 3)) == 0
        return self.filled(self.one_of(WORSE if is_worse else PURE), depth + 1)

    def filled(self, text: str, depth: int = 0) -> str:
        """The text with expressions and a temporary name put in."""
        parts = text.split("{e}")
        made = parts[0]
        for part in parts[1:]:
            made += self.expression(depth) + part
        return made.replace("{{", "{").replace("}}", "}").replace("{t}", self.draw(st.sampled_from(["a", "b"])))

    def of_values(self) -> str:
        """A loop that is an expression, or goes over the values of one."""
        text = self.draw(st.sampled_from(EXPRESSIONS)).replace("{i}", self.draw(st.sampled_from(ITEMS)))
        text = text.replace("{c}", self.draw(st.sampled_from(CALLED))).replace("{f}", self.one_of(FOLDS))
        return self.filled(text)

    def statement(self, depth: int = 0) -> str:
        """A statement, of several lines where it holds others."""
        kind = self.draw(st.integers(0, 11))
        if kind < 5:
            return self.simple()
        if kind < 8 or depth > 1:
            text = self.filled(self.one_of(TEMPORARIES))
            name = text.partition(" = ")[0]
            if name in ("a", "b") and name not in self.temporaries and depth == 0:
                self.temporaries.append(name)
            return text
        if kind == 8:
            other = f"\nelse:\n{self.block(depth)}" if self.draw(st.booleans()) else ""
            return f"if {self.expression()} % 2:\n{self.block(depth)}{other}"
        if kind == 9:
            end = self.draw(
                st.sampled_from(
                    ["", "", "\n    if {e} % 4 == 0:\n        break", "\n    if len(out) > 3:\n        break"]
                )
            )
            return f"for k in range({self.expression()} % 3):\n{self.block(depth)}" + self.filled(end)
        if kind == 10:
            end = self.draw(st.sampled_from(["continue", "continue", "break"]))
            return f"if {self.expression()} % 3 == 0:\n{self.block(depth)}" + f"\n    {end}" * (depth == 0)
        return f"try:\n{self.block(depth)}\nexcept (KeyError, ValueError):\n{self.block(depth)}"

    def simple(self) -> str:
        """A statement that folds, or something worse."""
        pools: list[tuple[str, ...]] = [FOLDS, FOLDS]
        if "record" in self.head:
            pools.append(OF_RECORD)
        if "last" in self.head:
            pools.append(OF_LAST)
        if " i" in self.head:
            pools.append(OF_INDEX)
        if self.is_wild:
            pools.append(WORSE_FOLDS)
        return self.filled(self.one_of(*pools))

    def block(self, depth: int) -> str:
        """One or two statements within another."""
        found = [self.statement(depth + 1) for _ in range(self.draw(st.integers(1, 2)))]
        return textwrap.indent("\n".join(found), "    ")


@st.composite
def programs(draw: st.DrawFn) -> str:
    """The text of a program whose loop is marked."""
    prefix = draw(st.lists(st.sampled_from(PREFIX), max_size=3))
    loop = _Loop(draw, draw(st.sampled_from(HEADS)), draw(st.booleans()))
    if draw(st.integers(0, 3)) == 0:
        lines = ["n = 4", loop.of_values(), draw(st.sampled_from(["", "print(list(numbers))", "print(n, total)"]))]
        return _whole("\n".join([*prefix, "first_list = same", *lines]), draw)
    statements = [loop.statement() for _ in range(draw(st.integers(0, 3)))]
    fold = loop.one_of(FOLDS).replace("{e}", "work({e})", 1)
    statements.insert(draw(st.integers(0, len(statements))), loop.filled(fold))
    head, _, rest = loop.head.partition("\n")
    lines = [f"{head}  # here", *([rest] if rest else []), textwrap.indent("\n".join(statements), "    ")]
    behind = draw(st.sampled_from(["", "", "print(total, out)", "print(n)", "a = 1\nprint(a)", "print(work(total))"]))
    known = [] if draw(st.integers(0, 3)) == 0 else ["a, b, row = 5, 1, [0, 2]"]
    return _whole("\n".join([*prefix, *known, "first_list = same", *lines, behind]), draw)


def _whole(text: str, draw: st.DrawFn) -> str:
    """The program, its loop at the top level or in a function."""
    if draw(st.integers(0, 2)) == 0:
        text = _in_a_function(text)
    return f"{_defined(NAMES + text)}{NAMES}{text}\n"


def _defined(text: str) -> str:
    """The definitions that the text needs: reading all of them for each program would be most of the time."""
    head, *blocks = DEFINED.split("\n\n")
    needed: list[str] = []
    while found := [each for each in blocks if each not in needed and _name(each) in text + "".join(needed)]:
        needed += found
    return "\n\n".join([head, *(each for each in blocks if each in needed)])


def _name(block: str) -> str:
    return block.partition("(")[0].partition(":")[0].split()[-1]


def _in_a_function(text: str) -> str:
    """The loop in a function, which knows some of the names as its arguments and some as its own."""
    own = "total = 0\nbest = -1\nprev = 0\nfirst_list = same\nmine = Stats(3)\n"
    local = textwrap.indent(own + text + "\nreturn total, best, prev, out", "    ")
    head = "def main(out, same, numbers, table, records, first):\n    global base, shared\n"
    call = "found = main([], out, numbers, table, records, first)\n"
    return f"{head}{local}\n\n{call}"
