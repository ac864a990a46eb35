"""Programs whose loop is a `for` statement that can be taken apart, and what stands before each of them.

Longer than most: one table, a program for each thing that a pass may leave.
"""

from __future__ import annotations

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


def sections(text: str) -> dict[str, str]:
    """The programs of a text by their titles."""
    parts = [each.partition("\n") for each in text.split("\n== ")[1:]]
    return {title: code + "\n" for title, _, code in parts}


# Programs by what is in them; each stands behind WORK.
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
== first match
for n in numbers:
    value = work(n)
    if value > 30:
        print('found', n, value)
        break
print(n)
== first match or none
found = None
for n in numbers:
    if work(n) > 30:
        found = n
        break
else:
    print('none')
print(found, n)
== no match
for n in numbers:
    if work(n) > 3000:
        break
else:
    print('none')
== returned at once
def first(limit):
    for n in numbers:
        value = work(n)
        if value > limit:
            return n, value
    return None
found, none = first(20), first(2000)
== until it is enough
total = 0
for n in numbers:
    if total > 40:
        break
    total += work(n)
== value of the pass before the match
value = 0
for n in numbers:
    if n > 9:
        break
    value = work(n)
print(value)
== some left out, then a match
out = []
for n in numbers:
    if n % 2:
        continue
    value = work(n)
    out.append(value)
    if value > 30:
        break
print(out)
== a method called as a list's is
class Board:
    def __init__(self):
        self.cells = [[n, n + 1] for n in range(3)]
    def remove(self, i, n):
        return work(i + n)
    def all(self, n):
        out = []
        for i in range(3):
            out.append(self.remove(i, n))
        return out
found = Board().all(1)
== rows filled in place
def multiply(left, right):
    result = [[0] * len(right[0]) for _ in left]
    for i in range(len(left)):
        for j in range(len(right[0])):
            for k in range(len(right)):
                result[i][j] += left[i][k] * right[k][j]
    return result
grid = [[work(i + j) for j in range(3)] for i in range(3)]
found = multiply(grid, grid)
== inner loop left by what passes share
grid, total = [[0] * 3 for _ in numbers], 0
for i, n in enumerate(numbers):
    if n == 3:
        continue
    for j in range(3):
        grid[i][j] += n * j
        if grid[i][j] > 20:
            break
    total += work(n)
== a match of a pattern
import re
spans = []
for text in ('a1', 'b22', 'c'):
    match = re.search('[0-9]+', text + '0')
    spans.append((match.start(), match.end()))
== a function called eval
def eval(n):
    return work(n)
out = []
for n in numbers:
    out.append(eval(n))
== else behind the loop
out = []
for n in numbers:
    out.append(work(n))
else:
    print(len(out))
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
