"""A loop taken apart leaves and prints what it does as it stands, in whichever order its passes compute."""

from __future__ import annotations

import ast
import textwrap
from typing import Any

import pytest

from parloop_gui.model.splitting.refusal import SplitError
from tests.model.splitting.played import PATH, EndedError, Loop, Way, comparable, plain, played, splitted

WORK = """
# What the programs
# below call.
import math

def work(n):
    return math.isqrt(n * n * 7) + n % 5

def worse(n):
    if n % 3 == 0:
        raise ValueError(n)
    return work(n)

numbers = [5, 8, 3, 12, 7, 9, 4]
"""

WAYS: tuple[Way, ...] = ("original", "ordered", "isolated")


def sections(text: str) -> dict[str, str]:
    """The programs of a text by their titles."""
    parts = [each.partition("\n") for each in text.split("\n== ")[1:]]
    return {title: code + "\n" for title, _, code in parts}


TAKEN = sections(r"""
== append
out = []
for n in numbers:
    out.append(work(n))
== add up
total = 0
for n in numbers:
    total += work(n)
== list added
out = []
for n in numbers:
    out += [work(n), n]
== longest
best = 0
for n in numbers:
    best = max(best, work(n))
== best with its item
best, which = -1, None
for n in numbers:
    value = work(n)
    if value > best:
        best = value
        which = n
== union
seen = set()
for n in numbers:
    seen |= {work(n) % 3}
== counter
from collections import Counter
counts = Counter()
for n in numbers:
    counts.update(str(work(n) * 101))
== under a key
found = {}
for n in numbers:
    found[work(n) % 4] = n
== nested key
grid = [[0] * 9 for _ in range(13)]
for n in numbers:
    grid[n][work(n) % 9] = work(n + 1)
== in place
for i in range(len(numbers)):
    numbers[i] = work(numbers[i])
== in place, enumerated
for i, n in enumerate(numbers):
    numbers[i] = work(n)
== dictionary in place
d = {'a': 4, 'b': 9}
for key in d:
    d[key] = work(d[key])
== buckets
buckets = [0] * 4
for n in numbers:
    buckets[n % 4] += work(n)
== groups
from collections import defaultdict
groups = defaultdict(list)
for n in numbers:
    for k in range(work(n) % 4):
        groups[k].append(n)
== heap
import heapq
heap = []
for n in numbers:
    heapq.heappush(heap, work(n))
== item changed
records = [{'n': n} for n in numbers]
for record in records:
    record['v'] = work(record['n'])
== print
for n in numbers:
    print(n, work(n), sep=': ')
== count and print
done, out = 0, []
for n in numbers:
    out.append(work(n))
    done += 1
    print(f'{done} of {len(numbers)}: {work(n + done)}')
== progress
out = []
for n in numbers:
    out.append(work(n))
    if len(out) % 3 == 0:
        print(len(out), 'done')
== text
report = ''
for n in numbers:
    report += f'{n}: {work(n)}\n'
== running number
row, rows = 0, []
for n in numbers:
    row += 1
    rows.append((row, work(n)))
print(row, n)
== condition
out = []
for n in numbers:
    if work(n) % 2:
        out.append(work(n + 1))
== else
even, odd = [], {}
for n in numbers:
    value = work(n)
    if value % 2:
        odd[n] = value
    else:
        even.append(value)
== else if
out, rest = [], []
for n in numbers:
    value = work(n)
    if value % 2:
        out.append(value)
    elif len(out) > 2:
        rest.append(value)
    else:
        print(n)
== else if of its own
out, rest = [], []
for n in numbers:
    if work(n) % 2:
        out.append(n)
    elif n % 3:
        rest.append(work(n))
    else:
        print(n)
== continue
out = []
for n in numbers:
    if n % 2:
        continue
    value = work(n)
    out.append(value)
    print('kept', n)
== handled
out, bad = [], []
for n in numbers:
    try:
        value = worse(n)
    except ValueError as error:
        bad.append((n, str(error)))
    else:
        out.append(value)
== handled within
out, bad = [], 0
for n in numbers:
    try:
        out.append(worse(n))
    except ValueError:
        bad += 1
== value of the moment
lines, lengths = [], []
for n in numbers:
    line = str(work(n))
    lines.append(line)
    line = line + 'x' * n
    lengths.append(len(line) + work(n))
== item renamed
out = []
for n in numbers:
    n = work(n)
    out.append(n)
print(n)
== read behind
out = []
for n in numbers:
    value = work(n)
    out.append(value)
print(value, n)
== item renamed behind a condition
out, total = [], 0
for n in numbers:
    if n % 2:
        out.append(n)
    n = work(n)
    total += n
    out.append(n)
    n = n + 1
print(n)
== set in some passes
last = None
for n in numbers:
    value = work(n)
    if value % 2:
        last = value
print(last)
== fresh object
frames = []
for n in numbers:
    frame = {'n': n}
    frame['v'] = work(n)
    frames.append(frame)
== inner loop
sums = []
for n in numbers:
    total = 0
    for k in range(n):
        total += work(k)
    sums.append(total)
== generator handed over
out = []
for n in numbers:
    out.extend(work(k) for k in range(n))
== tuple
out = []
for i, n in enumerate(numbers):
    out.append((i, work(n)))
== zip
out = []
for a, (b, *c) in zip(numbers, [(n, n, 1) for n in numbers]):
    out.append(work(a + b + c[0]))
== no fold
class Box:
    pass
for n in numbers:
    work(n)
== no fold, but a way out
for n in numbers:
    if n % 2:
        continue
    work(n)
print(n)
== class
class Stats:
    def __init__(self):
        self.seen = 0
        self.best = 0
    def record(self, value):
        self.seen += 1
        self.best = max(self.best, value)
stats = Stats()
for n in numbers:
    stats.record(work(n))
== method
class Checker:
    def __init__(self, limit):
        self.limit = limit
        self.results = []
    def check(self, n):
        return sum(k * n % 7 for k in range(self.limit))
    def run(self, numbers):
        for n in numbers:
            self.results.append(self.check(n))
        return self.results
print(Checker(30).run(numbers))
== function
def main(factor, items):
    offset = factor * 2
    out = []
    for n in items:
        out.append(work(n) * factor + offset)
    return out
found = main(3, numbers)
== function's names are known
def main(math, work_of, sum):
    out = []
    for n in numbers:
        out.append(work_of(n) + math + sum)
    return out
found = main(3, work, 4)
== local function
def main():
    factor = 3
    def score(n):
        return work(n) * factor
    double = lambda n: score(n) * 2
    out = []
    for n in numbers:
        out.append(double(n))
    return out
found = main()
== generator function
def each():
    for n in numbers:
        yield work(n)
        yield n
found = list(each())
== under the guard
if __name__ == '__main__':
    out = []
    for n in numbers:
        out.append(work(n))
== in try
out = []
try:
    for n in numbers:
        out.append(work(n + 1))
except ValueError:
    print('no')
== in while
out = []
while len(out) < 20:
    out.append(0)
    for n in numbers:
        out.append(work(n))
== in a loop
matrix = [[0] * 3 for _ in range(3)]
for i in range(3):
    for j in range(3):  # here
        matrix[i][j] = work(i + j)
== on one line
out = []
for n in numbers: out.append(work(n))
== over several lines
out = []
for n in (
    numbers
):
    # what it is
    value = (
        work(n)  # half
        + work(n + 1)
    )
    out.append(  # all
        [value,
         work(n)]
    )
== a text of several lines
out = []
for n in numbers:
    out.append(f'''{n}
  {work(n)}
''')
== walrus
out = []
for n in numbers:
    if (value := work(n)) % 2:
        out.append(value)
== sorted by
out = []
for n in numbers:
    out.append(sorted(numbers, key=lambda m: work(m) % n))
== with
import contextlib
out = []
for n in numbers:
    with contextlib.nullcontext(n) as m:
        out.append(work(m))
== match
out, rest = [], []
for n in numbers:
    match work(n) % 3:
        case 0:
            out.append(work(n))
        case k:
            rest.append((k, n))
== alias of another
out = []
same = out
for n in numbers:
    out.append(work(n))
print(len(same))
== tuple items
out = []
for n in 3, 4, 5:
    out.append(work(n))
== global
total = 0
def main():
    global total
    for n in numbers:
        total += work(n)
main()
== nonlocal
def main():
    total = 0
    def inner():
        nonlocal total
        for n in numbers:
            total += work(n)
    inner()
    return total
found = main()
""")
"""Programs by what is in them; each stands behind WORK."""

