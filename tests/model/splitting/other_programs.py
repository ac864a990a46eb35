"""Programs whose loop is an expression or starts tasks by hand, and those that are refused.

Longer than most: one table of programs, each as short as it can be and still be of its kind.
"""

from __future__ import annotations

from tests.model.splitting.statement_programs import sections

# Loops that are expressions.
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
== a name within
out = [root for n in numbers if (root := work(n)) > 9]  # here
== a name within, of pairs
found = {root: root + n for n in numbers if (root := work(n)) > 9 if root < 30}  # here
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
== any
found = any(work(n) > 30 for n in numbers)  # here
== any of none
if not any(work(n) > 3000 for n in numbers):  # here
    print('none')
== all
found = all(work(n) < 30 for n in numbers), all(numbers)  # here
== all of them
def main(limit):
    return all(work(n) < limit for n in numbers)  # here
found = main(3000)
== any of those with a condition
found = any(work(n) > 30 for n in numbers if n % 2)  # here
== next
found = next((n for n in numbers if work(n) > 30), None)  # here
== next of none
value = matched = 7
found = next((n for n in numbers if work(n) > 3000), matched)  # here
== next without a default
found = next(n * k for n in numbers for k in (1, 2) if work(n * k) > 30)  # here
== next without a match
def main():
    try:
        return next(n for n in numbers if work(n) > 3000)  # here
    except StopIteration:
        return 'none'
found = main()
== any of a map
found = any(map(work, numbers))  # here
== next of a map
found = next(r for r in map(work, numbers) if r > 30)  # here
== next of a map of two
found = next((r for r in map(lambda a, b: work(a + b), numbers, range(9)) if r > 9), None)  # here
== filter
found = list(filter(lambda n: work(n) > 15, numbers))  # here
== next of a filter
found = next(filter(lambda n: work(n) > 15, numbers), None)  # here
== a filter, gone over
for n in filter(lambda n: work(n) % 2, numbers):  # here
    print(n)
== all of those of a map
found = [r for r in map(work, numbers) if r % 2]  # here
== gone over until found
found = None
for value in map(work, numbers):  # here
    if value > 30:
        found = value
        break
else:
    print('none')
== gone over and not found
for value in map(work, numbers):  # here
    if value > 3000:
        break
else:
    print('none')
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

# Loops that start tasks by hand, and what the plain loop gives.
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
== submit behind a condition
from concurrent.futures import ThreadPoolExecutor
def main():
    futures = []
    with ThreadPoolExecutor(2) as pool:
        for n in numbers:  # here
            m = n + 1
            if n > 5:
                futures.append(pool.submit(work, m))
main()
-- [work(n + 1) if n > 5 else None for n in numbers]
== gone over as they are done
from concurrent.futures import ThreadPoolExecutor, as_completed
def main():
    with ThreadPoolExecutor(2) as pool:
        for each in as_completed([pool.submit(work, n) for n in numbers]):  # here
            print(each.result())
main()
-- [work(n) for n in numbers]
== threads in a list
import threading
threads = [threading.Thread(target=work, args=(n,)) for n in numbers]  # here
for each in threads:
    each.start()
-- [work(n) for n in numbers]
== threads whose arguments are there
import threading
for pair in [(n, 2) for n in numbers]:  # here
    threading.Thread(None, pow, args=pair, kwargs={'mod': 7}).start()
-- [pow(n, 2, 7) for n in numbers]
== apply_async by names
from multiprocessing.dummy import Pool
def main():
    with Pool(2) as pool:
        asked = [pool.apply_async(pow, args=(n,), kwds={'exp': 2}) for n in numbers]  # here
main()
-- [n ** 2 for n in numbers]
== map_async
from multiprocessing.dummy import Pool
def main():
    with Pool(2) as pool:
        asked = pool.map_async(work, numbers, 2)  # here
        print(asked.get())
