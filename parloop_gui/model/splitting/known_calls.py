"""What is known of Python's own calls by their names: what they give back, and what they change."""

from __future__ import annotations

# Their results hold nothing of what they were given.
PLAIN = frozenset(
    (
        *("abs", "all", "any", "ascii", "bin", "bool", "bytes", "callable", "chr", "complex", "divmod", "float"),
        *("format", "hash", "hex", "id", "input", "int", "isinstance", "issubclass", "len", "oct", "ord", "pow"),
        *("print", "range", "repr", "round", "str", "sum", "time", "perf_counter"),
    )
)
# Their results are new, and hold what the argument holds.
COPYING = frozenset(
    (
        *("list", "tuple", "set", "frozenset", "dict", "sorted", "reversed", "iter", "filter", "copy", "deque"),
        *("Counter", "OrderedDict"),
    )
)
# Calls that no worker is worth: a microsecond.
CHEAP = PLAIN - {"sum", "all", "any", "input", "pow"} | frozenset(
    (
        *("list", "tuple", "set", "dict", "enumerate", "zip", "max", "min", "getattr", "hasattr", "type"),
        *("reversed", "iter", "Path", "join", "basename", "dirname", "get", "keys", "values", "items", "copy"),
        *("startswith", "endswith", "lower", "upper", "strip"),
    )
)
# They give back an argument, or a part of one.
PICKING = frozenset(
    (
        *("max", "min", "next", "getattr", "asarray", "asanyarray", "ravel", "reshape", "view", "transpose"),
        *("memoryview", "cast"),
    )
)
# Methods that put something into a queue.
PUTTING = frozenset(("put", "put_nowait"))
# Methods that change their object, or move on in it.
CHANGING = frozenset(
    (
        *("add", "append", "appendleft", "clear", "difference_update", "discard", "extend", "extendleft", "insert"),
        *("intersection_update", "move_to_end", "pop", "popitem", "popleft", "put", "put_nowait", "remove"),
        *("reverse", "rotate", "send", "setdefault", "sort", "subtract", "symmetric_difference_update", "update"),
        *("write", "writelines", "writerow", "writerows", "get_nowait", "readline", "fetchone", "fetchmany"),
        *("seek", "truncate", "fill", "execute", "executemany", "commit", "task_done", "set_description"),
        *("set_postfix", "close", "flush"),
    )
)
# Methods after which the object holds the last argument.
ADDING = frozenset(
    (*("add", "append", "appendleft", "put", "put_nowait", "insert", "setdefault", "discard", "remove"),)
)
# Methods after which the object holds what the argument holds.
ADDING_ALL = frozenset((*("extend", "extendleft", "update", "writerows", "writelines"),))
# Functions that change one of their arguments, and which.
CHANGING_ARGUMENT = {
    **dict.fromkeys(("heappush", "heapify", "heappop", "heapreplace", "heappushpop", "insort", "insort_left"), 0),
    **dict.fromkeys(("insort_right", "shuffle", "setattr", "delattr", "next", "anext", "copyto", "put"), 0),
    "dump": 1,
}
# Methods that draw from a generator of random numbers, and leave it changed.
DRAWING = frozenset(
    (
        *("random", "rand", "randn", "randint", "randrange", "choice", "choices", "sample", "uniform", "gauss"),
        *("normal", "integers", "shuffle", "permutation", "normalvariate", "standard_normal", "randbytes"),
        *("getrandbits", "poisson", "exponential", "binomial", "seed"),
    )
)
# Methods whose results hold nothing of their object.
TEXT = frozenset(
    (
        *("split", "rsplit", "splitlines", "strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize"),
        *("join", "format", "encode", "decode", "replace", "count", "startswith", "endswith", "hexdigest"),
        *("digest", "is_file", "exists", "read_text", "read_bytes", "total_seconds", "isoformat"),
    )
)
# They go over an argument at once, so that it may as well be a list.
TAKING_ALL = frozenset(
    (
        *("bytes", "fsum", "frozenset", "deque", "Counter", "bytearray", "extend", "update", "writelines", "writerows"),
        *("join", "sum", "set", "list", "tuple", "dict", "sorted", "max", "min", "any", "all"),
    )
)
# Calls that start a task on the side.
STARTING = frozenset(
    (
        *("submit", "start", "result", "apply_async", "map_async", "starmap_async", "create_task", "ensure_future"),
        *("run_in_executor", "Thread", "Process", "Timer"),
    )
)
# Calls without an argument that begin or wait for a task that is made already.
WAITING = frozenset(("result", "join", "get", "start"))
# Functions that see the names around them: elsewhere they see others.
LOOKING = frozenset((*("locals", "vars", "dir", "eval", "exec", "super"),))
# Calls that have done with a function they were handed when they return.
FINISHED_WITH = frozenset(
    (
        *("sorted", "min", "max", "map", "filter", "sum", "any", "all", "sort", "list", "set", "tuple", "dict"),
        *("reduce", "apply", "join"),
    )
)