EXPRESSIONS = sections(r"""
== list
out = [work(n) for n in numbers]  # here
== sum
total = sum(work(n) for n in numbers)  # here
== dictionary
found = {n: work(n) for n in numbers}  # here
== set
found = {work(n) % 4 for n in numbers}  # here
== with a condition
out = [work(n) for n in numbers if work(n) % 2]  # here
== with conditions, of pairs
found = {n: work(n + i) for i, n in enumerate(numbers) if n % 2 if work(i) % 3}  # here
== nested
out = [(n, k, work(n * k)) for n in numbers for k in range(n) if k % 2]  # here
== returned
def main(factor):
    return [work(n) * factor for n in numbers]  # here
found = main(3)
== in a call
print(sorted([work(n) for n in numbers], reverse=True))  # here
== joined
text = ', '.join(str(work(n)) for n in numbers)  # here
== over several lines
out = [  # here
    work(n)
    # the rest
    + work(
        n + 1)
    for n in numbers
]
== map
out = list(map(work, numbers))  # here
== map of a lambda
out = list(map(lambda n: work(n) + 1, numbers))  # here
== map of two
out = list(map(lambda a, b: work(a + b), numbers, range(4)))  # here
== starmap
from itertools import starmap
out = list(starmap(pow, [(work(n), 2) for n in numbers]))  # here
== gone over
out = []
for value in map(work, numbers):  # here
    out.append(value)
== method
class Scale:
    def __init__(self, factor):
        self.factor = factor
    def scaled(self, n):
        return work(n) * self.factor
    def all(self, items):
        return [self.scaled(n) for n in items]  # here
found = Scale(3).all(numbers)
== in an f-string
text = f'{[work(n) for n in numbers]}'
""")
"""Loops that are expressions."""