main()
-- [work(n) for n in numbers]
== starmap_async
from multiprocessing.dummy import Pool
def main():
    with Pool(2) as pool:
        return pool.starmap_async(pow, [(n, 2) for n in numbers])  # here
main()
-- [n ** 2 for n in numbers]
== coroutines in a list
import asyncio
async def fetch(n):
    return work(n)
async def main():
    waiting = [fetch(n) for n in numbers]  # here
    return await asyncio.gather(*waiting)
asyncio.run(main())
-- [work(n) for n in numbers]
== coroutines of another module
import asyncio
async def main():
    waiting = []
    for n in numbers:  # here
        waiting.append(asyncio.sleep(0, n))
    return await asyncio.gather(*waiting)
asyncio.run(main())
-- numbers
== gathered from a map
import asyncio
async def fetch(n, more=0):
    return work(n + more)
async def main(more):
    return await asyncio.gather(*map(fetch, numbers, more))  # here
asyncio.run(main([1] * 7))
-- [work(n + 1) for n in numbers]
== threads of an event loop
import asyncio
async def main():
    return await asyncio.gather(*(asyncio.to_thread(work, n) for n in numbers))  # here
asyncio.run(main())
-- [work(n) for n in numbers]
== tasks of such threads
import asyncio
async def main():
    return [asyncio.create_task(asyncio.to_thread(work, n)) for n in numbers]  # here
asyncio.run(main())
-- [work(n) for n in numbers]
== joblib
def delayed(function):
    return function
out = list(delayed(work)(n) for n in numbers)  # here
-- [work(n) for n in numbers]
""")

# Loops that are parallel already; threads, so that no process is started.
POOLS = sections(r"""
== map
from multiprocessing.dummy import Pool
def main():
    with Pool(2) as pool:
        return pool.map(work, numbers)  # here
found = main()
== in chunks
from multiprocessing.dummy import Pool
def main(size):
    with Pool(2) as pool:
        return list(pool.imap(work, numbers, size))  # here
found = main(2)
== whichever is done first
from multiprocessing.dummy import Pool
def main():
    with Pool(2) as workers:
        return sorted(workers.imap_unordered(work, numbers))  # here
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

