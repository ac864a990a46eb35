"""An error that the user's program catches for each task is that task's result; any other ends the loop.

Longer than most: two tables of programs, one for each way to ask for results. They are alike because whether an error
is caught hangs on a line or two, and a program that shared them with another would no longer be read in one place.
"""

from __future__ import annotations

import ast
from typing import Any

import pytest

from parloop_gui.model.source.parsed import parse
from parloop_gui.model.source.refusal import SplitError
from parloop_gui.model.splitting.place import file_of
from parloop_gui.model.splitting.started import all_started
from tests.model.splitting.played import PATH, EndedError, Loop, Way, splitted
from tests.model.splitting.statement_programs import sections

WORK = """\
import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from multiprocessing.dummy import Pool

class OddError(ValueError):
    pass

def risky(n, plus=0):
    if n % 2:
        raise OddError("odd", n)
    return n * 2

async def awaited(n):
    return risky(n)

numbers = [1, 2, 3, 4]
pool = ThreadPoolExecutor(2)
"""

CAUGHT = sections("""
== dictionary of futures
futures = {pool.submit(risky, n, 60): n for n in numbers}  # here
for future in as_completed(futures):
    n = futures[future]
    try:
        data = future.result()
    except Exception as error:
        print(n, error)
    else:
        print(n, data)
== list of futures
futures = [pool.submit(risky, n) for n in numbers]  # here
for future in futures:
    try:
        print(future.result(timeout=5))
    except (OSError, ValueError):
        pass
== one after the other
with pool:
    futures = []
    for n in numbers:  # here
        futures.append(pool.submit(risky, n))
    for future in as_completed(futures):
        try:
            print(future.result())
        except OddError:
            continue
== keys of a dictionary
futures = {}
for n in numbers:  # here
    futures[pool.submit(risky, n)] = n
for future, n in futures.items():
    try:
        future.result()
    except:
        print(n)
== asked right there
for future in as_completed([pool.submit(risky, n) for n in numbers]):  # here
    if future.exception() is None:
        print(future.result())
== a function that asks
def collected(futures):
    found = []
    for each in as_completed(futures):
        with contextlib.suppress(ValueError):
            found.append(each.result())
    return found
print(collected([pool.submit(risky, n) for n in numbers]))  # here
== a function that asks one
def safe(future):
    try:
        return future.result()
    except ValueError as error:
        return error
futures = [pool.submit(risky, n) for n in numbers]  # here
print([safe(each) for each in futures])
== a function that starts
def started():
    return [pool.submit(risky, n) for n in numbers]  # here
for each in started():
    try:
        each.result()
    except ValueError:
        print("no")
== an attribute
class Crawler:
    def go(self):
        self.futures = [pool.submit(risky, n) for n in numbers]  # here
        self.end()
    def end(self):
        for each in self.futures:
            try:
                each.result()
            except ValueError:
                print("no")
Crawler().go()
== an attribute that a class of its kind asks
class Base:
    def go(self):
        self.futures = [pool.submit(risky, n) for n in numbers]  # here
        self.end()
class Crawler(Base):
    def end(self):
        for each in self.futures:
            try:
                each.result()
            except ValueError:
                print("no")
Crawler().go()
== waited for
futures = [pool.submit(risky, n) for n in numbers]  # here
done, pending = wait(futures)
for each in done:
    try:
        each.result()
    except ValueError:
        print("no")
== a condition around it
futures = []
for n in numbers:  # here
    if n > 0:
        futures.append(pool.submit(risky, n))
for each in futures:
    try:
        for value in [each.result()]:
            print(value)
    except ValueError:
        print("no")
== apply_async
with Pool(2) as workers:
    waiting = [workers.apply_async(risky, (n,)) for n in numbers]  # here
    for each in waiting:
        try:
            print(each.get())
        except ValueError:
            print("no")
== a pool that calls back
with Pool(2) as workers:
    waiting = [workers.apply_async(risky, (n,), error_callback=print) for n in numbers]  # here
== gathered with what they raise
async def main():
    print(await asyncio.gather(*[awaited(n) for n in numbers], return_exceptions=True))  # here
asyncio.run(main())
== mapped and gathered with what they raise
async def main():
    print(await asyncio.gather(*map(awaited, numbers), return_exceptions=True))  # here
asyncio.run(main())
== awaited one by one
async def main():
    tasks = [asyncio.create_task(awaited(n)) for n in numbers]  # here
    for each in asyncio.as_completed(tasks):
        try:
            print(await each)
        except ValueError:
            print("no")
asyncio.run(main())
== raised again within another clause
futures = [pool.submit(risky, n) for n in numbers]  # here
for each in futures:
    try:
        try:
            each.result()
        except ValueError:
            print("log")
            raise
        except Exception:
            print("else")
    except Exception:
        continue
== asked twice, caught by other types
futures = [pool.submit(risky, n) for n in numbers]  # here
for each in futures:
    try:
        each.result()
    except ValueError:
        print("no")
for each in futures:
    try:
        each.result()
    except (OSError, OddError):
        print("no")
== seen first
futures = [pool.submit(risky, n) for n in numbers]  # here
for each in futures:
    if each.exception():
        print("no")
good = [each.result() for each in futures if not each.exception()]
== gathered first
async def main():
    tasks = [asyncio.create_task(awaited(n)) for n in numbers]  # here
    try:
        await asyncio.gather(*tasks)
    except ValueError:
        print("one")
    for each in tasks:
        try:
            print(await each)
        except ValueError:
            print("no")
asyncio.run(main())
== in a function, by a type of its own
def main():
    class Odd(Exception):
        pass
    kinds = (Odd, OddError)
    futures = [pool.submit(risky, n) for n in numbers]  # here
    for each in futures:
        try:
            each.result()
        except kinds:
            print("no")
main()
""")