STARTED = sections(r"""
== submit in a loop
from concurrent.futures import ThreadPoolExecutor
def main(most):
    futures = []
    with ThreadPoolExecutor(most) as pool:
        for n in numbers:  # here
            futures.append(pool.submit(pow, n, exp=2))
        return [each.result() for each in futures]
main(2)
-- [n ** 2 for n in numbers]
== submit in a comprehension
from concurrent.futures import ThreadPoolExecutor
def main():
    with ThreadPoolExecutor(2) as pool:
        futures = {pool.submit(work, n): n for n in numbers if n > 5}  # here
main()
-- [work(n) if n > 5 else None for n in numbers]
== threads
import threading
threads = []
for n in numbers:  # here
    m = n + 1
    t = threading.Thread(target=work, args=(m,))
    t.start()
    threads.append(t)
-- [work(n + 1) for n in numbers]
== apply_async
from multiprocessing.dummy import Pool
def main():
    with Pool(2) as pool:
        asked = [pool.apply_async(work, (n,)) for n in numbers]  # here
main()
-- [work(n) for n in numbers]
== gathered
import asyncio
async def fetch(n):
    return work(n)
async def main():
    return await asyncio.gather(*(fetch(n) for n in numbers))  # here
asyncio.run(main())
-- [work(n) for n in numbers]
== tasks
import asyncio
async def fetch(n):
    return work(n)
async def main():
    tasks = []
    for n in numbers:  # here
        tasks.append(asyncio.create_task(fetch(n)))
    return await asyncio.gather(*tasks)
asyncio.run(main())
-- [work(n) for n in numbers]
== joblib
def delayed(function):
    return function
out = list(delayed(work)(n) for n in numbers)  # here
-- [work(n) for n in numbers]
""")
"""Loops that start tasks by hand, and what the plain loop gives."""