# The same, the reason in the first line.
REFUSED = sections(r"""
== a match that is tried for
-- `return worse(n)` (line 18) ends the loop at the first match
def first():
    for n in numbers:
        try:
            return worse(n)
        except ValueError:
            print(n)
== a match behind which passes are noticed
-- a pass behind it would change `seen`.
seen = []
def noted(n):
    seen.append(n)
    return work(n)
for n in numbers:
    if noted(n) > 30:
        break
== a name that the match leaves half way
-- ends the loop at the first match
for i in range(len(numbers)):
    n = numbers[i]
    value = work(n)
    if value > 30:
        break
    n = n + 2
print(n, value)
== the rest behind a match
-- what is left of `rows` is needed behind the loop.
rows = iter(numbers)
for n in rows:
    if work(n) > 30:
        break
print(next(rows))
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
== its own element and another
-- changes `numbers`, which the loop at line 16 goes over.
out = []
for i, n in enumerate(numbers):
    numbers[i] = work(n)
    numbers[n % 5] = work(n + 1)
== its own element and the one before
-- is what earlier passes left: line 16 changes it.
for i in range(1, len(numbers)):
    numbers[i] = work(numbers[i]) + numbers[i - 1]
== its own key and another
-- is what earlier passes left
for i in range(len(numbers)):
    numbers[i] = work(numbers[i])
    numbers[numbers[i] % 3] = 1
== rows that are left half filled
-- ends the loop at the first match
grid = [[0] * 3 for _ in numbers]
for i in range(len(numbers)):
    for j in range(3):
        grid[i][j] += numbers[i] * j
    if grid[i][2] > 20:
        break
== rows that lean on the row before
-- Nothing is left for a worker to do
grid = [[1] * 3 for _ in numbers]
same = grid
for i in range(1, len(numbers)):
    for j in range(3):
        grid[i][j] += same[i - 1][j]
== prefix
-- is what earlier passes left: line 16 changes it.
for i in range(1, len(numbers)):
    numbers[i] = work(numbers[i - 1])
== tasks that take their work from a queue
-- `jobs.get()` (line 19) waits for what is put there later, so that it is no task by itself.
import queue, threading
jobs, found = queue.Queue(), []
def worker():
    while True:
        n = jobs.get()
        if n is None:
            return
        found.append(work(n))
threads = [threading.Thread(target=worker) for _ in range(4)]  # here
for thread in threads:
    thread.start()
for n in [*numbers, None, None, None, None]:
    jobs.put(n)
== tasks that are handed a queue
-- `q.get()` (line 18) waits for what is put there later
import queue, threading
jobs = queue.Queue()
def worker(q):
    while (n := q.get()) is not None:
        work(n)
for _ in range(4):  # here
    threading.Thread(target=worker, args=(jobs,)).start()
== tasks that wait for a queue and say so
-- `q.get(True)` (line 18) waits for what is put there later
import queue, threading
jobs = queue.Queue()
def worker(q):
    while (n := q.get(True)) is not None:
        work(n)
for _ in range(4):  # here
    threading.Thread(target=worker, args=(jobs,)).start()
== a value alone
-- asks for one value alone.
found = next(work(n) for n in numbers)  # here
== a default that does something
-- is made before the first item is looked at.
found = next((n for n in numbers if work(n) > 30), print('none'))  # here
== a first match whose pass changes something
-- ends the loop at the first match, and a pass behind it would change `seen`
seen = []
def noted(n):
    seen.append(n)
    return work(n)
found = any(noted(n) > 30 for n in numbers)  # here
== an any of its own
-- is gone over later, or not to its end.
def any(values):
    return list(values)
found = any(work(n) > 30 for n in numbers)  # here
== a first match in a wrapper
-- ends at the first match
found = next(enumerate(work(n) for n in numbers))  # here
== the rest behind an expression's match
-- what is left of `rows` is needed behind the loop.
rows = iter(numbers)
found = any(work(n) > 30 for n in rows)  # here
print(next(rows))
== the rest in the statement of the match
-- what is left of `rows` is needed behind the loop.
rows = iter(numbers)
if any(work(n) > 30 for n in rows):  # here
    print(list(rows))
== a generator for later
-- is gone over later, or not to its end.
later = (work(n) for n in numbers)  # here
== within an expression
-- runs only as what stands around it says.
out = numbers and [work(n) for n in numbers]  # here
== a name within that is read behind
-- `root` (line 15) is what earlier passes left
out = [root for n in numbers if (root := work(n)) > 9]  # here
print(root)
== an expression that changes something
-- The loop at line 16 changes something besides giving its values.
out = []
[out.append(work(n)) for n in numbers]  # here
== only adds up
-- Nothing is left for a worker to do: `total += n * n`
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
== waits for threads
-- `each.join()` (line 19) waits for what was started elsewhere: compare the loop at line 16, which starts it.
import threading
threads = [threading.Thread(target=work, args=(n,)) for n in numbers]
[each.start() for each in threads]
for each in threads:
    each.join()
== starts more than one
-- starts more than one task.
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as pool:
    for n in numbers:
        pool.submit(work, n)
        pool.submit(work, n + 1)
== starts tasks in a loop of its own
-- `for m in range(n)` (line 18) starts tasks in a loop of its own: compare that one.
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as pool:
    for n in numbers:
        for m in range(n):
            pool.submit(work, m)
== items without an end
-- `itertools.count()` (line 16) has no end
import itertools
for n in itertools.count():
    if work(n) > 30:
        break
== passed on
-- stands in a class's own body
class C:
    for n in numbers:
        work(n)
""")