NOT_CAUGHT = sections("""
== around them all
futures = [pool.submit(risky, n) for n in numbers]  # here
try:
    for each in as_completed(futures):
        print(each.result())
except ValueError:
    print("no")
== around them all, in a comprehension
futures = [pool.submit(risky, n) for n in numbers]  # here
try:
    print([each.result() for each in futures])
except ValueError:
    print("no")
== another type
futures = [pool.submit(risky, n) for n in numbers]  # here
for each in futures:
    try:
        each.result()
    except OSError:
        print("no")
== raised again
futures = [pool.submit(risky, n) for n in numbers]  # here
for each in futures:
    try:
        each.result()
    except ValueError:
        print("no")
        raise
    except Exception:
        print("else")
== kept within, raised again around it
futures = [pool.submit(risky, n) for n in numbers]  # here
for each in futures:
    try:
        try:
            each.result()
        except ValueError:
            print("log")
            raise
        except Exception:
            print("else")
    except OSError:
        continue
== asked again
futures = [pool.submit(risky, n) for n in numbers]  # here
for each in futures:
    try:
        each.result()
    except ValueError:
        print("no")
print([each.result() for each in futures])
== asked twice, not caught the second time
futures = [pool.submit(risky, n) for n in numbers]  # here
for each in futures:
    try:
        each.result()
    except Exception:
        print("no")
for each in futures:
    try:
        each.result()
    except OSError:
        print("no")
== called back and asked
with Pool(2) as workers:
    waiting = [workers.apply_async(risky, (n,), error_callback=print) for n in numbers]  # here
    print([each.get() for each in waiting])
== another pool's
futures = [pool.submit(risky, n) for n in numbers]  # here
for each in futures:
    each.result()
def other():
    futures = [pool.submit(pow, n, 2) for n in numbers]
    for each in futures:
        try:
            each.result()
        except ValueError:
            print("no")
== what was kept beside it
urls = {pool.submit(risky, n): wait for n in numbers}  # here
for each in urls:
    later = urls[each]
    each.result()
    try:
        later.result()
    except ValueError:
        print("no")
== a result that can be asked itself
futures = [pool.submit(risky, n) for n in numbers]  # here
pages = [each.result(10) for each in futures]
for page in pages:
    try:
        page.result()
    except ValueError:
        print("no")
== another object's
class Fetcher:
    def go(self):
        self.futures = [pool.submit(risky, n) for n in numbers]  # here
        for each in self.futures:
            print(each.result())
class Parser:
    def go(self):
        self.futures = [pool.submit(pow, n, 2) for n in numbers]
        for each in self.futures:
            try:
                print(each.result())
            except Exception:
                print("no")
Fetcher().go()
Parser().go()
== nobody asks
for n in numbers:  # here
    pool.submit(risky, n)
== gathered
async def main():
    try:
        print(await asyncio.gather(*[awaited(n) for n in numbers]))  # here
    except ValueError:
        print("no")
asyncio.run(main())
""")