POOLS = sections(r"""
== map
from multiprocessing.dummy import Pool
def main():
    with Pool(2) as pool:
        return pool.map(work, numbers)  # here
found = main()
== gone over
from concurrent.futures import ThreadPoolExecutor
def main():
    with ThreadPoolExecutor(2) as executor:
        for n, value in zip(numbers, executor.map(work, numbers)):  # here
            print(n, value)
main()
== several arguments
from concurrent.futures import ThreadPoolExecutor
def main(out, most):
    with ThreadPoolExecutor(most) as executor:
        out.extend(executor.map(lambda a, b: work(a + b), numbers, range(4)))  # here
    return out
found = main([], 2)
== starmap
from multiprocessing.pool import ThreadPool
def main():
    with ThreadPool(2) as p:
        return p.starmap(pow, [(n, 2) for n in numbers], chunksize=2)  # here
found = main()
""")
"""Loops that are parallel already; threads, so that no process is started."""

REFUSED = sections(r"""
== break
-- `break` (line 17) ends the loop at the first
for n in numbers:
    if work(n) > 9:
        break
== return
-- `return n` (line 18) leaves at the first match
def first():
    for n in numbers:
        if work(n) > 9:
            return n
== carried
-- `x` (line 17) is what earlier passes left: line 17 changes it.
x = 1
for n in numbers:
    x = work(x + n)
== memo
-- `memo` (line 17) is what earlier passes left: line 18 changes it.
memo = {}
for n in numbers:
    if n not in memo:
        memo[n] = work(n)
== memo in a function
-- `out` (line 17) is what earlier passes left: line 19 changes it.
out = []
def known(n):
    return len(out) + work(n)
for n in numbers:
    out.append(known(n))
== alias
-- is what earlier passes left: line 20 changes it.
def last(items, n):
    return work(n + len(items))
out = []
same = out
for n in numbers:
    out.append(last(same, n))
== neighbour
-- is what earlier passes left: line 17 changes it.
cells = [{'v': n} for n in numbers]
for a, b in zip(cells, cells[1:]):
    b['v'] = work(a['v'])
== prefix
-- is what earlier passes left: line 16 changes it.
for i in range(1, len(numbers)):
    numbers[i] = work(numbers[i - 1])
== first match of all
-- ends at the first match
found = any(work(n) > 30 for n in numbers)  # here
== a generator for later
-- is gone over later, or not to its end.
later = (work(n) for n in numbers)  # here
== within an expression
-- runs only as what stands around it says.
out = numbers and [work(n) for n in numbers]  # here
== an expression that changes something
-- The loop at line 16 changes something besides giving its values.
out = []
[out.append(work(n)) for n in numbers]  # here
== only adds up
-- Each pass only adds up: `total += n * n`
total = 0
for n in numbers:
    total += n * n
== a name that a function uses
-- half() uses `k` (line 17), which the loop at line 18 sets anew in each pass.
out = []
def half():
    return work(k) // 2
for n in numbers:
    k = n + 1
    out.append(half())
== a function for later
-- keeps a name of the pass for later
out = []
for n in numbers:
    work(n)
    out.append(lambda: n)
== a shared iterator
-- `rows` (line 18) is what the loop at line 17 takes its items from.
rows = iter(numbers)
out = []
for n in rows:
    out.append(work(n) + next(rows, 0))
== items that grow
-- changes `numbers`, which the loop at line 15 goes over.
for n in numbers:
    if n < 99:
        numbers.append(work(n) + 99)
== looks around
-- sees the names around it
out = []
for n in numbers:
    out.append((work(n), locals()))
== else behind it
-- has an `else` behind it.
for n in numbers:
    print(work(n))
else:
    print()
== printed by both
-- changes `what is printed`
def loud(n):
    print('at', n)
    return n
for n in numbers:
    print(loud(n))
== changed after use
-- changes `row` after line 17 has used it.
for n in numbers:
    row = [work(n)]
    print(row)
    row.append(n)
== passed on
-- stands in a class's own body
class C:
    for n in numbers:
        work(n)
""")
"""The same, the reason in the first line."""


@pytest.mark.parametrize("name", TAKEN)
def test_that_a_split_loop_leaves_what_the_loop_leaves(name: str) -> None:
    text = WORK + TAKEN[name]
    found = splitted(text)
    expected = comparable(plain(text), found)
    assert not expected[2]
    assert not found.changes, found.changes
    for way in WAYS:
        assert comparable(played(found, way), found) == expected, f"{way}\n{found.staged}"


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_that_a_loop_that_is_an_expression_gives_what_it_gives(name: str) -> None:
    text = WORK + EXPRESSIONS[name]
    found = splitted(text, None if "# here" in text else len(text.rstrip().splitlines()))
    expected = comparable(plain(text), found)
    assert not expected[2]
    for way in WAYS:
        assert comparable(played(found, way), found) == expected, f"{way}\n{found.staged}"


@pytest.mark.slow
@pytest.mark.parametrize("name", STARTED)
def test_that_a_loop_that_starts_tasks_is_the_loop_over_what_they_run(name: str) -> None:
    code, _, expected = STARTED[name].partition("-- ")
    found = splitted(WORK + code)
    assert not found.is_changeable
    names: dict[str, Any] = {}
    exec(f"{WORK}\nexpected = {expected}", names)  # noqa: S102 - the test's own program
    for way in WAYS:
        loop = Loop(way, {"__name__": "__main__"}, ends_there=True)
        loop.names["__parloop__"] = loop
        with pytest.raises(EndedError):
            exec(compile(found.staged_tree(), PATH, "exec"), loop.names)  # noqa: S102 - the test's own program
        assert loop.results == ([] if way == "original" else names["expected"])


@pytest.mark.slow
@pytest.mark.parametrize("name", POOLS)
def test_that_a_pool_s_own_map_is_the_loop_over_what_it_calls(name: str) -> None:
    text = WORK + POOLS[name]
    found = splitted(text)
    expected = comparable(plain(text), found)
    assert not expected[2]
    for way in WAYS:
        assert comparable(played(found, way), found) == expected, f"{way}\n{found.staged}"


@pytest.mark.parametrize("name", REFUSED)
def test_that_a_loop_whose_passes_need_each_other_is_refused_by_name(name: str) -> None:
    reason, _, text = REFUSED[name].removeprefix("-- ").partition("\n")
    with pytest.raises(SplitError, match=r"^[^\n]+\.$") as caught:
        splitted(WORK + text)
    assert reason in str(caught.value)
    assert caught.value.line is not None


@pytest.mark.parametrize("name", TAKEN)
def test_that_the_staged_text_has_the_lines_of_the_file(name: str) -> None:
    text = WORK + TAKEN[name]
    found = splitted(text)
    ast.parse(found.staged)
    mine, staged = text.splitlines(), found.staged.splitlines()
    assert len(staged) == len(found.lines)
    assert all(1 <= number <= len(mine) for number in found.lines)
    kept = {number for number, line in zip(found.lines, staged, strict=True) if line == mine[number - 1]}
    assert set(range(1, found.line)) <= kept


def test_that_a_traceback_names_the_line_of_the_file() -> None:
    text = WORK + textwrap.dedent("""
        def main(items):
            out = []
            for n in items:
                # a comment
                value = work(n)
                out.append(value / (n - 3))
            return out
        main(numbers)
    """)
    found = splitted(text)
    for way in WAYS:
        names: dict[str, object] = {"__name__": "__main__"}
        names["__parloop__"] = Loop(way, names)
        with pytest.raises(ZeroDivisionError) as caught:
            exec(compile(found.staged_tree(), PATH, "exec"), names)  # noqa: S102 - the test's own program
        assert caught.traceback[-1].lineno + 1 == text.splitlines().index("        out.append(value / (n - 3))") + 1