UNKNOWN = sections("""
== an import of the function that asks
def collect(futures):
    import json
    for each in futures:
        try:
            each.result()
        except json.JSONDecodeError:
            print("no")
def main():
    futures = [pool.submit(risky, n) for n in numbers]  # here
    collect(futures)
main()
== an argument
def collect(futures, json):
    for each in futures:
        try:
            each.result()
        except json:
            print("no")
for_all = []
for n in numbers:  # here
    for_all.append(pool.submit(risky, n))
collect(for_all, ValueError)
== the object whose method asks
class Crawler:
    json = ValueError
    def go(self):
        futures = [pool.submit(risky, n) for n in numbers]  # here
        self.collect(futures)
    def collect(self, futures):
        for each in futures:
            try:
                each.result()
            except self.json:
                print("no")
Crawler().go()
== another variable of that name
json = ValueError
def main():
    json = OSError
    futures = [pool.submit(risky, n) for n in numbers]  # here
    collect(futures)
def collect(futures):
    for each in futures:
        try:
            each.result()
        except json:
            print("no")
main()
""")


def reached(text: str, way: Way) -> list[Any] | None:
    """What the passes give, an error as its type's name and arguments; None where one of them ends the loop."""
    loop = Loop(way, {"__name__": "__main__"}, ends_there=True)
    loop.names["__parloop__"] = loop
    try:
        exec(compile(splitted(text).staged_tree(), PATH, "exec"), loop.names)  # noqa: S102 - the test's own program
    except EndedError:
        return [(type(each).__name__, each.args) if isinstance(each, Exception) else each for each in loop.results]
    except ValueError:
        pass
    return None


@pytest.mark.slow
@pytest.mark.parametrize("way", ["original", "ordered"])
@pytest.mark.parametrize("name", CAUGHT)
def test_that_an_error_that_is_caught_for_each_task_is_its_result(name: str, way: Way) -> None:
    text = WORK + CAUGHT[name]
    wanted = [("OddError", ("odd", 1)), 4, ("OddError", ("odd", 3)), 8]
    assert reached(text, way) == ([] if way == "original" else wanted)
    assert splitted(text).says.endswith((" catches is the result of its pass.", " catch is the result of its pass."))


@pytest.mark.slow
@pytest.mark.parametrize("way", ["original", "ordered"])
@pytest.mark.parametrize("name", NOT_CAUGHT)
def test_that_any_other_error_ends_the_loop(name: str, way: Way) -> None:
    assert reached(WORK + NOT_CAUGHT[name], way) is None


@pytest.mark.parametrize("name", UNKNOWN)
def test_that_a_caught_type_that_is_unknown_where_the_tasks_start_is_refused(name: str) -> None:
    with pytest.raises(SplitError, match=r"^`(json|self)` \(line \d+\) is in what is caught .* tasks start\.$"):
        splitted(WORK + UNKNOWN[name])


def test_that_it_is_told_which_lines_catch_errors() -> None:
    lines = (WORK + CAUGHT["dictionary of futures"]).splitlines()
    line = next(number for number, each in enumerate(lines, 1) if "except Exception" in each)
    assert splitted("\n".join(lines)).says.endswith(f" An error that line {line} catches is the result of its pass.")


@pytest.mark.parametrize("started", ["pool.submit(risky, n)", "asyncio.create_task(asyncio.to_thread(risky, n))"])
def test_that_what_starts_a_task_is_the_whole_call_that_does(started: str) -> None:
    file = file_of(parse(f"for n in numbers:\n    tasks.append({started})\n", PATH))
    assert [ast.unparse(each.node) for each in all_started(file, file.loops[0])] == [started]
